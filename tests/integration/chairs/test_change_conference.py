from datetime import date

import pytest

from app.extensions import db
from app.models import Conference, utc_now
from app.models.codes import ActionStatus, ConferenceFormat, ConferenceType, ParticipationCode, Stage, ToldHow
from app.services import auditing
from tests.factories import ActionFactory, ChildFactory, ChildRecordFactory, ConferenceFactory
from tests.integration.chairs.addresses import conference_address
from tests.integration.records import complete_record

RIGHT = {
    "reference": "NB-3000",
    "held_on": "2026-11-11",
    "type": "initial pre-birth",
    "format": "online",
    "strategy_discussion_on": "2026-10-28",
    "late_reason": "",
}


@pytest.fixture
def conference(chair) -> Conference:
    """Held on Tuesday 10 November 2026, a week before the tests' today."""
    return ConferenceFactory(chair=chair, reference="NB-2041", strategy_discussion_on=date(2026, 10, 27))


@pytest.fixture
def change(conference) -> str:
    return f"{conference_address(conference)}/change"


def born(month: str, **changes):
    """A record of a child born in this month; the reference is C-7."""
    return ChildRecordFactory(child=ChildFactory(reference="C-7", born=month), **changes)


def deeds(conference: Conference) -> list[str]:
    return [line.deed for line in auditing.lines_about(conference)]


class TestPuttingItRight:
    def test_everything_about_it_can_be_changed(self, chair_browser, change, conference):
        response = chair_browser.fill_in(change, **RIGHT)

        assert response.location == f"{conference_address(conference)}?saved=conference"
        assert (conference.reference, conference.held_on) == ("NB-3000", date(2026, 11, 11))
        assert (conference.type, conference.format) == (ConferenceType.PRE_BIRTH, ConferenceFormat.ONLINE)
        assert conference.strategy_discussion_on == date(2026, 10, 28)

    def test_the_page_shows_what_is_stored(self, chair_browser, change):
        page = chair_browser.get(change).page

        assert [page.field(name) for name in RIGHT] == [
            "NB-2041",
            "2026-11-10",
            "initial",
            "in person",
            "2026-10-27",
            "",
        ]

    def test_what_follows_it_is_due_from_its_new_day(self, chair_browser, change, conference):
        chair_browser.fill_in(change, held_on="2026-11-12")

        due = conference.letter_due_on, conference.core_group_due_on, conference.record_due_on
        assert due == (date(2026, 11, 13), date(2026, 11, 26), date(2026, 12, 3))

    def test_it_is_written_down(self, chair_browser, change, conference, chair):
        chair_browser.fill_in(change, **RIGHT)

        (line,) = auditing.lines_about(conference)
        assert (line.deed, line.person_id) == ("changed conference", chair.id)

    def test_sending_twice_changes_it_once(self, chair_browser, change, conference):
        shown = chair_browser.get(change)

        places = {chair_browser.send(shown, **RIGHT).location for _ in range(2)}

        assert (places, deeds(conference)) == (
            {f"{conference_address(conference)}?saved=conference"},
            ["changed conference"],
        )

    def test_saving_what_is_there_already_is_no_change(self, chair_browser, change, conference):
        response = chair_browser.fill_in(change)

        assert (response.status_code, deeds(conference)) == (302, [])

    def test_its_new_reference_is_known_at_the_next_one(self, chair_browser, change):
        chair_browser.fill_in(change, **RIGHT)

        again = RIGHT | {"reference": "nb-3000"}
        assert "already" in chair_browser.fill_in("/conferences/new", **again).page.errors[0]

    def test_the_page_of_the_conference_leads_there(self, chair_browser, change, conference):
        page = chair_browser.get(conference_address(conference)).page

        assert page.link("Change the conference") == change


