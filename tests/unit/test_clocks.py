from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.clocks import (
    Cover,
    FinancialYear,
    Quarter,
    add_covered_time,
    add_months,
    add_working_days,
    covered_time_between,
    due_by,
    end_of_day,
    is_working_day,
    london_day,
    next_cover,
    start_of_day,
    working_days_between,
)

days = st.dates(date(2000, 1, 1), date(2100, 12, 31))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 (given one)

OFFICE = Cover(frozenset(range(5)), time(9), time(17))
ROUND_THE_CLOCK = Cover(frozenset(range(7)), time(0), time(0))


def london(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Europe/London"))


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


class TestWorkingDays:
    @pytest.mark.parametrize(
        "bank_holiday",
        [
            date(2026, 1, 1),
            date(2026, 4, 3),  # Good Friday
            date(2026, 4, 6),  # Easter Monday
            date(2027, 3, 26),  # Good Friday
            date(2027, 3, 29),  # Easter Monday
            date(2026, 5, 4),
            date(2026, 8, 31),  # the English date: in Scotland it is earlier
            date(2026, 12, 25),
            date(2026, 12, 28),  # for Boxing Day, which is a Saturday
            date(2027, 12, 27),  # for Christmas Day, which is a Saturday
            date(2027, 12, 28),
            date(2022, 9, 19),  # the Queen's funeral
        ],
    )
    def test_nobody_works_on_a_bank_holiday(self, bank_holiday):
        assert not is_working_day(bank_holiday)

    @pytest.mark.parametrize("day", [date(2026, 1, 2), date(2026, 3, 17), date(2026, 11, 30), date(2026, 12, 24)])
    def test_other_parts_of_the_country_have_holidays_that_england_has_not(self, day):
        assert is_working_day(day)

    def test_nobody_works_at_the_weekend(self):
        assert [is_working_day(date(2026, 6, day)) for day in range(1, 8)] == [True] * 5 + [False] * 2

    def test_a_leap_day_is_a_day_like_any_other(self):
        assert is_working_day(date(2024, 2, 29))
        assert add_working_days(date(2024, 2, 28), 2) == date(2024, 3, 1)

    def test_a_moment_is_not_a_day(self):
        with pytest.raises(TypeError, match="london_day"):
            is_working_day(utc(2026, 12, 25, 9))


class TestAddWorkingDays:
    def test_the_day_after_counts_as_day_1(self):
        assert add_working_days(date(2026, 6, 1), 1) == date(2026, 6, 2)

    def test_a_weekend_is_stepped_over(self):
        assert add_working_days(date(2026, 6, 5), 1) == date(2026, 6, 8)

    def test_from_a_saturday_the_monday_is_day_1(self):
        assert add_working_days(date(2026, 6, 6), 1) == date(2026, 6, 8)

    def test_a_conference_after_easter_is_fifteen_working_days_on(self):
        assert add_working_days(date(2026, 3, 30), 15) == date(2026, 4, 22)
        assert add_working_days(date(2027, 3, 22), 15) == date(2027, 4, 14)

    def test_christmas_and_new_year_are_stepped_over(self):
        assert add_working_days(date(2026, 12, 24), 1) == date(2026, 12, 29)
        assert add_working_days(date(2026, 12, 24), 4) == date(2027, 1, 4)

    def test_none_is_the_day_itself_when_people_work(self):
        assert add_working_days(date(2026, 6, 1), 0) == date(2026, 6, 1)

    def test_none_is_the_next_working_day_when_they_do_not(self):
        assert add_working_days(date(2026, 6, 6), 0) == date(2026, 6, 8)
        assert add_working_days(date(2026, 4, 3), 0) == date(2026, 4, 7)

    def test_days_cannot_be_taken_away(self):
        with pytest.raises(ValueError, match="0 working days or more"):
            add_working_days(date(2026, 6, 1), -1)

    @given(days, st.integers(1, 40))
    def test_the_days_between_are_those_that_were_added(self, day, number):
        due = add_working_days(day, number)

        assert is_working_day(due)
        assert working_days_between(day, due) == number
        assert working_days_between(due, day) == -number

    @given(days, st.integers(1, 20), st.integers(0, 20))
    def test_days_can_be_added_in_two_steps(self, day, first, second):
        assert add_working_days(add_working_days(day, first), second) == add_working_days(day, first + second)


class TestWorkingDaysBetween:
    def test_the_start_is_not_counted_and_the_end_is(self):
        assert working_days_between(date(2026, 6, 1), date(2026, 6, 1)) == 0
        assert working_days_between(date(2026, 6, 1), date(2026, 6, 3)) == 2

    def test_from_friday_to_the_weekend_is_none(self):
        assert working_days_between(date(2026, 6, 5), date(2026, 6, 7)) == 0

    def test_easter_is_not_counted(self):
        assert working_days_between(date(2026, 4, 2), date(2026, 4, 8)) == 2

    def test_backwards_it_is_less_than_none(self):
        assert working_days_between(date(2026, 6, 8), date(2026, 6, 5)) == -1


class TestDays:
    def test_a_late_evening_in_summer_is_already_tomorrow_in_london(self):
        assert london_day(utc(2026, 6, 1, 23, 30)) == date(2026, 6, 2)
        assert london_day(utc(2026, 1, 5, 23, 30)) == date(2026, 1, 5)

    def test_a_day_begins_in_london_time(self):
        assert start_of_day(date(2026, 7, 1)) == utc(2026, 6, 30, 23)
        assert start_of_day(date(2026, 12, 1)) == utc(2026, 12, 1)

    def test_a_day_ends_in_london_time(self):
        assert end_of_day(date(2026, 1, 5)) == utc(2026, 1, 5, 23, 59, 59)
        assert end_of_day(date(2026, 6, 1)) == utc(2026, 6, 1, 22, 59, 59)
        assert end_of_day(date(2026, 6, 1)).tzinfo is UTC

    def test_a_day_on_which_the_clocks_change_ends_in_the_new_time(self):
        assert end_of_day(date(2026, 3, 28)) == utc(2026, 3, 28, 23, 59, 59)
        assert end_of_day(date(2026, 3, 29)) == utc(2026, 3, 29, 22, 59, 59)
        assert end_of_day(date(2026, 10, 24)) == utc(2026, 10, 24, 22, 59, 59)
        assert end_of_day(date(2026, 10, 25)) == utc(2026, 10, 25, 23, 59, 59)

    def test_what_was_sent_late_in_the_evening_counts_from_the_day_it_was_in_london(self):
        assert due_by(utc(2026, 6, 1, 22, 30), 2) == utc(2026, 6, 3, 22, 59, 59)
        assert due_by(utc(2026, 6, 1, 23, 30), 2) == utc(2026, 6, 4, 22, 59, 59)

    def test_a_due_moment_over_a_clock_change_is_still_the_end_of_the_day(self):
        assert due_by(utc(2026, 3, 27, 12), 1) == utc(2026, 3, 30, 22, 59, 59)

    @pytest.mark.parametrize("use", [london_day, lambda moment: next_cover(moment, OFFICE)])
    def test_a_moment_must_say_its_time_zone(self, use):
        with pytest.raises(ValueError, match="time zone"):
            use(datetime(2026, 6, 1, 12))  # noqa: DTZ001 (the mistake we look for)


class TestCover:
    def test_while_somebody_is_there_the_clock_runs(self):
        assert add_covered_time(london(2026, 6, 1, 10), timedelta(hours=1), OFFICE) == london(2026, 6, 1, 11)

    def test_before_opening_it_starts_at_opening(self):
        assert add_covered_time(london(2026, 6, 1, 7), timedelta(hours=1), OFFICE) == london(2026, 6, 1, 10)

    def test_after_closing_it_starts_the_next_day(self):
        assert add_covered_time(london(2026, 6, 1, 17), timedelta(hours=1), OFFICE) == london(2026, 6, 2, 10)

    def test_at_closing_time_the_next_cover_is_the_next_day(self):
        assert next_cover(london(2026, 6, 1, 17), OFFICE) == london(2026, 6, 2, 9)
        assert next_cover(london(2026, 6, 1, 16, 59), OFFICE) == london(2026, 6, 1, 16, 59)

    def test_it_stands_still_overnight(self):
        assert add_covered_time(london(2026, 6, 1, 16, 45), timedelta(hours=1), OFFICE) == london(2026, 6, 2, 9, 45)

    def test_it_stands_still_over_the_weekend(self):
        assert add_covered_time(london(2026, 6, 5, 16, 45), timedelta(hours=1), OFFICE) == london(2026, 6, 8, 9, 45)

    def test_it_stands_still_at_easter(self):
        assert add_covered_time(london(2026, 4, 2, 16, 45), timedelta(hours=1), OFFICE) == london(2026, 4, 7, 9, 45)

    def test_it_can_take_more_than_a_day(self):
        assert add_covered_time(london(2026, 6, 1, 9), timedelta(hours=20), OFFICE) == london(2026, 6, 3, 13)

    def test_what_runs_out_at_closing_time_runs_out_then(self):
        assert add_covered_time(london(2026, 6, 1, 16), timedelta(hours=1), OFFICE) == london(2026, 6, 1, 17)

    def test_it_comes_out_as_utc(self):
        assert add_covered_time(london(2026, 6, 1, 10), timedelta(hours=1), OFFICE).tzinfo is UTC

    def test_when_the_clocks_change_opening_time_changes_with_them(self):
        assert next_cover(utc(2026, 3, 27, 18), OFFICE) == utc(2026, 3, 30, 8)
        assert next_cover(utc(2026, 10, 23, 18), OFFICE) == utc(2026, 10, 26, 9)

    def test_when_the_clocks_change_an_hour_is_still_an_hour(self):
        nights = Cover(frozenset({6}), time(0), time(6))

        assert add_covered_time(london(2026, 3, 29, 0), timedelta(hours=4), nights) == london(2026, 3, 29, 5)
        assert add_covered_time(london(2026, 10, 25, 0), timedelta(hours=4), nights) == london(2026, 10, 25, 3)

    def test_cover_that_the_change_of_clocks_swallows_does_not_happen(self):
        swallowed = Cover(frozenset({6}), time(1, 30), time(2, 15))

        assert next_cover(london(2026, 3, 28, 12), swallowed) == london(2026, 4, 5, 1, 30)

    def test_closing_at_midnight_is_the_end_of_the_day(self):
        evenings = Cover(frozenset({0}), time(18), time(0))

        assert add_covered_time(london(2026, 6, 1, 23), timedelta(hours=2), evenings) == london(2026, 6, 8, 19)

    def test_somebody_who_is_there_round_the_clock_is_there_now(self):
        assert next_cover(london(2026, 6, 6, 3), ROUND_THE_CLOCK) == london(2026, 6, 6, 3)
        assert next_cover(london(2026, 12, 25, 3), ROUND_THE_CLOCK) == london(2026, 12, 27)  # both holidays

    @pytest.mark.parametrize("weekdays", [set(), {7}, {-1, 0}])
    def test_cover_is_on_days_of_the_week(self, weekdays):
        with pytest.raises(ValueError, match="day of the week"):
            Cover(frozenset(weekdays), time(9), time(17))

    @pytest.mark.parametrize("closes", [time(9), time(8, 59)])
    def test_cover_closes_after_it_opens(self, closes):
        with pytest.raises(ValueError, match="later than the opening"):
            Cover(frozenset({0}), time(9), closes)

    def test_time_cannot_be_taken_away(self):
        with pytest.raises(ValueError, match="0 or more"):
            add_covered_time(utc(2026, 6, 1), timedelta(seconds=-1), OFFICE)

    @given(moments)
    def test_somebody_is_there_at_the_next_cover(self, moment):
        there = next_cover(moment, OFFICE)

        assert there >= moment
        assert is_working_day(london_day(there))
        assert time(9) <= there.astimezone(ZoneInfo("Europe/London")).time() < time(17)
        assert next_cover(there, OFFICE) == there

    @given(moments, st.integers(0, 3_000), st.integers(1, 3_000))
    def test_time_can_be_added_in_two_steps(self, moment, first, second):
        halfway = add_covered_time(moment, timedelta(minutes=first), OFFICE)
        both = add_covered_time(moment, timedelta(minutes=first + second), OFFICE)

        assert add_covered_time(halfway, timedelta(minutes=second), OFFICE) == both
        assert both - moment >= timedelta(minutes=first + second)


class TestAddMonths:
    @pytest.mark.parametrize(
        ("day", "number", "later"),
        [
            (date(2026, 1, 15), 3, date(2026, 4, 15)),
            (date(2026, 1, 31), 1, date(2026, 2, 28)),
            (date(2028, 1, 31), 1, date(2028, 2, 29)),
            (date(2026, 8, 31), 6, date(2027, 2, 28)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2026, 11, 30), 1, date(2026, 12, 30)),
            (date(2026, 12, 1), 1, date(2027, 1, 1)),
            (date(2026, 6, 1), 0, date(2026, 6, 1)),
            (date(2026, 1, 31), -2, date(2025, 11, 30)),
        ],
    )
    def test_it_is_the_same_day_or_the_last_of_a_short_month(self, day, number, later):
        assert add_months(day, number) == later


