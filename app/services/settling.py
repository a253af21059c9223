"""A child says that something is not right, or did not happen: the chair reads it and answers, by a day.

What the chair answers is what the child reads when they come back with their words.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.models import ChildRecord, Conference, MeetingReply, Person, utc_now
from app.models.codes import ClockName
from app.services import auditing, overdue
from app.services.errors import RuleBroken


def is_waiting(reply: MeetingReply) -> bool:
    """Whether the chair still owes the child an answer."""
    return reply.due_at is not None and reply.settled_at is None


def first_due(replies: Iterable[MeetingReply]) -> MeetingReply | None:
    """Of those that wait for an answer, the one whose time runs out first."""
    waiting = [(reply.due_at, str(reply.id), reply) for reply in replies if reply.due_at and is_waiting(reply)]
    return min(waiting)[2] if waiting else None


def has_a_reply_waiting() -> ColumnElement[bool]:
    """In a query: whether a child of a conference waits for an answer about what they said is not right."""
    waiting = overdue.runs(ClockName.MEETING_REPLY_SETTLED)
    return Conference.id.in_(select(ChildRecord.conference_id).join(ChildRecord.replies).where(*waiting))


def get_reply(record: ChildRecord, reply_id: UUID) -> MeetingReply:
    """One reply about this record. Any other raises NoResultFound."""
    replies: list[MeetingReply] = record.replies
    for reply in replies:
        if reply.id == reply_id:
            return reply
    raise NoResultFound


def open_reply(chair: Person, reply: MeetingReply) -> None:
    """The chair sees what the child says: that is written down, and the child is told that it was read."""
    reply.read_at = reply.read_at or utc_now()
    auditing.note(chair, "opened what a child says", reply)
    db.session.flush()


def settle(chair: Person, reply: MeetingReply, *, answer: str) -> None:
    """Answer the child, once, about a reply of a record that was got `for_change`. The same answer again is no other.

    Raises RuleBroken when it waits for no answer, or another window has answered it.
    """
    if reply.settled_at is not None and reply.answer == answer:
        return
    if reply.settled_at is not None:
        raise RuleBroken("This was answered in another window. Compare both: what you wrote was not sent.")
    if reply.due_at is None:
        raise RuleBroken("The child said that it is right, so there is nothing to answer.")
    reply.read_at = reply.read_at or utc_now()
    reply.settled_at = utc_now()
    reply.settled_by_id = chair.id
    reply.answer = answer
    auditing.note(chair, "answered what a child says", reply)
    db.session.flush()
