"""What was not done in time for children, in one closed quarter: only cells of the frozen tables, and sums of them.

Nothing that is late today is counted here. docs/decisions/0024 says why.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.board.comparing import add_up, column_totals
from app.board.panels import Tables
from app.board.shown import number
from app.protection.small_numbers import Cell
from app.services.figures import ANSWERED_LATE, LATE_OR_NOT_DONE, NOT_TOLD, TOLD_LATE
from app.services.publishing import PublishedTable

ROWS = {
    "answered_in_time": ("Answer a view", (ANSWERED_LATE,)),
    "children_told": ("Tell a child what happened", (TOLD_LATE, NOT_TOLD)),
}
ACTIONS = "Do an action for a child"


@dataclass(frozen=True)
class LateRow:
    """One kind of clock, or one agency, and the number as it may be shown."""

    label: str
    number: str


@dataclass(frozen=True)
class Late:
    """What was late in one quarter: of each kind of clock, and of the actions of each agency."""

    rows: list[LateRow]
    agencies: list[LateRow]


def late_in(now: Tables) -> Late:
    return Late(late_rows(now), late_agencies(now))


def late_rows(now: Tables) -> list[LateRow]:
    """How many of each kind were late."""
    rows = [
        LateRow(label, number(not_in_time(now[name], cells))) for name, (label, cells) in ROWS.items() if name in now
    ]
    table = now.get("actions_on_time")
    if table and table.rows:
        rows.append(LateRow(ACTIONS, number(column_totals(table)[column_of(table)])))
    return rows


def not_in_time(table: PublishedTable, rows: tuple[str, ...]) -> Cell:
    """All that its share does not count, where it has one: its rows may be hidden all the same. Else their sum."""
    if table.share:
        return table.share.of - table.share.counted
    return add_up([table.cells_by_row[row][0] for row in rows])


def late_agencies(now: Tables) -> list[LateRow]:
    """The same for the actions of each agency, in the order of the table. One with a zero that is shown is left out."""
    return list(agencies_in(now["actions_on_time"])) if "actions_on_time" in now else []


def agencies_in(table: PublishedTable) -> Iterator[LateRow]:
    for agency, cells in table.cells_by_row.items():
        if (cell := cells[column_of(table)]) != 0:
            yield LateRow(agency, number(cell))


def column_of(table: PublishedTable) -> int:
    return table.columns.index(LATE_OR_NOT_DONE)
