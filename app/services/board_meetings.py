"""Meetings of the board: planned, held or called off, and by when their minutes are to be written."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any, Final, TypedDict
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, selectinload

from app.extensions import db
from app.models import AgendaItem, AgendaProposal, BoardMeeting, MeetingPaper, Person, utc_now
from app.models.codes import BoardMeetingState, ProposalState
from app.services import auditing, clocks, settings
from app.services.clocks import london_day
from app.services.errors import RuleBroken

PAGE: Final = 20
YEARS: Final = 10  # a day further away is mistyped
HELD_ALREADY: Final = "This meeting was held. Say first that it was not, then change it."


class Details(TypedDict):
    held_on: date
    begins_at: time | None
    place: str


def whole() -> Select[BoardMeeting]:
    """With its agenda and its papers. The papers' texts, and what was said, are fetched when they are asked for."""
    papers = selectinload(BoardMeeting.papers)
    return select(BoardMeeting).options(
        selectinload(BoardMeeting.items).joinedload(AgendaItem.proposal),
        papers.defer(MeetingPaper.text),
        papers.joinedload(MeetingPaper.item).joinedload(AgendaItem.proposal),
    )


def planned() -> Sequence[BoardMeeting]:
    """Those that are to come, the next first."""
    query = whole().where(BoardMeeting.state == BoardMeetingState.PLANNED)
    return db.session.scalars(query.order_by(BoardMeeting.held_on, BoardMeeting.id)).all()


