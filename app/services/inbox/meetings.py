"""What children wrote for their meetings and say about them: the chair opens it; here it is seen that it waits.

No word of it is fetched. Those who work in the inbox see what kind of thing it is, since when it waits, by when it is
to be read or answered, and whose job that is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Select, String, literal, select, union_all

from app.extensions import db
from app.models import ChildRecord, Conference, Contribution, MeetingReply, Person

PAGE: Final = 25


class MeetingText(StrEnum):
    """What a child wrote."""

    FOR_THE_MEETING = "for the meeting"
    AFTERWARDS = "afterwards"


@dataclass(frozen=True)
class Waiting:
    """One text that waits for a chair."""

    kind: MeetingText
    sent_at: datetime
    due_at: datetime
    is_read: bool
    chair: Person


def waiting_for_chairs(*, page: int = 1, limit: int = PAGE) -> tuple[Sequence[Waiting], bool]:
    """What waits for chairs, the first due first, and whether there is more. Two queries.

    A meeting page waits until it is read, and what a child says afterwards until the chair has answered it.
    """
    due = union_all(
        unread_pages().limit(page * limit + 1).subquery().select(),
        unsettled_replies().limit(page * limit + 1).subquery().select(),
    ).subquery()
    rows = db.session.execute(
        select(*due.c).order_by(due.c.due_at, due.c.sent_at, due.c.id).offset((page - 1) * limit).limit(limit + 1)
    ).all()
    chairs = chairs_of([row.record_id for row in rows[:limit]])
    found = [
        Waiting(MeetingText(row.kind), row.sent_at, row.due_at, row.read_at is not None, chairs[row.record_id])
        for row in rows[:limit]
    ]
    return found, len(rows) > limit


def unread_pages() -> Select[UUID, str, UUID, datetime, datetime, datetime | None]:
    """Of what was replaced too: somebody else may have held the card."""
    return (
        select(
            Contribution.id,
            literal(MeetingText.FOR_THE_MEETING.value, String()).label("kind"),
            Contribution.record_id,
            Contribution.sent_at,
            Contribution.read_due_at.label("due_at"),
            Contribution.read_at,
        )
        .where(Contribution.read_at.is_(None), Contribution.cleared_at.is_(None))
        .order_by(Contribution.read_due_at, Contribution.id)
    )


def unsettled_replies() -> Select[UUID, str, UUID, datetime, datetime | None, datetime | None]:
    return (
        select(
            MeetingReply.id,
            literal(MeetingText.AFTERWARDS.value, String()).label("kind"),
            MeetingReply.record_id,
            MeetingReply.sent_at,
            MeetingReply.due_at,
            MeetingReply.read_at,
        )
        .where(MeetingReply.settled_at.is_(None), MeetingReply.due_at.is_not(None))
        .order_by(MeetingReply.due_at, MeetingReply.id)
    )


def chairs_of(record_ids: Sequence[object]) -> dict[object, Person]:
    """Who chairs the conference of each record."""
    query = (
        select(ChildRecord.id, Person)
        .join(ChildRecord.conference)
        .join(Person, Person.id == Conference.chair_id)
        .where(ChildRecord.id.in_(record_ids))
    )
    return {record_id: chair for record_id, chair in db.session.execute(query)}