class TestQuarters:
    @pytest.mark.parametrize(
        ("day", "quarter"),
        [
            (date(2026, 1, 1), Quarter(2026, 1)),
            (date(2026, 3, 31), Quarter(2026, 1)),
            (date(2026, 4, 1), Quarter(2026, 2)),
            (date(2026, 9, 30), Quarter(2026, 3)),
            (date(2026, 12, 31), Quarter(2026, 4)),
        ],
    )
    def test_a_day_is_in_one_quarter(self, day, quarter):
        assert Quarter.containing(day) == quarter

    def test_a_quarter_has_a_first_and_a_last_day(self):
        assert (Quarter(2026, 1).first_day, Quarter(2026, 1).last_day) == (date(2026, 1, 1), date(2026, 3, 31))
        assert (Quarter(2026, 4).first_day, Quarter(2026, 4).last_day) == (date(2026, 10, 1), date(2026, 12, 31))

    def test_a_quarter_is_called_by_its_months(self):
        assert [Quarter(2026, number).label for number in (1, 2, 3, 4)] == [
            "January to March 2026",
            "April to June 2026",
            "July to September 2026",
            "October to December 2026",
        ]

    def test_before_the_first_comes_the_last_of_the_year_before(self):
        assert Quarter(2026, 1).previous == Quarter(2025, 4)
        assert Quarter(2026, 3).previous == Quarter(2026, 2)

    def test_it_is_closed_from_the_day_after_its_last(self):
        assert not Quarter(2026, 1).is_closed_on(date(2026, 3, 31))
        assert Quarter(2026, 1).is_closed_on(date(2026, 4, 1))

    def test_quarters_sort_by_time(self):
        assert sorted([Quarter(2026, 1), Quarter(2025, 4), Quarter(2025, 2)]) == [
            Quarter(2025, 2),
            Quarter(2025, 4),
            Quarter(2026, 1),
        ]

    @pytest.mark.parametrize("number", [0, 5])
    def test_there_are_four(self, number):
        with pytest.raises(ValueError, match="1 to 4"):
            Quarter(2026, number)

    @given(days)
    def test_quarters_follow_one_another_without_a_gap(self, day):
        quarter = Quarter.containing(day)

        assert quarter.first_day <= day <= quarter.last_day
        assert quarter.previous.last_day + timedelta(days=1) == quarter.first_day
        assert quarter.previous < quarter


