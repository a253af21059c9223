from datetime import date

import pytest

from app.models import Conference
from app.models.codes import ConferenceType
from app.services import settings, time_limits
from app.services.errors import RuleBroken
from app.services.time_limits import Days

INITIAL, PRE_BIRTH = ConferenceType.INITIAL, ConferenceType.PRE_BIRTH
TRANSFER_IN, RECONVENED = ConferenceType.TRANSFER_IN, ConferenceType.RECONVENED
FIRST_REVIEW, LATER_REVIEW = ConferenceType.FIRST_REVIEW, ConferenceType.LATER_REVIEW
HELD_ON = date(2026, 11, 10)


def due_on(type: ConferenceType, **counted_from: date) -> date | None:
    limit = time_limits.limit_of(Days(type, HELD_ON, **counted_from))
    return limit.due_on if limit else None


class TestAnInitialConference:
    @pytest.mark.parametrize("type", [INITIAL, PRE_BIRTH])
    @pytest.mark.parametrize(
        ("discussed", "last"),
        [
            (date(2026, 10, 20), date(2026, 11, 10)),
            (date(2026, 3, 26), date(2026, 4, 20)),  # Good Friday and Easter Monday are in between
            (date(2026, 10, 18), date(2026, 11, 6)),  # a Sunday: the Monday after is day 1
        ],
    )
    def test_has_fifteen_working_days_from_the_strategy_discussion(self, type, discussed, last):
        assert due_on(type, strategy_discussion_on=discussed) == last

    def test_the_last_day_is_in_time_and_the_day_after_is_late(self):
        days = Days(INITIAL, date(2026, 11, 10), strategy_discussion_on=date(2026, 10, 20))

        assert not time_limits.is_late(days)
        assert time_limits.is_late(days._replace(held_on=date(2026, 11, 11)))

    @pytest.mark.parametrize("other", ["last_conference_on", "told_of_move_on"])
    def test_is_counted_from_nothing_else(self, other):
        assert due_on(INITIAL, **{other: date(2026, 1, 5)}) is None


class TestATransferIn:
    def test_has_fifteen_working_days_from_when_the_other_area_told_us(self):
        assert due_on(TRANSFER_IN, told_of_move_on=date(2026, 10, 20)) == date(2026, 11, 10)

    def test_is_not_counted_from_the_strategy_discussion_of_the_other_area(self):
        assert due_on(TRANSFER_IN, strategy_discussion_on=date(2026, 1, 5)) is None


class TestAReview:
    @pytest.mark.parametrize(
        ("type", "before", "last"),
        [
            (FIRST_REVIEW, date(2026, 8, 10), date(2026, 11, 10)),
            (FIRST_REVIEW, date(2026, 8, 14), date(2026, 11, 13)),  # three months later is a Saturday
            (FIRST_REVIEW, date(2026, 9, 28), date(2026, 12, 24)),  # the bank holiday of Boxing Day
            (FIRST_REVIEW, date(2025, 11, 28), date(2026, 2, 27)),  # the 28th of February is a Saturday
            (LATER_REVIEW, date(2026, 5, 11), date(2026, 11, 11)),
            (LATER_REVIEW, date(2026, 9, 29), date(2027, 3, 25)),  # Easter Monday: the Thursday before Good Friday
        ],
    )
    def test_the_limit_is_the_last_working_day_within_the_months(self, type, before, last):
        assert due_on(type, last_conference_on=before) == last

    def test_the_months_are_settings(self):
        settings.change("first_review_months", "2")
        settings.change("later_review_months", "5")

        assert due_on(FIRST_REVIEW, last_conference_on=date(2026, 8, 10)) == date(2026, 10, 9)
        assert due_on(LATER_REVIEW, last_conference_on=date(2026, 8, 10)) == date(2027, 1, 8)

    @pytest.mark.parametrize("type", [FIRST_REVIEW, LATER_REVIEW])
    def test_is_not_on_or_before_the_day_of_what_it_reviews(self, type):
        with pytest.raises(RuleBroken, match="must be before this one"):
            time_limits.check_last_conference(type, HELD_ON, HELD_ON)

    def test_the_conference_before_was_on_a_day_when_people_work(self):
        with pytest.raises(RuleBroken, match="Monday 31 August 2026 is not a working day"):
            time_limits.check_last_conference(FIRST_REVIEW, date(2026, 8, 31), HELD_ON)


