"""The 4 words a chair gives a child: made, shown once, stopped."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import ChildRecord, MeetingWords, utc_now
from app.models.codes import Stage
from app.protection.four_words import understand, words_mark
from app.protection.sealing import vault
from app.services import auditing
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory, MeetingWordsFactory
from tests.integration.chairs.addresses import record_address


@pytest.fixture
def record(chair) -> ChildRecord:
    conference = ConferenceFactory(chair=chair, held_on=date(2026, 11, 24))
    return ChildRecordFactory(conference=conference, child=ChildFactory(reference="C-2041"))


@pytest.fixture
def address(record) -> str:
    return f"{record_address(record)}/words"


def given() -> list[MeetingWords]:
    return list(db.session.scalars(select(MeetingWords).order_by(MeetingWords.created_at)))


def words_on(page) -> str:
    return " ".join(word.get_text() for word in page.soup.select(".slip .words li"))


class TestMakingThem:
    def test_the_page_shows_the_four_words(self, chair_browser, address):
        page = chair_browser.fill_in(address).page

        (made,) = given()
        assert made.words_mark == words_mark(vault.ring, understand(words_on(page)))

    def test_the_card_holds_a_picture_of_the_address_and_nothing_else(self, chair_browser, address):
        page = chair_browser.fill_in(address).page

        slip = page.soup.select_one(".slip")
        assert slip.select_one("svg")
        assert slip.get_text().split() == ["".join(words_on(page).split())]
        assert "http://localhost/meeting" in page.text

    def test_the_address_is_that_of_the_service(self, app, chair_browser, address, monkeypatch):
        monkeypatch.setitem(app.config, "SITE_ADDRESS", "https://heard.example.org")

        assert "https://heard.example.org/meeting" in chair_browser.fill_in(address).page.text

    def test_no_address_shows_them_again(self, chair_browser, address):
        words = words_on(chair_browser.fill_in(address).page)

        page = chair_browser.get(address).page
        assert page.soup.select(".slip") == []
        assert not any(word in page.text.split() for word in words.split())

    def test_they_are_in_no_title_and_no_address(self, chair_browser, address):
        response = chair_browser.fill_in(address)

        assert response.page.title == "4 words – Heard"
        assert response.location is None

    def test_a_second_tap_shows_the_same_words(self, chair_browser, address):
        shown = chair_browser.get(address)

        first, second = chair_browser.send(shown).page, chair_browser.send(shown).page

        assert words_on(first) == words_on(second) != ""
        assert len(given()) == 1

    def test_what_is_stored_of_the_form_does_not_give_the_words(self, chair_browser, address):
        shown = chair_browser.get(address)
        chair_browser.send(shown)

        assert given()[0].once != shown.page.field("once")

    def test_making_them_is_written_down(self, chair_browser, chair, address, record):
        chair_browser.fill_in(address)

        (line,) = auditing.lines_about(record)
        assert (line.deed, line.person_id) == ("made a child's words", chair.id)

    def test_brothers_and_sisters_get_others(self, chair_browser, address, record):
        sister = ChildRecordFactory(conference=record.conference)

        his = words_on(chair_browser.fill_in(address).page)
        hers = words_on(chair_browser.fill_in(f"{record_address(sister)}/words").page)

        assert his != hers
        assert [words.revoked_at for words in given()] == [None, None]

    def test_they_can_be_made_after_the_meeting_too(self, chair_browser, address, record):
        record.conference.held_on, record.conference.finished_at = date(2026, 11, 10), utc_now()
        db.session.commit()

        assert words_on(chair_browser.fill_in(address).page)


class TestTheWayThere:
    def test_from_the_conference(self, chair_browser, address, record):
        conference = chair_browser.get(f"/conferences/{record.conference_id}")

        assert conference.page.link("Their 4 words: C-2041") == address

    def test_not_for_a_baby(self, chair_browser, record):
        record.stage = Stage.UNDER_4
        db.session.commit()

        assert "Their 4 words" not in chair_browser.get(f"/conferences/{record.conference_id}").page.text

    def test_from_the_record_with_what_was_typed(self, chair_browser, address, record):
        shown = chair_browser.get(record_address(record))

        response = chair_browser.send(shown, part="go-words", **{"tell-teller": "Her grandmother"})

        assert response.location == address
        assert record.teller == "Her grandmother"


class TestWhoGetsNone:
    @pytest.mark.parametrize(
        ("stage", "why"),
        [(Stage.UNBORN, "not born yet"), (Stage.UNDER_4, "under 4"), (None, "whether the child was 4")],
    )
    def test_a_child_who_is_too_young(self, chair_browser, address, record, stage, why):
        shown = chair_browser.get(address)
        record.stage = stage
        db.session.commit()

        response = chair_browser.send(shown)

        assert response.status_code == 400
        assert why in response.page.errors[0]
        assert given() == []
        assert chair_browser.get(address).page.soup.select("main form") == []

    def test_a_child_on_their_fourth_birthday_gets_some(self, chair_browser, address, record):
        record.stage = Stage.FOURTH_BIRTHDAY
        db.session.commit()

        assert words_on(chair_browser.fill_in(address).page)


class TestNewOnes:
    def test_the_old_ones_stop_working(self, chair_browser, address):
        old, new = (words_on(chair_browser.fill_in(address).page) for _ in range(2))

        assert old != new
        first, second = given()
        assert first.revoked_at is not None
        assert second.revoked_at is None

    def test_the_page_the_old_ones_stood_on_says_so(self, chair_browser, address):
        shown = chair_browser.get(address)
        chair_browser.send(shown)
        chair_browser.fill_in(address)

        response = chair_browser.send(shown)

        assert response.page.errors == ["The words of that page do not work any more. Make new ones."]
        assert words_on(response.page) == ""
        assert len(given()) == 2


class TestStoppingThem:
    def test_they_open_nothing_from_then_on(self, chair_browser, address, record):
        MeetingWordsFactory(record=record)

        response = chair_browser.fill_in(f"{address}/stop", follow_redirects=True)

        assert given()[0].revoked_at is not None
        assert "The words are stopped." in response.page.text
        assert "They have no words that work." in response.page.text

    def test_it_is_written_down_once(self, chair_browser, address, record):
        MeetingWordsFactory(record=record)
        shown = chair_browser.get(f"{address}/stop")

        chair_browser.send(shown)
        chair_browser.send(shown)

        assert [line.deed for line in auditing.lines_about(record)] == ["stopped a child's words"]

    def test_with_none_there_is_nothing_to_stop(self, chair_browser, address):
        page = chair_browser.get(f"{address}/stop").page

        assert "there is nothing to stop" in page.text
        assert page.soup.select("main button") == []


class TestWhetherTheyWereUsed:
    def test_not_yet(self, chair_browser, address, record):
        MeetingWordsFactory(record=record)

        assert "First used Not used yet" in chair_browser.get(address).page.text

    def test_first_and_last(self, chair_browser, address, record):
        MeetingWordsFactory(record=record, first_used_at=utc_now() - timedelta(days=3), last_used_at=utc_now())

        text = chair_browser.get(address).page.text

        assert "First used Saturday 14 November, 10.00am" in text
        assert "Last used Tuesday 17 November, 10.00am" in text

    def test_those_that_were_stopped_are_folded_away(self, chair_browser, address, record):
        MeetingWordsFactory(record=record, revoked_at=utc_now())

        details = chair_browser.get(address).page.soup.select_one("details")

        assert "never used, stopped Tuesday 17 November" in " ".join(details.get_text().split())


def test_the_database_takes_one_set_that_works_for_each_child(record):
    MeetingWordsFactory(record=record)

    with pytest.raises(IntegrityError, match=r"uq_meeting_words_live|meeting_words\.record_id"):
        MeetingWordsFactory(record=record)


def test_a_page_that_was_open_too_long_is_shown_back(chair_browser, address):
    response = chair_browser.post(address, data={"csrf_token": "old"})

    assert response.status_code == 400
    assert "This page was open for a long time." in response.page.text
    assert given() == []
