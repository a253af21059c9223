"""What a child says about what came of their meeting. "No", or anything they write, has a clock for the chair."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import ChildRecord, Conference, MeetingReply, MeetingWords, Person, Role, utc_now
from app.models.codes import ClockName, Event, Happened, Verdict
from app.protection.cookie_secret import CookieSecret
from app.services import clocks, overdue, settings, telling, visiting
from app.services.overdue import Running

TYPED = ("is_right", "has_happened", "more")
WHOLE = "the meeting"  # what a reply is about that is about no wish


@dataclass(frozen=True, kw_only=True)
class Told:
    """One reply as it is shown to whoever holds the card: what was picked and what came of it, not what was written."""

    sent_on: datetime
    is_right: Verdict | None
    has_happened: Happened | None
    has_words: bool
    due_by: datetime | None
    is_late: bool
    is_told: bool  # that it is late, to who is above
    answer: str | None
    answered_on: datetime | None


def replies_to(record: ChildRecord, *, now: datetime) -> Mapping[UUID | None, Sequence[Told]]:
    """What the child has said by wish, the oldest first. None stands for the whole meeting, or a wish that is gone."""
    found: dict[UUID | None, list[Told]] = defaultdict(list)
    query = select(MeetingReply).where(MeetingReply.record_id == record.id)
    replies = db.session.scalars(query.order_by(MeetingReply.sent_at, MeetingReply.id)).all()
    noted = overdue.noted([clock for reply in replies if (clock := clock_of(reply))], now)
    for reply in replies:
        found[reply.wish_id].append(as_told(reply, now, is_told=clock_of(reply) in noted))
    return found


def clock_of(reply: MeetingReply) -> Running | None:
    """The clock of a reply that the chair has not answered yet, if it has one."""
    if reply.due_at is None or reply.settled_at is not None:
        return None
    return Running(ClockName.MEETING_REPLY_SETTLED, reply.id, reply.due_at)


def as_told(reply: MeetingReply, now: datetime, *, is_told: bool) -> Told:
    clock = clock_of(reply)
    return Told(
        sent_on=reply.sent_at,
        is_right=reply.is_right,
        has_happened=reply.has_happened,
        has_words=reply.words_sealed is not None,
        due_by=reply.due_at if clock else None,
        is_late=clock is not None and overdue.is_late(clock.due, now),
        is_told=is_told,
        answer=reply.answer,
        answered_on=reply.settled_at,
    )


def is_sent(once: str) -> bool:
    """Whether the form with this token has been sent already."""
    return db.session.scalar(select(MeetingReply.id).where(MeetingReply.once == once)) is not None


def reply(
    words: MeetingWords,
    wish_id: UUID | None,
    *,
    is_right: Verdict | None,
    has_happened: Happened | None,
    more: str,
    once: str,
) -> None:
    """Keep what a child says about a wish, or with None about the meeting as a whole.

    The words come `for_change`, so that the wish cannot go meanwhile. The same form sent again changes nothing. Whoever
    answers for the record is told that something waits, and no more.
    """
    if is_sent(once):
        return
    now, text = utc_now(), more if more.strip() else None
    needs_answer = text is not None or is_right is Verdict.NO or has_happened is Happened.NO
    said = MeetingReply(
        record_id=words.record_id,
        wish_id=wish_id,
        is_right=is_right,
        has_happened=has_happened,
        words=text,
        sent_at=now,
        due_at=clocks.due_by(now, settings.current().reply_days) if needs_answer else None,
        once=once,
    )
    try:
        with db.session.begin_nested():
            db.session.add(said)
            db.session.flush()
            if needs_answer:
                telling.tell(chairs_of(words.record_id), Event.CHILD_SAID_NO, said)
    except IntegrityError:
        if not is_sent(once):
            raise


def chairs_of(record_id: UUID) -> Sequence[Person]:
    """Who answers for this record. Nobody, when whoever did has another role now: the clock runs all the same."""
    found = select(Person).join(Conference, Conference.chair_id == Person.id).join(Conference.records)
    return db.session.scalars(found.where(ChildRecord.id == record_id, Person.role == Role.CHAIR)).all()


def choose(secret: CookieSecret, about: str) -> None:
    """Remember what they want to speak about: a wish, by its id, or the meeting as a whole."""
    contents = visiting.remembered(secret, for_change=True)
    contents.meeting["about"] = about
    visiting.keep(secret, contents)


def keep_unsent(secret: CookieSecret, about: str, answers: dict[str, str], *, draft_of: str | None) -> None:
    """Keep a reply that cannot be taken just now, until they have opened their meeting again: theirs and no other."""
    contents = visiting.remembered(secret, for_change=True)
    if draft_of:
        contents.meeting.setdefault("for", draft_of)
    contents.meeting |= answers | {"about": about, "kept_about": about}
    visiting.keep(secret, contents)


def unsent_reply(draft: dict[str, str], about: str) -> dict[str, str]:
    """What is kept of a reply about this."""
    return {name: draft.get(name, "") for name in TYPED} if draft.get("kept_about") == about else {}


def forget_unsent(secret: CookieSecret) -> None:
    """Nothing of a reply, and of what it was about, is kept at this browser any more."""
    contents = visiting.remembered(secret, for_change=True)
    contents.meeting = {
        name: answer for name, answer in contents.meeting.items() if name not in (*TYPED, "about", "kept_about")
    }
    visiting.keep(secret, contents)
