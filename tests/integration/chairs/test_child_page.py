"""What a child will read, before it is shown, and the button that shows it to them."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from app.extensions import db
from app.models import ChildRecord, utc_now
from app.models.codes import Extent, Reason, Stage
from app.services import auditing, recording, releasing
from app.services.errors import RuleBroken
from tests.factories import ActionFactory, ContributionFactory, MeetingWordsFactory, WishFactory
from tests.integration.chairs.addresses import record_address
from tests.integration.records import complete_record


@pytest.fixture
def record(conference) -> ChildRecord:
    return complete_record(conference=conference)


@pytest.fixture
def address(record) -> str:
    return f"{record_address(record)}/child-page"


def whole(chair, record) -> ChildRecord:
    return recording.get_record(chair, record.conference_id, record.id, for_change=True)


class TestWhatTheyWillRead:
    def test_each_wish_with_what_was_decided_and_why(self, chair_browser, record, address, school):
        wish = WishFactory(
            record=record,
            text="I want to see my dad.",
            extent=Extent.NOT_ACTED_ON,
            reason=Reason.LAW,
            explanation="The judge said no for now.",
        )
        ActionFactory(record=record, wish=wish, agency=school, what="Ask the judge again", owner_role="Social worker")

        shown = BeautifulSoup(chair_browser.get(address).text, "html.parser").select_one("article")

        for part in ("I want to see my dad.", "The judge said no for now.", "Ask the judge again", "Social worker"):
            assert part in shown.get_text()

    def test_nothing_that_the_child_wrote_for_the_chair_alone(self, chair_browser, record, address):
        ContributionFactory(record=record, private="Not for dad.")

        assert "Not for dad." not in chair_browser.get(address).text

    def test_opening_it_is_written_down(self, chair_browser, chair, record, address):
        chair_browser.get(address)

        (line,) = auditing.lines_about(record)
        assert (line.deed, line.person_id) == ("opened record", chair.id)


class TestReleasingIt:
    def test_the_childs_words_show_it_from_then_on(self, chair_browser, record, address):
        page = chair_browser.fill_in(address, follow_redirects=True).page

        assert record.released_at is not None
        assert "The child’s words show this page now." in page.text
        assert "What you change on the record shows here, and to them, at once." in page.text
        assert page.soup.select("main button") == []

    def test_it_is_written_down_once(self, chair_browser, record, address):
        shown = chair_browser.get(address)

        chair_browser.send(shown)
        first = record.released_at
        chair_browser.send(shown)

        assert record.released_at == first
        assert [line.deed for line in auditing.lines_about(record)].count("released a child's page") == 1

    def test_a_finished_conference_can_still_be_shown(self, chair_browser, record, address):
        record.conference.finished_at = utc_now()
        db.session.commit()

        assert chair_browser.fill_in(address).status_code == 302

    def test_the_page_warns_when_nobody_could_open_it(self, chair_browser, record, address):
        warning = "The child has no words that work now"

        assert warning in chair_browser.get(address).page.text
        MeetingWordsFactory(record=record)
        assert warning not in chair_browser.get(address).page.text


class TestNotYet:
    def refused(self, chair_browser, address, shown=None) -> str:
        response = chair_browser.send(shown or chair_browser.get(address))
        assert response.status_code == 400
        return response.page.errors[0]

    def test_while_something_is_missing(self, chair_browser, record, address):
        record.teller = None
        db.session.commit()
        shown = chair_browser.get(address)

        assert "Write who tells the child what happened." in shown.page.text
        assert shown.page.soup.select("main button") == []
        assert "Something is still missing" in self.refused(chair_browser, address, shown)
        assert record.released_at is None

    def test_while_the_conference_is_to_come(self, chair_browser, record, address):
        record.conference.held_on = date(2026, 11, 18)
        db.session.commit()

        assert "has not been held yet" in self.refused(chair_browser, address)

    @pytest.mark.parametrize("stage", [Stage.UNBORN, Stage.UNDER_4])
    def test_a_child_who_is_too_young_has_no_page(self, chair_browser, record, address, stage):
        record.participation_code, record.stage = None, stage
        db.session.commit()

        assert "too young" in self.refused(chair_browser, address)

    def test_the_rule_says_so_whoever_asks(self, chair, record):
        record.own_words = None
        db.session.commit()

        with pytest.raises(RuleBroken, match="still missing"):
            releasing.release(chair, whole(chair, record))

    def test_what_was_shown_stays_shown_when_something_is_taken_out(self, chair, chair_browser, record, address):
        chair_browser.fill_in(address)
        record.own_words = None
        db.session.commit()

        page = chair_browser.get(address).page

        assert "The child’s words show this since" in page.text
        assert "Write what the child said, in their own words." in page.text


def test_the_record_leads_there_and_keeps_what_was_typed(chair_browser, record):
    shown = chair_browser.get(record_address(record))

    response = chair_browser.send(shown, part="go-child-page", **{"tell-teller": "Her grandmother"})

    assert response.location == f"{record_address(record)}/child-page"
    assert record.teller == "Her grandmother"
