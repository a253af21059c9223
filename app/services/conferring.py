"""A chair's conferences: making one, finding what needs care first, its time limits, finishing it."""

from datetime import date, time
from enum import IntEnum
from typing import NamedTuple, TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from app.extensions import db
from app.models import ChildRecord, Conference, Person, utc_now
from app.models.codes import ClockName, ConferenceFormat, ConferenceType
from app.protection.fingerprints import blind_index, blind_indexes
from app.protection.sealing import vault
from app.services import auditing, clocks, essentials, overdue, settings, settling, time_limits
from app.services.errors import RuleBroken
from app.services.meeting_opening import starts_at
from app.services.time_limits import EARLIEST, Days
from app.services.whose_conference import Whose, led_by, minuted_by, written_by

PAGE = 20
MONTHS_AHEAD = 6
EARLIEST_START, LATEST_START = time(7), time(21)  # one that "starts" outside these was typed without "pm"


class Care(IntEnum):
    """What a conference needs of its chair, the most urgent first."""

    TODAY = 0
    ANSWER_A_CHILD = 1
    TELL_A_CHILD = 2
    FINISH = 3
    PREPARE = 4
    NOTHING = 5


class Listed(NamedTuple):
    conference: Conference
    care: Care


class TakenElsewhere(RuleBroken):
    """Somebody else has a conference with this reference on this day. That they learn so is written down (decision 23):
    whoever handles this notes it after the work is undone."""

    def __init__(self, conference_id: UUID | None) -> None:
        super().__init__("This reference is in use on that day. Check both with your team.")
        self.conference_id = conference_id


class ConferenceDetails(TypedDict):
    reference: str
    held_on: date
    start_time: time | None
    type: ConferenceType
    format: ConferenceFormat
    strategy_discussion_on: date | None
    last_conference_on: date | None
    told_of_move_on: date | None
    late_reason: str | None


def this_day() -> date:
    """The day it is in London."""
    return clocks.london_day(utc_now())


