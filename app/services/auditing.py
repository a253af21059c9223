"""The audit trail: one line for every opening of a child's words or record. Never what they say.

Lines are only ever added (app/models/audit_guards.py); app/services/audit_sealing.py chains them.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Select, func, literal, select, tuple_
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AuditLine, Base, Person
from app.models.audit import DEED_LENGTH
from app.services.clocks import start_of_day

LINES_ON_A_PAGE: Final = 50


def note(person: Person | None, deed: str, subject: Base, *, reason: str | None = None) -> None:
    """Write down who did what to which row, and why. One insert.

    Raises ValueError when the deed is longer than its column.
    """
    note_about(person, deed, subject.__tablename__, subject.id, reason=reason)


def note_change(
    person: Person | None, deed: str, subject: Base, *, was: str, now: str, reason: str | None = None
) -> None:
    """The same of what was one thing and is another: both stand before the reason. Never for what a child said."""
    said = f"Was: {was}. Is: {now}."
    note(person, deed, subject, reason=f"{said} {reason}" if reason else said)


def note_about(person: Person | None, deed: str, table: str, row_id: uuid.UUID, *, reason: str | None = None) -> None:
    """The same for a row that is not at hand, or is gone.

    Raises ValueError when the deed is longer than its column: SQLite would take it, and PostgreSQL would not.
    """
    if len(deed) > DEED_LENGTH:
        raise ValueError(f"A deed has at most {DEED_LENGTH} characters: {deed}")
    db.session.add(
        AuditLine(
            person_id=person.id if person else None, deed=deed, subject_table=table, subject_id=row_id, reason=reason
        )
    )


def lines_about(subject: Base, limit: int | None = None) -> Sequence[AuditLine]:
    """Everything noted about one row, newest first, each with its person; or only the newest `limit`."""
    return db.session.scalars(
        newest_first()
        .where(AuditLine.subject_id == subject.id, AuditLine.subject_table == subject.__tablename__)
        .limit(limit)
    ).all()


@dataclass(frozen=True, kw_only=True)
class LinesPage:
    """One page of the trail, newest first. Each line knows its person (None: a command, or a young person)."""

    lines: Sequence[AuditLine]
    number: int
    has_more: bool


def find_lines(
    *,
    person_id: uuid.UUID | None = None,
    deed: str | None = None,
    subject_id: uuid.UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    page: int = 1,
) -> LinesPage:
    """Fifty lines that fit everything asked for, newest first, from London day `since` to `until`, both included.

    One query on an index. A page after the last one is empty; a page before the first is the first.
    """
    query = that_fit(person_id, deed, subject_id, since, until)
    number = max(1, page)
    found = db.session.scalars(query.offset((number - 1) * LINES_ON_A_PAGE).limit(LINES_ON_A_PAGE + 1)).all()
    return LinesPage(lines=found[:LINES_ON_A_PAGE], number=number, has_more=len(found) > LINES_ON_A_PAGE)


def lines_before(
    line: AuditLine | None,
    limit: int,
    *,
    person_id: uuid.UUID | None = None,
    deed: str | None = None,
    subject_id: uuid.UUID | None = None,
    since: date | None = None,
    until: date | None = None,
) -> Sequence[AuditLine]:
    """The next lines of a long reading, newest first: after this one, or from the newest. Asked as in find_lines.

    Lines that are added meanwhile move nothing: none comes twice, and none is left out.
    """
    query = that_fit(person_id, deed, subject_id, since, until)
    if line is not None:
        place = literal(line.created_at, AuditLine.created_at.type), literal(line.id, AuditLine.id.type)
        query = query.where(tuple_(AuditLine.created_at, AuditLine.id) < tuple_(*place))
    return db.session.scalars(query.limit(limit)).all()


def that_fit(
    person_id: uuid.UUID | None, deed: str | None, subject_id: uuid.UUID | None, since: date | None, until: date | None
) -> Select[AuditLine]:
    query = newest_first()
    if person_id:
        query = query.where(AuditLine.person_id == person_id)
    if deed:
        query = query.where(AuditLine.deed == deed)
    if subject_id:
        query = query.where(AuditLine.subject_id == subject_id)
    if since:
        query = query.where(AuditLine.created_at >= start_of_day(since))
    if until:
        query = query.where(AuditLine.created_at < start_of_day(until + timedelta(days=1)))
    return query


def deeds() -> Sequence[str]:
    """Every deed there is in the trail, in order. Jumps from one to the next on the index: quick on a long trail."""
    steps = select(func.min(AuditLine.deed).label("deed")).cte("steps", recursive=True)
    following = select(func.min(AuditLine.deed)).where(AuditLine.deed > steps.c.deed).scalar_subquery()
    steps = steps.union_all(select(following).where(steps.c.deed.is_not(None)))
    return db.session.scalars(select(steps.c.deed).where(steps.c.deed.is_not(None))).all()


def newest_first() -> Select[AuditLine]:
    return (
        select(AuditLine)
        .options(joinedload(AuditLine.person))
        .order_by(AuditLine.created_at.desc(), AuditLine.id.desc())
    )
