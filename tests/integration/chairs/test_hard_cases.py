"""Conferences that are not usual, each from the form to what the chair is asked."""

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import ChildRecord, Conference, Role
from app.models.codes import Category, Stage
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory, MinuteTakerFactory, PersonFactory
from tests.integration.chairs.addresses import conference_address, record_address, save, save_shown

NEW = "/conferences/new"
REFERENCE = {"reference": "NB-9", "format": "hybrid"}


def make(chair_browser, **answers) -> Conference:
    response = chair_browser.fill_in(NEW, **REFERENCE | answers)
    assert response.status_code == 302, response.page.errors
    return db.session.scalars(select(Conference)).one()


def codes_offered(chair_browser, record: ChildRecord) -> list[str]:
    page = chair_browser.get(record_address(record)).page
    return [box["value"] for box in page.soup.select("[name=voice-participation_code]")]


PN0, FROM_4 = ["PN0"], [f"PN{number}" for number in range(1, 8)]


def test_late_over_easter(chair_browser):
    over_easter = {"type": "initial", "held_on": "2026-04-21", "strategy_discussion_on": "2026-03-26"}
    assert "It was due by 20 April 2026" in chair_browser.fill_in(NEW, **REFERENCE | over_easter).page.errors[0]

    conference = make(chair_browser, **over_easter, late_reason="The family was away over Easter.")

    text = chair_browser.get(conference_address(conference)).page.text
    assert "Monday 20 April, 15 working days after the strategy discussion. Late" in text
    assert "The family was away over Easter." in text


def test_a_transfer_in_is_counted_from_the_day_the_other_area_told_us(chair_browser):
    conference = make(chair_browser, type="transfer-in", held_on="2026-11-10", told_of_move_on="2026-10-20")

    text = chair_browser.get(conference_address(conference)).page.text
    assert "The other area told us Tuesday 20 October" in text
    assert "Tuesday 10 November, 15 working days after the other area told us. In time" in text
    assert "First core group Due 24 November" in text


def test_a_reconvened_conference_has_the_same_children_and_days_of_its_own(chair_browser, chair):
    adjourned = ConferenceFactory(chair=chair, reference="NB-9", held_on=date(2026, 11, 2))
    ChildRecordFactory(conference=adjourned, child=ChildFactory(reference="C-9"))
    shown = chair_browser.get(f"{NEW}?after={adjourned.id}")

    response = chair_browser.send(shown, type="reconvened", held_on="2026-11-10")

    text = chair_browser.get(response.location).page.text
    assert "Conference before Monday 2 November" in text
    assert "Conference due by" not in text
    assert "Tell each child by Tuesday 17 November" in text
    assert "C-9" in text


def test_brothers_and_sisters_unborn_3_and_11(chair_browser, conference):
    children = f"{conference_address(conference)}/children/new"
    chair_browser.fill_in(children, reference="C-1", unborn="y", siblings="3 of 3")
    chair_browser.fill_in(children, reference="C-2", month="2", year="2023", siblings="2 of 3")
    chair_browser.fill_in(children, reference="C-3", month="1", year="2015", siblings="1 of 3", is_subject="no")

    records = db.session.scalars(select(ChildRecord).order_by(ChildRecord.position)).all()
    assert [record.stage for record in records] == [Stage.UNBORN, Stage.UNDER_4, Stage.FOUR_OR_OVER]
    assert [record.sibling_place for record in records] == [3, 2, 1]
    assert [codes_offered(chair_browser, record) for record in records] == [[], PN0, FROM_4]


@pytest.mark.parametrize(
    ("said", "codes"),
    [("under 4", PN0), ("4th birthday", [*PN0, *FROM_4]), ("4 or over", FROM_4)],
)
def test_in_the_month_of_the_4th_birthday_the_chair_says_how_old(chair_browser, conference, said, codes):
    chair_browser.fill_in(f"{conference_address(conference)}/children/new", reference="C-4", month="11", year="2022")
    record = db.session.scalars(select(ChildRecord)).one()
    assert codes_offered(chair_browser, record) == []

    save(chair_browser, record_address(record), "stage", stage=said)

    assert codes_offered(chair_browser, record) == codes


def test_a_fourteen_year_old_who_speaks_with_a_device(chair_browser, conference):
    child = ChildFactory(reference="C-5", born="2012-06")
    record = ChildRecordFactory(conference=conference, child=child)
    address = record_address(record)
    save(
        chair_browser,
        address,
        "about",
        needs=["speech, language or communication"],
        aids=["communication device (AAC)"],
    )

    save(chair_browser, address, "voice", participation_code="PN3", own_words="I want [home] [dog].")

    page = chair_browser.get(address).page
    assert "Used: communication device (AAC)." in page.text
    assert page.field("voice-own_words") == "I want [home] [dog]."


def test_multiple_says_which(chair_browser, conference):
    record = ChildRecordFactory(conference=conference)

    save(chair_browser, record_address(record), "influence", category="MUL", harms=["PHY", "EMO"], outcome="plan made")

    assert (record.category, record.outcome) == (Category.MUL, "plan made")


def test_a_child_is_never_known_by_a_name(chair_browser, conference):
    page = chair_browser.fill_in(f"{conference_address(conference)}/children/new", reference="Amelia Smith").page

    assert page.errors[0].startswith("This looks like a name. Heard keeps no names, so that nobody can be picked out")


def test_two_chairs_who_write_at_once_lose_nothing(chair_browser, another_browser, conference):
    """The one who leads it, and another who takes the minutes: whoever saves second is told what stands there now."""
    record = ChildRecordFactory(conference=conference)
    other = MinuteTakerFactory(conference=conference, person=PersonFactory(role=Role.CHAIR)).person
    address = record_address(record)
    first, second = chair_browser.get(address), another_browser.sign_in(other).get(address)
    save_shown(chair_browser, first, "voice", own_words="I want a dog.")

    page = save_shown(another_browser, second, "voice", own_words="I want a cat.", space__told_beforehand="yes").page

    assert page.errors == ["Changed in another window: voice. Compare both below, then press its Save button."]
    assert "I want a dog." in page.soup.select_one("#voice .sum").get_text()
    assert page.field("voice-own_words") == "I want a cat."
    assert (record.own_words, record.told_beforehand) == ("I want a dog.", True)


def test_a_child_who_was_not_there_and_said_nothing_is_complete_only_with_a_reason(chair_browser, conference):
    record = ChildRecordFactory(conference=conference)
    address = record_address(record)
    save(chair_browser, address, "voice", participation_code="PN7", sources=["not obtained"])
    assert "Write why there is nothing from the child" in chair_browser.get(address).page.text

    save(chair_browser, address, "voice", not_heard_reason="He ran away the night before.")

    assert "Write why there is nothing from the child" not in chair_browser.get(address).page.text
