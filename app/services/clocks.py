"""Working days, hours of cover, months and quarters: when a thing is due, and which quarter a day is in.

Days are days in London. Moments come in knowing their time zone, and go out as UTC.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import count
from typing import Final, NamedTuple, Protocol, TypeAlias
from zoneinfo import ZoneInfo

LONDON: Final = ZoneInfo("Europe/London")
ONE_DAY: Final = timedelta(days=1)
MIDNIGHT: Final = time(0)
SATURDAY: Final = 5
QUARTER_NAMES: Final = ("January to March", "April to June", "July to September", "October to December")


def is_working_day(day: date) -> bool:
    """Monday to Friday, apart from the bank holidays of England."""
    if isinstance(day, datetime):
        raise TypeError("Give a day, not a moment: london_day(moment) says which day it is.")
    return day.weekday() < SATURDAY and not is_bank_holiday(day)


def is_bank_holiday(day: date) -> bool:
    """Whether it is a bank holiday in England."""
    return day in _bank_holidays(day.year)


def add_working_days(day: date, number: int) -> date:
    """The working day that many working days after this one. The day after counts as day 1.

    Nothing is ever due on a day when nobody works: 0 gives the day itself, or the next working day if it is not one.
    """
    if number < 0:
        raise ValueError("Give 0 working days or more.")
    while number > 0:
        day += ONE_DAY
        number -= is_working_day(day)
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days come after the start, up to and including the end. Less than 0 when the end is first.

    So a thing due on `start` and done on `end` was that many working days late.
    """
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + ONE_DAY * days) for days in range(1, (end - start).days + 1))


def london_day(moment: datetime) -> date:
    """The day it is in London at this moment."""
    return _aware(moment).astimezone(LONDON).date()


def start_of_day(day: date) -> datetime:
    """The moment at which the day begins in London."""
    return at_time(day, MIDNIGHT)


def end_of_day(day: date) -> datetime:
    """The last second of the day in London: the moment by which a thing due that day is due."""
    return at_time(day, time(23, 59, 59))


def due_by(moment: datetime, days: int) -> datetime:
    """The end of the day that is this many working days after the day it is in London at this moment."""
    return end_of_day(add_working_days(london_day(moment), days))


def at_time(day: date, at: time) -> datetime:
    """That moment of the day in London. An hour that comes twice (in October) is the first of the two."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


class Stretch(NamedTuple):
    """Time in one piece, such as that in which somebody is there."""

    begins: datetime
    ends: datetime


class Covered(Protocol):
    """Anything that says when somebody is there: the hours that are promised, or those of a rota."""

    def stretches_from(self, moment: datetime) -> Iterator[Stretch]:
        """Each stretch from this moment on, the next one first, without end."""
        ...


@dataclass(frozen=True)
class Cover:
    """The hours when somebody is there. Nobody is there on a bank holiday.

    Weekdays count from Monday as 0. Closing at midnight (00:00) means at the end of the day.
    """

    weekdays: frozenset[int]
    opens: time
    closes: time

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= set(range(7)):
            raise ValueError("Choose at least one day of the week, from 0 (Monday) to 6 (Sunday).")
        if self.closes <= self.opens and self.closes != MIDNIGHT:
            raise ValueError("Choose a closing time that is later than the opening time.")

    def stretches_from(self, moment: datetime) -> Iterator[Stretch]:
        today = london_day(moment)
        for days in count():
            day = today + ONE_DAY * days
            if day.weekday() not in self.weekdays or is_bank_holiday(day):
                continue
            opens = max(moment, at_time(day, self.opens))
            closes = at_time(day + ONE_DAY if self.closes == MIDNIGHT else day, self.closes)
            if opens < closes:
                yield Stretch(opens, closes)


def next_cover(moment: datetime, cover: Covered) -> datetime:
    """This moment if somebody is there, otherwise the next moment when somebody is."""
    return add_covered_time(moment, timedelta(0), cover)


def add_covered_time(moment: datetime, duration: timedelta, cover: Covered) -> datetime:
    """The moment at which this much time has passed with somebody there. Outside cover the clock stands still.

    A clock that runs out at closing time runs out then, not when cover begins again.
    """
    if duration < timedelta(0):
        raise ValueError("Give a duration of 0 or more.")
    stretches = cover.stretches_from(_aware(moment).astimezone(UTC))
    opens, closes = next(stretches)
    while duration > closes - opens:
        duration -= closes - opens
        opens, closes = next(stretches)
    return opens + duration


def covered_time_between(start: datetime, end: datetime, cover: Covered) -> timedelta:
    """How much of the time between these moments somebody is there: what a clock of covered time has left.

    Nothing when the end is not later than the start.
    """
    start, end = _aware(start).astimezone(UTC), _aware(end).astimezone(UTC)
    covered = timedelta(0)
    for opens, closes in cover.stretches_from(start):
        if opens >= end:
            return covered
        covered += min(closes, end) - opens
    raise AssertionError("Cover has no end.")


def add_months(day: date, number: int) -> date:
    """The same day of the month that many months later (earlier, below 0), or the last day of a shorter month."""
    years, month = divmod(day.month - 1 + number, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@dataclass(frozen=True, order=True)
class Quarter:
    """Three months of a calendar year, numbered 1 to 4. Quarters sort by time."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number not in range(1, 5):
            raise ValueError("Choose a quarter from 1 to 4.")

    @classmethod
    def containing(cls, day: date) -> "Quarter":
        """The calendar quarter this day is in."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first_day(self) -> date:
        return date(self.year, 3 * self.number - 2, 1)

    @property
    def last_day(self) -> date:
        return add_months(self.first_day, 3) - ONE_DAY

    @property
    def label(self) -> str:
        """January to March 2026"""
        return f"{QUARTER_NAMES[self.number - 1]} {self.year}"

    @property
    def previous(self) -> "Quarter":
        return Quarter.containing(self.first_day - ONE_DAY)

    def is_closed_on(self, day: date) -> bool:
        """Whether the quarter is over by this day. On its own last day it is not."""
        return self.last_day < day


@dataclass(frozen=True, order=True)
class FinancialYear:
    """The year from April to March, named after the year it begins in. Years sort by time."""

    begins: int

    @classmethod
    def containing(cls, day: date) -> "FinancialYear":
        """The financial year this day is in."""
        return cls(day.year if day.month > 3 else day.year - 1)

    @property
    def quarters(self) -> tuple[Quarter, Quarter, Quarter, Quarter]:
        """Its four quarters, the first of them from April to June."""
        return (Quarter(self.begins, 2), Quarter(self.begins, 3), Quarter(self.begins, 4), Quarter(self.begins + 1, 1))

    @property
    def first_day(self) -> date:
        return self.quarters[0].first_day

    @property
    def last_day(self) -> date:
        return self.quarters[-1].last_day

    @property
    def code(self) -> str:
        """2025-26, as it stands in addresses."""
        return f"{self.begins}-{(self.begins + 1) % 100:02}"

    @property
    def label(self) -> str:
        """April 2025 to March 2026"""
        return f"April {self.begins} to March {self.begins + 1}"

    @property
    def previous(self) -> "FinancialYear":
        return FinancialYear(self.begins - 1)

    def is_closed_on(self, day: date) -> bool:
        """Whether the year is over by this day. On its own last day it is not."""
        return self.last_day < day


Period: TypeAlias = Quarter | FinancialYear


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    # Imported when first needed, so that the service starts fast. Each year is worked out whole before it is kept: the
    # library's own lookup fills in a year bit by bit, and another thread could find it half done.
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year, expand=False))


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} does not say which time zone it is in.")
    return moment
