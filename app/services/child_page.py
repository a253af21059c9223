"""What a child reads about their meeting: who heard them, and for each wish what was decided, why, and who does what.

Only this is on it. What the child wrote for the chair alone, what staff wrote for each other, why a child was not
heard, and anything of a brother or sister is never asked for here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.models import Action, ChildRecord, Wish
from app.models.codes import ActionStatus, ClockName, Extent, SharedBy, SharedWhen
from app.services import overdue
from app.services.overdue import Running

MAY_HAPPEN = (Extent.FULLY, Extent.PARTLY)


@dataclass(frozen=True, kw_only=True)
class Step:
    """Who does what by when. The role, never a name."""

    what: str
    role: str
    due_on: date
    done_on: date | None
    is_stopped: bool
    why_stopped: str | None
    is_late: bool
    is_told: bool  # that it is late, to who is above


@dataclass(frozen=True, kw_only=True)
class Decided:
    """One wish, and what came of it. `is_own`: the child wrote it, rather than somebody for them."""

    wish_id: UUID
    text: str
    is_own: bool
    extent: Extent | None
    changed: str | None
    why: str | None
    steps: Sequence[Step]

    @property
    def may_happen(self) -> bool:
        """Whether something was promised, so that a child can be asked whether it happened."""
        return self.extent in MAY_HAPPEN or bool(self.steps)


@dataclass(frozen=True, kw_only=True)
class ChildPage:
    """Everything a child reads, in its order. `other_steps` belong to no wish."""

    held_on: date
    shared_when: SharedWhen | None
    shared_by: SharedBy | None
    wishes: Sequence[Decided]
    other_steps: Sequence[Step]


def page_for(record: ChildRecord, *, now: datetime) -> ChildPage:
    """What this child reads at this moment. The record comes with its conference, wishes and actions.

    A step whose day is over and that is not done is late, and the page says so; the database is only asked then, for
    whether who is above was told.
    """
    steps = Steps(record.actions, now)
    return ChildPage(
        held_on=record.conference.held_on,
        shared_when=record.shared_when,
        shared_by=record.shared_by if record.shared_when is not SharedWhen.NOT_SHARED else None,
        wishes=[decided(wish, steps) for wish in record.wishes],
        other_steps=steps.of(None),
    )


def decided(wish: Wish, steps: "Steps") -> Decided:
    return Decided(
        wish_id=wish.id,
        text=wish.text,
        is_own=wish.contribution_id is not None,
        extent=wish.extent,
        changed=wish.changed,
        why=wish.explanation,
        steps=steps.of(wish.id),
    )


class Steps:
    """The actions of a record as a child reads them at this moment."""

    def __init__(self, actions: Sequence[Action], now: datetime) -> None:
        self.actions, self.now = actions, now
        self.noted = overdue.noted([clock_of(action) for action in actions if is_open(action)], now)

    def of(self, wish_id: UUID | None) -> list[Step]:
        """Those for this wish, or for none."""
        return [self.step(action) for action in self.actions if action.wish_id == wish_id]

    def step(self, action: Action) -> Step:
        return Step(
            what=action.what,
            role=action.owner_role,
            due_on=action.due_on,
            done_on=action.done_on,
            is_stopped=action.status is ActionStatus.STOPPED,
            why_stopped=action.stopped_reason,
            is_late=is_open(action) and overdue.is_late(action.due_on, self.now),
            is_told=clock_of(action) in self.noted,
        )


def is_open(action: Action) -> bool:
    return action.status in (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)


def clock_of(action: Action) -> Running:
    return Running(ClockName.ACTION_DONE, action.id, action.due_on)
