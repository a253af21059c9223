from datetime import date

import pytest

from app.models import utc_now
from app.services import auditing
from tests.factories import ActionFactory, ChildFactory, ChildRecordFactory, ConferenceFactory, WishFactory
from tests.integration.chairs.addresses import conference_address, record_address, save
from tests.integration.records import complete_record


def test_it_says_whether_the_conference_was_in_time(chair_browser, chair):
    conference = ConferenceFactory(chair=chair, strategy_discussion_on=date(2026, 10, 20))

    page = chair_browser.get(conference_address(conference)).page

    assert "Conference due by Tuesday 10 November, 15 working days after the strategy discussion. In time" in page.text


def test_it_says_why_the_conference_was_late(chair_browser, chair):
    conference = ConferenceFactory(
        chair=chair, strategy_discussion_on=date(2026, 10, 19), late_reason="The school was shut."
    )

    page = chair_browser.get(conference_address(conference)).page

    assert "The school was shut." in page.text


def test_it_says_exactly_what_is_missing_for_each_child(chair_browser, conference):
    complete_record(conference=conference, teller=None, outcome=None)

    page = chair_browser.get(conference_address(conference)).page

    assert [item.get_text() for item in page.soup.select(".more__in li")] == [
        "Choose the outcome for this child.",
        "Write who tells the child what happened.",
    ]


def test_what_is_missing_leads_to_its_part_of_the_record(chair_browser, conference):
    record = complete_record(conference=conference, teller=None)

    page = chair_browser.get(conference_address(conference)).page

    assert page.link("Write who tells the child") == f"{record_address(record)}#tell"


def test_a_conference_without_children_asks_for_them(chair_browser, conference):
    page = chair_browser.get(conference_address(conference)).page

    assert "Add each child of the household" in page.text


class TestFinishing:
    def test_a_conference_with_every_voice_recorded_is_finished(self, chair_browser, conference):
        complete_record(conference=conference)

        chair_browser.fill_in(conference_address(conference))

        assert conference.finished_at is not None

    def test_finishing_is_written_down(self, chair_browser, chair, conference):
        complete_record(conference=conference)

        chair_browser.fill_in(conference_address(conference))

        (line,) = auditing.lines_about(conference)
        assert (line.deed, line.person_id) == ("finished conference", chair.id)

    def test_it_is_refused_while_something_is_missing(self, chair_browser, conference):
        complete_record(conference=conference, teller=None)

        page = chair_browser.fill_in(conference_address(conference)).page

        assert page.errors == [
            "Something is still missing. Fill in what the list below says, then finish the conference."
        ]
        assert conference.finished_at is None

    def test_it_is_refused_without_children(self, chair_browser, conference):
        page = chair_browser.fill_in(conference_address(conference)).page

        assert page.errors == ["Add each child of the household before you finish the conference."]

    def test_it_is_refused_before_the_conference(self, chair_browser, chair):
        to_come = ConferenceFactory(chair=chair, held_on=date(2026, 11, 18))
        complete_record(conference=to_come)

        page = chair_browser.fill_in(conference_address(to_come)).page

        assert page.errors == ["This conference has not been held yet. Finish it afterwards."]

    def test_a_form_that_was_open_too_long_changes_nothing(self, chair_browser, conference):
        complete_record(conference=conference)

        page = chair_browser.fill_in(conference_address(conference), csrf_token="old").page

        assert "This page was open for a long time." in page.text
        assert conference.finished_at is None


class TestOpeningItAgain:
    @pytest.fixture
    def finished(self, chair):
        return complete_record(conference=ConferenceFactory(chair=chair, finished_at=utc_now()))

    def test_a_finished_conference_can_be_opened_again(self, chair_browser, finished):
        chair_browser.fill_in(conference_address(finished.conference))

        assert finished.conference.finished_at is None

    def test_a_finished_record_stays_complete(self, chair_browser, finished):
        page = save(chair_browser, record_address(finished), "tell", teller="  ").page

        assert page.errors == [
            "This conference is finished, and this would leave something out: "
            "Write who tells the child what happened. Put it in, or open the conference again first."
        ]
        assert finished.own_words == "I want to stay at my school."

    def test_telling_the_child_can_still_be_written_down(self, chair_browser, finished):
        save(chair_browser, record_address(finished), "tell", told_on="2026-11-16")

        assert finished.told_on == date(2026, 11, 16)

    def test_no_child_is_added_to_it(self, chair_browser, finished):
        address = f"{conference_address(finished.conference)}/children/new"

        page = chair_browser.fill_in(address, reference="C-77", month="5", year="2014").page

        assert page.errors == ["This conference is finished. Open it again to change its children."]


@pytest.mark.parametrize("number", [1, 12])
def test_twelve_brothers_and_sisters_take_as_many_queries_as_one_child(
    chair_browser, conference, count_queries, number
):
    for position in range(number):
        record = complete_record(conference=conference, position=position, child=ChildFactory())
        ActionFactory(record=record, wish=WishFactory(record=record))
    address = conference_address(conference)
    chair_browser.get(address)

    with count_queries() as queries:
        chair_browser.get(address)

    # who is signed in; the conference; the records with their children; sources; wishes; actions; what the
    # children wrote; what they said since; the agencies; the conference before; how it came to its chair; who takes
    # the minutes; what they must read
    assert len(queries) == 15


def test_three_brothers_and_sisters_never_show_each_others_words(chair_browser, conference):
    words = ["I want my own bed.", "I want to see Dad.", "I do not like shouting."]
    records = []
    for said in words:
        record = complete_record(conference=conference, own_words=said)
        WishFactory(record=record, text=f"Wish: {said}", explanation=f"Told: {said}")
        ActionFactory(record=record, what=f"Do: {said}")
        records.append(record)

    pages = [chair_browser.get(record_address(record)).page.html for record in records]

    shown = [[said in page for said in words] for page in pages]
    assert shown == [[True, False, False], [False, True, False], [False, False, True]]


def test_the_page_of_the_conference_shows_nobodys_words(chair_browser, conference):
    WishFactory(record=complete_record(conference=conference), text="I want a dog.")

    html = chair_browser.get(conference_address(conference)).page.html

    assert "I want" not in html


def test_a_child_in_another_conference_is_not_listed(chair_browser, conference):
    ChildRecordFactory(child=ChildFactory(reference="C-elsewhere"))

    assert "C-elsewhere" not in chair_browser.get(conference_address(conference)).page.text
