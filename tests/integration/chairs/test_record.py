from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import ChildRecord, RecordSource, utc_now
from app.models.codes import ActionStatus, ParticipationCode, SharedWhen, Stage, ToldHow, VoiceSource
from app.services import auditing
from tests.factories import ActionFactory, ChildFactory, ChildRecordFactory, ConferenceFactory, WishFactory
from tests.integration.chairs.addresses import record_address, save_shown
from tests.integration.chairs.addresses import save as save_at
from tests.integration.records import complete_record

AS_TYPED = 'I <3 my nan & "dad" <of him> =1+1'
SHAPED = "\n  I want a dog.\n\n\tHis name is Bob 🐶‍⬛ \u202bعربي\u202c  \n"


@pytest.fixture
def record(conference) -> ChildRecord:
    return ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-2041"))


def of_stage(conference, stage, born=None) -> ChildRecord:
    return ChildRecordFactory(conference=conference, stage=stage, child=ChildFactory(born=born))


def codes_offered(page) -> list[str]:
    return [choice["value"] for choice in page.soup.select("[name=voice-participation_code]")]


def save(browser, record, part, **answers):
    return save_at(browser, record_address(record), part, **answers)


class TestOpeningARecord:
    def test_is_written_down(self, chair_browser, chair, record):
        chair_browser.get(record_address(record))

        (line,) = auditing.lines_about(record)
        assert (line.deed, line.person_id) == ("opened record", chair.id)

    def test_shows_the_child_and_the_parts_of_the_record(self, chair_browser, record):
        page = chair_browser.get(record_address(record)).page

        assert [part["id"] for part in page.soup.select(".part[id], .part__in")] == [
            "about",
            "space",
            "voice",
            "audience",
            "influence",
            "actions",
            "tell",
            "look_back",
        ]

    def test_says_beside_each_part_how_much_is_to_do(self, chair_browser, conference):
        record = complete_record(conference=conference, category=None, outcome=None)

        page = chair_browser.get(record_address(record)).page

        assert " ".join(page.soup.select_one(".toc").get_text().split()) == (
            "The child Space Done Voice Done Audience Done Influence 2 to do Actions Done Tell the child Not told yet "
            "Your look back"
        )

    def test_takes_the_same_number_of_queries_however_much_is_in_it(self, chair_browser, record, count_queries):
        for _ in range(12):
            ActionFactory(record=record, wish=WishFactory(record=record))
        address = record_address(record)
        chair_browser.get(address)

        with count_queries() as queries:
            chair_browser.get(address)

        # who is signed in; the record with its conference and child; sources; needs; aids; what MUL stands for; topics;
        # adults who spoke; wishes; actions; what the child wrote; what they said since; the agencies; the conference
        # before; the audit line; whether it is on hold; what they must read
        assert len(queries) == 18


class TestSavingAPart:
    def test_leads_back_to_it(self, chair_browser, record):
        response = save(chair_browser, record, "space", told_beforehand="yes")

        assert response.location == f"{record_address(record)}?saved=space#space"

    def test_says_when_it_was_saved(self, chair_browser, record):
        response = save(chair_browser, record, "space", told_beforehand="yes")

        assert "Saved at 10.00am" in chair_browser.get(response.location).page.soup.select_one("#space").get_text()

    def test_is_written_down(self, chair_browser, record):
        save(chair_browser, record, "space", told_beforehand="yes")

        assert "saved space" in [line.deed for line in auditing.lines_about(record)]

    def test_leaves_the_other_parts_alone(self, chair_browser, conference):
        record = complete_record(conference=conference)

        save(chair_browser, record, "audience", shared_when="end")

        assert (record.shared_when, record.own_words) == (SharedWhen.END, "I want to stay at my school.")

    def test_nothing_chosen_is_nothing_stored(self, chair_browser, record):
        save(chair_browser, record, "audience")

        assert record.considered_individually is None


