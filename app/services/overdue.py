"""What is overdue, and who is above: every clock of the service, in one place.

The inbox, chairs' pages, the pages of boards and agencies, what a young person reads and `flask clocks run` all ask
here. A clock belongs to a row: it is due at a moment, or at the end of a day in London, and runs until it is met.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, null, or_, select

from app.extensions import db
from app.models import (
    Action,
    Addition,
    Agency,
    Alert,
    Answer,
    ChildRecord,
    Commitment,
    Conference,
    Contact,
    ContactRelease,
    Contribution,
    Hold,
    MeetingReply,
    Overdue,
    Quote,
    Recommendation,
    SelfAssessment,
    View,
)
from app.models.codes import ActionStatus, ClockName, QuoteState, RecommendationState, Stage, ToldHow, ViewStatus
from app.services import clocks
from app.services.clock_kinds import (
    AGENCY_LEADS,
    ALL_WHO_READ,
    BOARD,
    CHAIR,
    CHAIRS_MANAGERS,
    LEADS,
    WORKERS,
    Clock,
    Due,
)
from app.services.overdue_conferences import AFTER_A_CONFERENCE
from app.services.overdue_meetings import OF_THE_BOARDS_MEETINGS
from app.services.overdue_members import OF_MEMBERS
from app.services.overdue_requests import OF_REQUESTS

CATALOGUE: Final[dict[ClockName, Clock]] = {
    ClockName.ALERT_ACKNOWLEDGED: Clock(
        subject=Alert,
        due=Alert.due_at,
        runs=(Alert.acknowledged_at.is_(None),),
        whose=LEADS,
        above=ALL_WHO_READ,  # besides whoever the rota names, one after the other
    ),
    ClockName.ALERT_CLOSED: Clock(
        subject=Alert,
        due=Alert.close_due_at,
        runs=(Alert.closed_at.is_(None), Alert.close_due_at.is_not(None)),
        whose=LEADS,
        above=LEADS,  # nobody else can close one
    ),
    ClockName.VIEW_READ: Clock(
        subject=View, due=View.read_due_at, runs=(View.read_at.is_(None),), whose=WORKERS, above=ALL_WHO_READ
    ),
    ClockName.VIEW_ANSWERED: Clock(
        subject=View,
        due=View.answer_due_at,
        runs=(View.status == ViewStatus.WAITING,),  # taken back and kept: until somebody has dealt with it
        whose=WORKERS,
        above=ALL_WHO_READ,
    ),
    ClockName.ADDITION_READ: Clock(
        subject=Addition,
        due=Addition.read_due_at,
        runs=(Addition.read_at.is_(None),),
        whose=WORKERS,
        above=ALL_WHO_READ,
    ),
    ClockName.REASON_READ: Clock(
        subject=Answer,
        due=Answer.read_due_at,
        runs=(Answer.read_at.is_(None), Answer.read_due_at.is_not(None)),
        whose=WORKERS,
        above=ALL_WHO_READ,
    ),
    ClockName.CONTACT_OPENED: Clock(
        subject=Contact,
        due=Contact.read_due_at,
        runs=(Contact.opened_at.is_(None), Contact.given_at.is_not(None)),
        whose=LEADS,
        above=ALL_WHO_READ,
    ),
    ClockName.MEETING_PAGE_READ: Clock(
        subject=Contribution,
        due=Contribution.read_due_at,
        runs=(Contribution.read_at.is_(None),),
        whose=CHAIR,
        above=CHAIRS_MANAGERS,
    ),
    ClockName.MEETING_REPLY_SETTLED: Clock(
        subject=MeetingReply,
        due=MeetingReply.due_at,
        runs=(MeetingReply.settled_at.is_(None), MeetingReply.due_at.is_not(None)),
        whose=CHAIR,
        above=CHAIRS_MANAGERS,
    ),
    ClockName.CHILD_TOLD: Clock(
        subject=ChildRecord,
        due=ChildRecord.tell_due_on,
        runs=(
            ChildRecord.told_on.is_(None),
            or_(ChildRecord.told_how.is_(None), ChildRecord.told_how != ToldHow.NOT_GIVEN),
            or_(ChildRecord.stage.is_(None), ChildRecord.stage != Stage.UNBORN),
        ),
        whose=CHAIR,
        above=CHAIRS_MANAGERS,
    ),
    ClockName.ACTION_DONE: Clock(
        subject=Action,
        due=Action.due_on,
        runs=(Action.status.in_((ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS)),),
        whose=AGENCY_LEADS,
        above=BOARD,  # told that something ran out: how many, only of a closed quarter
        agency=Action.agency_id,
    ),
    ClockName.STOP_LOOKED_AT: Clock(
        subject=Action,
        due=Action.look_due_on,
        runs=(Action.look_due_on.is_not(None),),
        whose=CHAIR,
        above=CHAIRS_MANAGERS,
    ),
    ClockName.CONTACT_REVIEWED: Clock(
        subject=ContactRelease,
        due=ContactRelease.review_due_at,
        runs=(ContactRelease.reviewed_at.is_(None),),
        whose=LEADS,
        above=LEADS,  # the second person is one of them
    ),
    ClockName.QUOTE_DECIDED: Clock(
        subject=Quote,
        due=Quote.decide_due_at,
        runs=(Quote.state == QuoteState.PROPOSED,),
        whose=WORKERS,
        above=ALL_WHO_READ,
    ),
    ClockName.VIEW_HOLD_REVIEWED: Clock(
        subject=Hold,
        due=Hold.review_on,
        runs=(Hold.lifted_at.is_(None), Hold.subject_table == View.__tablename__),
        whose=ALL_WHO_READ,
        above=LEADS,
    ),
    ClockName.MEETING_HOLD_REVIEWED: Clock(
        subject=Hold,
        due=Hold.review_on,
        runs=(Hold.lifted_at.is_(None), Hold.subject_table == ChildRecord.__tablename__),
        whose=CHAIR,
        above=CHAIRS_MANAGERS,
    ),
    ClockName.COMMITMENT_REVISITED: Clock(
        subject=Commitment,
        due=Commitment.look_again_on,
        runs=(Commitment.published_at.is_not(None), Commitment.look_again_on.is_not(None)),
        whose=BOARD,
        above=BOARD,  # nobody is above the board but everybody, who reads it
    ),
    ClockName.RECOMMENDATION_DONE: Clock(
        subject=Recommendation,
        due=Recommendation.due_on,
        runs=(Recommendation.state != RecommendationState.DONE, Recommendation.due_on.is_not(None)),
        whose=BOARD,
        above=BOARD,
        agency=Recommendation.agency_id,
    ),
    ClockName.FRAMEWORK_SIGNED: Clock(
        subject=Agency,
        due=Agency.framework_due_on,
        runs=(Agency.framework_due_on.is_not(None), Agency.is_active.is_(True)),
        whose=AGENCY_LEADS,
        above=BOARD,
        agency=Agency.id,
    ),
    ClockName.SELF_ASSESSED: Clock(
        subject=SelfAssessment,
        due=SelfAssessment.due_on,
        runs=(SelfAssessment.completed_at.is_(None), SelfAssessment.is_open.is_(True)),
        whose=AGENCY_LEADS,
        above=BOARD,
        agency=SelfAssessment.agency_id,
    ),
    **OF_THE_BOARDS_MEETINGS,
    **OF_MEMBERS,
    **OF_REQUESTS,
    **{
        name: Clock(subject=Conference, due=due, runs=runs, whose=CHAIR, above=CHAIRS_MANAGERS)
        for name, (due, runs) in AFTER_A_CONFERENCE.items()
    },
}


def is_late(due: Due, now: Due) -> bool:
    """Whether a clock that still runs has run out: the moment has passed, or the day is over in London.

    `now` may be the day it is in London, where what is due is a day.
    """
    if isinstance(due, datetime):
        return due < now
    return due < (clocks.london_day(now) if isinstance(now, datetime) else now)


def clock_state(due: Due, met: object, now: Due) -> str:
    """done once it is met (the moment it was, or whether), else late, or wait while there is still time.

    These are the states of templates/components/clock.html.
    """
    if met:
        return "done"
    return "late" if is_late(due, now) else "wait"


def moment_of(due: Due) -> datetime:
    """The moment by which it is due."""
    return due if isinstance(due, datetime) else clocks.end_of_day(due)


def runs(name: ClockName) -> tuple[ColumnElement[bool], ...]:
    """In a query: what holds of a row while its clock runs."""
    return CATALOGUE[name].runs


def has_run_out(name: ClockName, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """In a query: what holds of a row whose clock has run out and runs still."""
    clock = CATALOGUE[name]
    return *clock.runs, clock.due < (clocks.london_day(now) if clock.is_of_a_day else now)


def overdue_rows(name: ClockName, now: datetime) -> Select[Any]:
    """Each row whose clock has run out, the longest ago first: its id, when it was due, the agency it is the lead's
    of, and when it was due the last time that this was written down."""
    clock = CATALOGUE[name]
    agency: Any = null() if clock.agency is None else clock.agency
    noted = select(func.max(Overdue.due_at)).where(Overdue.clock == name, Overdue.subject_id == clock.subject.id)
    return (
        select(
            clock.subject.id.label("id"),
            clock.due.label("due"),
            agency.label("agency_id"),
            noted.scalar_subquery().label("noted"),
        )
        .where(*has_run_out(name, now))
        .order_by(clock.due, clock.subject.id)
    )


def how_many(name: ClockName, now: datetime) -> int:
    """How many clocks of this kind have run out and run still."""
    query = select(func.count()).select_from(CATALOGUE[name].subject).where(*has_run_out(name, now))
    return db.session.scalar(query) or 0


class Running(NamedTuple):
    """The clock of one row."""

    clock: ClockName
    subject_id: UUID
    due: Due


class Late(NamedTuple):
    """A clock that ran out, as it is admitted to whoever was promised: by when, and whether who is above was told."""

    due: Due
    is_told: bool


def first_late(running: Iterable[Running], now: datetime) -> Late | None:
    """Of these clocks, the one that ran out the longest ago, if any did."""
    first = min((one for one in running if is_late(one.due, now)), key=lambda one: moment_of(one.due), default=None)
    return Late(first.due, bool(noted([first], now))) if first else None


def noted(running: Iterable[Running], now: datetime) -> frozenset[Running]:
    """Those of these clocks that ran out and of which somebody above was told. Asks only when one ran out."""
    late = [one for one in running if is_late(one.due, now)]
    if not late:
        return frozenset()
    ids = {one.subject_id for one in late}
    query = select(Overdue.clock, Overdue.subject_id, Overdue.due_at).where(Overdue.subject_id.in_(ids))
    found = set(map(tuple, db.session.execute(query)))
    return frozenset(one for one in late if (one.clock, one.subject_id, moment_of(one.due)) in found)
