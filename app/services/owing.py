"""What a chair owes to which child, and by when: to read, to answer, to tell, and what was promised to be done.

Every clock is one of `overdue.CATALOGUE`; here are those of the children in one chair's own conferences.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple, TypeVarTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from app.extensions import db
from app.models import Action, ChildRecord, Conference, Contribution, MeetingReply, Person
from app.models.codes import ClockName
from app.services import clocks, overdue
from app.services.clock_kinds import Due
from app.services.whose_conference import led_by

Row = TypeVarTuple("Row")
MOST: Final = 20
SOON: Final = 5  # working days: an action that is due later is not shown yet


class Owed(NamedTuple):
    """One thing that is owed to one child. `agency` is the name of who has to do it, for an action."""

    clock: ClockName
    due: Due
    record: ChildRecord
    subject_id: UUID
    agency: str | None = None

    @property
    def order(self) -> tuple[datetime, str]:
        return overdue.moment_of(self.due), str(self.subject_id)


def owed_by(chair: Person, *, now: datetime) -> tuple[list[Owed], bool]:
    """What this chair owes, what runs out first at the top, and whether there is more than is listed."""
    owed = sorted(
        [*replies(chair), *contributions(chair), *tellings(chair, now), *actions(chair, now)], key=lambda one: one.order
    )
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
            yield Owed(ClockName.MEETING_REPLY_SETTLED, reply.due_at, record, reply.id)


def contributions(chair: Person) -> Iterator[Owed]:
    """What children wrote for their meeting and nobody has read."""
    query = (
        select(Contribution, ChildRecord)
        .join(Contribution.record)
        .where(*overdue.runs(ClockName.MEETING_PAGE_READ))
        .order_by(Contribution.read_due_at, Contribution.id)
    )
    for contribution, record in db.session.execute(own(query, chair)):
        yield Owed(ClockName.MEETING_PAGE_READ, contribution.read_due_at, record, contribution.id)


def tellings(chair: Person, now: datetime) -> Iterator[Owed]:
    """Children of conferences that were held who have not been told what came of it."""
    query = (
        select(ChildRecord)
        .where(*overdue.runs(ClockName.CHILD_TOLD), Conference.held_on <= clocks.london_day(now))
        .order_by(ChildRecord.tell_due_on, ChildRecord.id)
    )
    for record in db.session.scalars(own(query, chair)):
        yield Owed(ClockName.CHILD_TOLD, record.tell_due_on, record, record.id)


def actions(chair: Person, now: datetime) -> Iterator[Owed]:
    """What was promised to be done, and is late or due within 5 working days."""
    until = clocks.add_working_days(clocks.london_day(now), SOON)
    query = (
        select(Action, ChildRecord)
        .join(ChildRecord, ChildRecord.id == Action.record_id)
        .where(*overdue.runs(ClockName.ACTION_DONE), Action.due_on <= until)
        .options(joinedload(Action.agency, innerjoin=True))
        .order_by(Action.due_on, Action.id)
    )
    for action, record in db.session.execute(own(query, chair)):
        yield Owed(ClockName.ACTION_DONE, action.due_on, record, action.id, action.agency.name)


def own(query: Select[*Row], chair: Person) -> Select[*Row]:
    """Only of this chair's own conferences, at most as many as are shown and one more."""
    return (
        query.join(ChildRecord.conference)
        .where(led_by(chair))
        .options(contains_eager(ChildRecord.conference), joinedload(ChildRecord.child, innerjoin=True))
        .limit(MOST + 1)
    )
