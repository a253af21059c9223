"""What the chairs' manager sees: every conference's clocks and what is missing, whoever leads it. No word of a child's.

Nothing that is sealed is opened for it but the reference of a conference, by which people speak of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Action, ChildRecord, Conference, Contribution, MeetingReply, Person, Role
from app.models.codes import ClockName
from app.services import clocks, following_up, overdue
from app.services.conferring import children_with_what_is_missing
from app.services.whose_conference import overseen_by

PAGE: Final = 20


class Show(StrEnum):
    """Which conferences are wanted."""

    OPEN = "open"
    LATE = "late"
    AFTERWARDS = "afterwards"
    UNFINISHED = "unfinished"
    TO_COME = "to-come"
    ALL = "all"


@dataclass(frozen=True)
class Overseen:
    """One conference, and whether a time that was promised to a child in it has run out. What should have followed
    it says so itself: its letter, its record, the core group."""

    conference: Conference
    is_late: bool


def conferences(
    manager: Person, *, now: datetime, show: Show, chair_id: UUID | None = None, page: int = 1
) -> tuple[list[Overseen], bool]:
    """One page of them with their children, and whether there are more.

    First those with something late for a child, the oldest first; then those to finish and those whose letter, record
    or core group is late, the oldest first; then those to come, the next first; then those finished, the newest first.
    """
    today, late = clocks.london_day(now), is_late(now)
    is_behind = or_(is_unfinished(now), lacks_what_follows(now))
    place = case((late, 0), (is_behind, 1), (Conference.held_on > today, 2), else_=3)
    query = (
        select(Conference, late)
        .where(overseen_by(manager), fits(show, now))
        .order_by(place, case((place < 3, Conference.held_on)), Conference.held_on.desc(), Conference.id)
        .options(children_with_what_is_missing(), joinedload(Conference.chair, innerjoin=True))
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    if chair_id is not None:
        query = query.where(Conference.chair_id == chair_id)
    rows = db.session.execute(query).all()
    return [Overseen(conference, bool(late)) for conference, late in rows[:PAGE]], len(rows) > PAGE


def fits(show: Show, now: datetime) -> ColumnElement[bool]:
    """In a query: whether a conference is one of those."""
    today = clocks.london_day(now)
    return {
        Show.OPEN: or_(Conference.finished_at.is_(None), waits_for_a_child(), lacks_what_follows(now)),
        Show.LATE: is_late(now),
        Show.AFTERWARDS: lacks_what_follows(now),
        Show.UNFINISHED: is_unfinished(now),
        Show.TO_COME: Conference.held_on > today,
        Show.ALL: Conference.id.is_not(None),
    }[show]


def is_unfinished(now: datetime) -> ColumnElement[bool]:
    return and_(Conference.finished_at.is_(None), Conference.held_on <= clocks.london_day(now))


def is_late(now: datetime) -> ColumnElement[bool]:
    """In a query: a time that was promised to a child of a conference has run out."""
    return some_child(overdue.has_run_out(name, now) for name in CLOCKS)


def lacks_what_follows(now: datetime) -> ColumnElement[bool]:
    """In a query: the letter, the record or the first core group of a conference is late."""
    return or_(*(and_(*overdue.has_run_out(name, now)) for name in following_up.CLOCKS))


def waits_for_a_child() -> ColumnElement[bool]:
    """In a query: something is still owed to a child of a conference, in time or late."""
    return some_child(overdue.runs(name) for name in CLOCKS)


CLOCKS: Final = (
    *(ClockName.CHILD_TOLD, ClockName.MEETING_REPLY_SETTLED),
    *(ClockName.MEETING_PAGE_READ, ClockName.STOP_LOOKED_AT),
)


def some_child(conditions: Iterable[tuple[ColumnElement[bool], ...]]) -> ColumnElement[bool]:
    """Whether one of the clocks, in their order, is as it says for some child of the conference."""
    told, settled, read, looked_at = conditions
    of_conference = ChildRecord.conference_id == Conference.id
    return or_(
        exists().where(of_conference, *told),
        exists().where(of_conference, MeetingReply.record_id == ChildRecord.id, *settled),
        exists().where(of_conference, Contribution.record_id == ChildRecord.id, *read),
        exists().where(of_conference, Action.record_id == ChildRecord.id, *looked_at),
    )


def all_chairs() -> list[Person]:
    """Whoever leads conferences, or led some that are still theirs, by name."""
    leads = exists().where(Conference.chair_id == Person.id, Conference.cleared_at.is_(None))
    people = db.session.scalars(select(Person).where(or_(Person.role == Role.CHAIR, leads)))
    return sorted(people, key=lambda person: (person.name.casefold(), str(person.id)))