class TestCoveredTimeBetween:
    @given(moments, st.integers(1, 3_000))
    def test_of_the_time_a_clock_is_given_all_is_left_at_its_start(self, moment, minutes):
        due = add_covered_time(moment, timedelta(minutes=minutes), OFFICE)

        assert covered_time_between(moment, due, OFFICE) == timedelta(minutes=minutes)

    def test_over_a_night_nothing_runs_out(self):
        evening, morning = datetime(2026, 11, 17, 18, tzinfo=UTC), datetime(2026, 11, 18, 9, tzinfo=UTC)

        assert covered_time_between(evening, morning, OFFICE) == timedelta(0)

    def test_when_it_is_over_nothing_is_left(self):
        noon = datetime(2026, 11, 17, 12, tzinfo=UTC)

        assert covered_time_between(noon, noon, OFFICE) == timedelta(0)
        assert covered_time_between(noon, noon - timedelta(hours=2), OFFICE) == timedelta(0)


class TestFinancialYears:
    @pytest.mark.parametrize(
        ("day", "begins"),
        [(date(2026, 3, 31), 2025), (date(2026, 4, 1), 2026), (date(2026, 12, 31), 2026), (date(2027, 1, 1), 2026)],
    )
    def test_a_day_is_in_one_year_which_begins_in_april(self, day, begins):
        assert FinancialYear.containing(day) == FinancialYear(begins)

    def test_it_is_its_four_quarters(self):
        year = FinancialYear(2025)

        assert [quarter.label for quarter in year.quarters] == [
            "April to June 2025",
            "July to September 2025",
            "October to December 2025",
            "January to March 2026",
        ]
        assert (year.first_day, year.last_day) == (date(2025, 4, 1), date(2026, 3, 31))
        assert year.label == "April 2025 to March 2026"
        assert year.previous == FinancialYear(2024)

    def test_on_its_last_day_it_is_not_over(self):
        assert not FinancialYear(2025).is_closed_on(date(2026, 3, 31))
        assert FinancialYear(2025).is_closed_on(date(2026, 4, 1))
