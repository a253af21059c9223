"""What each chair may see of all the others in a quarter: counted once, protected, and frozen with the board's figures.

Whoever knows their own conferences could take them away from a published table. So a number of the others is only shown
where the same number of all chairs is, and the others alone would be allowed to be (docs/decisions/0026).
"""

from collections.abc import Mapping

from app.extensions import db
from app.models import PracticePublication
from app.protection.small_numbers import HIDDEN, MARK_IN_FILES, ProtectedTable, protect
from app.services import settings
from app.services.clocks import Quarter
from app.services.practising import CATALOGUE, FEWEST_OTHERS, Counts, PracticeTable, count_by_chair

Frozen = list[int | str]
Shown = Mapping[str, frozenset[str]]  # of each published table, the rows whose number is shown


def freeze_practice(quarter: Quarter, published: Mapping[str, tuple[tuple[str, ...], ProtectedTable]]) -> None:
    """Store it for every chair who has something to count in a quarter that is published now.

    `published` are the board's tables of this quarter as they were frozen, each with the names of its rows.
    """
    shown: Shown = {
        name: frozenset(row for row, cells in zip(rows, table.cells, strict=True) if HIDDEN not in cells)
        for name, (rows, table) in published.items()
    }
    counted = {table.name: (table, count_by_chair(table, quarter)) for table in CATALOGUE}
    for chair_id in sorted({chair_id for _table, by_chair in counted.values() for chair_id in by_chair}):
        content = {
            table.name: others(
                table,
                [counts for other, counts in by_chair.items() if other != chair_id],
                list(by_chair.values()),
                shown.get(table.linked[0], frozenset()),
            )
            for table, by_chair in counted.values()
        }
        db.session.add(
            PracticePublication(
                chair_id=chair_id, first_day=quarter.first_day, last_day=quarter.last_day, content=content
            )
        )
    db.session.flush()


def others(table: PracticeTable, of_others: list[Counts], of_all: list[Counts], shown: frozenset[str]) -> Frozen | None:
    """The others' cells as they may be seen by one chair; None with fewer than three others."""
    if len(of_others) < FEWEST_OTHERS:
        return None
    others_alone, everybody = protected_sum(of_others), protected_sum(of_all)
    linked = table.linked[1]
    return [
        cell if cell is not HIDDEN and all_of_it is not HIDDEN and shown.issuperset(linked[row]) else MARK_IN_FILES
        for row, (cell,), (all_of_it,) in zip(table.rows, others_alone.cells, everybody.cells, strict=True)
    ]


def protected_sum(counts: list[Counts]) -> ProtectedTable:
    """All of them added up, as a table of one column, protected."""
    column = [[sum(row)] for row in zip(*counts, strict=True)]
    return protect(column, lines="columns", threshold=settings.current().small_number)
