"""What holds of every clock on every day from 2000 to 2100: Easter, Christmas, leap days, when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.services.clocks import (
    Cover,
    add_covered_time,
    add_months,
    add_working_days,
    due_by,
    end_of_day,
    is_working_day,
    london_day,
    next_cover,
    start_of_day,
    working_days_between,
)

LONDON = ZoneInfo("Europe/London")
DAY = timedelta(days=1)
MONDAY, FRIDAY, SATURDAY, SUNDAY = 0, 4, 5, 6
EVERY_YEAR = pytest.mark.parametrize("year", range(2000, 2101))

# What they lead to lies before 2101: the library that knows the bank holidays ends there.
days = st.dates(date(2000, 1, 1), date(2100, 8, 31))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 31), timezones=st.just(UTC))  # noqa: DTZ001 (given one)
numbers = st.integers(0, 60)


@st.composite
def covers(draw: st.DrawFn) -> Cover:
    """Any hours on any days, through the night as well: up to midnight."""
    opens = draw(st.integers(0, 22))
    closes = draw(st.integers(opens + 1, 24))
    weekdays = draw(st.sets(st.integers(MONDAY, SUNDAY), min_size=1))
    return Cover(frozenset(weekdays), time(opens), time(closes % 24))


@st.composite
def days_around_a_change_of_clocks(draw: st.DrawFn) -> date:
    change = last_sunday(draw(st.integers(2000, 2099)), draw(st.sampled_from((3, 10))))
    return change + DAY * draw(st.integers(-2, 2))


def easter(year: int) -> date:
    """Easter Sunday, by the rule of Meeus, Jones and Butcher: not by the library that we ask."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    moon = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * moon) // 433
    month = (h + moon - 7 * m + 90) // 25
    return date(year, month, (h + moon - 7 * m + 33 * month + 19) % 32)


def last_sunday(year: int, month: int) -> date:
    last = add_months(date(year, month, 1), 1) - DAY
    return last - DAY * ((last.weekday() - SUNDAY) % 7)


def weekdays_in(first: date, number: int) -> list[date]:
    return [day for day in (first + DAY * after for after in range(number)) if day.weekday() < SATURDAY]


class TestHolidaysThatMove:
    def test_the_rule_for_easter_is_the_rule_for_easter(self):
        known = [date(2000, 4, 23), date(2008, 3, 23), date(2011, 4, 24), date(2026, 4, 5), date(2038, 4, 25)]

        assert [easter(day.year) for day in known] == known

    @EVERY_YEAR
    def test_at_easter_nobody_works_from_friday_to_monday(self, year):
        sunday = easter(year)

        assert not any(is_working_day(sunday + DAY * days) for days in (-2, -1, 0, 1))
        assert is_working_day(sunday - 3 * DAY)
        assert add_working_days(sunday - 3 * DAY, 1) == sunday + 2 * DAY
        assert working_days_between(sunday - 3 * DAY, sunday + 2 * DAY) == 1

    @EVERY_YEAR
    def test_christmas_takes_two_working_days_whichever_day_it_is(self, year):
        christmas = date(year, 12, 25)
        worked = [day for day in weekdays_in(christmas, 4) if is_working_day(day)]

        assert not is_working_day(christmas)
        assert not is_working_day(christmas + DAY)
        assert len(weekdays_in(christmas, 4)) - len(worked) == 2

    @EVERY_YEAR
    def test_new_year_takes_one_whichever_day_it_is(self, year):
        worked = [day for day in weekdays_in(date(year, 1, 1), 3) if is_working_day(day)]

        assert not is_working_day(date(year, 1, 1))
        assert len(weekdays_in(date(year, 1, 1), 3)) - len(worked) == 1

    @EVERY_YEAR
    def test_a_year_has_eight_bank_holidays_and_rarely_more(self, year):
        """More: a jubilee, a wedding, a funeral, a coronation. Never fewer."""
        weekdays = weekdays_in(date(year, 1, 1), (date(year + 1, 1, 1) - date(year, 1, 1)).days)
        holidays = sum(not is_working_day(day) for day in weekdays)

        assert 8 <= holidays <= 10
        assert holidays == 8 or year in (2002, 2011, 2012, 2022, 2023)


class TestDue:
    @given(moments, numbers)
    def test_nothing_is_ever_due_on_a_day_when_nobody_works(self, moment, number):
        due = due_by(moment, number)

        assert is_working_day(london_day(due))
        assert due == end_of_day(london_day(due)) >= moment - timedelta(seconds=1)

    @given(moments, moments, numbers)
    def test_what_came_first_is_never_due_later(self, one, other, number):
        first, second = sorted((one, other))

        assert due_by(first, number) <= due_by(second, number)

    @given(days, numbers, numbers)
    def test_more_days_never_end_sooner(self, day, fewer, more):
        fewer, more = sorted((fewer, more))

        assert day <= add_working_days(day, fewer) <= add_working_days(day, more)
        assert fewer == more or add_working_days(day, fewer) < add_working_days(day, more)

    @given(days, st.integers(1, 60))
    def test_counting_the_days_between_undoes_adding_them(self, day, number):
        assert working_days_between(day, add_working_days(day, number)) == number

    @given(days, st.integers(0, 90))
    def test_adding_the_days_between_undoes_counting_them(self, day, later):
        end = day + DAY * later
        assume(is_working_day(end) and end > day)

        assert add_working_days(day, working_days_between(day, end)) == end

    @given(days, numbers, numbers)
    def test_the_days_between_add_up(self, day, first, second):
        halfway, end = day + DAY * first, day + DAY * (first + second)

        assert working_days_between(day, halfway) + working_days_between(halfway, end) == working_days_between(day, end)
        assert working_days_between(end, day) == -working_days_between(day, end)

    @given(days, st.integers(1, 60))
    def test_so_many_working_days_never_fit_into_fewer_days_nor_take_forever(self, day, number):
        took = (add_working_days(day, number) - day).days

        assert number <= took <= 2 * number + 10  # the longest break is Christmas with a weekend on either side


