"""What follows a conference: the first core group, the letter with the decisions, and the whole record."""

from datetime import date
from typing import NamedTuple, TypedDict

from app.extensions import db
from app.models import Conference, Person
from app.services import auditing, clocks, conferring, time_limits
from app.services.errors import RuleBroken
from app.services.recording import check_between

LATEST_CORE_GROUP_MONTHS = 6
MONTHS_TO_ASK = 3


class Afterwards(TypedDict):
    core_group_on: date | None
    core_group_late_reason: str | None
    letter_sent_on: date | None
    record_sent_on: date | None


class FollowUp(NamedTuple):
    """One thing that follows: what it is, the last day in time, and the day it was or will be done."""

    name: str
    due_on: date
    done_on: date | None


def afterwards_of(conference: Conference) -> Afterwards:
    return Afterwards(
        core_group_on=conference.core_group_on,
        core_group_late_reason=conference.core_group_late_reason,
        letter_sent_on=conference.letter_sent_on,
        record_sent_on=conference.record_sent_on,
    )


def follow_ups(conference: Conference) -> list[FollowUp]:
    """What follows this conference, the first due first. A core group only where a plan may begin."""
    held_on = conference.held_on
    followed = [
        FollowUp("Letter with the decisions", time_limits.letter_due_on(held_on), conference.letter_sent_on),
        FollowUp("Record of the conference", time_limits.record_due_on(held_on), conference.record_sent_on),
    ]
    if has_core_group(conference):
        followed.append(FollowUp("First core group", time_limits.core_group_due_on(held_on), conference.core_group_on))
    return sorted(followed, key=lambda one: one.due_on)


def unwritten(conference: Conference, today: date) -> list[str]:
    """What is still to be written down about a conference that was held, besides its children, once it is due.

    Of one that is finished the quorum is not asked for any more, and after 3 months nothing is.
    """
    is_old = clocks.add_months(conference.held_on, MONTHS_TO_ASK) < today and conference.finished_at is not None
    if conference.held_on > today or is_old:
        return []
    late = [one for one in follow_ups(conference) if not one.done_on and one.due_on <= today]
    is_asked = conference.is_quorate is None and conference.finished_at is None
    quorum = ["whether it was quorate"] if is_asked else []
    return [*quorum, *(f"the {one.name[0].lower()}{one.name[1:]}" for one in late)]


def has_core_group(conference: Conference) -> bool:
    """Whether a core group follows: where a plan may begin, and where one is written down already."""
    return conference.type in time_limits.MAY_BEGIN_A_PLAN or conference.core_group_on is not None


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


def is_core_group_late(day: date | None, held_on: date) -> bool:
    return day is not None and day > time_limits.core_group_due_on(held_on)


def save_afterwards(chair: Person, conference: Conference, afterwards: Afterwards) -> None:
    """Store what followed, of a conference that was got `for_change`; also when it is finished.

    Raises RuleBroken when a day cannot be right, or the core group is late and nobody says why.
    """
    if afterwards == afterwards_of(conference):
        return
    held_on, today = conference.held_on, conferring.this_day()
    check_core_group_on(afterwards["core_group_on"], held_on)
    is_late = is_core_group_late(afterwards["core_group_on"], held_on)
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
