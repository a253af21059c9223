"""Small numbers in tables that hang together: what may be shown of all of them at once.

The rule, from the top of every breakdown to its parts, as it may be printed under a table:

1. A count from 1 to 5 is hidden. Zero is shown, except where a table is hidden whole.
2. Neighbours are hidden together: of the categories that anybody is in, the first and the second, the third and the
   fourth and so on are neighbours, and when one has a count from 1 to 5, both are hidden. (An odd last one is the
   neighbour of the two before it.)
3. The hidden numbers of a breakdown must together be so many that any of them could be 5 while the others are at least
   1, also without what any one person recorded. Until that is so, the smallest neighbours still shown are hidden too.
4. A breakdown is hidden whole, zeros too, when fewer than 20 are broken down (more when it has many categories), when
   all but 5 or fewer are in one category, and when what is broken down is hidden itself.
5. A table by two things is shown whole or not at all: only when both its margins are shown whole, no number in it is
   from 1 to 5, and no row or column has everybody in one cell. When it is hidden and its margins alone would still say
   of a number from 1 to 5 that it is 2 or more, the breakdown that makes its columns is hidden whole.
6. A number of the year is shown when all its quarters are. Quarters with too few for a breakdown are taken together
   first (`years.py`).

What is shown of a whole never depends on its parts, so the tables at the top are the fullest, and the total of every
table may be known to everybody. docs/decisions/0028-linked-tables.md says what this promises, what not, and why it
holds. (5 and 20 are settings that may be higher, never lower.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from app.protection.links import Breakdown, Crossing, Links
from app.protection.small_numbers import HIDDEN, SMALLEST_BASE, SMALLEST_THRESHOLD, Cell

Shown = dict[str, Cell]


@dataclass(frozen=True)
class Limits:
    """Raises ValueError for a threshold below 5 or a smallest base below 20."""

    threshold: int = SMALLEST_THRESHOLD
    smallest_base: int = SMALLEST_BASE

    def __post_init__(self) -> None:
        if self.threshold < SMALLEST_THRESHOLD:
            raise ValueError(f"Set the threshold to {SMALLEST_THRESHOLD} or more.")
        if self.smallest_base < SMALLEST_BASE:
            raise ValueError(f"Set the smallest base to {SMALLEST_BASE} or more.")

    def is_small(self, count: int) -> bool:
        return 1 <= count <= self.threshold

    def fewest(self, categories: int) -> int:
        """How many there must be for a breakdown into so many categories to be shown at all.

        Enough for one hidden cell to be 5, another too, each further one 1, and their neighbour at least 1.
        """
        return max(self.smallest_base, categories + 2 * self.threshold - 2)


@dataclass(frozen=True)
class _Protecting:
    counts: Mapping[str, int]
    links: Links
    limits: Limits
    recorders: Sequence[Mapping[str, int]]
    given: Mapping[str, Cell]
    perhaps: Mapping[str, int]
    shown: Shown = field(default_factory=dict)

    def settle(self, whole: str) -> None:
        """Decide on everything that this whole, which is decided on, is broken down into."""
        for breakdown in self.links.of(whole):
            if not self.given.keys() >= set(breakdown.parts):
                self._show(breakdown.parts, except_for=self._to_hide(breakdown))
        crossings = [each for each in self.links.crossings_of(whole) if not self.given.keys() >= set(each)]
        for crossing in crossings:
            if not self._may_be_shown(crossing) and self._margins_say_too_much(crossing):
                if self.given.keys() & set(crossing.columns.parts):
                    raise ValueError("The columns of a crossing cannot be given: they may have to be hidden.")
                self._show(crossing.columns.parts, except_for=crossing.columns.parts)
        for crossing in crossings:
            self._show(crossing, except_for=() if self._may_be_shown(crossing) else tuple(crossing))

    def _show(self, names: Iterable[str], *, except_for: Iterable[str]) -> None:
        hidden = set(except_for)
        self.shown.update({name: HIDDEN if name in hidden else self.counts[name] for name in names})

    def _to_hide(self, breakdown: Breakdown) -> Iterable[str]:
        parts = breakdown.parts
        whole = self.shown[breakdown.whole]
        if whole is HIDDEN:
            return parts
        if len(parts) == 1 or whole == 0:
            return ()
        most = max(self.counts[part] for part in parts)
        if whole < self.limits.fewest(len(parts)) or whole - most <= self.limits.threshold:
            return parts
        return self._neighbours_to_hide(breakdown)

    def _neighbours_to_hide(self, breakdown: Breakdown) -> list[str]:
        neighbours = _neighbours([part for part in breakdown.parts if self.counts[part]])
        hidden = [group for group in neighbours if any(self.limits.is_small(self.counts[part]) for part in group)]
        still_shown = sorted(
            (group for group in neighbours if group not in hidden),
            key=lambda group: (self._is_anyones(group), sum(self.counts[part] for part in group)),
        )
        while hidden and not self._is_enough([part for group in hidden for part in group], breakdown):
            hidden.append(still_shown.pop(0))
        return [part for group in hidden for part in group]

    def _is_enough(self, hidden: Sequence[str], breakdown: Breakdown) -> bool:
        """Whether each could be the threshold while the others are at least 1 and at least what one person recorded."""
        needed = self.limits.threshold + len(hidden) - 1
        together = sum(self.counts[part] for part in hidden)
        # Somebody who recorded nearly everybody knows the rest from what is shown: hiding more would not help.
        some_of_it = (
            own
            for own in self.recorders
            if self.counts[breakdown.whole] - own.get(breakdown.whole, 0) >= self.limits.fewest(len(breakdown.parts))
        )
        return together - max((sum(own.get(part, 0) for part in hidden) for own in some_of_it), default=0) >= needed

    def _is_anyones(self, group: Sequence[str]) -> bool:
        """Whether one person recorded more than the threshold in each: they would know why this group is hidden."""
        return any(all(own.get(part, 0) > self.limits.threshold for part in group) for own in self.recorders)

    def _may_be_shown(self, crossing: Crossing) -> bool:
        margins = (crossing.rows.whole, *crossing.lines)
        if crossing.never_shown or any(self.shown[name] is HIDDEN for name in margins):
            return False
        if any(self.limits.is_small(self.counts[name]) for name in crossing):
            return False
        lines = [[self.counts[name] for name in line] for line in crossing.lines.values()]
        return not any(len(line) > 1 and sum(count > 0 for count in line) == 1 for line in lines)

    def _margins_say_too_much(self, crossing: Crossing) -> bool:
        """Whether margins bound a small cell of a hidden table: everybody else in its row must be in its column.

        That a bounded cell is not small follows from the columns being shown. So this also looks, at the margins alone,
        whether that would bound another cell.
        """
        whole, small = self.shown[crossing.rows.whole], self.limits.threshold
        if whole is HIDDEN:
            return False
        rows, columns = self._people_in(crossing.rows), self._people_in(crossing.columns)
        names = {
            (row, column): name
            for row, line in zip(crossing.rows.parts, crossing.cells, strict=True)
            for column, name in zip(crossing.columns.parts, line, strict=True)
            if row in rows and column in columns
        }
        bounded = [(row, column) for row, column in names if 2 <= rows[row] + columns[column] - whole <= small]
        if any(self.limits.is_small(self.counts[names[place]]) for place in bounded):
            return True
        for row, column in bounded:
            rows[row] -= small + 1
            columns[column] -= small + 1
            whole -= small + 1
        # A hidden row of this table can be anything. One that was decided on elsewhere has numbers behind it.
        behind = [self.perhaps.get(name, whole) for name in crossing.rows.parts if self.given.get(name) is HIDDEN]
        return (
            any(left < small for left in (*rows.values(), *columns.values()))
            or any(
                2 <= rows[row] + columns[column] - whole <= small
                for row, column in names
                if (row, column) not in bounded
            )
            or any(row + column - whole >= 2 for row in behind for column in columns.values())
        )

    def _people_in(self, breakdown: Breakdown) -> dict[str, int]:
        """The parts that are shown and not empty."""
        return {part: cell for part in breakdown.parts if (cell := self.shown[part]) is not HIDDEN and cell > 0}


def protect_linked(
    counts: Mapping[str, int],
    links: Links,
    *,
    recorders: Sequence[Mapping[str, int]] = (),
    given: Mapping[str, Cell] | None = None,
    perhaps: Mapping[str, int] | None = None,
    limits: Limits | None = None,
) -> Shown:
    """Every number of the tables, by name, as it may be shown to anyone: the count, or hidden.

    `recorders` holds, for each person who recorded some of what is counted, how much of each number is theirs.
    `given` holds numbers that are decided on already, such as those of a year that are made from its quarters: whole
    breakdowns and crossings only. They are taken as they stand. `perhaps` holds, for those of them that are hidden, a
    count of at least the threshold that each could be for all that anybody can tell.

    Raises ValueError for counts that do not add up and for numbers given that are not those counts.
    """
    given = given or {}
    links.check(counts)
    _check_given(given, counts, links)
    work = _Protecting(counts, links, limits or Limits(), recorders, given, perhaps or {}, dict(given))
    for root in links.roots:
        if root not in given:
            work.shown[root] = HIDDEN if work.limits.is_small(counts[root]) else counts[root]
    for whole in links.from_the_top:
        work.settle(whole)
    return {name: work.shown[name] for name in links.names}


def _neighbours(parts: Sequence[str]) -> list[Sequence[str]]:
    """Two by two, in their order; when one is left over, the last three are together."""
    pairs: list[Sequence[str]] = [parts[place : place + 2] for place in range(0, len(parts) - 1, 2)]
    return pairs if len(parts) % 2 == 0 else [*pairs[:-1], parts[-3:]]


def _check_given(given: Mapping[str, Cell], counts: Mapping[str, int], links: Links) -> None:
    if any(cell is not HIDDEN and cell != counts.get(name) for name, cell in given.items()):
        raise ValueError("What is given must be the counts.")
    for breakdown in links.breakdowns:
        _check_all_or_none(given, breakdown.parts)
    for crossing in links.crossings:
        _check_all_or_none(given, tuple(crossing))


def _check_all_or_none(given: Mapping[str, Cell], names: Sequence[str]) -> None:
    if given.keys() & set(names) and not given.keys() >= set(names):
        raise ValueError("Give whole breakdowns and whole crossings.")
