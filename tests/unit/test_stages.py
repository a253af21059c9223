from datetime import date

import pytest

from app.models.codes import ParticipationCode, Stage
from app.services import stages
from app.services.stages import BirthMonth, age_in_years, codes_for, possible_stages, stage_on

EVERY_CODE = tuple(ParticipationCode)
PN0 = ParticipationCode.PN0
MARCH_2022 = BirthMonth(2022, 3)
IN_THE_MONTH = date(2026, 3, 17)


class TestTheStageOfAChild:
    def test_a_child_who_is_not_born_yet_is_unborn(self):
        assert stage_on(None, IN_THE_MONTH) is Stage.UNBORN

    def test_a_baby_born_this_month_is_under_4(self):
        assert stage_on(BirthMonth(2026, 3), IN_THE_MONTH) is Stage.UNDER_4

    def test_until_the_end_of_the_month_before_their_birthday_a_child_is_under_4(self):
        assert stage_on(MARCH_2022, date(2026, 2, 28)) is Stage.UNDER_4

    def test_from_the_month_after_their_birthday_a_child_is_4_or_over(self):
        assert stage_on(MARCH_2022, date(2026, 4, 1)) is Stage.FOUR_OR_OVER

    def test_in_the_month_of_the_4th_birthday_only_the_chair_can_say(self):
        assert stage_on(MARCH_2022, IN_THE_MONTH) is None

    @pytest.mark.parametrize("answer", [Stage.UNDER_4, Stage.FOURTH_BIRTHDAY, Stage.FOUR_OR_OVER])
    def test_what_the_chair_says_then_counts(self, answer):
        assert stage_on(MARCH_2022, IN_THE_MONTH, on_the_day=answer) is answer

    @pytest.mark.parametrize("day", [date(2026, 2, 28), date(2025, 3, 17)])
    def test_in_other_months_what_the_chair_said_changes_nothing(self, day):
        assert stage_on(MARCH_2022, day, on_the_day=Stage.FOUR_OR_OVER) is Stage.UNDER_4

    def test_other_birthdays_need_no_answer(self):
        assert stage_on(BirthMonth(2021, 3), IN_THE_MONTH) is Stage.FOUR_OR_OVER

    def test_a_child_with_a_month_of_birth_is_not_unborn(self):
        with pytest.raises(ValueError, match="Choose “under 4” or “4th birthday” or “4 or over” for the day"):
            stage_on(MARCH_2022, IN_THE_MONTH, on_the_day=Stage.UNBORN)

    def test_on_the_first_of_the_month_the_birthday_cannot_be_over(self):
        first = date(2026, 3, 1)

        assert possible_stages(MARCH_2022, first) == (Stage.UNDER_4, Stage.FOURTH_BIRTHDAY)
        with pytest.raises(ValueError, match="Choose “under 4” or “4th birthday” for the day"):
            stage_on(MARCH_2022, first, on_the_day=Stage.FOUR_OR_OVER)

    def test_on_the_last_of_the_month_the_birthday_cannot_be_to_come(self):
        last = date(2026, 3, 31)

        assert possible_stages(MARCH_2022, last) == (Stage.FOURTH_BIRTHDAY, Stage.FOUR_OR_OVER)
        with pytest.raises(ValueError, match="check the month of birth"):
            stage_on(MARCH_2022, last, on_the_day=Stage.UNDER_4)

    def test_the_day_after_the_first_and_the_day_before_the_last_all_are_possible(self):
        three = (Stage.UNDER_4, Stage.FOURTH_BIRTHDAY, Stage.FOUR_OR_OVER)

        assert possible_stages(MARCH_2022, date(2026, 3, 2)) == three
        assert possible_stages(MARCH_2022, date(2026, 3, 30)) == three

    def test_february_of_a_leap_year_ends_on_the_29th(self):
        born = BirthMonth(2024, 2)

        assert Stage.UNDER_4 in possible_stages(born, date(2028, 2, 28))
        assert Stage.UNDER_4 not in possible_stages(born, date(2028, 2, 29))

    def test_in_other_months_there_is_nothing_to_choose(self):
        assert possible_stages(None, IN_THE_MONTH) == (Stage.UNBORN,)
        assert possible_stages(BirthMonth(2012, 3), IN_THE_MONTH) == (Stage.FOUR_OR_OVER,)


class TestWhatCannotBe:
    def test_a_child_born_after_the_conference(self):
        with pytest.raises(ValueError, match="after the conference. Check both dates, or tick “Not born yet”"):
            stage_on(BirthMonth(2026, 4), date(2026, 3, 31))

    def test_a_child_may_turn_18_in_the_month_of_the_conference(self):
        assert stage_on(BirthMonth(2008, 3), IN_THE_MONTH) is Stage.FOUR_OR_OVER

    def test_a_child_who_turned_18_the_month_before(self):
        with pytest.raises(ValueError, match="18 or over at the conference. Check both dates"):
            stage_on(BirthMonth(2008, 2), IN_THE_MONTH)


