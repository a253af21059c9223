"""A year is its quarters together: what may be shown of it, once what is shown of each quarter is frozen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.protection.linked_tables import Limits, Shown, protect_linked
from app.protection.links import Breakdown, Crossing, Links
from app.protection.small_numbers import HIDDEN, Cell


@dataclass(frozen=True)
class Quarter:
    """What was counted in a quarter, for all tables of the year, and what was shown of it, for those it has too."""

    counts: Mapping[str, int]
    shown: Mapping[str, Cell]


def protect_year(
    quarters: Sequence[Quarter],
    links: Links,
    *,
    recorders: Sequence[Mapping[str, int]] = (),
    limits: Limits | None = None,
) -> Shown:
    """Every number of the year, by name, as it may be shown to anyone. `links` are those of the year's tables.

    A number that its quarters have too is made from what they show: their sum, or hidden when one of them is hidden.
    That tells nobody anything new. What only the year has is protected as in a quarter. So is a breakdown of which no
    quarter shows anything because each had too few to break down: the quarters and it are then a table by two things.

    Raises ValueError when the counts do not add up.
    """
    limits = limits or Limits()
    given = _add_up([quarter.shown for quarter in quarters])
    anew = [breakdown for breakdown in links.breakdowns if _has_too_few(breakdown, quarters, limits)]
    hidden = list(_by_quarter(anew, len(quarters)))
    by_quarter = tuple(dict.fromkeys(crossing.rows for crossing in hidden))

    counts = {name: sum(quarter.counts[name] for quarter in quarters) for name in links.names}
    of_quarters = {name for breakdown in anew for name in (breakdown.whole, *breakdown.parts)}
    for number, quarter in enumerate(quarters):
        counts |= {_in(number, name): quarter.counts[name] for name in of_quarters}
    new = {part for breakdown in anew for part in breakdown.parts}
    given = {name: cell for name, cell in given.items() if name in links.names and name not in new}
    given |= {part: counts[part] for breakdown in by_quarter for part in breakdown.parts}
    everything = Links((*links.breakdowns, *by_quarter), (*links.crossings, *hidden))
    shown = protect_linked(
        {name: counts[name] for name in everything.names}, everything, recorders=recorders, given=given, limits=limits
    )
    return {name: shown[name] for name in links.names}


def _has_too_few(breakdown: Breakdown, quarters: Sequence[Quarter], limits: Limits) -> bool:
    """Whether everybody can see, of each quarter, that it had too few for this breakdown to be shown."""
    if not all(part in quarter.shown for quarter in quarters for part in breakdown.parts):
        return False
    wholes = [quarter.shown[breakdown.whole] for quarter in quarters]
    return all(whole is not HIDDEN and whole < limits.fewest(len(breakdown.parts)) for whole in wholes)


def _by_quarter(anew: Sequence[Breakdown], quarters: int) -> Iterator[Crossing]:
    for breakdown in anew:
        rows = Breakdown(breakdown.whole, tuple(_in(number, breakdown.whole) for number in range(quarters)))
        cells = tuple(tuple(_in(number, part) for part in breakdown.parts) for number in range(quarters))
        yield Crossing(rows, breakdown, cells, never_shown=True)


def _in(number: int, name: str) -> str:
    return f"{name} in quarter {number + 1}"


def _add_up(quarters: Sequence[Mapping[str, Cell]]) -> Shown:
    """The names that all quarters have."""
    names = [name for name in quarters[0] if all(name in quarter for quarter in quarters)]
    return {name: _sum([quarter[name] for quarter in quarters]) for name in names}


def _sum(cells: Sequence[Cell]) -> Cell:
    total = 0
    for cell in cells:
        if cell is HIDDEN:
            return HIDDEN
        total += cell
    return total
