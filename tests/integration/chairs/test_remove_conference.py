import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditLine, ChildRecord, Conference, utc_now
from tests.factories import ChildRecordFactory
from tests.integration.chairs.addresses import conference_address


@pytest.fixture
def remove(conference) -> str:
    return f"{conference_address(conference)}/remove"


def conferences() -> list[Conference]:
    return list(db.session.scalars(select(Conference)))


def test_a_conference_without_children_goes(chair_browser, remove):
    response = chair_browser.fill_in(remove)

    assert response.location == "/conferences/?saved=conference-removed"
    assert conferences() == []


def test_it_is_written_down(chair_browser, remove, conference, chair):
    gone = conference.id

    chair_browser.fill_in(remove)

    (line,) = db.session.scalars(select(AuditLine))
    assert (line.deed, line.person_id, line.subject_id) == ("removed conference", chair.id, gone)


def test_looking_at_the_question_removes_nothing(chair_browser, remove, conference):
    page = chair_browser.get(remove).page

    assert page.heading == "Remove the conference NB-2041?"
    assert page.link("Keep it") == conference_address(conference)
    assert conferences() == [conference]


def test_a_conference_with_a_child_stays(chair_browser, remove, conference):
    ChildRecordFactory(conference=conference)

    page = chair_browser.fill_in(remove).page

    assert page.errors == ["There are children in this conference, so it stays. Change it instead."]
    assert conferences() == [conference]


def test_a_child_added_in_another_window_keeps_it(chair_browser, remove, conference):
    shown = chair_browser.get(remove)
    chair_browser.fill_in(f"{conference_address(conference)}/children/new", reference="C-1", month="5", year="2014")

    assert chair_browser.send(shown).status_code == 400
    assert [record.conference_id for record in db.session.scalars(select(ChildRecord))] == [conference.id]


def test_a_finished_conference_stays(chair_browser, remove, conference):
    conference.finished_at = utc_now()
    db.session.commit()

    page = chair_browser.fill_in(remove).page

    assert page.errors == ["This conference is finished. Open it again to change it."]


def test_the_second_tap_finds_nothing_more_to_remove(chair_browser, remove):
    shown = chair_browser.get(remove)

    assert [chair_browser.send(shown).status_code for _ in range(2)] == [302, 404]


def test_a_form_that_was_open_too_long_removes_nothing(chair_browser, remove, conference):
    page = chair_browser.fill_in(remove, csrf_token="old").page

    assert "This page was open for a long time." in page.text
    assert conferences() == [conference]


def test_the_reference_is_free_again(chair_browser, remove):
    chair_browser.fill_in(remove)

    made = {"reference": "NB-2041", "held_on": "2026-11-10", "type": "reconvened", "format": "online"}
    assert chair_browser.fill_in("/conferences/new", **made).status_code == 302


@pytest.mark.parametrize("number_of_children", [0, 1])
def test_its_page_offers_it_only_while_there_are_no_children(chair_browser, conference, number_of_children):
    for _ in range(number_of_children):
        ChildRecordFactory(conference=conference)

    text = chair_browser.get(conference_address(conference)).page.text

    assert ("Made by mistake?" in text) == (number_of_children == 0)