class TestTheChildsOwnWords:
    @pytest.mark.parametrize("words", [AS_TYPED, SHAPED])
    def test_come_out_exactly_as_typed(self, chair_browser, record, words):
        save(chair_browser, record, "voice", participation_code="PN1", own_words=words)

        assert record.own_words == words
        assert chair_browser.get(record_address(record)).page.field("voice-own_words") == words

    def test_the_line_ends_of_a_browser_become_our_own(self, chair_browser, record):
        save(chair_browser, record, "voice", own_words="one\r\ntwo\rthree")

        assert record.own_words == "one\ntwo\nthree"

    def test_nothing_but_space_is_nothing(self, chair_browser, record):
        save(chair_browser, record, "voice", own_words=" \n ")

        assert record.own_words is None

    def test_longer_than_5000_characters_is_too_long(self, chair_browser, record):
        page = save(chair_browser, record, "voice", own_words="x" * 5_001).page

        assert page.errors == ["Write 5,000 characters or fewer. What you wrote is longer."]
        assert page.field("voice-own_words") == "x" * 5_001

    def test_a_nul_byte_is_dropped(self, chair_browser, record):
        save(chair_browser, record, "voice", own_words="a\x00b")

        assert record.own_words == "ab"

    def test_bytes_that_nobody_can_read_are_pointed_out(self, chair_browser, record):
        shown = chair_browser.get(record_address(record)).page.soup.select_one("main form")
        token = shown.select_one("[name=csrf_token]")["value"].encode()

        response = chair_browser.post(
            record_address(record),
            data=b"csrf_token=" + token + b"&voice-own_words=%ff%fe",
            content_type="application/x-www-form-urlencoded",
        )

        assert "We could not read some of the letters." in response.page.errors[0]

    def test_the_box_asks_no_browser_to_check_or_finish_them(self, chair_browser, record):
        box = chair_browser.get(record_address(record)).page.soup.select_one("[name=voice-own_words]")

        assert (box["class"], box["spellcheck"], box["autocomplete"]) == (["voice"], "false", "off")

    def test_are_not_in_any_address(self, chair_browser, record):
        response = save(chair_browser, record, "voice", own_words="My secret garden")

        assert "garden" not in response.location


class TestHowTheVoiceWasObtained:
    def test_all_that_is_ticked_is_kept(self, chair_browser, record):
        save(chair_browser, record, "voice", sources=["chair met the child", "letter, text or e-mail"])

        assert set(db.session.scalars(select(RecordSource.source))) == {VoiceSource.MET_CHAIR, VoiceSource.WRITTEN}

    def test_what_is_not_ticked_any_more_goes(self, chair_browser, record):
        save(chair_browser, record, "voice", sources=["chair met the child", "letter, text or e-mail"])

        save(chair_browser, record, "voice", sources=["chair met the child"])

        assert list(db.session.scalars(select(RecordSource.source))) == [VoiceSource.MET_CHAIR]

    @pytest.mark.parametrize(
        "source", ["parent's or carer's account", "brother's or sister's account", "earlier record only"]
    )
    def test_somebody_elses_account_is_not_the_childs_own_voice(self, chair_browser, record, source):
        save(chair_browser, record, "voice", sources=[source])

        assert "Everything ticked here comes from somebody else." in chair_browser.get(record_address(record)).page.text

    def test_beside_the_childs_own_it_is_only_marked(self, chair_browser, record):
        save(chair_browser, record, "voice", sources=["parent's or carer's account", "chair met the child"])

        assert "Everything ticked here" not in chair_browser.get(record_address(record)).page.text

    def test_a_source_we_do_not_know_is_refused(self, chair_browser, record):
        page = save(chair_browser, record, "voice", sources=["a dream"], own_words="Hello").page

        assert page.errors == ["Choose one of the answers on the page."]
        assert page.field("voice-own_words") == "Hello"

    def test_of_an_unborn_child_only_what_others_know_is_offered_and_nothing_is_flagged(
        self, chair_browser, conference
    ):
        record = of_stage(conference, Stage.UNBORN, None)
        save(chair_browser, record, "voice", sources=["parent's or carer's account"])

        page = chair_browser.get(record_address(record)).page

        assert [box["value"] for box in page.soup.select("[name=voice-sources]")][:2] == [
            "independent advocate",
            "social worker's direct work",
        ]
        assert "Not the child’s own voice" not in page.text


