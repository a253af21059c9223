"""From the declarations to the forest of numbers: everything that is counted of a period, and how it hangs together.

Nothing of it is written by hand, so no figure can be added whose links are forgotten.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, TypeAlias

from app.protection.links import Breakdown, Crossing, Links
from app.services.figures.declared import Branch, Figure, Into, Split, number

Rows: TypeAlias = Mapping[str, Mapping[str, str]]  # of each figure whose rows are found: their keys and names


def rows_of(figure: Figure, found: Rows) -> tuple[str, ...]:
    """The keys of its rows, in their order."""
    return figure.rows if figure.rows is not None else tuple(found[figure.name])


def links_of(figures: Iterable[Figure], found: Rows) -> Links:
    """How all numbers of these figures hang together."""
    figures = list(figures)
    by_name = {figure.name: figure for figure in figures}
    breakdowns = [each for figure in figures for split in figure.splits for each in breakdowns_of(figure, split, found)]
    crossings = [
        _crossing(figure, split, by_name[split.crosses], found)
        for figure in figures
        for split in figure.splits
        if split.crosses
    ]
    return Links(tuple(breakdowns), tuple(crossings))


def breakdowns_of(figure: Figure, split: Split, found: Rows) -> list[Breakdown]:
    """The breakdown of its whole, and those of its branches."""
    return _breakdowns(figure.name, split.of, split.parts(rows_of(figure, found)))


def numbers_of(figure: Figure, figures: Iterable[Figure], found: Rows) -> set[str]:
    """Every number that this figure needs, those of the figures it breaks down or crosses among them."""
    names = {figure.number_at((row, column)) for row in rows_of(figure, found) for column in figure.columns}
    for split in figure.splits:
        names |= {name for each in breakdowns_of(figure, split, found) for name in (each.whole, *each.parts)}
        if split.crosses:
            names |= numbers_of(next(each for each in figures if each.name == split.crosses), figures, found)
    return names


def can_be_made(figure: Figure, numbers: Collection[str], found: Rows) -> bool:
    """Whether all its cells are among these numbers."""
    if figure.rows is None and figure.name not in found:
        return False
    return all(
        figure.number_at((row, column)) in numbers for row in rows_of(figure, found) for column in figure.columns
    )


def numbers_above(figure: Figure, split: Split, found: Rows) -> dict[tuple[str, ...], tuple[str, ...]]:
    """For each cell (or part that is no cell): the numbers in which what is counted there counts as well."""
    above: dict[tuple[str, ...], tuple[str, ...]] = {}
    into = split.parts(rows_of(figure, found))
    if split.crosses:
        for part in into:
            for column in figure.columns:
                names = (number(figure.name, part.name), number(figure.name, part.name, column))  # type: ignore[union-attr]
                above[(part.name, column)] = names  # type: ignore[union-attr]
        return above
    _walk(figure.name, into, (), above)
    return above


def _walk(figure: str, into: Into, so_far: tuple[str, ...], above: dict[tuple[str, ...], tuple[str, ...]]) -> None:
    for part in into:
        if isinstance(part, Branch):
            _walk(figure, part.into, (*so_far, number(figure, part.name)), above)
        else:
            above[part] = (*so_far, number(figure, *part))


def _breakdowns(figure: str, whole: str, into: Into) -> list[Breakdown]:
    if not into:
        return []
    names = tuple(number(figure, part.name) if isinstance(part, Branch) else number(figure, *part) for part in into)
    further = [
        each
        for part, name in zip(into, names, strict=True)
        if isinstance(part, Branch)
        for each in _breakdowns(figure, name, part.into)
    ]
    return [Breakdown(whole, names), *further]


def _crossing(figure: Figure, split: Split, other: Figure, found: Rows) -> Crossing:
    """The other figure stands in the columns of the table, and in the rows of the crossing: they are never hidden."""
    rows = next(each for each in other.splits if each.of == split.of)
    by_rows, by_columns = breakdowns_of(other, rows, found)[0], breakdowns_of(figure, split, found)[0]
    return Crossing(
        by_rows,
        by_columns,
        tuple(tuple(number(figure.name, row, column) for row in rows_of(figure, found)) for column in figure.columns),
    )


def as_json(links: Links) -> dict[str, Any]:
    """The links, ready to be stored with what was counted: a later catalogue may have others."""
    places = {breakdown: place for place, breakdown in enumerate(links.breakdowns)}
    return {
        "breakdowns": [[each.whole, list(each.parts)] for each in links.breakdowns],
        "crossings": [
            [places[each.rows], places[each.columns], [list(row) for row in each.cells]] for each in links.crossings
        ],
    }


def from_json(stored: Mapping[str, Any]) -> Links:
    """The links that as_json() wrote. Raises ValueError when they do not hang together."""
    breakdowns = tuple(Breakdown(whole, tuple(parts)) for whole, parts in stored["breakdowns"])
    return Links(
        breakdowns,
        tuple(
            Crossing(breakdowns[rows], breakdowns[columns], tuple(tuple(row) for row in cells))
            for rows, columns, cells in stored["crossings"]
        ),
    )
