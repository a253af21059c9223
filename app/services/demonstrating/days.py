"""The days the demonstration covers, and when people write and work on them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property
from typing import NamedTuple

from app.services import clocks
from app.services.clocks import ONE_DAY, Quarter
from app.services.demonstrating.chance import Chance

CLOSED_QUARTERS = 8
GROWTH = 0.85  # a little below 1: more is said as more young people hear of it
WORK_BEGINS, LUNCH, WORK_ENDS = 9 * 60 + 5, 13 * 60, 16 * 60 + 55
YOUNG_PEOPLE_WRITE = (7 * 60, 22 * 60 + 45, 17 * 60 + 30)  # from, to, mostly: minutes of the day

# The same days are asked for again and again, a hundred thousand times.
add_working_days = cache(clocks.add_working_days)
due_on_day = cache(lambda day, days: clocks.end_of_day(add_working_days(day, days)))
start_of_day = cache(clocks.start_of_day)


def working_days_before(day: date, number: int) -> date:
    """The working day that many working days earlier."""
    while number > 0:
        day -= ONE_DAY
        number -= clocks.is_working_day(day)
    return day


def moment(day: date, minute: float) -> datetime:
    """That minute of that day, to the second."""
    return start_of_day(day) + timedelta(seconds=int(minute * 60))


def in_the_morning(chance: Chance, day: date) -> datetime:
    """While people work, before lunch."""
    return moment(day, chance.uniform(WORK_BEGINS, LUNCH))


def in_the_afternoon(chance: Chance, day: date) -> datetime:
    return moment(day, chance.uniform(LUNCH, WORK_ENDS))


def when_young_people_write(chance: Chance, day: date) -> datetime:
    return moment(day, chance.triangular(*YOUNG_PEOPLE_WRITE))


class Shares(NamedTuple):
    """How often something goes well, at the beginning of the days and at their end: it gets slowly better."""

    first: float
    last: float

    def at(self, progress: float) -> float:
        return self.first + (self.last - self.first) * progress


@dataclass(frozen=True)
class Days:
    """Eight whole quarters and the one that is running, up to the end of yesterday."""

    today: date

    @cached_property
    def first(self) -> date:
        quarter = Quarter.containing(self.today)
        for _ in range(CLOSED_QUARTERS):
            quarter = quarter.previous
        return quarter.first_day

    @cached_property
    def number(self) -> int:
        return (self.today - self.first).days

    @cached_property
    def begin(self) -> datetime:
        return start_of_day(self.first)

    @cached_property
    def end(self) -> datetime:
        """Nothing has happened later than this."""
        return start_of_day(self.today)

    def at(self, share: float) -> date:
        """The day when this share (below 1) of all of them is over."""
        return self.first + ONE_DAY * int(share * self.number)

    def some_day(self, chance: Chance) -> date:
        return self.at(chance.random() ** GROWTH)

    def working_day_at(self, share: float) -> date:
        """The nearest working day before, or at, that share of the days. Never before the first of them."""
        day = self.at(share)
        while not clocks.is_working_day(day) and day > self.first:
            day -= ONE_DAY
        return add_working_days(day, 0)

    def progress(self, day: date) -> float:
        """How far along the days this one is, from 0 to 1."""
        return min((day - self.first).days / self.number, 1.0)

    def from_now(self, number: int) -> date:
        """The day that many working days from today; ago, for a number below 0."""
        return self.working_days_ago(-number) if number < 0 else clocks.add_working_days(self.today, number)

    def working_days_ago(self, number: int) -> date:
        return working_days_before(self.today, number)
