"""The audit trail as a file for a spreadsheet, read some hundred lines at a time."""

from collections.abc import Iterator
from typing import Any

from app.extensions import db, may_write
from app.models import AuditLine
from app.services import auditing
from app.spreadsheets import BYTE_ORDER_MARK, csv_lines

LINES_AT_ONCE = 500
COLUMNS = ("When (UTC)", "What was done", "Who (username)", "Who (id)", "Table", "Row")


def as_csv(asked_for: dict[str, Any]) -> Iterator[str]:
    """Every line that fits, newest first. No reasons: some may say something about a child.

    Nothing is held open between two parts, however slowly they are fetched.
    """
    yield BYTE_ORDER_MARK + csv_lines([COLUMNS])
    last: AuditLine | None = None
    while True:
        may_write.set(False)
        lines = auditing.lines_before(last, LINES_AT_ONCE, **asked_for)
        part = csv_lines([cells(line) for line in lines])
        if lines:
            last = lines[-1]
            db.session.expunge_all()
        db.session.rollback()
        if not lines:
            return
        yield part


def cells(line: AuditLine) -> tuple[str, ...]:
    who = line.person.username if line.person else ""
    return (
        line.created_at.isoformat(timespec="seconds"),
        line.deed,
        who,
        str(line.person_id or ""),
        line.subject_table,
        str(line.subject_id),
    )
