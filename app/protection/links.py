"""How the numbers of many tables hang together: what is broken down into what, and what is counted by two things.

Everything counted of a period is one forest. A root is a whole population, such as the children at the conferences of
a quarter. A breakdown says that its parts together are its whole; a whole may be broken down in many ways, and a part
may be broken down further. A crossing is a table by two breakdowns of the same whole, which are its row totals and its
column totals.

Two links cannot be said on purpose, because what they give away cannot be seen one table at a time: a number that is
a part of two wholes, and crossings that go round in a circle (by age and area, by area and gender, by gender and age).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property


@dataclass(frozen=True)
class Breakdown:
    """These parts together are that whole; everybody is in exactly one of them."""

    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Crossing:
    """A table by two breakdowns of one whole: for each part of `rows`, the cells for each part of `columns`.

    One that is never shown is there because its margins are.
    """

    rows: Breakdown
    columns: Breakdown
    cells: tuple[tuple[str, ...], ...]
    never_shown: bool = False

    def __iter__(self) -> Iterator[str]:
        return (name for row in self.cells for name in row)

    @property
    def lines(self) -> dict[str, tuple[str, ...]]:
        """What adds up to what: by the name of the margin."""
        by_row = zip(self.rows.parts, self.cells, strict=True)
        by_column = zip(self.columns.parts, zip(*self.cells, strict=True), strict=True)
        return {**dict(by_row), **dict(by_column)}


@dataclass(frozen=True)
class Links:
    """All tables of one period. Raises ValueError when they do not hang together as a forest."""

    breakdowns: tuple[Breakdown, ...]
    crossings: tuple[Crossing, ...] = ()

    def __post_init__(self) -> None:
        parts = [name for breakdown in self.breakdowns for name in breakdown.parts]
        cells = [name for crossing in self.crossings for name in crossing]
        wholes = {breakdown.whole for breakdown in self.breakdowns}
        if len({*parts, *cells}) < len(parts) + len(cells):
            raise ValueError("Let each number be a part of one whole only.")
        if not wholes.isdisjoint(cells):
            raise ValueError("Break down the margins of a crossing, not its cells.")
        if not all(breakdown.parts for breakdown in self.breakdowns):
            raise ValueError("Give every breakdown its parts.")
        if {*self.from_the_top} != wholes:
            raise ValueError("A number cannot be a part of itself.")
        self._check_crossings()

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """The numbers that are a part of nothing, in the order of the breakdowns."""
        parts = {name for breakdown in self.breakdowns for name in breakdown.parts}
        return tuple(dict.fromkeys(each.whole for each in self.breakdowns if each.whole not in parts))

    @cached_property
    def from_the_top(self) -> tuple[str, ...]:
        """Every whole, each before the wholes among its parts."""
        found = list(self.roots)
        for whole in found:  # it grows while it is gone through
            found += [part for each in self.of(whole) for part in each.parts if self.of(part)]
        return tuple(found)

    @cached_property
    def names(self) -> tuple[str, ...]:
        parts = [name for breakdown in self.breakdowns for name in breakdown.parts]
        return (*self.roots, *parts, *(name for crossing in self.crossings for name in crossing))

    def of(self, whole: str) -> tuple[Breakdown, ...]:
        return self._by_whole.get(whole, ())

    def crossings_of(self, whole: str) -> tuple[Crossing, ...]:
        return tuple(crossing for crossing in self.crossings if crossing.rows.whole == whole)

    def check(self, counts: Mapping[str, int]) -> None:
        """Raises ValueError unless these are counts and add up as the links say."""
        if counts.keys() != set(self.names):
            raise ValueError("Give a count for every number of the tables, and for nothing else.")
        if not all(isinstance(each, int) and not isinstance(each, bool) and each >= 0 for each in counts.values()):
            raise ValueError("Give every number a whole count of 0 or more.")
        sums = [(each.whole, each.parts) for each in self.breakdowns]
        sums += [line for crossing in self.crossings for line in crossing.lines.items()]
        for whole, parts in sums:
            if counts[whole] != sum(counts[part] for part in parts):
                raise ValueError(f"The parts of {whole} do not add up to it.")

    @cached_property
    def _by_whole(self) -> dict[str, tuple[Breakdown, ...]]:
        found: dict[str, tuple[Breakdown, ...]] = {}
        for breakdown in self.breakdowns:
            found[breakdown.whole] = (*found.get(breakdown.whole, ()), breakdown)
        return found

    def _check_crossings(self) -> None:
        joined = {breakdown: breakdown for breakdown in self.breakdowns}  # each with the first of its group
        for crossing in self.crossings:
            rows, columns = crossing.rows, crossing.columns
            if not {rows, columns} <= joined.keys() or rows.whole != columns.whole:
                raise ValueError("Cross two breakdowns of the same whole, both of which are given.")
            if [len(row) for row in crossing.cells] != [len(columns.parts)] * len(rows.parts):
                raise ValueError(
                    "Give a crossing a row for each part of one breakdown, with a cell for each of the other."
                )
            if crossing.never_shown:
                continue  # it can be whatever the others make it
            if joined[rows] == joined[columns]:
                raise ValueError("Crossings cannot go round in a circle.")
            gone, kept = joined[columns], joined[rows]
            joined = {each: kept if first == gone else first for each, first in joined.items()}