def conferences_of(chair: Person, *, today: date, page: int = 1) -> tuple[list[Listed], bool]:
    """One page of this chair's conferences with their children, and whether there are older ones.

    First those of today that are not finished; then those with a child who said that something is not right and waits
    for an answer, then those with a child who must be told today or should have been, then those to finish, each the
    oldest first; then those to come, the next first; then those finished, the newest first. Those in which somebody
    takes the minutes stand among them; answering a child and telling them is their chair's.
    """
    rows = db.session.execute(
        conferences_query(chair, today)
        .options(children_with_what_is_missing(), joinedload(Conference.chair, innerjoin=True))
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return [Listed(conference, Care(needs)) for conference, needs in rows[:PAGE]], len(rows) > PAGE


def conferences_query(chair: Person, today: date) -> Select[Conference, int]:
    """The conferences that this person leads or takes minutes in, each with what it needs, in the order of the list."""
    is_for_minutes = minuted_by(chair)
    care = case(
        (and_(Conference.held_on == today, Conference.finished_at.is_(None)), Care.TODAY.value),
        (and_(settling.has_a_reply_waiting(), ~is_for_minutes), Care.ANSWER_A_CHILD.value),
        (and_(has_a_child_to_tell(today), ~is_for_minutes), Care.TELL_A_CHILD.value),
        (Conference.finished_at.is_not(None), Care.NOTHING.value),
        (Conference.held_on > today, Care.PREPARE.value),
        else_=Care.FINISH.value,
    )
    return (
        select(Conference, care)
        .where(written_by(chair))
        .order_by(
            care,
            case((care < Care.NOTHING.value, Conference.held_on)),
            Conference.held_on.desc(),
            Conference.id,
        )
    )


def has_a_child_to_tell(today: date) -> ColumnElement[bool]:
    """In a query: whether a conference has a child whose day to be told is today or has passed."""
    return exists().where(
        ChildRecord.conference_id == Conference.id,
        *overdue.runs(ClockName.CHILD_TOLD),
        ChildRecord.tell_due_on <= today,
    )


def day_to_tell(held_on: date) -> date:
    """By when children are due to be told what happened at a conference on this day."""
    return clocks.add_working_days(held_on, settings.current().tell_child_days)


def children_with_what_is_missing() -> ORMOption:
    """Loads each child's record with all that `essentials` asks about, and what the child has said about it since."""
    return selectinload(Conference.records).options(
        joinedload(ChildRecord.child, innerjoin=True),
        selectinload(ChildRecord.sources),
        selectinload(ChildRecord.harms),
        selectinload(ChildRecord.wishes),
        selectinload(ChildRecord.actions),
        selectinload(ChildRecord.contributions),
        selectinload(ChildRecord.replies),
    )


def get_conference(
    person: Person, conference_id: UUID, *, whose: Whose = led_by, for_change: bool = False
) -> Conference:
    """A conference that this person leads, with its children. Anyone else's raises NoResultFound.

    With `whose=written_by` also one in which they take the minutes. `for_change` keeps other changes of the same
    conference and its children waiting until this one is done.
    """
    if for_change:
        lock(person, conference_id, whose=whose)
    query = select(Conference).where(Conference.id == conference_id, whose(person))
    return db.session.scalars(query.options(children_with_what_is_missing())).one()


def lock(person: Person, conference_id: UUID, *, whose: Whose = led_by) -> None:
    """From here on, until the change is done, nobody else changes this conference or anything of its children.

    What is read afterwards is as others left it. Raises NoResultFound when it is not open to this person.
    """
    query = select(Conference.id).where(Conference.id == conference_id, whose(person))
    db.session.scalars(query.with_for_update()).one()


def check_held_on(day: date, *, today: date) -> None:
    """Raises RuleBroken, its message for the chair, when no conference can be on this day.

    Not on a Saturday, a Sunday or a bank holiday: children in need census, rule 8875.
    """
    if day < EARLIEST:
        raise RuleBroken("The conference must be on or after 1 January 2010. Check the year.")
    if day > clocks.add_months(today, MONTHS_AHEAD):
        raise RuleBroken("The conference must be within the next 6 months. Check the year.")
    if not clocks.is_working_day(day):
        raise RuleBroken(f"{day:%A} {day.day} {day:%B} is not a working day. Check the date of the conference.")


def check_start_time(start: time | None) -> None:
    """Raises RuleBroken, its message for the chair, when no conference starts then: children write until it does."""
    if start is not None and not EARLIEST_START <= start <= LATEST_START:
        raise RuleBroken("The conference must start between 7am and 9pm. Check the time.")


def days_of(details: ConferenceDetails) -> Days:
    return Days(
        type=details["type"],
        held_on=details["held_on"],
        strategy_discussion_on=details["strategy_discussion_on"],
        last_conference_on=details["last_conference_on"],
        told_of_move_on=details["told_of_move_on"],
    )


def check_details(details: ConferenceDetails) -> None:
    """Raises RuleBroken when a day or the time cannot be right, or a reason for being late is missing."""
    check_held_on(details["held_on"], today=this_day())
    check_start_time(details["start_time"])
    time_limits.check_counted_from(days_of(details))
    if time_limits.is_late(days_of(details)) and not details["late_reason"]:
        raise RuleBroken("Write why the conference is late.")


def make_conference(chair: Person, details: ConferenceDetails, *, once: str) -> Conference:
    """A new conference of this chair. The same form sent again gives the conference it made the first time.

    Raises RuleBroken when the day cannot be right, a reason for being late is missing, or the conference is there.
    """
    already = find_by_token(chair, once)
    if already:
        return already
    check_details(details)
    check_not_there(chair, details["reference"], details["held_on"])
    conference = Conference(**details, chair_id=chair.id, once=once)
    conference.reference_index = blind_index(vault.ring, conference.reference)
    time_limits.start_clocks(conference)
    return add_conference(chair, conference)


def add_conference(chair: Person, conference: Conference) -> Conference:
    try:
        with db.session.begin_nested():
            db.session.add(conference)
            db.session.flush()
    except IntegrityError as taken:  # another tap, or another chair, was first by a moment
        already = find_by_token(chair, conference.once)
        if already:
            return already
        raise already_there(chair, conference.reference, conference.held_on) from taken
    auditing.note(chair, "made conference", conference)
    db.session.flush()
    return conference


def find_by_token(chair: Person, once: str) -> Conference | None:
    return db.session.scalar(select(Conference).where(Conference.once == once, Conference.chair_id == chair.id))


def check_not_there(chair: Person, reference: str, held_on: date, *, besides: Conference | None = None) -> None:
    """Raises RuleBroken, its message for the chair, when another conference has this reference on this day."""
    is_another = is_called(reference, held_on)
    if besides is not None:
        is_another = and_(is_another, Conference.id != besides.id)
    if db.session.scalar(select(exists().where(is_another))):
        raise already_there(chair, reference, held_on)


def is_called(reference: str, held_on: date) -> ColumnElement[bool]:
    """In a query: whether a conference has this reference on this day, however it is written."""
    return and_(Conference.reference_index.in_(blind_indexes(vault.ring, reference)), Conference.held_on == held_on)


def already_there(chair: Person, reference: str, day: date) -> RuleBroken:
    """What to say of a conference that is there: somebody else's is not in this chair's list, and stays theirs."""
    if not db.session.scalar(select(exists().where(is_called(reference, day), Conference.chair_id == chair.id))):
        return TakenElsewhere(db.session.scalar(select(Conference.id).where(is_called(reference, day)).limit(1)))
    return RuleBroken(
        f"There is a conference {reference} on {day.day} {day:%B %Y} already. "
        "Open it from the list, or check the reference and the date."
    )


def note_taken_elsewhere(chair: Person, taken: TakenElsewhere) -> None:
    """Write down that this chair met somebody else's conference by its reference and its day."""
    if taken.conference_id is not None:
        deed = "met a conference by its reference"
        auditing.note_about(chair, deed, Conference.__tablename__, taken.conference_id)


def finish(chair: Person, conference: Conference) -> None:
    """Every child's voice is recorded. Raises RuleBroken while the conference is to come or something is missing."""
    if utc_now() < starts_at(conference):
        raise RuleBroken("This conference has not been held yet. Finish it afterwards.")
    if not conference.records:
        raise RuleBroken("Add each child of the household before you finish the conference.")
    if any(essentials.missing_in(record) for record in conference.records):
        raise RuleBroken("Something is still missing. Fill in what the list below says, then finish the conference.")
    if conference.finished_at is None:
        conference.finished_at = utc_now()
        auditing.note(chair, "finished conference", conference)
    db.session.flush()


def open_again(chair: Person, conference: Conference) -> None:
    """Undo finishing, so that what the record says can be put right."""
    if conference.finished_at is not None:
        conference.finished_at = None
        auditing.note(chair, "opened conference again", conference)
    db.session.flush()
