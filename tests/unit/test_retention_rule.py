"""When something has been kept long enough: whatever the day, the period and the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.clocks import london_day, start_of_day
from app.services.retention.rule import Fate, Period, Reason, fate_of

moments = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
periods = st.builds(Period, months=st.integers(0, 120), days=st.integers(0, 730))
reasons = st.lists(st.sampled_from(Reason), max_size=3)
spans = st.timedeltas(timedelta(0), timedelta(days=6000))


@given(period=periods, done=moments, later=spans, why=reasons)
def test_what_waits_for_anybody_never_goes(period, done, later, why):
    fate = fate_of(period, done, why, done + later)

    assert (fate is Fate.OVER) == (period.is_over(done, done + later) and not why)


@given(period=periods, done=moments, later=spans, back=spans)
def test_a_clock_that_is_set_back_lets_nothing_go_that_was_kept(period, done, later, back):
    now = done + later

    assert period.is_over(done, now) or not period.is_over(done, now - back)


@given(period=periods, done=moments, more=spans, later=spans)
def test_doing_something_with_it_never_lets_it_go_sooner(period, done, more, later):
    now = done + more + later

    assert not period.is_over(done + more, now) or period.is_over(done, now)


@given(period=periods, done=moments, later=spans)
def test_all_that_is_over_is_looked_at(period, done, later):
    now = done + later

    assert not period.is_over(done, now) or done < start_of_day(period.earliest(now))


@given(period=periods, done=moments)
def test_it_is_kept_to_the_end_of_its_last_day_in_london(period, done):
    last = period.last_day(done)

    assert not period.is_over(done, start_of_day(last + timedelta(days=1)) - timedelta(seconds=1))
    assert period.is_over(done, start_of_day(last + timedelta(days=1)))


@pytest.mark.parametrize(
    ("done", "months", "last"),
    [
        ("2024-02-29T12:00+00:00", 24, "2026-02-28"),
        ("2026-08-31T12:00+00:00", 6, "2027-02-28"),
        ("2026-06-30T23:30+00:00", 6, "2027-01-01"),  # half past midnight in London: the 1st of July
        ("2026-12-31T23:30+00:00", 6, "2027-06-30"),
    ],
)
def test_months_are_months_of_the_calendar_in_london(done, months, last):
    period, done_at = Period(months=months), datetime.fromisoformat(done)
    last_day = period.last_day(done_at)

    assert last_day.isoformat() == last
    # On the very next day it is looked at.
    assert done_at < start_of_day(period.earliest(start_of_day(last_day + timedelta(days=1))))


def test_a_moment_belongs_to_its_day_in_london():
    assert london_day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)).isoformat() == "2026-07-01"