class TestTheParticipationCode:
    @pytest.mark.parametrize(
        ("stage", "codes"),
        [
            (Stage.UNBORN, []),
            (Stage.UNDER_4, ["PN0"]),
            (Stage.FOURTH_BIRTHDAY, ["PN0", "PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7"]),
            (Stage.FOUR_OR_OVER, ["PN1", "PN2", "PN3", "PN4", "PN5", "PN6", "PN7"]),
        ],
    )
    def test_only_the_codes_for_the_age_are_offered(self, chair_browser, conference, stage, codes):
        born = {Stage.UNBORN: None, Stage.UNDER_4: "2025-01", Stage.FOURTH_BIRTHDAY: "2022-11"}.get(stage, "2014-05")

        page = chair_browser.get(record_address(of_stage(conference, stage, born))).page

        assert codes_offered(page) == codes

    def test_each_comes_with_its_meaning(self, chair_browser, record):
        page = chair_browser.get(record_address(record)).page

        assert "PN6" in page.text
        assert ParticipationCode.PN6.meaning in page.text

    @pytest.mark.parametrize(
        ("stage", "code"),
        [(Stage.FOUR_OR_OVER, "PN0"), (Stage.UNDER_4, "PN1"), (Stage.UNDER_4, "PN7"), (Stage.UNBORN, "PN0")],
    )
    def test_a_code_for_another_age_is_refused(self, chair_browser, conference, stage, code):
        record = of_stage(conference, stage, {Stage.UNBORN: None, Stage.UNDER_4: "2025-01"}.get(stage, "2014-05"))

        page = tampered(chair_browser, record, participation_code=code, observation="Seen at home").page

        assert page.errors == ["This code is not for a child of this age. Choose one of the codes on the page."]
        assert page.field("voice-observation") == "Seen at home"

    def test_a_code_that_does_not_exist_is_refused(self, chair_browser, record):
        page = tampered(chair_browser, record, participation_code="PN9").page

        assert page.errors == ["Choose one of the answers on the page."]

    def test_no_code_is_taken_before_the_age_is_said(self, chair_browser, conference):
        record = of_stage(conference, None, "2022-11")

        page = tampered(chair_browser, record, participation_code="PN1").page

        assert page.errors == ["First say whether the child was 4 on the day of the conference. Then choose the code."]


def tampered(browser, record, part="voice", **answers):
    """Sends what the page does not offer."""
    shown = browser.get(record_address(record)).page.soup.select_one("main form")
    hidden = {name: shown.select_one(f"[name={name}]")["value"] for name in ("csrf_token", "voice-seen")}
    sent = {f"{part}-{name}": answer for name, answer in answers.items()}
    return browser.post(record_address(record), data={f"{part}-seen": "guessed"} | hidden | sent | {"part": part})


class TestTheMonthOfThe4thBirthday:
    @pytest.fixture
    def four_this_month(self, conference) -> ChildRecord:
        return of_stage(conference, None, "2022-11")

    def test_the_page_asks_how_old_the_child_was(self, chair_browser, four_this_month):
        page = chair_browser.get(record_address(four_this_month)).page

        assert [choice["value"] for choice in page.soup.select("[name=stage-stage]")] == [
            "under 4",
            "4th birthday",
            "4 or over",
        ]

    def test_in_other_months_it_does_not_ask(self, chair_browser, record):
        assert chair_browser.get(record_address(record)).page.soup.select("[name=stage-stage]") == []

    @pytest.mark.parametrize("stage", [Stage.UNDER_4, Stage.FOURTH_BIRTHDAY, Stage.FOUR_OR_OVER])
    def test_the_answer_is_kept(self, chair_browser, four_this_month, stage):
        save(chair_browser, four_this_month, "stage", stage=stage.value)

        assert four_this_month.stage is stage

    def test_a_code_that_does_not_fit_any_more_goes_only_when_they_say_so(self, chair_browser, conference):
        record = complete_record(conference=conference, child=ChildFactory(born="2022-11"))

        shown = save(chair_browser, record, "stage", stage="under 4")

        assert shown.page.errors == [
            "PN1 is not for a child who was under 4 on the day. Nothing is changed yet: "
            "tick that PN1 goes, or leave the age as it is."
        ]
        assert (record.stage, record.participation_code) == (Stage.FOUR_OR_OVER, ParticipationCode.PN1)

        save_shown(chair_browser, shown, "stage", code_goes="y")

        assert (record.stage, record.participation_code) == (Stage.UNDER_4, None)

    def test_a_code_that_still_fits_stays(self, chair_browser, conference):
        record = complete_record(conference=conference, child=ChildFactory(born="2022-11"))

        save(chair_browser, record, "stage", stage="4th birthday")

        assert record.participation_code is ParticipationCode.PN1

    def test_no_answer_is_pointed_out(self, chair_browser, four_this_month):
        page = save(chair_browser, four_this_month, "stage").page

        assert page.errors == ["Choose how old the child was on the day."]

    def test_on_the_first_of_the_month_the_birthday_cannot_be_over(self, chair_browser, chair):
        on_the_first = ConferenceFactory(chair=chair, held_on=date(2026, 10, 1))

        page = chair_browser.get(record_address(of_stage(on_the_first, None, "2022-10"))).page

        assert [choice["value"] for choice in page.soup.select("[name=stage-stage]")] == ["under 4", "4th birthday"]


