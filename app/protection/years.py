"""A year is its quarters together: what may be shown of it, once what is shown of each quarter is frozen.

1. A number of the year that its quarters have too is shown when all its quarters show it: it is their sum.
2. Quarters that had too few for a breakdown are taken together first, and protected as one. They and their sum are a
   table by two things, quarter and category, of which the cells are never shown.
3. What only the year has is protected as in a quarter.
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from app.protection.linked_tables import Limits, Shown, protect_linked
from app.protection.links import Breakdown, Crossing, Links
from app.protection.small_numbers import HIDDEN, Cell


@dataclass(frozen=True)
class Quarter:
    """What was counted in a quarter, for all tables of the year, and what was shown of it, for those it has too.

    `recorded` holds, for each person who recorded some of it, how much of each number is theirs.
    """

    counts: Mapping[str, int]
    shown: Mapping[str, Cell]
    recorded: Mapping[Hashable, Mapping[str, int]] = field(default_factory=dict)


def protect_year(quarters: Sequence[Quarter], links: Links, *, limits: Limits | None = None) -> Shown:
    """Every number of the year, by name, as it may be shown to anyone. `links` are those of the year's tables.

    Raises ValueError when the counts do not add up.
    """
    limits = limits or Limits()
    periods = {
        name: [quarter.shown[name] for quarter in quarters] for name in links.names if _is_in_all(quarters, name)
    }
    of_a_quarter = [each for each in links.breakdowns if periods.keys() >= {each.whole, *each.parts}]
    for breakdown in of_a_quarter:
        few = [quarter for quarter in quarters if _had_too_few(quarter, breakdown, limits)]
        if few:
            together = _protect_together(few, breakdown, limits)
            others = [quarter for quarter in quarters if quarter not in few]
            periods |= {part: [together[part], *(each.shown[part] for each in others)] for part in breakdown.parts}

    given = {name: _sum(cells) for name, cells in periods.items()}
    return protect_linked(
        _add(quarters, links.names),
        links,
        recorders=_recorders(quarters),
        given=given,
        perhaps={name: _perhaps(cells, limits) for name, cells in periods.items() if given[name] is HIDDEN},
        limits=limits,
    )


def _is_in_all(quarters: Sequence[Quarter], name: str) -> bool:
    return all(name in quarter.shown for quarter in quarters)


def _had_too_few(quarter: Quarter, breakdown: Breakdown, limits: Limits) -> bool:
    """Whether everybody can see that it had too few to be broken down like this, and how many they were.

    What is shown of it all the same was broken down into fewer parts then. It stays as it is.
    """
    whole = quarter.shown[breakdown.whole]
    if whole is HIDDEN or whole >= limits.fewest(len(breakdown.parts)):
        return False
    return any(quarter.shown[part] is HIDDEN for part in breakdown.parts)


def _protect_together(few: Sequence[Quarter], breakdown: Breakdown, limits: Limits) -> Shown:
    whole, parts = breakdown.whole, breakdown.parts
    by_quarter = Breakdown(whole, tuple(f"{whole} in {number}" for number in range(len(few))))
    cells = tuple(tuple(f"{part} in {number}" for part in parts) for number in range(len(few)))
    links = Links((breakdown, by_quarter), (Crossing(by_quarter, breakdown, cells, never_shown=True),))
    counts = _add(few, (whole, *parts))
    for number, quarter in enumerate(few):
        counts |= {f"{name} in {number}": quarter.counts[name] for name in (whole, *parts)}
    return protect_linked(counts, links, recorders=_recorders(few), limits=limits)


def _add(quarters: Sequence[Quarter], names: Sequence[str]) -> dict[str, int]:
    return {name: sum(quarter.counts[name] for quarter in quarters) for name in names}


def _recorders(quarters: Sequence[Quarter]) -> list[Counter[str]]:
    together: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for quarter in quarters:
        for person, own in quarter.recorded.items():
            together[person].update(own)
    return [*together.values()]


def _perhaps(cells: Sequence[Cell], limits: Limits) -> int:
    """What a hidden number of the year could be, for all that anybody can tell: the threshold wherever it is hidden."""
    return sum(limits.threshold if cell is HIDDEN else cell for cell in cells)


def _sum(cells: Sequence[Cell]) -> Cell:
    total = 0
    for cell in cells:
        if cell is HIDDEN:
            return HIDDEN
        total += cell
    return total
