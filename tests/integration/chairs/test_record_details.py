"""What is folded away under the headings of a child's record."""

from datetime import date

import pytest
from sqlalchemy import select

from app.chairs.forms.details import DETAILS
from app.chairs.guidance import GUIDANCE
from app.extensions import db
from app.models import ChildRecord, RecordAdult, RecordTopic
from app.models.codes import ParticipationCode, Stage, VoiceTopic
from app.models.record_details import DETAIL_COLUMNS
from app.services import auditing
from tests.factories import AgencyFactory, ChildFactory, ChildRecordFactory
from tests.integration.chairs.addresses import record_address, save, save_shown

SHAPED = "  My dad <shouts> \n\n& I hide "
OF_SPACE = {
    "told_by": "Social worker",
    "told_about_on": "2026-11-03",
    "was_invited": "no",
    "wants_to_attend": "not asked",
    "not_asked_reason": "She was in hospital.",
    "kept_out": "risk from an adult who was there",
    "chair_met": "not offered",
    "chair_not_met_reason": "There was no time.",
    "advocate_offered": "offered, and the child said yes",
    "advocate_attended": "yes",
    "advocate_reported": "no",
    "words_checked": "partly",
    "seen_alone": "yes",
    "times_seen_alone": "3",
}
OF_VOICE = {
    "heard_when": "3 and 5 November",
    "heard_by": "Her teacher",
    "carer_present": "not known",
    "pressure": "possible",
    "topics": ["feeling safe", "school"],
    "going_well": "My cat.",
    "worries": "Nights.",
    "should_happen": "Let me sleep at nan’s.",
    "how_safe": "0",
    "observed_by": "Health visitor, at home",
    "read_by": "Psychologist",
    "daily_life": "Loud nights.",
    "adults": ["grandparent", "neighbour"],
    "access_prevented": "yes",
    "access_detail": "Her stepfather sent the visitor away.",
}
OF_THE_REST = {
    "audience_more": {"all_had_it_in_writing": "no"},
    "influence_more": {"dissent": "The child does not agree."},
    "tell_more": {"child_says": "disagrees", "told_of_advocate": "yes", "has_plan": "no"},
}


@pytest.fixture
def record(conference) -> ChildRecord:
    return ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-2041"))


@pytest.fixture
def address(record) -> str:
    return record_address(record)


def stands_there(page, part: str) -> dict[str, object]:
    """What the fields of one part hold: text, the one that is picked, all that is ticked."""
    form = page.soup.select_one("form[data-autosave]")
    found: dict[str, object] = {}
    for name in {field["name"] for field in form.select(f'[name^="{part}-"]')} - {f"{part}-seen"}:
        boxes = form.select(f'[name="{name}"][type=checkbox]')
        ticked = [box["value"] for box in boxes if box.has_attr("checked")]
        found[name.removeprefix(f"{part}-")] = ticked if boxes else page.field(name)
    return found


@pytest.mark.parametrize(
    ("part", "answers"), [("space_more", OF_SPACE), ("voice_more", OF_VOICE), *OF_THE_REST.items()]
)
def test_all_that_is_put_in_is_kept(chair_browser, address, part, answers):
    response = save(chair_browser, address, part, **answers)

    assert stands_there(chair_browser.get(response.location).page, part) == answers


def test_the_chairs_look_back_is_kept(chair_browser, address, record):
    above = AgencyFactory(name="Northbank City Council")
    answers = {
        "at_the_centre": "a little",
        "better_next_time": "Ask her first.",
        "is_escalated": "yes",
        "escalated_to_id": str(above.id),
        "escalated_on": "2026-11-12",
    }

    save(chair_browser, address, "look_back", **answers)

    assert (record.at_the_centre, record.escalated_to_id) == ("a little", above.id)
    assert stands_there(chair_browser.get(address).page, "look_back") == answers


def test_it_can_be_taken_away_again(chair_browser, address, record):
    save(chair_browser, address, "voice_more", **OF_VOICE)
    nothing = {name: [] if isinstance(value, list) else "" for name, value in OF_VOICE.items()}
    kept = {"carer_present": "no", "pressure": "no", "access_prevented": "no"}  # one of a question can only be changed

    save(chair_browser, address, "voice_more", **nothing | kept)

    assert (record.worries, record.how_safe, record.access_detail) == (None, None, None)
    assert db.session.scalar(select(RecordTopic)) is db.session.scalar(select(RecordAdult)) is None


def test_a_childs_own_words_come_out_exactly_as_typed(chair_browser, address, record):
    save(chair_browser, address, "voice_more", worries=SHAPED)

    assert record.worries == SHAPED
    assert chair_browser.get(address).page.field("voice_more-worries") == SHAPED


def test_the_button_of_a_heading_saves_what_is_folded_under_it(chair_browser, address, record):
    save(chair_browser, address, "space", told_beforehand="yes", space_more__told_by="Nan")

    assert (record.told_beforehand, record.told_by) == (True, "Nan")
    assert "saved details of space" in [line.deed for line in auditing.lines_about(record)]


def test_every_column_is_asked_about_somewhere(record):
    asked = {name for form in DETAILS for name in form.stored_names}

    assert asked == {column.removesuffix("_sealed") for column in DETAIL_COLUMNS}


