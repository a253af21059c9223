"""By when a conference, its core group, its letter and its record are due, and from which day each is counted.

Working Together to Safeguard Children: 15 working days from the strategy discussion that started the enquiry, the core
group within 10 working days, the first review within 3 months, later ones within 6. A transfer-in is counted from the
day the other area told us. Letter and record are local standards (City & Hackney). Each number is a setting.
"""

from datetime import date
from typing import Final, NamedTuple, Protocol

from app.models.codes import ConferenceType, Outcome
from app.services import clocks, settings
from app.services.clocks import ONE_DAY
from app.services.errors import RuleBroken

FROM_STRATEGY_DISCUSSION: Final = (ConferenceType.INITIAL, ConferenceType.PRE_BIRTH)
REVIEWS: Final = (ConferenceType.FIRST_REVIEW, ConferenceType.LATER_REVIEW)
# After these a child protection plan may begin, and with it the core group.
MAY_BEGIN_A_PLAN: Final = (*FROM_STRATEGY_DISCUSSION, ConferenceType.TRANSFER_IN, ConferenceType.RECONVENED)
WITH_A_PLAN: Final = (Outcome.PLAN_MADE, Outcome.PLAN_CONTINUES, Outcome.CATEGORY_CHANGED)
EARLIEST: Final = date(2010, 1, 1)


class Dated(Protocol):
    """What a conference says of its days."""

    type: ConferenceType
    held_on: date
    strategy_discussion_on: date | None
    last_conference_on: date | None
    told_of_move_on: date | None


class Follows(Protocol):
    """What a conference says of what follows it."""

    held_on: date
    letter_due_on: date
    record_due_on: date
    core_group_due_on: date


class Days(NamedTuple):
    """The days of a conference that is only being filled in: of what kind it is, when, and from when it is counted."""

    type: ConferenceType | None
    held_on: date
    strategy_discussion_on: date | None = None
    last_conference_on: date | None = None
    told_of_move_on: date | None = None


class Limit(NamedTuple):
    """The last day in time, and the rule in words: "15 working days after the strategy discussion"."""

    due_on: date
    rule: str


def limit_of(days: Dated | Days) -> Limit | None:
    """The time limit of this conference. None for a reconvened one, and while the day it is counted from is missing."""
    in_force = settings.current()
    if days.type in FROM_STRATEGY_DISCUSSION and days.strategy_discussion_on:
        number = in_force.initial_conference_days
        return Limit(latest_day(days.strategy_discussion_on), f"{number} working days after the strategy discussion")
    if days.type is ConferenceType.TRANSFER_IN and days.told_of_move_on:
        number = in_force.initial_conference_days
        due_on = clocks.add_working_days(days.told_of_move_on, number)
        return Limit(due_on, f"{number} working days after the other area told us")
    if days.type in REVIEWS and days.last_conference_on:
        is_first = days.type is ConferenceType.FIRST_REVIEW
        months = in_force.first_review_months if is_first else in_force.later_review_months
        due_on = last_working_day_by(clocks.add_months(days.last_conference_on, months))
        return Limit(
            due_on, f"within {months} months of the {'initial conference' if is_first else 'conference before'}"
        )
    return None


def latest_day(strategy_discussion_on: date) -> date:
    """The last day in time for an initial conference, counted from the strategy discussion."""
    return clocks.add_working_days(strategy_discussion_on, settings.current().initial_conference_days)


def last_working_day_by(day: date) -> date:
    """This day, or the last working day before it: nothing is held when nobody works, and the limit is no later."""
    while not clocks.is_working_day(day):
        day -= ONE_DAY
    return day


def is_late(days: Dated | Days) -> bool:
    """Whether the conference is after its time limit."""
    limit = limit_of(days)
    return limit is not None and days.held_on > limit.due_on


def core_group_due_on(held_on: date) -> date:
    return clocks.add_working_days(held_on, settings.current().core_group_days)


def letter_due_on(held_on: date) -> date:
    """By when parents, and the child where it fits, have the decisions."""
    return clocks.add_working_days(held_on, settings.current().letter_days)


def record_due_on(held_on: date) -> date:
    """By when everybody has the whole record of the conference."""
    return clocks.add_working_days(held_on, settings.current().record_days)


def start_clocks(conference: Follows) -> None:
    """Say by when the letter, the record and the core group are due. They stay when a setting changes."""
    conference.letter_due_on = letter_due_on(conference.held_on)
    conference.record_due_on = record_due_on(conference.held_on)
    conference.core_group_due_on = core_group_due_on(conference.held_on)


def check_counted_from(days: Days) -> None:
    """Raises RuleBroken, its message for the chair, when the day that counts for this kind is missing or impossible."""
    check_strategy_discussion(days.type, days.strategy_discussion_on, days.held_on)
    check_told_of_move(days.type, days.told_of_move_on, days.held_on)
    check_last_conference(days.type, days.last_conference_on, days.held_on)


def check_strategy_discussion(type: ConferenceType | None, day: date | None, held_on: date) -> None:
    """Raises RuleBroken, its message for the chair, when the day is missing or cannot be right."""
    if day is None:
        if type in FROM_STRATEGY_DISCUSSION:
            raise RuleBroken("Enter the date of the strategy discussion.")
    elif day < EARLIEST:
        raise RuleBroken("The strategy discussion must be on or after 1 January 2010. Check the year.")
    elif day > held_on:
        raise RuleBroken("The strategy discussion must not be after the conference. Check both dates.")


def check_told_of_move(type: ConferenceType | None, day: date | None, held_on: date) -> None:
    """Raises RuleBroken, its message for the chair, when the day is missing or cannot be right."""
    if day is None:
        if type is ConferenceType.TRANSFER_IN:
            raise RuleBroken("Enter the day the other area told us.")
    elif day < EARLIEST:
        raise RuleBroken("The day the other area told us must be on or after 1 January 2010. Check the year.")
    elif day > held_on:
        raise RuleBroken("The day the other area told us must not be after the conference. Check both dates.")


def check_last_conference(type: ConferenceType | None, day: date | None, held_on: date) -> None:
    """Raises RuleBroken, its message for the chair, when the day is missing or cannot be right.

    A review is not on or before the day of what it reviews: children in need census, rule 8841.
    """
    if day is None:
        if type in REVIEWS:
            raise RuleBroken("Enter the date of the conference before.")
    elif day < EARLIEST:
        raise RuleBroken("The conference before must be on or after 1 January 2010. Check the year.")
    elif day >= held_on:
        raise RuleBroken("The conference before must be before this one. Check both dates.")
    elif not clocks.is_working_day(day):
        raise RuleBroken(f"{day:%A} {day.day} {day:%B} {day.year} is not a working day. Check the date.")