class TestTheDatabaseItselfRefuses:
    def test_pn0_for_a_child_of_4_or_over(self):
        with pytest.raises(IntegrityError, match="pn0_is_for_under_4"):
            ChildRecordFactory(stage=Stage.FOUR_OR_OVER, participation_code=ParticipationCode.PN0)

    def test_pn1_for_a_child_under_4(self):
        with pytest.raises(IntegrityError, match="pn1_to_pn7_from_4"):
            ChildRecordFactory(stage=Stage.UNDER_4, participation_code=ParticipationCode.PN1)

    def test_a_code_for_a_child_who_is_not_born_yet(self):
        with pytest.raises(IntegrityError, match="unborn_has_no_code|pn1_to_pn7_from_4"):
            ChildRecordFactory(stage=Stage.UNBORN, participation_code=ParticipationCode.PN1)

    def test_a_child_told_in_no_way(self):
        with pytest.raises(IntegrityError, match="told_somehow"):
            ChildRecordFactory(told_on=date(2026, 11, 12))


class TestTellingTheChild:
    def test_the_day_is_set_until_the_chair_changes_it(self, chair_browser, record):
        assert chair_browser.get(record_address(record)).page.field("tell-tell_by") == "2026-11-17"

    def test_who_tells_them_how_and_when_is_kept(self, chair_browser, record):
        save(chair_browser, record, "tell", teller="Nan", told_how="letter", tell_by="2026-11-19")

        assert (record.teller, record.told_how, record.tell_by) == ("Nan", ToldHow.LETTER, date(2026, 11, 19))

    @pytest.mark.parametrize(
        ("answers", "error"),
        [
            ({"told_how": "not given"}, "Write why nobody tells the child."),
            ({"told_on": "2026-11-12"}, "Choose how the child was told, or take away the day they were told."),
            (
                {"told_how": "not given", "not_told_reason": "Too upset", "told_on": "2026-11-12"},
                "Choose how the child was told, or take away the day they were told.",
            ),
            (
                {"told_how": "letter", "told_on": "2026-11-09"},
                "The day the child was told must not be before the conference.",
            ),
            ({"told_how": "letter", "told_on": "2026-11-18"}, "The day the child was told must be today or earlier."),
            ({"told_how": "letter", "told_on": "32/1/2026"}, "Enter a real date, like 12/05/2026."),
            (
                {"tell_by": "2026-11-09"},
                "The child must be told on or after the day of the conference. Check the date.",
            ),
            ({"tell_by": "2027-11-09"}, "The child must be told within 3 months of the conference. Check the date."),
            ({"told_how": "through the carer (baby)"}, "Choose one of the answers on the page."),
            ({"teller": "x" * 121}, "Write 120 characters or fewer. What you wrote is longer."),
        ],
    )
    def test_the_chair_is_told_what_to_put_right(self, chair_browser, record, answers, error):
        assert save(chair_browser, record, "tell", **answers).page.errors == [error]

    def test_a_date_that_cannot_be_is_shown_back_as_typed(self, chair_browser, record):
        page = save(chair_browser, record, "tell", teller="Nan", tell_by="31 June").page

        assert (page.field("tell-teller"), page.field("tell-tell_by")) == ("Nan", "31 June")

    def test_for_a_baby_it_asks_who_tells_the_carer(self, chair_browser, conference):
        baby = of_stage(conference, Stage.UNDER_4, "2026-08")

        assert "Who tells the carer?" in chair_browser.get(record_address(baby)).page.text

    def test_nobody_can_tell_a_child_who_is_not_born_yet(self, chair_browser, conference):
        unborn = of_stage(conference, Stage.UNBORN)
        tampered(chair_browser, unborn, "tell", teller="Nan")

        assert unborn.teller is None


