"""Whoever reads views can keep one longer, with a reason; a safeguarding lead lets it go."""

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Hold, Role, View, utc_now
from app.services import answering, holding, returning, settings, taking_back
from app.services.errors import RuleBroken
from app.services.retention import said
from app.services.taking_back import Kept
from tests.factories import ChildFactory, ChildRecordFactory, ConferenceFactory, PersonFactory, ViewFactory
from tests.page import words
from tests.participation_factories import HoldFactory
from tests.plans import plan, statements_of

IN_MARCH = date(2027, 3, 1)


@pytest.fixture
def view():
    return ViewFactory(answered=True)


@pytest.fixture
def worker_browser(browser):
    return browser.sign_in(PersonFactory(role=Role.PARTICIPATION_WORKER))


@pytest.fixture
def lead_browser(another_browser):
    return another_browser.sign_in(PersonFactory(role=Role.SAFEGUARDING_LEAD))


def hold_view(browser, view, **changes):
    typed = {"hold-reason": "A review asks for it", "hold-review_on": "2027-03-01"} | changes
    return browser.fill_in(f"/inbox/{view.id}", form="#hold-form", **typed)


def holds() -> list[Hold]:
    db.session.expire_all()
    return list(db.session.scalars(select(Hold)))


class TestPlace:
    def test_a_worker_keeps_a_view_and_its_page_says_why_and_until_when(self, worker_browser, view):
        hold_view(worker_browser, view)
        page = worker_browser.get(f"/inbox/{view.id}").page

        assert [(hold.reason, hold.review_on) for hold in holds()] == [("A review asks for it", IN_MARCH)]
        assert "A review asks for it" in page.text
        assert "1 March 2027" in page.text

    def test_looking_at_it_again_keeps_it_longer_and_adds_no_second_one(self, worker_browser, view):
        hold_view(worker_browser, view)
        hold_view(worker_browser, view, **{"hold-reason": "It is still asked for", "hold-review_on": "2027-05-03"})

        assert [(one.reason, one.review_on) for one in holds()] == [("It is still asked for", date(2027, 5, 3))]

    @pytest.mark.parametrize("day", ["2026-11-17", "2026-11-16", "2027-05-18"])
    def test_the_day_is_after_today_and_within_the_months_that_the_board_has_set(self, worker_browser, view, day):
        page = hold_view(worker_browser, view, **{"hold-review_on": day}).page

        assert "Choose a day from 18 November 2026 to 17 May 2027." in page.text
        assert "A review asks for it" in page.text
        assert holds() == []

    def test_without_a_reason_nothing_is_held(self, worker_browser, view):
        page = hold_view(worker_browser, view, **{"hold-reason": " "}).page

        assert "Write why this must be kept" in page.errors
        assert holds() == []

    def test_of_what_is_cleared_nothing_is_left_to_keep(self, view):
        said.clear([view.id], utc_now())
        db.session.commit()

        with pytest.raises(RuleBroken, match="Nothing of this is left"):
            holding.place(view, PersonFactory(), reason="Keep it", review_on=IN_MARCH)


class TestLift:
    def test_a_safeguarding_lead_lifts_it_with_a_reason(self, lead_browser, view):
        HoldFactory(view=view)
        lead_browser.fill_in(f"/inbox/{view.id}", form="#unhold-form", **{"unhold-reason": "The review is over"})

        assert holds()[0].lifted_at is not None

    def test_a_worker_finds_no_button_and_cannot_do_it_either(self, worker_browser, view):
        HoldFactory(view=view)

        assert "Lift the hold" not in worker_browser.get(f"/inbox/{view.id}").page.text
        with pytest.raises(RuleBroken, match="Only a safeguarding lead"):
            holding.lift(view, PersonFactory(role=Role.PARTICIPATION_WORKER), reason="Over")

    def test_it_can_be_held_again_afterwards(self, view):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        for _ in range(2):
            holding.place(view, lead, reason="A review asks for it", review_on=IN_MARCH)
            holding.lift(view, lead, reason="The review is over")

        assert len(holds()) == 2


