"""From a table as it was counted to what may be shown of it: how the tables of the catalogue are broken down.

A table with one column is protected as if everybody knew its total, because another table that counts the same may show
it. When no row has to be hidden, all are shown. Else the share comes first: those counted, those not counted, and all
others are protected as one breakdown, and the rows of each as a breakdown of it. So the share is there more often than
every row of it. (Whoever sees that it was done so learns that a row is small, which they see anyway.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.protection.linked_tables import Limits, protect_linked
from app.protection.links import Breakdown, Links
from app.protection.small_numbers import HIDDEN, Cell, ProtectedTable, protect
from app.services.figures import Counted, Figure, ShareRule

RULE = (
    "Where a number is hidden, so are its neighbours. A table, or a part of it, is hidden whole when fewer than "
    "{fewest} were counted in it, and when all but {threshold} or fewer stand in one row."
)
EVERYBODY, COUNTED, NOT_COUNTED = "everybody", "counted", "not counted"


@dataclass(frozen=True)
class Protected:
    """A table as it may be shown, the rule in words, and the two sums that its share is made of, if it has one."""

    table: ProtectedTable
    rule: str | None = None
    counted: Cell | None = None
    of: Cell | None = None


def protect_table(figure: Figure, table: Counted, limits: Limits) -> Protected:
    """What may be shown of it. Rows and columns that both add up are protected together, for themselves."""
    if len(figure.columns) > 1:
        return _protect_rows_and_columns(figure, table, limits)
    counts = {row: count for row, (count,) in zip(table.rows, table.counts, strict=True)}
    by_row, by_share = {row: (row,) for row in table.rows}, _groups(figure.share, table.rows)
    shown = _protect_groups(by_row, counts, limits)
    if HIDDEN in shown.values():
        shown = _protect_groups(by_share, counts, limits)
    protected = ProtectedTable(tuple((shown[row],) for row in table.rows), "columns")
    rule = RULE.format(fewest=limits.fewest(len(by_row)), threshold=limits.threshold)
    if figure.share is None:
        return Protected(protected, rule)
    counted = shown.get(COUNTED, _sum([shown[row] for row in by_share.get(COUNTED, ())]))
    not_counted = shown.get(NOT_COUNTED, _sum([shown[row] for row in by_share.get(NOT_COUNTED, ())]))
    return Protected(protected, rule, counted, _sum([counted, not_counted]))


def _protect_groups(
    groups: Mapping[str, tuple[str, ...]], counts: Mapping[str, int], limits: Limits
) -> dict[str, Cell]:
    """Every row, and every group of several, as it may be shown."""
    breakdowns = [Breakdown(name, rows) for name, rows in groups.items() if rows != (name,)]
    sums = {name: sum(counts[row] for row in rows) for name, rows in groups.items()}
    everybody = Breakdown(EVERYBODY, tuple(groups))
    return protect_linked(
        {EVERYBODY: sum(sums.values()), **sums, **counts}, Links((everybody, *breakdowns)), limits=limits
    )


def _groups(rule: ShareRule | None, rows: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The rows by what they are to the share: those two are neighbours. A row that is neither is its own group."""
    if rule is None:
        return {row: (row,) for row in rows}
    groups: dict[str, tuple[str, ...]] = {COUNTED: (), NOT_COUNTED: ()}
    for row in rows:
        name = COUNTED if row in rule.counted else NOT_COUNTED if row in rule.of else row
        groups[name] = (*groups.get(name, ()), row)
    return {name: group for name, group in groups.items() if group}


def _protect_rows_and_columns(figure: Figure, table: Counted, limits: Limits) -> Protected:
    protected = protect(table.counts, threshold=limits.threshold)
    if figure.share is None:
        return Protected(protected)
    totals = dict(zip(figure.columns, protected.column_totals or (0,) * len(figure.columns), strict=True))
    counted, of = ([totals[column] for column in columns] for columns in (figure.share.counted, figure.share.of))
    return Protected(protected, None, _sum(counted), _sum(of))


def _sum(cells: Sequence[Cell]) -> Cell:
    total = 0
    for cell in cells:
        if cell is HIDDEN:
            return HIDDEN
        total += cell
    return total
