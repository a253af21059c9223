"""Training in hearing children: when there was some, who was there, and when they are due again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypedDict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import contains_eager

from app.extensions import db
from app.models import Person, Role, TrainingAttendance, TrainingSession
from app.services import auditing, clocks, settings
from app.services.conferring import this_day
from app.services.errors import RuleBroken
from app.services.time_limits import EARLIEST

PAGE: Final = 20


class Training(TypedDict):
    """A training as it is written down: what it was about, when, and who was there."""

    title: str
    held_on: date
    person_ids: Collection[UUID]


@dataclass(frozen=True)
class Trained:
    """One chair: the last training they were at, and by when they are due again; None, None for no training yet."""

    person: Person
    last_on: date | None
    due_on: date | None


@dataclass(frozen=True)
class Standing:
    """How many chairs are trained and not due again yet, how many are late, and how many have had no training."""

    in_time: int
    late: int
    never: int

    @property
    def number(self) -> int:
        return self.in_time + self.late + self.never


def sessions_of(person: Person) -> Sequence[TrainingSession]:
    """The training this person was at, the newest first."""
    return db.session.scalars(
        select(TrainingSession)
        .join(TrainingSession.attendances)
        .where(TrainingAttendance.person_id == person.id)
        .order_by(TrainingSession.held_on.desc(), TrainingSession.id)
    ).all()


def due_after(last_on: date | None) -> date | None:
    """By when training is due again after a day; None when there has been none: it is due now."""
    return clocks.add_months(last_on, settings.current().refresher_months) if last_on else None


def chairs() -> list[Trained]:
    """Every chair who can sign in, those whose training is due first at the top; without any, before all others."""
    last_on = func.max(TrainingSession.held_on)
    query = (
        select(Person, last_on)
        .outerjoin(TrainingAttendance, TrainingAttendance.person_id == Person.id)
        .outerjoin(TrainingAttendance.session)
        .where(Person.role == Role.CHAIR, Person.is_active.is_(True))
        .group_by(Person.id)
    )
    found = [Trained(person, last, due_after(last)) for person, last in db.session.execute(query)]
    return sorted(found, key=lambda one: (one.last_on or date.min, one.person.name.casefold(), str(one.person.id)))


def standing(trained: Sequence[Trained], today: date) -> Standing:
    """How these chairs stand on this day."""
    late = sum(one.due_on is not None and one.due_on < today for one in trained)
    never = sum(one.due_on is None for one in trained)
    return Standing(len(trained) - late - never, late, never)


def sessions(*, page: int = 1) -> tuple[Sequence[TrainingSession], bool]:
    """One page of the trainings, the newest first, each with who was there; and whether there are more."""
    newest = select(TrainingSession.id).order_by(TrainingSession.held_on.desc(), TrainingSession.id)
    newest = newest.offset((page - 1) * PAGE).limit(PAGE + 1)
    query = (
        select(TrainingSession)
        .outerjoin(TrainingSession.attendances)
        .outerjoin(TrainingAttendance.person)
        .where(TrainingSession.id.in_(newest.subquery().select()))
        .options(contains_eager(TrainingSession.attendances).contains_eager(TrainingAttendance.person))
        .order_by(TrainingSession.held_on.desc(), TrainingSession.id)
    )
    found = db.session.scalars(query).unique().all()
    return found[:PAGE], len(found) > PAGE


def write_down(by: Person, details: Training, *, once: str) -> None:
    """A training and the chairs who were there. The same form sent again changes nothing.

    Raises RuleBroken when nobody was there, or on a day that cannot be right.
    """
    if db.session.scalar(select(TrainingSession.id).where(TrainingSession.once == once)) is not None:
        return
    if not EARLIEST <= details["held_on"] <= this_day():
        raise RuleBroken("The day of the training must be today or earlier. Check the year.")
    people = [one.person for one in chairs() if one.person.id in details["person_ids"]]
    if not people:
        raise RuleBroken("Tick who was there.")
    session = TrainingSession(title=details["title"], held_on=details["held_on"], made_by_id=by.id, once=once)
    session.attendances = [TrainingAttendance(session_id=session.id, person_id=person.id) for person in people]
    try:
        with db.session.begin_nested():
            db.session.add(session)
            db.session.flush()
    except IntegrityError:  # another tap was first by a moment
        return
    auditing.note(by, "wrote down training", session)
    db.session.flush()
