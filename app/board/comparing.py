"""The one number a table is judged by: now, in the period before, a year before, and what it should come to."""

from dataclasses import dataclass

from app.board.shown import number, percent
from app.protection.small_numbers import HIDDEN, Cell
from app.services.publishing import PublishedTable

NO_FIGURES = "–"


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
    compared = (
        Compared(now.quarter.label, *indicator(now)),
        Compared("The quarter before", *indicator(before)),
        Compared("A year before", *indicator(year_before)),
    )
    target = target_of(now)
    return (*compared, Compared("Target", f"{target}%")) if target is not None else compared


def indicator(table: PublishedTable | None) -> tuple[str, str]:
    """The share and what it is made of; of a table without one, how many there were in all."""
    if table is None:
        return NO_FIGURES, "no figures"
    if has_share(table):
        return percent(table.share), f"{table.share.counted:,} of {table.share.of:,}" if table.share else ""
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
    """All that were counted: hidden as soon as one cell is."""
    if not table.rows:
        return 0
    total = table.protected.grand_total if len(table.columns) > 1 else table.protected.column_totals[0]
    return HIDDEN if total is None else total


def target_of(table: PublishedTable) -> int | None:
    """What the share should come to, in per cent, as it was when the table was published."""
    target: int | None = getattr(table, "target", None)
    return target