class TestWhatIsDecided:
    def test_at_an_initial_conference_no_plan_can_continue(self, chair_browser, record):
        page = chair_browser.get(record_address(record)).page

        assert "plan continues" not in [
            choice["value"] for choice in page.soup.select("[name=influence-outcome] option")
        ]

    def test_no_wishes_cannot_be_ticked_beside_wishes(self, chair_browser, record):
        shown = chair_browser.get(record_address(record))
        WishFactory(record=record)

        page = save_shown(chair_browser, shown, "influence", no_wishes="y").page

        assert "There are wishes on this record." in page.errors[0]

    def test_no_action_cannot_be_ticked_beside_actions(self, chair_browser, record):
        shown = chair_browser.get(record_address(record))
        ActionFactory(record=record)

        page = save_shown(chair_browser, shown, "actions", no_action_asked="y").page

        assert "There are actions on this record." in page.errors[0]


class TestWhenSomethingIsWrong:
    def test_the_other_parts_show_what_is_stored(self, chair_browser, conference):
        record = complete_record(conference=conference)

        page = save(chair_browser, record, "tell", teller="x" * 121).page

        assert page.field("voice-own_words") == "I want to stay at my school."

    def test_showing_the_page_again_is_written_down_too(self, chair_browser, record):
        save(chair_browser, record, "tell", teller="x" * 121)

        assert [line.deed for line in auditing.lines_about(record)] == ["opened record", "opened record"]

    def test_a_form_that_was_open_too_long_keeps_every_word(self, chair_browser, record):
        page = save(chair_browser, record, "voice", own_words=AS_TYPED, __csrf_token="old").page

        assert "This page was open for a long time." in page.text
        assert page.field("voice-own_words") == AS_TYPED

    def test_and_is_saved_when_it_is_sent_again(self, chair_browser, record):
        shown = save(chair_browser, record, "voice", own_words=AS_TYPED, __csrf_token="old")

        save_shown(chair_browser, shown, "voice")

        assert record.own_words == AS_TYPED


class TestTwoWindows:
    def test_different_parts_do_not_touch_each_other(self, chair_browser, record):
        one, two = chair_browser.get(record_address(record)), chair_browser.get(record_address(record))

        save_shown(chair_browser, one, "voice", own_words="I want a dog.")
        save_shown(chair_browser, two, "space", told_beforehand="yes")

        assert (record.own_words, record.told_beforehand) == ("I want a dog.", True)

    def test_the_second_save_of_the_same_part_stores_nothing(self, chair_browser, record):
        one, two = chair_browser.get(record_address(record)), chair_browser.get(record_address(record))

        save_shown(chair_browser, one, "voice", own_words="I want a dog.")
        save_shown(chair_browser, two, "voice", own_words="I want a cat.")

        assert record.own_words == "I want a dog."

    def test_it_shows_both(self, chair_browser, record):
        one, two = chair_browser.get(record_address(record)), chair_browser.get(record_address(record))

        save_shown(chair_browser, one, "voice", own_words="I want a dog.")
        page = save_shown(chair_browser, two, "voice", own_words="I want a cat.").page

        assert page.errors == ["Changed in another window: voice. Compare both below, then press its Save button."]
        assert "I want a dog." in page.soup.select_one("#voice .sum").get_text()
        assert page.field("voice-own_words") == "I want a cat."

    @pytest.mark.parametrize("button", ["space", "go-conference", None])
    def test_no_other_button_decides_between_the_two(self, chair_browser, record, button):
        one, two = chair_browser.get(record_address(record)), chair_browser.get(record_address(record))
        save_shown(chair_browser, one, "voice", own_words="I want a dog.")

        compared = save_shown(chair_browser, two, "voice", own_words="I want a cat.")
        page = chair_browser.send(compared, **({"part": button} if button else {})).page

        assert record.own_words == "I want a dog."
        assert page.field("voice-own_words") == "I want a cat."

    def test_what_changed_again_meanwhile_is_compared_again(self, chair_browser, record):
        one, two = chair_browser.get(record_address(record)), chair_browser.get(record_address(record))
        save_shown(chair_browser, one, "voice", own_words="I want a dog.")
        compared = save_shown(chair_browser, two, "voice", own_words="I want a cat.")
        save(chair_browser, record, "voice", own_words="I want a hen.")
        page = save_shown(chair_browser, compared, "voice").page

        assert record.own_words == "I want a hen."
        assert "I want a hen." in page.soup.select_one("#voice .sum").get_text()

    def test_the_next_save_counts(self, chair_browser, record):
        one, two = chair_browser.get(record_address(record)), chair_browser.get(record_address(record))
        save_shown(chair_browser, one, "voice", own_words="I want a dog.")

        compared = save_shown(chair_browser, two, "voice", own_words="I want a cat.")
        save_shown(chair_browser, compared, "voice")

        assert record.own_words == "I want a cat."

    def test_saving_the_same_twice_is_no_conflict(self, chair_browser, record):
        shown = chair_browser.get(record_address(record))

        answers = [save_shown(chair_browser, shown, "voice", own_words="I want a dog.") for _ in range(2)]

        assert [answer.status_code for answer in answers] == [302, 302]


