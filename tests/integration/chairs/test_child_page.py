"""What a child will read, before it is shown, and the button that shows it to them."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup

from app.extensions import db
from app.models import ChildRecord, Wish, utc_now
from app.models.codes import Extent, Reason, Stage, Verdict
from app.protection.four_words import choose_words
from app.services import auditing, recording, releasing
from app.services.errors import RuleBroken
from tests.factories import (
    ActionFactory,
    ContributionFactory,
    MeetingReplyFactory,
    MeetingWordsFactory,
    WishFactory,
)
from tests.integration.chairs.addresses import record_address
from tests.integration.records import complete_record
from tests.page import words
from tests.visitor import Visitor


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

    @pytest.mark.parametrize(
        ("explanation", "is_pointed_out"),
        [
            ("The judge said no for now.", False),
            ("Pursuant to safeguarding considerations, contact arrangements will be reviewed subsequently.", True),
        ],
    )
    def test_what_a_child_could_not_read_is_pointed_out_before_they_see_it(
        self, chair_browser, record, address, explanation, is_pointed_out
    ):
        WishFactory(record=record, extent=Extent.NOT_ACTED_ON, reason=Reason.LAW, explanation=explanation)

        text = chair_browser.get(address).page.text

        assert ("It reads like a letter from an office." in text) is is_pointed_out
        assert "Let the child see this" in text  # it advises


class TestReleasingIt:
    def test_the_childs_words_show_it_from_then_on(self, chair_browser, record, address):
        page = chair_browser.fill_in(address, follow_redirects=True).page

        assert record.released_at is not None
        assert "The child’s words show this page now." in page.text
        assert "What you change on the record shows here, and to them, at once." in page.text
        assert [button.get_text() for button in page.soup.select("main button")] == ["Take it back"]

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


class TestItIsWhatTheChildReads:
    """The chair's preview and the page that the child's words open."""

    def as_the_chair_sees_it(self, chair_browser, address):
        return chair_browser.get(address).page.soup.select_one("article")

    def as_the_child_reads_it(self, app, record):
        four_words = choose_words()
        MeetingWordsFactory(record=record, four_words=four_words)
        browser = Visitor(app)
        page = browser.fill_in("/meeting", words=" ".join(four_words), follow_redirects=True).page
        return page.soup.select_one("form.sheet")

    def full(self, record, school) -> Wish:
        wish = WishFactory(record=record, text="I want\n<b>my dad</b> ❤", extent=Extent.PARTLY, changed="On Sundays.")
        wish.reason, wish.explanation = Reason.LAW, "The judge decides."
        WishFactory(record=record, contribution_id=ContributionFactory(record=record).id)
        ActionFactory(record=record, wish=wish, agency=school, due_on=date(2026, 11, 12))
        ActionFactory(record=record, agency=school)
        db.session.commit()
        return wish

    def release(self, record) -> None:
        record.released_at = utc_now()
        db.session.commit()

    def test_word_for_word_before_it_is_shown(self, app, chair_browser, record, address, school):
        self.full(record, school)
        before = words(self.as_the_chair_sees_it(chair_browser, address))
        self.release(record)

        assert words(self.as_the_child_reads_it(app, record)) == before

    def test_with_what_the_child_said_since_and_the_answer(self, app, chair_browser, chair, record, address, school):
        wish = self.full(record, school)
        self.release(record)
        settled = {"settled_at": utc_now(), "settled_by_id": chair.id, "answer": "We asked again: he comes on Sunday."}
        MeetingReplyFactory(record=record, wish=wish, is_right=Verdict.NO, **settled)
        MeetingReplyFactory(record=record, is_right=None, has_happened="no", words="Nobody came.")

        seen = self.as_the_chair_sees_it(chair_browser, address)
        read = self.as_the_child_reads_it(app, record)

        assert "We asked again: he comes on Sunday." in words(seen)
        assert "Nobody came." not in words(seen)
        assert words(seen) == words(read)
        assert [str(one) for one in seen.select(".bubble")] == [str(one) for one in read.select(".bubble")]


class TestTakingItBack:
    @pytest.fixture
    def released(self, record):
        record.released_at = utc_now()
        db.session.commit()
        return record

    def take_back(self, chair_browser, address, shown=None):
        return chair_browser.send(shown or chair_browser.get(address), act="take-back")

    def test_the_childs_words_do_not_show_it_any_more(self, chair_browser, released, address):
        response = self.take_back(chair_browser, address)

        assert released.released_at is None
        assert response.location.endswith("saved=taken-back")
        assert "took back a child's page" in [line.deed for line in auditing.lines_about(released)]

    def test_not_once_the_words_were_used(self, chair_browser, released, address):
        shown = chair_browser.get(address)
        MeetingWordsFactory(record=released, first_used_at=utc_now(), last_used_at=utc_now())

        response = self.take_back(chair_browser, address, shown)

        assert "so the child may have read it" in response.page.errors[0]
        assert released.released_at is not None
        assert "Take it back" not in chair_browser.get(address).page.text

    def test_not_while_a_browser_may_still_have_the_meeting_open(self, chair_browser, released, address):
        used = utc_now() - timedelta(hours=3)
        MeetingWordsFactory(record=released, first_used_at=used, last_used_at=used)

        assert "Take it back" not in chair_browser.get(address).page.text

    def test_also_when_they_were_used_only_before_the_meeting(self, chair_browser, released, address):
        used = utc_now() - timedelta(days=9)
        MeetingWordsFactory(record=released, first_used_at=used, last_used_at=used)

        assert self.take_back(chair_browser, address).status_code == 302

    def test_a_second_time_changes_nothing(self, chair_browser, released, address):
        shown = chair_browser.get(address)
        self.take_back(chair_browser, address, shown)

        assert self.take_back(chair_browser, address, shown).status_code == 302
        assert released.released_at is None


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
        MeetingWordsFactory(record=record)
        record.own_words = None
        db.session.commit()

        page = chair_browser.get(address).page

        assert "The child’s words show this since" in page.text
        assert "Write what the child said, in their own words." in page.text

    def test_it_says_when_no_words_open_it_any_more(self, chair_browser, address):
        chair_browser.fill_in(address)
        page = chair_browser.get(address).page

        assert "It was released, and no words open it now" in page.text
        assert "The child’s words show this since" not in page.text


def test_the_record_leads_there_and_keeps_what_was_typed(chair_browser, record):
    shown = chair_browser.get(record_address(record))

    response = chair_browser.send(shown, part="go-child-page", **{"tell-teller": "Her grandmother"})

    assert response.location == f"{record_address(record)}/child-page"
    assert record.teller == "Her grandmother"
