"""The conferences that every demonstration has: those that show how Heard deals with what is not usual."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from functools import partial
from typing import Final

from app.models.codes import Category, ConferenceType, ParticipationCode, Stage
from app.services.clocks import add_working_days, is_working_day
from app.services.demonstrating.days import Days, working_days_before

FRIDAY: Final = 4
EARLIEST_GOOD_FRIDAY: Final = (3, 20)
BEFORE_EASTER, OVER_EASTER = 4, 18  # working days: from the strategy discussion to Good Friday, and to the conference


class State(Enum):
    FINISHED = auto()
    BEGUN = auto()  # held, and something is missing for every child
    TO_DO = auto()  # the children are there and nothing else


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """What kind of conference it is, and what is special about it. What is left out is left to chance."""

    type: ConferenceType
    state: State = State.FINISHED
    stage: Stage | None = None
    code: ParticipationCode | None = None
    strategy_discussion: int | None = None  # working days before
    last: date | None = None  # the conference before
    is_owed: bool = False  # the children should have been told by now


@dataclass(frozen=True, kw_only=True)
class Story:
    """One conference that is always there: when, whose, and about which children."""

    day: Callable[[Days], date]
    ages: tuple[int, ...]  # in months; less than 0 is a child who will be born in that many
    meeting: Meeting
    chair: int = 0
    category: Category | None = None


def share(share: float, days: Days) -> date:
    return days.working_day_at(share)


def ago(number: int, days: Days) -> date:
    return days.working_days_ago(number)


def ahead(number: int, days: Days) -> date:
    return add_working_days(days.today, number)


def good_friday(year: int) -> date:
    """The first Friday from 20 March on which nobody works."""
    day = date(year, *EARLIEST_GOOD_FRIDAY)
    while day.weekday() != FRIDAY or is_working_day(day):
        day += timedelta(days=1)
    return day


def after_easter(days: Days) -> date:
    """A day that is too late for a conference whose strategy discussion was just before the last Easter."""
    for year in (days.today.year, days.today.year - 1):
        held_on = add_working_days(working_days_before(good_friday(year), BEFORE_EASTER), OVER_EASTER)
        if held_on < days.today:
            return held_on
    raise AssertionError("Last year's Easter is over.")


STORIES: Final = (
    # Brothers and sisters of very different ages: one is 11, one is 3, one is not born yet.
    Story(day=partial(share, 0.9), ages=(137, 43, -2), meeting=Meeting(type=ConferenceType.INITIAL)),
    Story(day=partial(ago, 1), ages=(158, 77), meeting=Meeting(type=ConferenceType.FIRST_REVIEW, state=State.BEGUN)),
    Story(day=partial(ago, 8), ages=(184, 100), meeting=Meeting(type=ConferenceType.LATER_REVIEW, is_owed=True)),
    # Held on the day a child turned 4: PN0 and PN1 to PN7 would both be right.
    Story(
        day=partial(share, 0.8),
        ages=(48,),
        meeting=Meeting(type=ConferenceType.LATER_REVIEW, stage=Stage.FOURTH_BIRTHDAY, code=ParticipationCode.PN6),
    ),
    # Autistic, 14, says what he thinks with a communication aid.
    Story(
        day=partial(share, 0.86),
        ages=(172,),
        meeting=Meeting(type=ConferenceType.FIRST_REVIEW, code=ParticipationCode.PN3),
    ),
    Story(
        day=partial(share, 0.7),
        ages=(109,),
        meeting=Meeting(type=ConferenceType.LATER_REVIEW, code=ParticipationCode.PN7),
        chair=1,
        category=Category.MUL,
    ),
    Story(
        day=after_easter,
        ages=(90, 8),
        meeting=Meeting(type=ConferenceType.INITIAL, strategy_discussion=OVER_EASTER),
        chair=1,
    ),
    Story(
        day=partial(ago, 3),
        ages=(121, 66, 15),
        meeting=Meeting(type=ConferenceType.INITIAL, state=State.BEGUN),
        chair=1,
    ),
    Story(day=partial(ago, 2), ages=(30,), meeting=Meeting(type=ConferenceType.TRANSFER_IN, state=State.TO_DO)),
    Story(day=partial(ahead, 3), ages=(146, 110), meeting=Meeting(type=ConferenceType.LATER_REVIEW, state=State.TO_DO)),
)