class TestTakenBack:
    def test_what_is_on_hold_is_kept_and_not_closed_until_the_hold_is_lifted(self, view):
        HoldFactory(view=view)
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        opened = returning.get_view(str(view.id))
        assert taking_back.why_kept(opened) == [Kept.HELD]
        taking_back.take_back(opened)

        with pytest.raises(RuleBroken, match="on hold"):
            taking_back.close_taken_back(answering.get_view(view.id), lead, done="Spoke to them")
        holding.lift(view, lead, reason="The review is over")
        taking_back.close_taken_back(answering.get_view(view.id), lead, done="Spoke to them")
        assert db.session.get_one(View, view.id).words is None


class TestChair:
    def test_a_chair_holds_and_lifts_for_a_child_of_their_own_conference(self, browser):
        chair = PersonFactory(role=Role.CHAIR)
        record = ChildRecordFactory(conference=ConferenceFactory(chair=chair))
        address = f"/conferences/{record.conference_id}/children/{record.id}/hold"
        browser.sign_in(chair)
        browser.fill_in(address, reason="A review asks for it", review_on="2027-03-01", act="hold")
        assert "A review asks for it" in browser.get(address).page.text
        assert "On hold until" in browser.get(address.removesuffix("/hold")).page.text
        browser.fill_in(address, reason="The review is over", act="lift")

        assert [hold.lifted_at is not None for hold in holds()] == [True]


def listed(page) -> list[str]:
    return [words(one) for one in page.soup.select(".rows li")]


class TestTheLists:
    def test_whoever_reads_views_sees_what_is_held_those_to_be_looked_at_first_first(self, worker_browser, view):
        sam = PersonFactory(name="Sam Okafor")
        HoldFactory(view=ViewFactory(topic="school"), review_on=IN_MARCH, placed_by_id=sam.id, reason="turquoise")
        HoldFactory(view=ViewFactory(topic="home"), review_on=date(2026, 11, 16), placed_by_id=sam.id)
        HoldFactory(view=view, lifted_at=utc_now(), lifted_by_id=sam.id)

        page = worker_browser.get("/inbox/holds").page

        placed = "Sent 17 November 2026. Placed by Sam Okafor, 17 November 2026."
        assert listed(page) == [
            f"Home Late: was to be looked at by 16 November 2026 {placed}",
            f"School Look at it again by 1 March 2027 {placed}",
        ]
        assert "turquoise" not in page.text  # why is opened, and the opening written down, on the page of the view

    def test_a_long_list_goes_on_over_pages(self, worker_browser, monkeypatch):
        monkeypatch.setattr(holding, "PAGE", 1)
        assert "Nothing is on hold." in worker_browser.get("/inbox/holds").page.text
        for day in (1, 2):
            HoldFactory(review_on=date(2027, 3, day))

        first = worker_browser.get("/inbox/holds").page
        second = worker_browser.get(first.link("Next page")).page

        assert ["1 March" in listed(first)[0], "2 March" in listed(second)[0]] == [True, True]
        assert "There is nothing more." in worker_browser.get("/inbox/holds?page=3").page.text

    def test_it_is_read_from_the_index_of_what_is_held(self, database):
        found = plan(*statements_of(holding.held_views)[-1])

        assert found.uses("ix_hold_review")
        assert not found.reads_whole("young_person_view")

    def test_a_chair_sees_those_of_their_own_conferences_alone(self, browser):
        chair = PersonFactory(role=Role.CHAIR)
        for reference, led_by in (("C-1", chair), ("C-2", PersonFactory(role=Role.CHAIR))):
            record = ChildRecordFactory(
                conference=ConferenceFactory(chair=led_by), child=ChildFactory(reference=reference)
            )
            HoldFactory(subject_table="child_record", subject_id=record.id, review_on=IN_MARCH)

        (one,) = listed(browser.sign_in(chair).get("/conferences/holds").page)

        assert one.startswith("C-1 Look at it again by 1 March 2027")


def test_the_page_for_the_4_words_says_the_same_periods_as_the_settings(browser):
    settings.change("view_months", "13")
    settings.change("meeting_months", "17")
    db.session.commit()

    for address in ("/answer", "/about-your-words"):
        text = browser.get(address).page.text
        assert "Words you sent: 13 months after" in text
        assert "What you wrote for a meeting about you: 17 months after" in text