class TestLeapDays:
    @pytest.mark.parametrize("year", [2000, 2004, 2024, 2028, 2096])
    def test_there_is_one_more_day_to_count(self, year):
        before, leap_day, after = date(year, 2, 28), date(year, 2, 29), date(year, 3, 1)

        worked = is_working_day(leap_day) + is_working_day(after)
        assert working_days_between(before, after) == worked
        assert is_working_day(leap_day) is (leap_day.weekday() < SATURDAY)

    def test_2100_has_none(self):
        assert add_working_days(date(2100, 2, 26), 1) == date(2100, 3, 1)  # a Friday

    @given(st.sampled_from([year for year in range(2000, 2101) if year % 4 == 0 and year != 2100]), st.integers(1, 48))
    def test_so_many_months_after_it_is_a_day_that_there_is(self, year, months):
        later = add_months(date(year, 2, 29), months)

        assert later.day == (29 if later.month != 2 or later.year % 4 == 0 and later.year != 2100 else 28)


class TestWhenTheClocksChange:
    @EVERY_YEAR
    def test_one_day_has_23_hours_and_one_has_25(self, year):
        hours = {
            day: (start_of_day(day + DAY) - start_of_day(day)) / timedelta(hours=1)
            for day in (last_sunday(year, 3), last_sunday(year, 10), date(year, 7, 1))
        }

        assert list(hours.values()) == [23, 25, 24]

    @given(days_around_a_change_of_clocks())
    def test_a_day_ends_a_second_before_the_next_begins(self, day):
        assert end_of_day(day) + timedelta(seconds=1) == start_of_day(day + DAY)
        assert london_day(end_of_day(day)) == day == london_day(start_of_day(day))

    @given(days_around_a_change_of_clocks(), st.integers(0, 23), numbers)
    def test_what_is_due_is_due_at_the_end_of_the_day_on_the_wall(self, day, hour, number):
        due = due_by(start_of_day(day) + timedelta(hours=hour), number)

        assert due.astimezone(LONDON).time() == time(23, 59, 59)

    @given(days_around_a_change_of_clocks(), st.integers(1, 40), covers())
    def test_an_hour_is_an_hour_whichever_night_it_is(self, day, hours, cover):
        there = next_cover(start_of_day(day), cover)
        due = add_covered_time(there, timedelta(hours=hours), cover)

        assert due - there >= timedelta(hours=hours)
        assert covered(there, due, cover) == timedelta(hours=hours)


class TestCoveredTime:
    @given(moments, covers())
    def test_somebody_is_there_at_the_next_cover(self, moment, cover):
        there = next_cover(moment, cover)

        assert there >= moment
        assert next_cover(there, cover) == there
        assert is_covered(there, cover)

    @given(moments, st.integers(0, 4_000), st.integers(0, 4_000), covers())
    def test_it_adds_up(self, moment, first, second, cover):
        assume(second)
        halfway = add_covered_time(moment, timedelta(minutes=first), cover)

        assert add_covered_time(halfway, timedelta(minutes=second), cover) == add_covered_time(
            moment, timedelta(minutes=first + second), cover
        )

    @given(moments, st.integers(0, 60 * 24 * 14), st.integers(1, 4_000), covers())
    def test_what_came_first_is_never_due_later(self, moment, later, minutes, cover):
        duration = timedelta(minutes=minutes)

        assert add_covered_time(moment, duration, cover) <= add_covered_time(
            moment + timedelta(minutes=later), duration, cover
        )

    @given(moments, st.integers(1, 2_000), covers())
    def test_just_that_much_of_it_passes_until_it_is_due(self, moment, minutes, cover):
        """Counted in another way: stretch by stretch, by the clock on the wall of each day."""
        due = add_covered_time(moment, timedelta(minutes=minutes), cover)

        assert covered(moment, due, cover) == timedelta(minutes=minutes)


def is_covered(moment: datetime, cover: Cover) -> bool:
    here = moment.astimezone(LONDON)
    closes = cover.closes if cover.closes != time(0) else time.max
    return is_open_on(here.date(), cover) and cover.opens <= here.time() < closes


def is_open_on(day: date, cover: Cover) -> bool:
    """Christmas, Boxing Day and New Year's Day are holidays on a Saturday or a Sunday as well."""
    is_fixed_holiday = (day.month, day.day) in ((12, 25), (12, 26), (1, 1))
    is_holiday = is_fixed_holiday if day.weekday() >= SATURDAY else not is_working_day(day)
    return day.weekday() in cover.weekdays and not is_holiday


def covered(begin: datetime, end: datetime, cover: Cover) -> timedelta:
    """How much covered time lies between two moments."""
    total, day = timedelta(0), london_day(begin)
    while day <= london_day(end):
        if is_open_on(day, cover):
            opens = on_the_wall(day, cover.opens)
            closes = on_the_wall(day + DAY if cover.closes == time(0) else day, cover.closes)
            total += max(min(closes, end) - max(opens, begin), timedelta(0))
        day += DAY
    return total


def on_the_wall(day: date, at: time) -> datetime:
    return datetime.combine(day, at, LONDON).astimezone(UTC)
