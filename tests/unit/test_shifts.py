"""The rota's rules: whose turn it is, when somebody is there, and where nobody is. All hours are hours in London."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from app.services.clocks import LONDON, Cover, Stretch, add_covered_time, is_bank_holiday, next_cover
from app.services.shifts import LOOKS_AHEAD, Rota, Shift

RUTH, SAM, TESS = UUID(int=1), UUID(int=2), UUID(int=3)
OFFICE = Cover(frozenset(range(5)), time(9), time(17))
HOUR = timedelta(hours=1)
MONDAY = date(2026, 6, 1)


def london(*when: int) -> datetime:
    return datetime(*when, tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def shift(weekday: int = 0, opens: int = 9, closes: int = 17, who: UUID = RUTH, **more) -> Shift:
    return Shift(person_id=who, weekday=weekday, opens=time(opens % 24), closes=time(closes % 24), **more)


def rota(*shifts: Shift, promised: Cover = OFFICE) -> Rota:
    return Rota(shifts, promised)


def every_day(opens: int, closes: int, **more) -> list[Shift]:
    return [shift(weekday, opens, closes, **more) for weekday in range(7)]


def on(found: Rota, *when: int) -> list[UUID]:
    return [one.person_id for one in found.on_at(london(*when))]


class TestTheClock:
    def test_it_runs_while_somebody_is_there(self):
        assert add_covered_time(london(2026, 6, 1, 10), HOUR, rota(shift())) == london(2026, 6, 1, 11)

    def test_outside_of_that_it_begins_when_somebody_comes(self):
        assert add_covered_time(london(2026, 6, 2, 10), HOUR, rota(shift())) == london(2026, 6, 8, 10)

    def test_several_stretches_of_one_day_count_together(self):
        found = rota(shift(opens=9, closes=12), shift(opens=14, closes=17, who=SAM))

        assert add_covered_time(london(2026, 6, 1, 11, 40), HOUR, found) == london(2026, 6, 1, 14, 40)

    def test_two_at_once_are_there_once(self):
        found = rota(shift(opens=9, closes=12), shift(opens=10, closes=13, who=SAM))

        assert found.stretches_between(london(2026, 6, 1), london(2026, 6, 2)) == [
            Stretch(london(2026, 6, 1, 9), london(2026, 6, 1, 13))
        ]

    def test_a_night_goes_on_past_midnight(self):
        night = rota(shift(opens=22, closes=6))

        assert add_covered_time(london(2026, 6, 1, 23, 30), HOUR, night) == london(2026, 6, 2, 0, 30)
        assert add_covered_time(london(2026, 6, 2, 5, 30), HOUR, night) == london(2026, 6, 8, 22, 30)

    def test_a_line_that_ends_when_it_begins_lasts_a_day(self):
        assert rota(shift(opens=9, closes=9)).stretches_between(london(2026, 6, 1), london(2026, 6, 3)) == [
            Stretch(london(2026, 6, 1, 9), london(2026, 6, 2, 9))
        ]

    def test_the_night_in_which_the_clocks_change_is_as_long_as_it_is(self):
        nights = rota(*every_day(22, 6))
        spring, autumn = (london(2026, *day, 22) for day in ((3, 28), (10, 24)))

        assert add_covered_time(spring, 7 * HOUR, nights) == london(2026, 3, 29, 6)
        assert add_covered_time(autumn, 9 * HOUR, nights) == london(2026, 10, 25, 6)

    def test_on_christmas_day_only_who_says_so_is_there(self):
        both = rota(shift(4), shift(4, who=SAM, on_bank_holidays=True))  # 25 December 2026 is a Friday

        assert on(both, 2026, 12, 18, 10) == [RUTH, SAM]
        assert on(both, 2026, 12, 25, 10) == [SAM]

    def test_a_night_that_begins_on_the_eve_of_a_holiday_lasts_until_its_morning(self):
        nights = rota(*every_day(22, 6))

        assert on(nights, 2026, 12, 25, 5) == [RUTH]
        assert on(nights, 2026, 12, 25, 23) == []

    def test_a_line_counts_from_its_first_day_to_its_last(self):
        found = rota(shift(from_day=date(2026, 6, 8), until_day=date(2026, 6, 15)))

        assert [bool(on(found, 2026, 6, day, 10)) for day in (1, 8, 15, 22)] == [False, True, True, False]

    def test_the_night_of_its_last_day_is_whole(self):
        assert on(rota(shift(opens=22, closes=6, until_day=MONDAY)), 2026, 6, 2, 5) == [RUTH]

    def test_on_an_empty_rota_the_promised_hours_count(self):
        assert add_covered_time(london(2026, 6, 1, 16, 45), HOUR, rota()) == london(2026, 6, 2, 9, 45)

    def test_when_nobody_is_on_for_two_weeks_the_promised_hours_count_as_well(self):
        far_away = rota(shift(from_day=date(2026, 6, 29)))

        assert next_cover(london(2026, 6, 3, 7), far_away) == london(2026, 6, 3, 9)
        assert next_cover(london(2026, 6, 16, 7), far_away) == london(2026, 6, 29, 9)

    def test_after_the_last_line_is_over_the_promised_hours_count(self):
        over = rota(shift(until_day=MONDAY))

        assert add_covered_time(london(2026, 6, 1, 16, 30), HOUR, over) == london(2026, 6, 2, 9, 30)


class TestTurns:
    def test_they_go_by_rank_and_out_of_hours_comes_last(self):
        found = rota(
            shift(who=TESS, is_out_of_hours=True), shift(who=SAM, rank=2), shift(who=RUTH, rank=1, opens=8, closes=18)
        )

        assert on(found, 2026, 6, 1, 10) == [RUTH, SAM, TESS]

    def test_at_the_end_of_a_line_nobody_is_there_any_more(self):
        assert on(rota(shift()), 2026, 6, 1, 17) == []
        assert on(rota(shift()), 2026, 6, 1, 9) == [RUTH]


class TestGaps:
    def gaps(self, *shifts: Shift) -> list[Stretch]:
        return rota(*shifts).gaps_between(london(2026, 6, 1), london(2026, 6, 2))

    def test_a_day_without_anybody_is_one(self):
        assert self.gaps() == [Stretch(london(2026, 6, 1, 9), london(2026, 6, 1, 17))]

    def test_before_between_and_after(self):
        assert self.gaps(shift(opens=10, closes=12), shift(opens=14, closes=16)) == [
            Stretch(london(2026, 6, 1, 9), london(2026, 6, 1, 10)),
            Stretch(london(2026, 6, 1, 12), london(2026, 6, 1, 14)),
            Stretch(london(2026, 6, 1, 16), london(2026, 6, 1, 17)),
        ]

    def test_a_full_day_has_none_and_nobody_is_missed_on_a_holiday(self):
        assert self.gaps(shift(opens=8, closes=18)) == []
        assert rota().gaps_between(london(2026, 12, 25), london(2026, 12, 26)) == []


class TestTheWeekInPieces:
    def test_each_piece_says_who_is_there_and_whether_somebody_should_be(self):
        found = rota(shift(opens=9, closes=12), shift(opens=11, closes=18, who=SAM, rank=2))
        pieces = found.segments_between(london(2026, 6, 1), london(2026, 6, 3))

        assert [
            (one.begins.astimezone(LONDON).hour, [shift.person_id for shift in one.shifts], one.is_promised)
            for one in pieces
        ] == [
            (9, [RUTH], True),
            (11, [RUTH, SAM], True),
            (12, [SAM], True),
            (17, [SAM], False),
            (9, [], True),  # on Tuesday
        ]

    def test_a_usual_week_says_the_hours_of_each_day(self):
        found = rota(shift(opens=9, closes=12), shift(opens=12, closes=17), shift(2, 22, 6), shift(4, 10, 16))

        assert found.usual_week(MONDAY) == (((540, 1020),), (), ((1320, 1800),), (), ((600, 960),), (), ())

    def test_day_and_night_are_a_whole_day(self):
        assert rota(*every_day(8, 20), *every_day(20, 8)).usual_week(MONDAY) == (((0, 1440),),) * 7

    def test_an_empty_rota_has_no_usual_week(self):
        assert rota().usual_week(MONDAY) == ()
        assert rota(shift(until_day=date(2026, 5, 1))).usual_week(MONDAY) == ()


hours = st.integers(0, 23)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31))
shifts = st.builds(
    shift,
    st.integers(0, 6),
    hours,
    hours,
    st.sampled_from([RUTH, SAM, TESS]),
    rank=st.integers(1, 3),
    on_bank_holidays=st.booleans(),
    from_day=st.sampled_from([date(2026, 1, 1), date(2026, 12, 24), date(2027, 3, 28)]),
    until_day=st.sampled_from([None, date(2027, 4, 5), date(2027, 10, 31)]),
)
rotas = st.lists(shifts, max_size=8).map(lambda some: rota(*some))
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)),  # noqa: DTZ001 (the zone is put to it below)
    # The nights in which the clocks change, and Christmas.
    st.builds(
        lambda day, minutes: day + timedelta(minutes=minutes),
        st.sampled_from([datetime(*day) for day in ((2027, 3, 27), (2027, 10, 30), (2026, 12, 24))]),  # noqa: DTZ001
        st.integers(0, 3 * 24 * 60),
    ),
).map(lambda moment: moment.replace(tzinfo=UTC))


class TestWhatever:
    @given(rotas, moments)
    def test_somebody_is_there_at_the_next_cover_or_nobody_is_for_two_weeks(self, found, moment):
        there = next_cover(moment, found)

        assert there >= moment
        if found.stretches_between(moment, moment + LOOKS_AHEAD):
            assert found.on_at(there)
        else:
            assert there == next_cover(moment, OFFICE)

    @given(rotas, moments, st.integers(0, 240))
    def test_the_clock_never_runs_out_sooner_than_in_real_time(self, found, moment, minutes):
        assert add_covered_time(moment, timedelta(minutes=minutes), found) >= moment + timedelta(minutes=minutes)

    @given(rotas, moments)
    def test_with_somebody_always_there_the_clock_never_stands_still(self, found, moment):
        always = Rota((*found.shifts, *every_day(0, 0, on_bank_holidays=True)), OFFICE)

        assert add_covered_time(moment, 30 * HOUR, always) == moment + 30 * HOUR

    @given(rotas, moments)
    def test_who_is_on_is_on_exactly_in_its_stretches(self, found, moment):
        stretches = found.stretches_between(moment - HOUR, moment + HOUR)

        assert bool(found.on_at(moment)) == any(one.begins <= moment < one.ends for one in stretches)

    @given(rotas, moments)
    def test_stretches_are_in_order_and_apart(self, found, moment):
        stretches = found.stretches_between(moment, moment + LOOKS_AHEAD)

        assert all(one.begins < one.ends for one in stretches)
        assert all(one.ends < following.begins for one, following in zip(stretches, stretches[1:], strict=False))

    @given(rotas, moments)
    def test_a_gap_is_promised_and_nobody_is_there_and_what_is_no_gap_is_covered(self, found, moment):
        until = moment + timedelta(days=3)
        gaps = found.gaps_between(moment, until)
        missing = sum((gap.ends - gap.begins for gap in gaps), timedelta(0))
        promised = [one for one in found.segments_between(moment, until) if one.is_promised]

        assert all(not found.on_at(gap.begins) for gap in gaps)
        assert missing == sum((one.ends - one.begins for one in promised if not one.shifts), timedelta(0))

    @given(st.builds(shift, st.integers(0, 6), hours, hours), days)
    def test_on_a_bank_holiday_nobody_begins_who_does_not_say_so(self, one, day):
        assert not (is_bank_holiday(day) and one.stretch_on(day))