class TestOneFormForTheWholeRecord:
    def test_what_is_typed_in_another_part_is_saved_too(self, chair_browser, record):
        save(chair_browser, record, "voice", own_words="I want a dog.", audience__shared_when="end")

        assert (record.own_words, record.shared_when) == ("I want a dog.", SharedWhen.END)

    def test_each_part_that_was_saved_says_so(self, chair_browser, record):
        response = save(chair_browser, record, "voice", own_words="I want a dog.", audience__shared_when="end")

        page = chair_browser.get(response.location).page
        said = [part["id"] for part in page.soup.select(".part") if part.select_one("[role=status]")]
        assert said == ["voice", "audience"]

    def test_only_what_was_filled_in_is_written_down(self, chair_browser, record):
        save(chair_browser, record, "voice", own_words="I want a dog.", audience__shared_when="end")

        saved = [line.deed for line in auditing.lines_about(record) if line.deed.startswith("saved")]
        assert sorted(saved) == ["saved audience", "saved voice"]

    def test_a_part_that_is_wrong_does_not_hold_up_the_others(self, chair_browser, record):
        page = save(chair_browser, record, "space", told_beforehand="yes", tell__teller="x" * 121).page

        assert page.errors == ["Write 120 characters or fewer. What you wrote is longer."]
        assert page.field("tell-teller") == "x" * 121
        assert record.told_beforehand is True

    def test_a_date_nobody_can_read_in_another_part_is_pointed_out(self, chair_browser, record):
        page = save(chair_browser, record, "space", told_beforehand="yes", tell__told_on="32/1/2026").page

        assert page.errors == ["Enter a real date, like 12/05/2026."]
        assert page.field("tell-told_on") == "32/1/2026"

    def test_what_a_rule_refuses_in_one_part_leaves_the_others_saved(self, chair_browser, record):
        shown = chair_browser.get(record_address(record))
        WishFactory(record=record)

        page = save_shown(chair_browser, shown, "influence", no_wishes="y", voice__own_words="I want a dog.").page

        assert "There are wishes on this record." in page.errors[0]
        assert (record.own_words, record.no_wishes) == ("I want a dog.", False)

    def test_the_age_and_a_code_that_no_longer_fits_it(self, chair_browser, conference):
        record = complete_record(conference=conference, child=ChildFactory(born="2022-11"))

        shown = save(chair_browser, record, "stage", stage="under 4")
        page = save_shown(chair_browser, shown, "stage", code_goes="y", voice__own_words="I want a dog.").page

        assert page.errors == ["PN1 is not for a child of this age. Choose one of the codes on the page."]
        assert page.field("voice-own_words") == "I want a dog."
        assert (record.stage, record.participation_code) == (Stage.UNDER_4, None)

    def test_a_part_changed_in_another_window_does_not_hold_up_the_others(self, chair_browser, record):
        one, two = chair_browser.get(record_address(record)), chair_browser.get(record_address(record))
        save_shown(chair_browser, one, "voice", own_words="I want a dog.")

        page = save_shown(chair_browser, two, "space", told_beforehand="yes", voice__own_words="I want a cat.").page

        assert page.errors == ["Changed in another window: voice. Compare both below, then press its Save button."]
        assert page.field("voice-own_words") == "I want a cat."
        assert (record.own_words, record.told_beforehand) == ("I want a dog.", True)

    def test_a_form_that_was_open_too_long_keeps_every_word_in_every_part(self, chair_browser, record):
        page = save(chair_browser, record, "voice", own_words=AS_TYPED, tell__teller="Nan", __csrf_token="old").page

        assert (page.field("voice-own_words"), page.field("tell-teller")) == (AS_TYPED, "Nan")

    @pytest.mark.parametrize(
        ("button", "address"),
        [("go-add-wish", "/wishes/new"), ("go-add-action", "/actions/new")],
    )
    def test_what_is_typed_is_saved_before_the_page_is_left(self, chair_browser, record, button, address):
        response = save(chair_browser, record, button, voice__own_words="I want a dog.")

        assert response.location == f"{record_address(record)}{address}"
        assert record.own_words == "I want a dog."

    def test_before_a_wish_or_an_action_is_changed_too(self, chair_browser, record):
        wish, action = WishFactory(record=record), ActionFactory(record=record)

        for button, place in {
            f"go-change-wish-{wish.id}": f"wishes/{wish.id}",
            f"go-remove-wish-{wish.id}": f"wishes/{wish.id}/remove",
            f"go-change-action-{action.id}": f"actions/{action.id}",
            f"go-remove-action-{action.id}": f"actions/{action.id}/remove",
        }.items():
            assert save(chair_browser, record, button).location == f"{record_address(record)}/{place}"

    def test_before_going_back_to_the_conference_too(self, chair_browser, record):
        response = save(chair_browser, record, "go-conference", voice__own_words="I want a dog.")

        assert response.location == f"/conferences/{record.conference_id}#children"  # to the next child
        assert record.own_words == "I want a dog."

    def test_the_page_is_not_left_when_something_is_wrong(self, chair_browser, record):
        page = save(chair_browser, record, "go-add-wish", tell__teller="x" * 121).page

        assert page.field("tell-teller") == "x" * 121

    def test_a_button_we_do_not_know_leads_back_to_the_record(self, chair_browser, record):
        assert save(chair_browser, record, "go-away").location == f"{record_address(record)}?saved=record"

    def test_the_enter_key_saves_what_was_filled_in(self, chair_browser, record):
        response = save(chair_browser, record, None, tell__teller="Nan")

        assert record.teller == "Nan"
        assert "Saved." in chair_browser.get(response.location).page.text

    def test_its_first_button_is_the_one_that_the_enter_key_presses(self, chair_browser, record):
        button = chair_browser.get(record_address(record)).page.soup.select_one("main form button")

        assert not button.has_attr("name")

    def test_what_a_page_does_not_ask_stays(self, chair_browser, conference):
        baby = of_stage(conference, Stage.UNDER_4, "2025-01")
        baby.not_heard_reason = "Asleep."
        db.session.commit()

        save(chair_browser, baby, "voice", observation="She smiles.")

        assert (baby.observation, baby.not_heard_reason) == ("She smiles.", "Asleep.")

    def test_nothing_touched_means_nothing_saved(self, chair_browser, conference):
        record = complete_record(conference=conference, own_words=SHAPED)

        save(chair_browser, record, None)

        assert [line.deed for line in auditing.lines_about(record)] == ["opened record"]


