"""The audit trail: one line for every opening of a child's words or record. Never what they say."""

from collections.abc import Sequence

from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Base, Person


def note(person: Person | None, deed: str, subject: Base, *, reason: str | None = None) -> None:
    """Write down who did what to which row, and why. One insert."""
    db.session.add(
        AuditLine(
            person_id=person.id if person else None,
            deed=deed,
            subject_table=subject.__tablename__,
            subject_id=subject.id,
            reason=reason,
        )
    )


def lines_about(subject: Base) -> Sequence[AuditLine]:
    """Everything noted about one row, newest first."""
    return db.session.scalars(
        select(AuditLine)
        .where(AuditLine.subject_table == subject.__tablename__, AuditLine.subject_id == subject.id)
        .order_by(AuditLine.created_at.desc(), AuditLine.id)
    ).all()
