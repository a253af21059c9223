"""From what was counted to what may be shown of it: all tables of a period at once, and each as it is frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.protection.linked_tables import Limits, Shown, protect_linked
from app.protection.links import Links
from app.protection.small_numbers import HIDDEN, MARK_IN_FILES, Cell, Lines, ProtectedTable, share
from app.services import settings
from app.services.clocks import Period, Quarter
from app.services.figures.declared import Figure, ShareRule
from app.services.figures.linking import Rows, breakdowns_of, rows_of

RULE = (
    "Where a number is hidden, so are its neighbours. A table, or a part of it, is hidden whole when fewer than "
    "{fewest} were counted in it{of_a_part}, and when all but {threshold} or fewer stand in one row."
)
OF_A_PART = " (in a part: fewer than {fewest})"
CROSSED = (
    " A table by two things is shown whole or not at all; how many there are in each row may be shown all the same."
)
OF_A_YEAR = " A number of the year that its quarters have too is shown when all of them show it."
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Share:
    """So many of so many. Only made when it may be shown."""

    counted: int
    of: int
    percent: int


def protect_quarter(counts: Counts, links: Links, recorded: Mapping[str, Counts], limits: Limits) -> Shown:
    """Every number of a quarter as it may be shown to anyone. Raises ValueError when the counts do not add up."""
    of_links = {name: counts[name] for name in links.names}
    return protect_linked(of_links, links, recorders=[*recorded.values()], limits=limits)


def content_of(figure: Figure, shown: Shown, rows: Rows, period: Period, limits: Limits) -> dict[str, Any]:
    """What may be seen of one table, ready to be frozen, with the rule by which it was made.

    `numbers` says which number each cell is: so what is published can be checked without today's catalogue.
    """
    keys = rows_of(figure, rows)
    names = [[figure.number_at((key, column)) for column in figure.columns] for key in keys]
    kind = "quarter" if isinstance(period, Quarter) else "year"
    content: dict[str, Any] = {
        "columns": list(figure.columns),
        "rows": list(keys if figure.rows is not None else rows[figure.name].values()),
        "numbers": names,
        "row_numbers": [figure.row_wholes(key) for key in keys] if figure.row_wholes else None,
        "column_numbers": list(figure.column_wholes) if figure.column_wholes else None,
        "share_numbers": _share_numbers(figure, figure.share, keys) if figure.share else None,
        "definition": figure.definition.format(period=kind),
        "numerator": figure.share.numerator if figure.share else None,
        "denominator": figure.share.denominator.format(period=kind) if figure.share else None,
        "rule": rule_of(figure, keys, kind, limits),
        "target": getattr(settings.current(), figure.target) if figure.target else None,
        "threshold": limits.threshold,
        "smallest_base": limits.smallest_base,
    }
    return content | cells_of(content, shown)


def cells_of(content: Mapping[str, Any], shown: Shown) -> dict[str, Any]:
    """The numbers of a table as they are frozen: the cells, the totals and the share, each hidden one as “c”."""
    cells = tuple(tuple(shown[name] for name in row) for row in content["numbers"])
    found = find_share(content, shown)
    return {
        "cells": ProtectedTable(cells, lines_of(content["columns"])).as_lists(),
        "row_wholes": _as_list(content["row_numbers"], shown),
        "column_wholes": _as_list(content["column_numbers"], shown),
        "share": {"counted": found.counted, "of": found.of, "percent": found.percent} if found else None,
    }


def find_share(content: Mapping[str, Any], shown: Shown) -> Share | None:
    """The share this table gives, made from what may be shown; None when it has none or it must be hidden."""
    if content["share_numbers"] is None:
        return None
    # While there is no agency, nothing is broken down by them.
    counted, of = (_sum([shown.get(name, HIDDEN) for name in names]) for names in content["share_numbers"])
    percent = share(counted, of, threshold=content["threshold"], smallest_base=content["smallest_base"])
    if percent is None or counted is HIDDEN or of is HIDDEN:
        return None
    return Share(counted, of, percent)


def rule_of(figure: Figure, keys: tuple[str, ...], kind: str, limits: Limits) -> str:
    """The rule in words, beyond what every table has."""
    of_table, of_parts = (limits.fewest(most) for most in most_parts(figure, keys))
    of_a_part = OF_A_PART.format(fewest=of_parts) if of_parts != of_table else ""
    said = RULE.format(fewest=of_table, of_a_part=of_a_part, threshold=limits.threshold)
    return said + (CROSSED if figure.is_crossed else "") + (OF_A_YEAR if kind == "year" else "")


def most_parts(figure: Figure, keys: tuple[str, ...]) -> tuple[int, int]:
    """Into how many parts a whole of this table is broken down at most, and a part of it further: 1 when it is not."""
    of_wholes, of_parts = [1], [1]
    for split in figure.splits:
        whole, parts = split.of, breakdowns_of(figure, split, {figure.name: dict.fromkeys(keys, "")})
        of_wholes += [len(each.parts) for each in parts if each.whole == whole]
        of_parts += [len(each.parts) for each in parts if each.whole != whole]
    return max(of_wholes), max(of_parts)


def lines_of(columns: Sequence[str]) -> Lines:
    """The rows of a table with one column add up to nothing."""
    return "both" if len(columns) > 1 else "columns"


def _share_numbers(figure: Figure, rule: ShareRule, keys: tuple[str, ...]) -> list[list[str]]:
    return [
        [
            name
            for each in names
            for name in ([figure.number_at((key, each)) for key in keys] if each in figure.columns else [each])
        ]
        for names in (rule.counted, rule.of)
    ]


def _as_list(names: Sequence[str] | None, shown: Shown) -> list[int | str] | None:
    if names is None:
        return None
    return [MARK_IN_FILES if cell is HIDDEN else cell for cell in (shown[name] for name in names)]


def _sum(cells: Sequence[Cell]) -> Cell:
    total = 0
    for cell in cells:
        if cell is HIDDEN:
            return HIDDEN
        total += cell
    return total