class TestARecordOfAFinishedConference:
    @pytest.fixture
    def finished(self, conference):
        record = complete_record(conference=conference)
        conference.finished_at = utc_now()
        db.session.commit()
        return record

    def test_only_telling_the_child_can_be_filled_in(self, chair_browser, finished):
        page = chair_browser.get(record_address(finished)).page

        parts = page.soup.select(".part:not(.part--folded), .part__in")
        closed = [part["id"] for part in parts if part.select_one("fieldset[disabled]")]
        assert closed == ["about", "space", "voice", "audience", "influence", "actions", "look_back"]
        buttons = [button["value"] for button in page.soup.select(".part button")]
        assert buttons == [*["go-conference"] * 6, "tell", "go-child-page", "go-words", "go-conference"]

    def test_it_shows_what_is_recorded(self, chair_browser, finished):
        page = chair_browser.get(record_address(finished)).page

        assert page.field("voice-own_words") == "I want to stay at my school."
        assert "Open it again to change this" in page.text

    def test_what_was_typed_before_it_was_finished_is_refused_and_still_there(self, chair_browser, finished):
        finished.conference.finished_at = None
        db.session.commit()
        shown = chair_browser.get(record_address(finished))
        finished.conference.finished_at = utc_now()
        db.session.commit()

        page = save_shown(chair_browser, shown, "voice", own_words="No.", tell__told_on="2026-11-16").page

        assert page.errors == ["This conference is finished. Open it again to change this."]
        assert page.field("voice-own_words") == "No."
        assert page.soup.select("#voice > fieldset[disabled]") == []
        assert (finished.own_words, finished.told_on) == ("I want to stay at my school.", date(2026, 11, 16))

    def test_the_progress_of_an_action_can_be_changed(self, chair_browser, finished):
        action = ActionFactory(record=finished)
        address = f"{record_address(finished)}/actions/{action.id}"

        chair_browser.fill_in(address, status="done", done_on="2026-11-16")

        assert (action.status, action.done_on) == (ActionStatus.DONE, date(2026, 11, 16))

    def test_but_nothing_else_of_it(self, chair_browser, finished):
        finished.conference.finished_at = None
        action = ActionFactory(record=finished)
        db.session.commit()
        shown = chair_browser.get(f"{record_address(finished)}/actions/{action.id}")
        finished.conference.finished_at = utc_now()
        db.session.commit()

        page = chair_browser.send(shown, what="Something else").page

        assert page.errors == ["This conference is finished. Open it again to change this."]
        assert page.field("what") == "Something else"

    @pytest.mark.parametrize("place", ["wishes/new", "actions/new"])
    def test_nothing_is_added(self, chair_browser, finished, place):
        response = chair_browser.get(f"{record_address(finished)}/{place}")

        assert response.location.startswith(f"{record_address(finished)}#")

    def test_a_wish_that_is_sent_late_is_refused_and_still_there(self, chair_browser, record):
        shown = chair_browser.get(f"{record_address(record)}/wishes/new")
        record.conference.finished_at = utc_now()
        db.session.commit()

        page = chair_browser.send(shown, text="I want a dog.").page

        assert page.errors == ["This conference is finished. Open it again to change this."]
        assert page.field("text") == "I want a dog."


