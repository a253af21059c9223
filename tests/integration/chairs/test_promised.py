"""The next conference of the same child begins with what was promised at the last one."""

from datetime import date

import pytest

from app.extensions import db
from app.models import ChildRecord
from app.models.codes import ActionStatus, Extent, Reason, ToldHow, Understood, Verdict
from app.services import auditing
from tests.factories import (
    ActionFactory,
    ChildFactory,
    ChildRecordFactory,
    ConferenceFactory,
    MeetingReplyFactory,
    WishFactory,
)
from tests.integration.chairs.addresses import record_address, save
from tests.integration.records import complete_record

WORDS = ["I want my own bed.", "Not yet, the house is small.", "Look for a bigger house", "It is still the same."]


@pytest.fixture
def child():
    return ChildFactory(reference="C-2041")


def promised_by(chair, child, school, *, held_on=date(2026, 8, 10)) -> ChildRecord:
    """What was promised at an earlier conference, with one wish, one action, and what the child said since."""
    record = complete_record(
        conference=ConferenceFactory(chair=chair, held_on=held_on),
        child=child,
        no_wishes=False,
        told_on=date(2026, 8, 14),
        told_how=ToldHow.FACE_TO_FACE,
        understood=Understood.PARTLY,
    )
    wish = WishFactory(record=record, text=WORDS[0], explanation=WORDS[1], extent=Extent.PARTLY, reason=Reason.SERVICE)
    ActionFactory(
        record=record, wish=wish, what=WORDS[2], agency=school, due_on=date(2026, 10, 1),
        status=ActionStatus.IN_PROGRESS,
    )  # fmt: skip
    MeetingReplyFactory(record=record, is_right=Verdict.NO, words=WORDS[3])
    return record


@pytest.fixture
def earlier(chair, child, school) -> ChildRecord:
    return promised_by(chair, child, school)


@pytest.fixture
def record(conference, child) -> ChildRecord:
    return ChildRecordFactory(conference=conference, child=child)


def promises_on(browser, record: ChildRecord):
    return browser.get(record_address(record)).page.soup.select_one("#promised")


def text_of(part) -> str:
    return " ".join(part.get_text(" ").split())


def test_at_the_first_conference_there_are_none(chair_browser, record):
    assert promises_on(chair_browser, record) is None


def test_each_wish_and_action_stands_there_with_what_became_of_it(chair_browser, earlier, record):
    text = text_of(promises_on(chair_browser, record))

    assert "Initial, Monday 10 August 2026" in text
    assert "Partly acted on Because: service not available or waiting list." in text
    assert "Late, was due 1 October Look for a bigger house Mill Lane School" in text
    assert [words in text for words in WORDS] == [True] * 4


def test_whether_the_child_was_told_and_what_they_said(chair_browser, earlier, record):
    text = text_of(promises_on(chair_browser, record))

    assert "The child was told on" in text
    assert "Understood: partly." in text
    assert "The child said: that is not right. Not answered." in text


def test_that_nobody_told_the_child_is_said_too(chair_browser, earlier, record):
    earlier.told_on = None
    db.session.commit()

    assert "Nobody has written down that the child was told." in text_of(promises_on(chair_browser, record))


def test_they_come_first_and_are_open_until_the_record_is_begun(chair_browser, earlier, record):
    page = chair_browser.get(record_address(record)).page
    assert page.soup.select_one(".part")["id"] == "promised"
    assert page.soup.select_one("#promised details").has_attr("open")

    save(chair_browser, record_address(record), "space", told_beforehand="yes")

    assert not promises_on(chair_browser, record).select_one("details").has_attr("open")


def test_of_two_conferences_the_last_one_before_counts(chair_browser, chair, earlier, record, child):
    for day in (date(2026, 3, 10), date(2027, 2, 9)):
        ChildRecordFactory(conference=ConferenceFactory(chair=chair, held_on=day), child=child)

    assert "10 August 2026" in text_of(promises_on(chair_browser, record))


def test_a_brothers_promises_are_not_there(chair_browser, earlier, record, conference):
    brother = ChildRecordFactory(conference=conference)

    assert promises_on(chair_browser, brother) is None


def test_opening_them_is_written_down(chair_browser, chair, earlier, record):
    chair_browser.get(record_address(record))

    (line,) = auditing.lines_about(earlier)
    assert (line.deed, line.person_id) == ("opened last promises", chair.id)


class TestAConferenceOfAnotherChair:
    @pytest.fixture
    def earlier(self, child, school) -> ChildRecord:
        return promised_by(ConferenceFactory().chair, child, school)

    def test_what_became_of_each_promise_is_shown(self, chair_browser, earlier, record):
        text = text_of(promises_on(chair_browser, record))

        assert "Wish 1 Partly acted on Because: service not available or waiting list." in text
        assert "Late, was due 1 October Mill Lane School" in text
        assert "The child said: that is not right. Not answered." in text

    def test_nobodys_words_are(self, chair_browser, earlier, record):
        html = chair_browser.get(record_address(record)).page.html

        assert [words for words in WORDS if words in html] == []


def test_the_page_takes_as_many_queries_however_much_was_promised(
    chair_browser, chair, earlier, record, school, count_queries
):
    address = record_address(record)
    chair_browser.get(address)
    with count_queries() as few:
        chair_browser.get(address)
    for _ in range(5):
        ActionFactory(record=earlier, wish=WishFactory(record=earlier), agency=school)
        MeetingReplyFactory(record=earlier)

    with count_queries() as many:
        chair_browser.get(address)

    assert len(few) == len(many)