class TestWhatCannotBeRight:
    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"reference": "  "}, "Enter the reference of the conference."),
            ({"held_on": ""}, "Enter the date of the conference."),
            ({"held_on": "2026-02-30"}, "Enter a real date, like 12/05/2026."),
            ({"held_on": "2027-05-18"}, "The conference must be within the next 6 months. Check the year."),
            (
                {"held_on": "2026-11-14"},
                "Saturday 14 November is not a working day. Check the date of the conference.",
            ),
            ({"strategy_discussion_on": ""}, "Enter the date of the strategy discussion."),
            (
                {"strategy_discussion_on": "2026-11-12"},
                "The strategy discussion must not be after the conference. Check both dates.",
            ),
            (
                {"strategy_discussion_on": "2026-10-19"},
                "Write why the conference is late. It was due by 9 November 2026, "
                "15 working days after the strategy discussion.",
            ),
            ({"type": "party"}, "Choose one of the answers on the page."),
        ],
    )
    def test_the_chair_is_told_as_when_making_one(self, chair_browser, change, conference, changes, error):
        assert chair_browser.fill_in(change, **RIGHT | changes).page.errors == [error]
        assert conference.reference == "NB-2041"

    @pytest.mark.parametrize("typed", ["2026-02-30", "30 Febuary", "next week"])
    def test_a_date_that_cannot_be_read_stays_as_typed(self, chair_browser, change, typed):
        page = chair_browser.fill_in(change, **RIGHT | {"held_on": typed, "late_reason": "Snow"}).page

        shown = {name: page.field(name) for name in RIGHT}
        assert shown == RIGHT | {"held_on": typed, "late_reason": "Snow"}

    def test_another_conference_with_this_reference_on_this_day_is_pointed_out(self, chair_browser, change, conference):
        ConferenceFactory(chair=conference.chair, reference="NB-3000", held_on=date(2026, 11, 11))

        page = chair_browser.fill_in(change, **RIGHT | {"reference": "nb-3000"}).page

        assert page.errors == [
            "There is a conference nb-3000 on 11 November 2026 already. "
            "Open it from the list, or check the reference and the date."
        ]
        assert (page.field("reference"), conference.reference) == ("nb-3000", "NB-2041")

    def test_its_own_reference_may_be_spelt_another_way(self, chair_browser, change, conference):
        chair_browser.fill_in(change, reference="nb-2041")

        assert conference.reference == "nb-2041"

    def test_two_windows_do_not_overwrite_each_other(self, chair_browser, change, conference):
        one, two = chair_browser.get(change), chair_browser.get(change)

        chair_browser.send(one, reference="NB-1")
        shown = chair_browser.send(two, reference="NB-2")

        assert shown.page.errors == ["This was changed in another window. Compare both below, then save again."]
        assert (shown.page.field("reference"), conference.reference) == ("NB-2", "NB-1")

        chair_browser.send(shown)
        assert conference.reference == "NB-2"

    def test_a_form_that_was_open_too_long_can_be_sent_again(self, chair_browser, change, conference):
        shown = chair_browser.fill_in(change, **RIGHT | {"csrf_token": "old"})

        assert "This page was open for a long time." in shown.page.text
        assert chair_browser.send(shown).status_code == 302
        assert conference.reference == "NB-3000"


class TestAFinishedConference:
    @pytest.fixture(autouse=True)
    def finished(self, conference):
        conference.finished_at = utc_now()
        db.session.commit()

    def test_it_is_opened_again_first(self, chair_browser, change, conference):
        page = chair_browser.fill_in(change, **RIGHT).page

        assert page.errors == ["This conference is finished. Open it again to change it."]
        assert conference.reference == "NB-2041"

    def test_its_page_does_not_offer_it(self, chair_browser, conference):
        assert "Change the conference" not in chair_browser.get(conference_address(conference)).page.text


class TestTheAgeOfEachChild:
    @pytest.mark.parametrize(
        ("month", "stage", "moved_to", "then"),
        [
            ("2022-12", Stage.UNDER_4, "2027-01-12", Stage.FOUR_OR_OVER),
            ("2022-10", Stage.FOUR_OR_OVER, "2026-09-15", Stage.UNDER_4),
            ("2022-10", Stage.FOUR_OR_OVER, "2026-10-15", None),
            ("2022-11", Stage.UNDER_4, "2026-11-11", None),
            ("2026-11", Stage.UNBORN, "2026-11-11", Stage.UNBORN),
            ("2026-12", Stage.UNBORN, "2027-01-12", Stage.UNDER_4),
            (None, Stage.UNBORN, "2027-01-12", Stage.UNBORN),
        ],
    )
    def test_it_is_worked_out_anew(self, chair_browser, change, conference, month, stage, moved_to, then):
        record = born(month, stage=stage, conference=conference)

        chair_browser.fill_in(change, type="reconvened", strategy_discussion_on="", held_on=moved_to)

        assert (conference.held_on, record.stage) == (date.fromisoformat(moved_to), then)

    def test_it_stays_as_said_while_the_day_stays(self, chair_browser, change, conference):
        record = born("2022-11", stage=Stage.FOURTH_BIRTHDAY, conference=conference)

        chair_browser.fill_in(change, reference="NB-3000")

        assert record.stage is Stage.FOURTH_BIRTHDAY

    def test_a_child_who_would_be_born_later_is_named(self, chair_browser, change, conference):
        born("2026-11", stage=Stage.UNDER_4, conference=conference)

        page = chair_browser.fill_in(change, strategy_discussion_on="2026-10-20", held_on="2026-10-28").page

        assert page.errors == [
            "The month of birth of C-7 does not fit a conference on 28 October 2026. Check the date of the conference."
        ]
        assert conference.held_on == date(2026, 11, 10)


