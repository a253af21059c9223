"""Who has opened what a young person sent, as they are told: the role and the day, never a name."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, Person, Role, View
from app.services.clocks import london_day

MOST_SHOWN: Final = 20
MOST_LINES: Final = 500  # of the trail: one page may be opened often on one day


class Opened(StrEnum):
    """What was opened, by the deed in the audit trail."""

    VIEW = "opened view"
    CONTACT = "opened how to find them"


@dataclass(frozen=True)
class Opening:
    """Somebody of this role opened it on this day in London, for the last time at that moment."""

    day: date
    role: Role
    what: Opened
    last_at: datetime


def openings_of(view: View) -> list[Opening]:
    """The newest openings of a view and of how to find them, newest first: each role and day once. One query."""
    subjects = [view.id, *([view.contact.id] if view.contact else [])]
    lines = db.session.execute(
        select(AuditLine.created_at, Person.role, AuditLine.deed)
        .join(AuditLine.person)
        .where(AuditLine.subject_id.in_(subjects), AuditLine.deed.in_(list(Opened)))
        .order_by(AuditLine.created_at.desc(), AuditLine.id.desc())
        .limit(MOST_LINES)
    )
    found: dict[tuple[date, Role, str], Opening] = {}
    for at, role, deed in lines:
        day = london_day(at)
        found.setdefault((day, role, deed), Opening(day, role, Opened(deed), at))
    return list(found.values())[:MOST_SHOWN]