def test_none_of_it_is_needed(chair_browser, address):
    before = chair_browser.get(address).page.soup.select_one("[data-left]").get_text()

    save(chair_browser, address, "voice_more", **OF_VOICE)

    assert chair_browser.get(address).page.soup.select_one("[data-left]").get_text() == before


def test_it_is_folded_and_says_how_much_is_in_it(chair_browser, address):
    save(chair_browser, address, "audience_more", all_had_it_in_writing="no")

    fold = chair_browser.get(address).page.soup.select_one("#audience details")
    assert fold.summary.get_text() == "In writing, for every agency: 1 filled in"
    assert not fold.has_attr("open")


@pytest.mark.parametrize(
    ("part", "answers", "error"),
    [
        (
            "space_more",
            {"told_about_on": "2026-11-11"},
            "The child must be told about the conference on the day of it or before. Check the date.",
        ),
        (
            "space_more",
            {"seen_alone": "no", "times_seen_alone": "2"},
            "Choose “Yes” for seen alone, or take away the number of times.",
        ),
        ("space_more", {"seen_alone": "yes", "times_seen_alone": "0"}, "Enter a number from 1 to 365."),
        ("voice_more", {"how_safe": "11"}, "Enter a number from 0 to 10."),
        ("voice_more", {"worries": "x" * 5_001}, "Write 5,000 characters or fewer. What you wrote is longer."),
        ("look_back", {"escalated_on": "2026-11-18"}, "The day it was raised must be today or earlier."),
        (
            "look_back",
            {"is_escalated": "no", "escalated_on": "2026-11-12"},
            "Choose “Yes” for raised with somebody above, or take away the agency and the day.",
        ),
    ],
)
def test_the_chair_is_told_what_to_put_right(chair_browser, address, part, answers, error):
    page = save(chair_browser, address, part, **answers).page

    assert page.errors == [error]
    assert page.soup.select_one(f'[name="{part}-seen"]').find_parent("details").has_attr("open")
    name, typed = list(answers.items())[-1]
    assert page.field(f"{part}-{name}") == typed


def test_an_answer_that_asks_for_more_says_so(chair_browser, address):
    save(chair_browser, address, "space_more", was_invited="no", wants_to_attend="not asked")

    listed = chair_browser.get(address).page.soup.select_one("#space details").get_text()
    assert "Choose why the child was not invited." in listed
    assert "Write why nobody asked whether the child wanted to be there." in listed


def test_two_windows_do_not_overwrite_each_other(chair_browser, address, record):
    one, two = chair_browser.get(address), chair_browser.get(address)
    save_shown(chair_browser, one, "voice_more", topics=["school"])

    page = save_shown(chair_browser, two, "voice_more", topics=["friends"]).page

    assert page.errors == ["Changed in another window: voice. Compare both below, then press its Save button."]
    assert list(db.session.scalars(select(RecordTopic.topic))) == [VoiceTopic.SCHOOL]
    answers = page.soup.select("#voice .promise dl > div")  # of fifteen questions, the one they differ in
    assert [answer.get_text(" ") for answer in answers] == ["What did the child speak of? School"]


def test_of_a_child_not_born_yet_only_what_makes_sense_is_asked(chair_browser, conference):
    unborn = ChildRecordFactory(conference=conference, stage=Stage.UNBORN, child=ChildFactory(born=None))

    page = chair_browser.get(record_address(unborn)).page

    assert stands_there(page, "space_more") == {}
    assert set(stands_there(page, "voice_more")) == {"adults", "access_prevented", "access_detail"}


def test_a_finished_conference_only_shows_it(chair_browser, address, record):
    shown = chair_browser.get(address)
    record.conference.finished_at = record.saved_at
    db.session.commit()

    save_shown(chair_browser, shown, "space_more", told_by="Nan")
    save_shown(chair_browser, shown, "tell_more", child_says="agrees")

    assert (record.told_by, record.child_says) == (None, None)  # nothing at all: the record is not complete


@pytest.mark.parametrize(
    ("said", "error"),
    [
        (
            {"sources": ["not obtained", "independent advocate"]},
            "“Not obtained” cannot stand beside another way. Take one of them out.",
        ),
        (
            {"participation_code": "PN7", "sources": ["child spoke at the conference"]},
            "By the code the child was not there. Take out “Child spoke at the conference”.",
        ),
    ],
)
def test_ways_that_cannot_all_be_true_are_asked_about(chair_browser, address, said, error):
    assert error in save(chair_browser, address, "voice", **said).page.errors


def test_every_code_has_one_line_of_help_and_an_example():
    assert list(GUIDANCE) == list(ParticipationCode)
    assert all(len(code.line) <= 110 and code.examples for code in GUIDANCE.values())


def test_the_examples_stand_beside_the_codes(chair_browser, address):
    page = chair_browser.get(address).page

    assert GUIDANCE[ParticipationCode.PN3].examples[0][0] in page.text
    assert GUIDANCE[ParticipationCode.PN0].examples[0][0] not in page.text


def test_the_day_the_child_was_told_is_kept_as_a_day(chair_browser, address, record):
    save(chair_browser, address, "space_more", told_about_on="2026-11-10")

    assert record.told_about_on == date(2026, 11, 10)