class TestAReconvenedConference:
    def test_has_no_limit_of_its_own(self):
        everything = dict.fromkeys(
            ["strategy_discussion_on", "last_conference_on", "told_of_move_on"], date(2026, 1, 5)
        )

        assert due_on(RECONVENED, **everything) is None

    def test_needs_none_of_the_days(self):
        time_limits.check_counted_from(Days(RECONVENED, HELD_ON))


class TestWhatFollows:
    def test_over_christmas_ten_working_days_last_longer(self):
        assert time_limits.core_group_due_on(date(2026, 12, 18)) == date(2027, 1, 6)

    def test_the_letter_is_due_the_next_working_day(self):
        assert time_limits.letter_due_on(date(2026, 4, 2)) == date(2026, 4, 7)  # over Easter

    def test_the_record_is_due_in_fifteen_working_days(self):
        assert time_limits.record_due_on(HELD_ON) == date(2026, 12, 1)

    def test_all_three_begin_on_the_day_it_is_held(self):
        conference = Conference(held_on=HELD_ON)
        time_limits.start_clocks(conference)

        assert conference.letter_due_on == time_limits.letter_due_on(HELD_ON)
        assert conference.record_due_on == time_limits.record_due_on(HELD_ON)
        assert conference.core_group_due_on == time_limits.core_group_due_on(HELD_ON)


class TestWhatTheChairReads:
    @pytest.mark.parametrize(
        ("type", "counted_from", "rule"),
        [
            (INITIAL, "strategy_discussion_on", "15 working days after the strategy discussion"),
            (TRANSFER_IN, "told_of_move_on", "15 working days after the other area told us"),
            (FIRST_REVIEW, "last_conference_on", "within 3 months of the initial conference"),
            (LATER_REVIEW, "last_conference_on", "within 6 months of the conference before"),
        ],
    )
    def test_the_rule_is_said_in_words(self, type, counted_from, rule):
        assert time_limits.limit_of(Days(type, HELD_ON, **{counted_from: date(2026, 9, 1)})).rule == rule

    @pytest.mark.parametrize(
        ("days", "says"),
        [
            (Days(INITIAL, HELD_ON), "Enter the date of the strategy discussion."),
            (
                Days(INITIAL, HELD_ON, strategy_discussion_on=date(2009, 12, 31)),
                "The strategy discussion must be on or after 1 January 2010. Check the year.",
            ),
            (
                Days(INITIAL, HELD_ON, strategy_discussion_on=date(2026, 11, 11)),
                "The strategy discussion must not be after the conference. Check both dates.",
            ),
            (Days(TRANSFER_IN, HELD_ON), "Enter the day the other area told us."),
            (
                Days(TRANSFER_IN, HELD_ON, told_of_move_on=date(2009, 12, 31)),
                "The day the other area told us must be on or after 1 January 2010. Check the year.",
            ),
            (
                Days(TRANSFER_IN, HELD_ON, told_of_move_on=date(2026, 11, 11)),
                "The day the other area told us must not be after the conference. Check both dates.",
            ),
            (Days(FIRST_REVIEW, HELD_ON), "Enter the date of the conference before."),
            (
                Days(FIRST_REVIEW, HELD_ON, last_conference_on=date(2009, 12, 31)),
                "The conference before must be on or after 1 January 2010. Check the year.",
            ),
            (
                Days(FIRST_REVIEW, HELD_ON, last_conference_on=HELD_ON),
                "The conference before must be before this one. Check both dates.",
            ),
        ],
    )
    def test_what_is_missing_or_cannot_be_right_is_said_with_what_to_do(self, days, says):
        with pytest.raises(RuleBroken) as broken:
            time_limits.check_counted_from(days)

        assert str(broken.value) == says

    @pytest.mark.parametrize(
        "days",
        [
            Days(INITIAL, HELD_ON, strategy_discussion_on=date(2010, 1, 1)),
            Days(INITIAL, HELD_ON, strategy_discussion_on=HELD_ON),
            Days(TRANSFER_IN, HELD_ON, told_of_move_on=date(2010, 1, 1)),
            Days(TRANSFER_IN, HELD_ON, told_of_move_on=HELD_ON),
            Days(LATER_REVIEW, HELD_ON, last_conference_on=date(2010, 1, 4)),
            Days(LATER_REVIEW, HELD_ON, last_conference_on=date(2026, 11, 9)),
        ],
    )
    def test_the_first_and_the_last_day_that_can_be_right_are_taken(self, days):
        time_limits.check_counted_from(days)
