"""What a child was promised at their last conference: each wish, each action, whether they were told, what they said.

The next conference begins with it. Words are only shown where the same chair led both conferences: whoever leads the
next one does not become the reader of what a child said to somebody else. The others see what became of each promise.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from app.extensions import db
from app.models import Action, ChildRecord, Conference, MeetingReply, Person, Wish
from app.models.codes import ActionStatus, ConferenceType, Extent, Happened, Reason, Understood, Verdict
from app.services import auditing, overdue, recording
from app.services.child_page import is_open
from app.services.clocks import london_day
from app.services.recording import Telling
from app.services.whose_conference import is_led_by


@dataclass(frozen=True, kw_only=True)
class PromisedAction:
    """Who does what by when. `what` is None where another chair led the conference."""

    what: str | None
    agency: str
    owner_role: str
    due_on: date
    done_on: date | None
    status: ActionStatus
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class PromisedWish:
    """One wish, and what came of it. `text` and `told` are None where another chair led the conference."""

    text: str | None
    told: str | None
    extent: Extent | None
    reason: Reason | None
    actions: Sequence[PromisedAction]


@dataclass(frozen=True, kw_only=True)
class SaidSince:
    """What the child said about it afterwards."""

    is_right: Verdict | None
    has_happened: Happened | None
    words: str | None
    sent_at: datetime
    is_answered: bool
    needs_answer: bool


@dataclass(frozen=True, kw_only=True)
class LastPromises:
    """All of it, for one child. `is_own`: the same chair led that conference too, so the words are there."""

    held_on: date
    type: ConferenceType
    is_own: bool
    earlier: ChildRecord
    wishes: Sequence[PromisedWish]
    other_actions: Sequence[PromisedAction]
    telling: Telling
    told_on: date | None
    understood: Understood | None
    said_since: Sequence[SaidSince]

    @property
    def actions(self) -> list[PromisedAction]:
        """Every action, those for a wish first."""
        return [*(action for wish in self.wishes for action in wish.actions), *self.other_actions]


def last_promises(chair: Person, record: ChildRecord, *, now: datetime) -> LastPromises | None:
    """What this child was promised at the last conference before this one; None at their first.

    Who opened it is written down. The record comes with its child and its conference.
    """
    earlier = earlier_record(record)
    if earlier is None:
        return None
    is_own = is_led_by(earlier.conference, chair)
    auditing.note(chair, "opened last promises", earlier)
    db.session.flush()
    actions: list[Action] = earlier.actions
    return LastPromises(
        held_on=earlier.conference.held_on,
        type=earlier.conference.type,
        is_own=is_own,
        earlier=earlier,
        wishes=[promised(wish, actions, is_own, now) for wish in earlier.wishes],
        other_actions=[action_of(action, is_own, now) for action in actions if action.wish_id is None],
        telling=recording.telling_of(earlier, london_day(now)),
        told_on=earlier.told_on,
        understood=earlier.understood,
        said_since=[said(reply, is_own) for reply in earlier.replies],
    )


def earlier_record(record: ChildRecord) -> ChildRecord | None:
    """The same child's record of the last conference before, whoever led it, with all that was promised."""
    query = (
        select(ChildRecord)
        .join(ChildRecord.conference)
        .where(ChildRecord.child_id == record.child_id, Conference.held_on < record.conference.held_on)
        .options(
            contains_eager(ChildRecord.conference),
            selectinload(ChildRecord.wishes),
            selectinload(ChildRecord.replies),
            selectinload(ChildRecord.actions).joinedload(Action.agency, innerjoin=True),
        )
        .order_by(Conference.held_on.desc(), Conference.created_at.desc(), Conference.id)
        .limit(1)
    )
    return db.session.scalar(query)


def promised(wish: Wish, actions: Sequence[Action], is_own: bool, now: datetime) -> PromisedWish:
    return PromisedWish(
        text=wish.text if is_own else None,
        told=wish.explanation if is_own else None,
        extent=wish.extent,
        reason=wish.reason,
        actions=[action_of(action, is_own, now) for action in actions if action.wish_id == wish.id],
    )


def action_of(action: Action, is_own: bool, now: datetime) -> PromisedAction:
    return PromisedAction(
        what=action.what if is_own else None,
        agency=action.agency.name,
        owner_role=action.owner_role,
        due_on=action.due_on,
        done_on=action.done_on,
        status=action.status,
        is_late=is_open(action) and overdue.is_late(action.due_on, now),
    )


def said(reply: MeetingReply, is_own: bool) -> SaidSince:
    return SaidSince(
        is_right=reply.is_right,
        has_happened=reply.has_happened,
        words=reply.words if is_own else None,
        sent_at=reply.sent_at,
        is_answered=reply.settled_at is not None,
        needs_answer=reply.due_at is not None,
    )