class TestWhenItWasSaved:
    def test_is_said_by_the_time_today(self, chair_browser, record):
        save(chair_browser, record, "space", told_beforehand="yes")

        assert "Draft, saved 10.00am" in chair_browser.get(record_address(record)).page.text

    def test_and_with_the_day_on_any_other(self, chair_browser, record):
        save(chair_browser, record, "space", told_beforehand="yes")
        record.saved_at = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
        db.session.commit()

        assert "Draft, saved 12 November 2026, 9.30am" in chair_browser.get(record_address(record)).page.text


class TestWhatIsFolded:
    """What is complete is folded under its heading, so that what is still to do is found at once.

    Of two parts nothing is needed: the child's needs and the chair's look back are always one line.
    """

    def folded(self, page) -> list[str]:
        first, *found, last = [part["id"] for part in page.soup.select(".part--folded .part__in")]
        assert (first, last) == ("about", "look_back")
        return found

    def test_nothing_is_while_nothing_is_written(self, chair_browser, record):
        assert self.folded(chair_browser.get(record_address(record)).page) == []

    def test_of_a_complete_record_all_is_but_what_is_still_to_be_told_and_what_is_late(self, chair_browser, conference):
        record = complete_record(conference=conference, child=ChildFactory(born="2013-04"))
        address = record_address(record)

        assert self.folded(chair_browser.get(address).page) == ["space", "voice", "audience", "influence", "actions"]

        record.told_on = date(2026, 11, 16)
        ActionFactory(record=record, due_on=date(2026, 11, 16))
        assert self.folded(chair_browser.get(address).page) == ["space", "voice", "audience", "influence", "tell"]

    def test_what_was_just_saved_or_must_be_mended_is_open(self, chair_browser, conference):
        record = complete_record(conference=conference, child=ChildFactory(born="2013-04"))

        saved = save(chair_browser, record, "space", told_beforehand="no")
        assert "space" not in self.folded(chair_browser.get(saved.location).page)

        page = save(chair_browser, record, "space", voice__participation_code="PN9").page
        assert self.folded(page) == ["audience", "influence", "actions"]
