"""What follows a conference: the first core group, the letter with the decisions, and the whole record."""

from datetime import date
from typing import NamedTuple, TypedDict

from app.extensions import db
from app.models import Conference, Person
from app.models.codes import ClockName
from app.services import auditing, clocks, conferring, time_limits
from app.services.errors import RuleBroken
from app.services.recording import check_between

LATEST_CORE_GROUP_MONTHS = 6
CLOCKS = (ClockName.LETTER_SENT, ClockName.CORE_GROUP_MET, ClockName.CONFERENCE_RECORD_SENT)


class Afterwards(TypedDict):
    core_group_on: date | None
    core_group_late_reason: str | None
    letter_sent_on: date | None
    record_sent_on: date | None


class FollowUp(NamedTuple):
    """One thing that follows: which clock it has, what it is, the last day in time, and when it was or will be done."""

    clock: ClockName
    name: str
    due_on: date
    done_on: date | None


def afterwards_of(conference: Conference) -> Afterwards:
    """What is stored of what follows, as the form begins with it."""
    return Afterwards(
        core_group_on=conference.core_group_on,
        core_group_late_reason=conference.core_group_late_reason,
        letter_sent_on=conference.letter_sent_on,
        record_sent_on=conference.record_sent_on,
    )


def follow_ups(conference: Conference) -> list[FollowUp]:
    """What follows this conference, the first due first. A core group only where a plan may begin."""
    letter, record = conference.letter_sent_on, conference.record_sent_on
    followed = [
        FollowUp(ClockName.LETTER_SENT, "Letter with the decisions", conference.letter_due_on, letter),
        FollowUp(ClockName.CONFERENCE_RECORD_SENT, "Record of the conference", conference.record_due_on, record),
    ]
    if has_core_group(conference):
        due_on, met_on = conference.core_group_due_on, conference.core_group_on
        followed.append(FollowUp(ClockName.CORE_GROUP_MET, "First core group", due_on, met_on))
    return sorted(followed, key=lambda one: one.due_on)


def asks_for_quorum(conference: Conference, today: date) -> bool:
    """Whether somebody has still to say if it was quorate: it was held, and is not finished."""
    return conference.held_on <= today and conference.is_quorate is None and conference.finished_at is None


def outstanding(conference: Conference, today: date) -> list[FollowUp]:
    """What follows a conference that was held and has not been done, with its clocks running: the first due first."""
    if conference.held_on > today or not conference.records:
        return []
    return [one for one in follow_ups(conference) if one.done_on is None]


def has_core_group(conference: Conference) -> bool:
    """Whether a core group follows: where a plan may begin and not every child is without one, and where one is
    written down already."""
    is_with_plan = [record.outcome in (None, *time_limits.WITH_A_PLAN) for record in conference.records]
    may_begin = conference.type in time_limits.MAY_BEGIN_A_PLAN and (any(is_with_plan) or not is_with_plan)
    return may_begin or conference.core_group_on is not None


def check_core_group_on(day: date | None, held_on: date) -> None:
    """Raises RuleBroken, its message for the chair, when no core group can meet on this day."""
    if day is None:
        return
    if day < held_on:
        raise RuleBroken("The core group must meet on or after the day of the conference. Check the date.")
    if day > clocks.add_months(held_on, LATEST_CORE_GROUP_MONTHS):
        raise RuleBroken("The core group must meet within 6 months of the conference. Check the year.")
    if not clocks.is_working_day(day):
        raise RuleBroken(f"{day:%A} {day.day} {day:%B} is not a working day. Check the date of the core group.")


def is_core_group_late(day: date | None, conference: Conference) -> bool:
    """Whether this day, when there is one, is after the last day in time."""
    return day is not None and day > conference.core_group_due_on


def save_afterwards(chair: Person, conference: Conference, afterwards: Afterwards) -> None:
    """Store what followed, of a conference that was got `for_change`; also when it is finished.

    Raises RuleBroken when a day cannot be right, or the core group is late and nobody says why.
    """
    if afterwards == afterwards_of(conference):
        return
    held_on, today = conference.held_on, conferring.this_day()
    check_core_group_on(afterwards["core_group_on"], held_on)
    is_late = is_core_group_late(afterwards["core_group_on"], conference)
    if is_late and not afterwards["core_group_late_reason"]:
        raise RuleBroken("Write why the core group is late.")
    check_between(afterwards["letter_sent_on"], held_on, today, what="The day the letter was sent")
    check_between(afterwards["record_sent_on"], held_on, today, what="The day the record was sent")
    conference.core_group_on = afterwards["core_group_on"]
    conference.core_group_late_reason = afterwards["core_group_late_reason"]
    conference.letter_sent_on = afterwards["letter_sent_on"]
    conference.record_sent_on = afterwards["record_sent_on"]
    auditing.note(chair, "saved what followed", conference)
    db.session.flush()