class TestACodeThatNoLongerFits:
    EARLIER = {"strategy_discussion_on": "2026-09-14", "held_on": "2026-09-15"}

    @pytest.fixture
    def record(self, conference):
        return born(
            "2022-10", stage=Stage.FOUR_OR_OVER, participation_code=ParticipationCode.PN1, conference=conference
        )

    def test_the_child_is_named_and_nothing_is_changed(self, chair_browser, change, conference, record):
        page = chair_browser.fill_in(change, **self.EARLIER).page

        assert page.errors == [
            "On 15 September 2026 this no longer fits the age we know: PN1 of C-7. "
            "Check the date of the conference, or tick that you choose the participation code again."
        ]
        assert page.field("held_on") == "2026-09-15"
        assert conference.held_on == date(2026, 11, 10)
        assert (record.stage, record.participation_code) == (Stage.FOUR_OR_OVER, ParticipationCode.PN1)

    def test_the_chair_may_choose_it_again(self, chair_browser, change, conference, record):
        shown = chair_browser.fill_in(change, **self.EARLIER)

        chair_browser.send(shown, codes_again="y")

        assert conference.held_on == date(2026, 9, 15)
        assert (record.stage, record.participation_code) == (Stage.UNDER_4, None)

    def test_a_code_that_fits_stays_all_the_same(self, chair_browser, change, conference, record):
        older = ChildRecordFactory(conference=conference, participation_code=ParticipationCode.PN2)

        chair_browser.send(chair_browser.fill_in(change, **self.EARLIER), codes_again="y")

        assert older.participation_code is ParticipationCode.PN2

    def test_in_the_month_of_the_4th_birthday_it_waits_for_the_age(self, chair_browser, change, record):
        page = chair_browser.fill_in(change, strategy_discussion_on="2026-10-14", held_on="2026-10-15").page

        assert "PN1 of C-7" in page.errors[0]

    def test_nobody_is_asked_before_it_matters(self, chair_browser, change, record):
        assert chair_browser.get(change).page.soup.select("[name=codes_again]") == []


class TestDaysThatHangOnIt:
    def test_the_usual_day_to_tell_the_child_moves_with_it(self, chair_browser, change, conference):
        record = ChildRecordFactory(conference=conference, tell_by=date(2026, 11, 17))

        chair_browser.fill_in(change, held_on="2026-11-12")

        assert (record.tell_by, record.tell_due_on) == (date(2026, 11, 19), date(2026, 11, 19))

    def test_a_day_the_chair_chose_stays(self, chair_browser, change, conference):
        record = ChildRecordFactory(conference=conference, tell_by=date(2026, 11, 18))

        chair_browser.fill_in(change, held_on="2026-11-12")

        assert (conference.held_on, record.tell_by) == (date(2026, 11, 12), date(2026, 11, 18))
        assert record.tell_due_on == date(2026, 11, 19)  # the board's clock moves all the same

    def test_nobody_is_told_who_is_not_born(self, chair_browser, change, conference):
        record = born(None, stage=Stage.UNBORN, conference=conference)

        chair_browser.fill_in(change, held_on="2026-11-12")

        assert record.tell_by is None

    def test_a_baby_who_was_born_by_then_has_a_day(self, chair_browser, change, conference):
        record = born("2026-11", stage=Stage.UNBORN, conference=conference)

        chair_browser.fill_in(change, held_on="2026-12-01", late_reason="Snow")

        assert (record.stage, record.tell_by) == (Stage.UNDER_4, date(2026, 12, 8))

    @pytest.mark.parametrize(
        ("recorded", "error"),
        [
            ({"tell_by": date(2026, 11, 11)}, "The child must be told on or after the day of the conference."),
            (
                {"told_on": date(2026, 11, 11), "told_how": ToldHow.FACE_TO_FACE},
                "The day the child was told must not be before the conference.",
            ),
        ],
    )
    def test_a_day_that_would_be_before_it_is_pointed_out(self, chair_browser, change, conference, recorded, error):
        ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-7"), **recorded)

        page = chair_browser.fill_in(change, held_on="2026-11-12").page

        assert page.errors[0].startswith(f"C-7: {error}")
        assert conference.held_on == date(2026, 11, 10)

    @pytest.mark.parametrize(
        ("recorded", "error"),
        [
            ({"due_on": date(2026, 11, 11)}, "The action must be due on or after the day of the conference."),
            (
                {"status": ActionStatus.DONE, "done_on": date(2026, 11, 11)},
                "The day the action was done must not be before the conference.",
            ),
        ],
    )
    def test_an_action_from_before_it_is_pointed_out(self, chair_browser, change, conference, recorded, error):
        record = ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-7"))
        ActionFactory(record=record, **recorded)

        page = chair_browser.fill_in(change, held_on="2026-11-12").page

        assert page.errors == [f"C-7: {error} Change it on the child’s record first, or choose another date here."]
        assert conference.held_on == date(2026, 11, 10)

    def test_one_child_whose_days_do_not_fit_keeps_everything_as_it_is(self, chair_browser, change, conference):
        sister = ChildRecordFactory(conference=conference, position=1, tell_by=date(2026, 11, 17))
        ActionFactory(
            record=ChildRecordFactory(conference=conference, position=2), due_on=date(2026, 11, 11)
        )  # her brother

        chair_browser.fill_in(change, held_on="2026-11-12")

        assert sister.tell_by == date(2026, 11, 17)


def test_the_words_of_the_children_are_not_on_the_page(chair_browser, change, conference):
    complete_record(conference=conference)

    assert "I want to stay" not in chair_browser.get(change).page.html