def earlier(*, page: int = 1) -> tuple[Sequence[BoardMeeting], bool]:
    """One page of those that were held or called off, the newest first; and whether there are more."""
    query = whole().where(BoardMeeting.state != BoardMeetingState.PLANNED)
    ordered = query.order_by(BoardMeeting.held_on.desc(), BoardMeeting.id)
    found = db.session.scalars(ordered.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def get_meeting(meeting_id: UUID, *, for_change: bool = False) -> BoardMeeting:
    """One meeting with its agenda and papers. Raises NoResultFound.

    `for_change`: whoever changes anything of it, its agenda too, waits for whoever is doing so.
    """
    if for_change:
        lock = select(BoardMeeting.id).where(BoardMeeting.id == meeting_id).with_for_update()
        db.session.scalars(lock).one()
    query = whole().where(BoardMeeting.id == meeting_id).execution_options(populate_existing=for_change)
    return db.session.scalars(query).one()


def get_item(meeting: BoardMeeting, item_id: UUID) -> AgendaItem:
    """One item of this meeting's agenda, with who proposed it. Any other raises NoResultFound."""
    query = select(AgendaItem).outerjoin(AgendaItem.proposal).options(contains_eager(AgendaItem.proposal))
    return db.session.scalars(query.where(AgendaItem.id == item_id, AgendaItem.meeting_id == meeting.id)).one()


def next_meeting() -> BoardMeeting | None:
    """The next one that members can still ask something of: there is a working day before it."""
    today = london_day(utc_now())
    query = select(BoardMeeting).where(
        BoardMeeting.state == BoardMeetingState.PLANNED, BoardMeeting.held_on > clocks.add_working_days(today, 0)
    )
    return db.session.scalar(query.order_by(BoardMeeting.held_on, BoardMeeting.id).limit(1))


def stored(meeting: BoardMeeting) -> dict[str, Any]:
    """What the form that changes it begins with."""
    return {name: getattr(meeting, name) for name in Details.__annotations__}


def plan(by: Person, details: Details, *, once: str) -> BoardMeeting:
    """Plan a meeting. The same form sent again plans no other. Raises RuleBroken for a day that is mistyped."""
    if found := db.session.scalar(select(BoardMeeting).where(BoardMeeting.once == once)):
        return found
    check_day(details["held_on"])
    meeting = BoardMeeting(**details, once=once, minutes_due_on=minutes_due(details["held_on"]), items=[], papers=[])
    db.session.add(meeting)
    db.session.flush()
    auditing.note(by, "planned a meeting of the board", meeting)
    set_days_for_decisions()
    return meeting


def change(by: Person, meeting: BoardMeeting, details: Details) -> None:
    """Change the day, time or place of a meeting that was got `for_change`.

    Raises RuleBroken for a day that is mistyped, or for another day of one that was held.
    """
    check_day(details["held_on"])
    if meeting.state is BoardMeetingState.HELD and details["held_on"] > london_day(utc_now()):
        raise RuleBroken(HELD_ALREADY)
    for name, value in details.items():
        setattr(meeting, name, value)
    meeting.minutes_due_on = minutes_due(meeting.held_on)
    auditing.note(by, "changed a meeting of the board", meeting)
    db.session.flush()
    set_days_for_decisions()


def check_day(day: date) -> None:
    if abs((day - london_day(utc_now())).days) > YEARS * 366:
        raise RuleBroken(f"Check the day: it can be {YEARS} years from today, and no more.")


def minutes_due(held_on: date) -> date:
    """The day by which the minutes of a meeting on this day are written, and members read them."""
    return clocks.add_working_days(held_on, settings.current().minutes_days)


def say_held(by: Person, meeting: BoardMeeting) -> None:
    """It was held. Again changes nothing. Raises RuleBroken before its day, and when it was called off."""
    if meeting.state is BoardMeetingState.HELD:
        return
    if meeting.state is BoardMeetingState.CALLED_OFF:
        raise RuleBroken("It was called off. Say first that it takes place after all.")
    if meeting.held_on > london_day(utc_now()):
        raise RuleBroken("Its day is still to come.")
    meeting.state = BoardMeetingState.HELD
    auditing.note(by, "said that a meeting was held", meeting)
    db.session.flush()


def call_off(by: Person, meeting: BoardMeeting, *, because: str) -> None:
    """It does not take place. Members read why. Again changes nothing. Raises RuleBroken when it was held."""
    if meeting.state is BoardMeetingState.CALLED_OFF:
        return
    if meeting.state is BoardMeetingState.HELD:
        raise RuleBroken(HELD_ALREADY)
    meeting.state, meeting.called_off_because = BoardMeetingState.CALLED_OFF, because
    auditing.note(by, "called off a meeting of the board", meeting)
    db.session.flush()
    set_days_for_decisions()


def plan_again(by: Person, meeting: BoardMeeting) -> None:
    """It was not held, or takes place after all: it is planned as before. Again changes nothing.

    Raises RuleBroken while members read its minutes.
    """
    if meeting.state is BoardMeetingState.PLANNED:
        return
    if meeting.minutes_published_at is not None:
        raise RuleBroken("Members read its minutes. Withdraw them first.")
    meeting.state, meeting.called_off_because = BoardMeetingState.PLANNED, None
    auditing.note(by, "planned a meeting again", meeting)
    db.session.flush()
    set_days_for_decisions()


def decision_due() -> date:
    """By when the board decides on what is passed on to it today: the working day before its next meeting.

    When none is planned, as soon as a question of members is answered (`board_question_days`).
    """
    meeting = next_meeting()
    if meeting is None:
        return clocks.add_working_days(london_day(utc_now()), settings.current().board_question_days)
    day = meeting.held_on - clocks.ONE_DAY
    while not clocks.is_working_day(day):
        day -= clocks.ONE_DAY
    return day


def set_days_for_decisions() -> None:
    """What waits for a decision keeps step with the next meeting. A day that is over stays: it was missed."""
    due, today = decision_due(), london_day(utc_now())
    waiting = select(AgendaProposal).where(
        AgendaProposal.state == ProposalState.PASSED_ON, AgendaProposal.decide_due_on >= today
    )
    for proposal in db.session.scalars(waiting.order_by(AgendaProposal.id).with_for_update()):
        proposal.decide_due_on = due
    db.session.flush()
