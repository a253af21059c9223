"""What a chair owes to which child, and by when: to read, to answer, to tell, what was promised, and what was stopped;
and what follows each conference: its letter, its record, the core group.

Every clock is one of `overdue.CATALOGUE`; here are those of one chair's own conferences and of the children in them.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import compress
from typing import Final, NamedTuple, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import Action, ChildRecord, Conference, Contribution, MeetingReply, Person
from app.models.codes import ClockName
from app.services import clocks, following_up, overdue
from app.services.clock_kinds import Due
from app.services.whose_conference import led_by

Row = TypeVarTuple("Row")
MOST: Final = 20
SOON: Final = 5  # working days: an action that is due later is not shown yet
NUMBERS: Final = re.compile(r"(\d+)")


class Owed(NamedTuple):
    """One thing that is owed to one child, or to all who were at a conference (`record` is None).

    `agency` is the name of who has to do it, for an action.
    """

    clock: ClockName
    due: Due
    conference: Conference
    record: ChildRecord | None
    subject_id: UUID
    agency: str | None = None

    @property
    def reference(self) -> str:
        return self.record.child.reference if self.record else self.conference.reference

    @property
    def order(self) -> tuple[datetime, list[tuple[int, str]], str]:
        """What runs out first; of what runs out together, by reference, C-9 before C-10."""
        parts = NUMBERS.split(self.reference.casefold())
        reference = [(int(part) if part.isdecimal() else 0, part) for part in parts]
        return overdue.moment_of(self.due), reference, str(self.subject_id)


def owed_by(chair: Person, *, now: datetime) -> tuple[list[Owed], bool]:
    """What this chair owes, what runs out first at the top, and whether there is more than is listed."""
    what_was_promised = [*actions(chair, now), *stopped(chair)]
    to_children = [*replies(chair), *contributions(chair), *tellings(chair, now), *what_was_promised]
    owed = sorted([*to_children, *follow_ups(chair, now)], key=lambda one: one.order)
    return owed[:MOST], len(owed) > MOST


def replies(chair: Person) -> Iterator[Owed]:
    """Children who said that something is not right, or did not happen, and wait for an answer."""
    query = (
        select(MeetingReply, ChildRecord)
        .join(MeetingReply.record)
        .where(*overdue.runs(ClockName.MEETING_REPLY_SETTLED))
        .order_by(MeetingReply.due_at, MeetingReply.id)
    )
    for reply, record in db.session.execute(own(query, chair)):
        if reply.due_at is not None:  # as the query says
            yield Owed(ClockName.MEETING_REPLY_SETTLED, reply.due_at, record.conference, record, reply.id)


def contributions(chair: Person) -> Iterator[Owed]:
    """What children wrote for their meeting and nobody has read."""
    query = (
        select(Contribution, ChildRecord)
        .join(Contribution.record)
        .where(*overdue.runs(ClockName.MEETING_PAGE_READ))
        .order_by(Contribution.read_due_at, Contribution.id)
    )
    for contribution, record in db.session.execute(own(query, chair)):
        due_at = contribution.read_due_at
        yield Owed(ClockName.MEETING_PAGE_READ, due_at, record.conference, record, contribution.id)


def tellings(chair: Person, now: datetime) -> Iterator[Owed]:
    """Children of conferences that were held who have not been told what came of it."""
    query = (
        select(ChildRecord)
        .where(*overdue.runs(ClockName.CHILD_TOLD), Conference.held_on <= clocks.london_day(now))
        .order_by(ChildRecord.tell_due_on, ChildRecord.id)
    )
    for record in db.session.scalars(own(query, chair)):
        yield Owed(ClockName.CHILD_TOLD, record.tell_due_on, record.conference, record, record.id)


def actions(chair: Person, now: datetime) -> Iterator[Owed]:
    """What was promised to be done, and is late or due within 5 working days."""
    until = clocks.add_working_days(clocks.london_day(now), SOON)
    return of_actions(chair, ClockName.ACTION_DONE, Action.due_on <= until)


def stopped(chair: Person) -> Iterator[Owed]:
    """Actions that their agency stopped, and the chair has not looked at since: what the child wished stands open."""
    return of_actions(chair, ClockName.STOP_LOOKED_AT)


def of_actions(chair: Person, clock: ClockName, *more: ColumnElement[bool]) -> Iterator[Owed]:
    due = overdue.CATALOGUE[clock].due
    query = (
        select(Action, ChildRecord, due)
        .join(ChildRecord, ChildRecord.id == Action.record_id)
        .where(*overdue.runs(clock), *more)
        .options(joinedload(Action.agency, innerjoin=True))
        .order_by(due, Action.id)
    )
    for action, record, due_on in db.session.execute(own(query, chair)):
        yield Owed(clock, due_on, record.conference, record, action.id, action.agency.name)


def follow_ups(chair: Person, now: datetime) -> Iterator[Owed]:
    """The letter, the record and the core group of conferences that were held: late, or due within 5 working days."""
    today = clocks.london_day(now)
    until = clocks.add_working_days(today, SOON)
    due = {clock: overdue.CATALOGUE[clock].due for clock in following_up.CLOCKS}
    is_owed = [and_(*overdue.runs(clock), due[clock] <= until) for clock in due]
    query = (
        select(Conference, *is_owed)
        .where(led_by(chair), Conference.held_on <= today, or_(*is_owed))
        .order_by(Conference.letter_due_on, Conference.id)
        .limit(MOST + 1)
    )
    for conference, *owes in db.session.execute(query):
        for clock in compress(due, owes):
            yield Owed(clock, getattr(conference, due[clock].key), conference, None, conference.id)


def own(query: Select[*Row], chair: Person) -> Select[*Row]:
    """Only of this chair's own conferences, at most as many as are shown and one more."""
    return (
        query.join(ChildRecord.conference)
        .where(led_by(chair))
        .options(contains_eager(ChildRecord.conference), joinedload(ChildRecord.child, innerjoin=True))
        .limit(MOST + 1)
    )
