"""What a child reads about their meeting: who heard them, and for each wish what was decided, why, and who does what.

Only this is on it. What the child wrote for the chair alone, what staff wrote for each other, why a child was not
heard, and anything of a brother or sister is never asked for here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from app.models import Action, ChildRecord, Wish
from app.models.codes import ActionStatus, Extent, SharedBy, SharedWhen

MAY_HAPPEN = (Extent.FULLY, Extent.PARTLY)


@dataclass(frozen=True, kw_only=True)
class Step:
    """Who does what by when. The role, never a name."""

    what: str
    role: str
    due_on: date
    done_on: date | None
    is_stopped: bool
    is_late: bool


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


def page_for(record: ChildRecord, *, today: date) -> ChildPage:
    """What this child reads. The record comes with its conference, wishes and actions; nothing is asked of a database.

    `today` is the day in London: a step that is due before it and not done is late, and the page says so.
    """
    return ChildPage(
        held_on=record.conference.held_on,
        shared_when=record.shared_when,
        shared_by=record.shared_by if record.shared_when is not SharedWhen.NOT_SHARED else None,
        wishes=[decided(wish, record.actions, today) for wish in record.wishes],
        other_steps=steps_of(None, record.actions, today),
    )


def decided(wish: Wish, actions: Iterable[Action], today: date) -> Decided:
    return Decided(
        wish_id=wish.id,
        text=wish.text,
        is_own=wish.contribution_id is not None,
        extent=wish.extent,
        changed=wish.changed,
        why=wish.explanation,
        steps=steps_of(wish.id, actions, today),
    )


def steps_of(wish_id: UUID | None, actions: Iterable[Action], today: date) -> list[Step]:
    return [step(action, today) for action in actions if action.wish_id == wish_id]


def step(action: Action, today: date) -> Step:
    is_open = action.status in (ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)
    return Step(
        what=action.what,
        role=action.owner_role,
        due_on=action.due_on,
        done_on=action.done_on,
        is_stopped=action.status is ActionStatus.STOPPED,
        is_late=is_open and action.due_on < today,
    )