class TestTheCodesOfAStage:
    def test_none_fits_a_child_who_is_not_born_yet(self):
        assert codes_for(Stage.UNBORN) == ()

    def test_under_4_only_pn0_fits(self):
        assert codes_for(Stage.UNDER_4) == (PN0,)

    def test_on_the_4th_birthday_itself_every_code_fits(self):
        assert codes_for(Stage.FOURTH_BIRTHDAY) == EVERY_CODE

    def test_from_4_every_code_but_pn0_fits(self):
        assert codes_for(Stage.FOUR_OR_OVER) == EVERY_CODE[1:]
        assert PN0 not in codes_for(Stage.FOUR_OR_OVER)

    def test_there_are_eight_codes_each_with_its_national_wording(self):
        assert [code.value for code in EVERY_CODE] == [f"PN{number}" for number in range(8)]
        assert len({code.meaning for code in EVERY_CODE}) == 8
        assert PN0.meaning == "Child aged under 4 at the time of the review"
        assert ParticipationCode.PN7.meaning == "Child does not attend nor are his or her views conveyed to the review"


class TestBirthMonth:
    def test_it_is_written_year_first(self):
        assert str(BirthMonth(2019, 3)) == "2019-03"

    @pytest.mark.parametrize("text", ["2019-03", " 2019-03\n", "2019-3"])
    def test_it_is_read_back(self, text):
        assert BirthMonth.parse(text) == BirthMonth(2019, 3)

    @pytest.mark.parametrize(
        "text", ["", "March 2019", "2019", "19-03", "2019-003", "2019-03-17", "٢٠١٩-٠٣", "-2019-03"]
    )
    def test_anything_else_is_told_how_to_write_it(self, text):
        with pytest.raises(ValueError, match="^Enter the year and month of birth, like 2019-03.$"):
            BirthMonth.parse(text)

    @pytest.mark.parametrize("text", ["2019-01", "2019-12"])
    def test_january_and_december_are_months(self, text):
        assert str(BirthMonth.parse(text)) == text

    @pytest.mark.parametrize("month", [0, 13])
    def test_there_are_twelve_months(self, month):
        with pytest.raises(ValueError, match="1 to 12"):
            BirthMonth(2019, month)
        with pytest.raises(ValueError, match="1 to 12"):
            BirthMonth.parse(f"2019-{month:02}")

    def test_months_sort_by_time(self):
        assert sorted([BirthMonth(2019, 3), BirthMonth(2018, 12)]) == [BirthMonth(2018, 12), BirthMonth(2019, 3)]


class TestAge:
    @pytest.mark.parametrize(
        ("day", "age"),
        [
            (date(2022, 3, 31), 0),
            (date(2022, 4, 1), 0),
            (date(2023, 3, 31), 0),
            (date(2023, 4, 1), 1),
            (date(2026, 2, 28), 3),
            (date(2026, 3, 31), 3),  # the birthday may be to come
            (date(2026, 4, 1), 4),
            (date(2040, 3, 1), 17),
        ],
    )
    def test_it_is_the_years_a_child_has_surely_lived(self, day, age):
        assert age_in_years(MARCH_2022, day) == age

    def test_there_is_none_before_birth(self):
        with pytest.raises(ValueError, match="after the conference"):
            age_in_years(MARCH_2022, date(2022, 2, 28))


class TestTheBandThatFiguresCount:
    @pytest.mark.parametrize(
        ("born", "band"),
        [
            ("2022-11", "4 to 9"),  # the month of the 4th birthday: the chair said that it was over
            ("2017-01", "4 to 9"),
            ("2016-11", "4 to 9"),  # the 10th birthday may be still to come
            ("2016-10", "10 to 15"),
            ("2010-11", "10 to 15"),
            ("2010-10", "16 or over"),
        ],
    )
    def test_a_child_from_4_has_one(self, born, band):
        assert stages.age_band_of(Stage.FOUR_OR_OVER, BirthMonth.parse(born), date(2026, 11, 10)) == band

    @pytest.mark.parametrize("stage", [Stage.UNBORN, Stage.UNDER_4, None])
    def test_nobody_else_has(self, stage):
        assert stages.age_band_of(stage, BirthMonth.parse("2023-01"), date(2026, 11, 10)) is None
        assert stages.age_band_of(Stage.FOUR_OR_OVER, None, date(2026, 11, 10)) is None
