"""The one number a table is judged by: now, in the period before, a year before, and what it should come to."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.board.periods import kind
from app.board.shown import number, percent
from app.protection.small_numbers import HIDDEN, Cell
from app.services.clocks import Quarter
from app.services.publishing import PublishedTable

NO_FIGURES = "–"
ALL = "all"


@dataclass(frozen=True)
class Compared:
    """One of the numbers beside each other: when or what it is, the number as shown, and what it is made of."""

    when: str
    number: str
    made_of: str = ""


def compare(
    now: PublishedTable, before: PublishedTable | None, year_before: PublishedTable | None
) -> tuple[Compared, ...]:
    """This period, the one before, the same a year before, and the target of the table if it has one."""
    compared = [
        Compared(f"This {kind(now.period)}", *indicator(now)),
        Compared(f"The {kind(now.period)} before", *indicator(before)),
    ]
    if isinstance(now.period, Quarter):
        compared.append(Compared("A year before", *indicator(year_before)))
    if now.target is not None:
        compared.append(Compared("Target", f"{now.target}%"))
    return tuple(compared)


def indicator(table: PublishedTable | None) -> tuple[str, str]:
    """The share and what it is made of; of a table without one, how many there were in all."""
    if table is None:
        return NO_FIGURES, "no figures"
    if has_share(table):
        return percent(table.share), f"{number(table.share.counted)} of {number(table.share.of)}" if table.share else ""
    return number(total_of(table)), f"{table.columns[0]} in all" if len(table.columns) == 1 else "in all"


def has_share(table: PublishedTable) -> bool:
    """Whether there is a share of this table at all, shown or hidden."""
    return table.numerator is not None


def value_of(table: PublishedTable) -> Cell:
    """The number of a table that is followed over time: its share in per cent, or all that were counted."""
    if has_share(table):
        return table.share.percent if table.share else HIDDEN
    return total_of(table)


def total_of(table: PublishedTable) -> Cell:
    """All that were counted, where that is shown: by its columns, or by its rows."""
    total = add_up(column_totals(table))
    return add_up(table.row_wholes) if total is HIDDEN and table.row_wholes else total


def column_totals(table: PublishedTable) -> tuple[Cell, ...]:
    """How many each column is about."""
    return table.column_wholes or table.protected.column_totals or (0,) * len(table.columns)


def columns_of(table: PublishedTable) -> tuple[str, ...]:
    """Its columns, and one more where it says how many each row is about."""
    return (*table.columns, ALL) if table.row_wholes is not None else table.columns


def lines_of(table: PublishedTable) -> dict[str, tuple[Cell, ...]]:
    """The cells of each row, with how many it is about where the table says so."""
    if table.row_wholes is None:
        return table.cells_by_row
    rows = zip(table.rows, table.protected.cells, table.row_wholes, strict=True)
    return {row: (*cells, whole) for row, cells, whole in rows}


def last_line(table: PublishedTable) -> tuple[Cell, ...]:
    """How many each column is about, and how many all are."""
    return (*column_totals(table), total_of(table)) if table.row_wholes is not None else column_totals(table)


def has_last_line(table: PublishedTable) -> bool:
    """Whether it says, or can be seen from it, how many a column is about."""
    return len(table.columns) > 1 or table.column_wholes is not None


def add_up(cells: Iterable[Cell]) -> Cell:
    """Their sum; hidden as soon as one of them is."""
    total = 0
    for cell in cells:
        if cell is HIDDEN:
            return HIDDEN
        total += cell
    return total
