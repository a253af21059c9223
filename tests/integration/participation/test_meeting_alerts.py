"""A child's meeting page says that they do not feel safe: who sees that, who opens it, and how little of it."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Alert, AuditLine, Role, utc_now
from app.services import answer_opening, auditing
from tests.factories import (
    AlertFactory,
    ChildFactory,
    ChildRecordFactory,
    ContributionFactory,
    PersonFactory,
)
from tests.participation_factories import closed_by

PRIVATE = ("my good words", "my worries", "my wish", "my nan", "my pictures", "not for dad")


def open_the_answer(browser, address: str, reason: str = "To ring the school"):
    return browser.fill_in(address, form="#answer", follow_redirects=True, **{"answer-reason": reason})


@pytest.fixture
def alert() -> Alert:
    record = ChildRecordFactory(child=ChildFactory(reference="C-2041"))
    contribution = ContributionFactory(
        record=record,
        how_safe=2,
        good=PRIVATE[0],
        worries=PRIVATE[1],
        wishes_as_json=f'["{PRIVATE[2]}"]',
        speaker=PRIVATE[3],
        understanding=PRIVATE[4],
        private=PRIVATE[5],
    )
    return AlertFactory(view=None, contribution=contribution)


@pytest.fixture
def address(alert) -> str:
    return f"/alerts/{alert.id}"


@pytest.fixture
def lead():
    return PersonFactory(role=Role.SAFEGUARDING_LEAD)


@pytest.fixture
def leads_browser(browser, lead):
    return browser.sign_in(lead)


class TestTheInbox:
    @pytest.mark.parametrize("role", [Role.SAFEGUARDING_LEAD, Role.PARTICIPATION_WORKER])
    def test_it_stands_at_the_top_with_its_clock(self, browser, alert, role):
        page = browser.sign_in(PersonFactory(role=role)).get("/inbox/").page

        assert page.soup.select_one("main h3").get_text() == "A child does not feel safe"
        assert "Must be seen 59 minutes of covered time left, due 11.00am" in page.text
        assert "1 young person says they are not safe" in page.text
        assert "C-2041" not in page.html
        assert "of 10" not in page.text  # the answer itself is opened, and the opening written down
        assert not any(words in page.html for words in PRIVATE)

    def test_the_lead_can_open_it_and_the_worker_cannot(self, leads_browser, another_browser, address):
        worker = another_browser.sign_in(PersonFactory(role=Role.PARTICIPATION_WORKER))

        assert leads_browser.get("/inbox/").page.link("A child does not feel safe") == address
        page = worker.get("/inbox/").page
        assert page.soup.select(f'a[href="{address}"]') == []
        assert "A safeguarding lead opens it." in page.text

    def test_a_clock_that_has_run_out_says_so(self, leads_browser, alert):
        alert.due_at = utc_now() - timedelta(hours=1)
        db.session.commit()

        assert "Late since 9.00am, Tuesday 17 November" in leads_browser.get("/inbox/").page.text

    def test_one_that_was_seen_comes_after_and_stays_until_it_is_closed(self, leads_browser, lead, alert):
        seen = {"view": None, "acknowledged_by_id": lead.id, "acknowledged_at": utc_now() - timedelta(days=40)}
        AlertFactory(contribution=ContributionFactory(how_safe=1), **seen)
        AlertFactory(contribution=ContributionFactory(how_safe=0), **seen, **closed_by(lead))

        text = leads_browser.get("/inbox/").page.text

        assert text.count("A child does not feel safe") == 2
        assert text.index("Must be seen") < text.index("Alert Seen")

    def test_without_any_there_is_nothing(self, leads_browser):
        AlertFactory()

        assert "meeting pages" not in leads_browser.get("/inbox/").page.text


class TestOpeningIt:
    def test_until_the_lead_says_why_neither_the_answer_nor_the_reference_is_there(self, leads_browser, alert, address):
        page = leads_browser.get(address).page

        assert page.heading == "A child does not feel safe"
        assert "of 10" not in page.text
        assert "C-2041" not in page.html
        assert [line.deed for line in auditing.lines_about(alert)] == ["opened alert"]

    def test_with_a_reason_they_see_the_answer_and_the_reference_and_nothing_else(self, leads_browser, address):
        page = open_the_answer(leads_browser, address).page

        assert "How safe they feel 2 of 10" in page.text
        assert "Child C-2041" in page.text
        assert not any(words in page.html for words in PRIVATE)

    def test_without_a_reason_it_stays_shut_and_what_is_saved_of_the_alert_can_still_be_changed(
        self, leads_browser, alert, address
    ):
        alert.done = "Rang the school."
        db.session.commit()

        response = open_the_answer(leads_browser, address, reason="  ")

        assert response.status_code == 400
        assert response.page.errors == ["Write why you open the answer"]
        assert "C-2041" not in response.page.html
        assert not any(line.deed == answer_opening.DEED for line in auditing.lines_about(alert))
        leads_browser.send(response, form="#record-form", done="Rang the school and the police.", go="save")
        assert alert.done == "Rang the school and the police."

    def test_the_reason_is_written_down_and_so_is_each_look(self, leads_browser, lead, alert, address):
        open_the_answer(leads_browser, address)
        leads_browser.get(address)

        lines = [line for line in auditing.lines_about(alert) if line.deed == "opened alert from a meeting"]
        assert {line.person_id for line in lines} == {lead.id}
        assert [line.reason for line in lines] == [None, None, "To ring the school"]

    def test_the_reason_of_one_lead_opens_nothing_for_another(self, leads_browser, another_browser, address):
        open_the_answer(leads_browser, address)

        second = another_browser.sign_in(PersonFactory(role=Role.SAFEGUARDING_LEAD)).get(address).page

        assert "C-2041" not in second.html

    @pytest.mark.parametrize(("minutes", "is_shown"), [(-1, True), (1, False)])
    def test_after_three_days_it_takes_a_new_reason(self, leads_browser, lead, address, clock, minutes, is_shown):
        open_the_answer(leads_browser, address)
        clock.shift(timedelta(hours=72, minutes=minutes))

        assert ("C-2041" in leads_browser.sign_in(lead).get(address).page.html) is is_shown

    def test_it_is_not_closed_before_somebody_has_opened_it(self, leads_browser, alert, address):
        everything = {
            "done": "Rang",
            "told_whom": "nobody",
            "told_because": "They know",
            "outcome": "there was no danger",
        }

        page = leads_browser.fill_in(address, form="#record-form", go="close", **everything).page
        assert page.errors == ["Nobody has opened the child’s answer. Open it first, then close the alert."]

        open_the_answer(leads_browser, address)
        leads_browser.fill_in(address, form="#record-form", go="close", **everything)
        assert alert.closed_at is not None

    @pytest.mark.parametrize("asked", ["", "/answer"])
    @pytest.mark.parametrize("role", [role for role in Role if role not in (Role.SAFEGUARDING_LEAD, Role.AGENCY_LEAD)])
    def test_nobody_else_opens_it(self, browser, address, role, asked):
        browser.sign_in(PersonFactory(role=role))
        # They have alerts, and this is none of theirs.
        refused = 404 if role is Role.PARTICIPATION_WORKER and not asked else 403

        assert browser.get(address + asked).status_code == refused
        assert browser.post(address + asked).status_code in (400, refused)
        assert db.session.scalar(select(func.count()).select_from(AuditLine)) == 0

    def test_the_chair_of_the_conference_does_not_either(self, browser, alert, address):
        browser.sign_in(alert.contribution.record.conference.chair)

        assert browser.get(address).status_code == 403

    def test_a_lead_opens_no_record_by_way_of_it(self, leads_browser, alert):
        record = alert.contribution.record

        assert leads_browser.get(f"/conferences/{record.conference_id}/children/{record.id}").status_code == 403


class TestSayingThatItIsSeen:
    def test_its_clock_stops(self, leads_browser, lead, alert, address):
        page = leads_browser.fill_in(address, form="#acknowledge", follow_redirects=True).page

        assert alert.acknowledged_by_id == lead.id
        assert "Seen on Tuesday 17 November at 10.00am." in page.text
        assert page.soup.select("#acknowledge") == []
        assert "nobody has said yet" not in leads_browser.get("/inbox/").page.text

    def test_the_first_to_say_so_counts(self, leads_browser, another_browser, lead, alert, address):
        second = another_browser.sign_in(PersonFactory(role=Role.SAFEGUARDING_LEAD))
        shown = second.get(address)
        leads_browser.fill_in(address, form="#acknowledge")

        second.send(shown, form="#acknowledge")

        assert alert.acknowledged_by_id == lead.id
        assert [line.deed for line in auditing.lines_about(alert)].count("acknowledged alert") == 1

    def test_a_page_that_was_open_too_long_is_shown_back(self, leads_browser, alert, address):
        response = leads_browser.post(address, data={"csrf_token": "old"})

        assert response.status_code == 400
        assert alert.acknowledged_at is None


def test_the_inbox_takes_as_many_queries_however_many_alerts_there_are(leads_browser, alert, count_queries):
    leads_browser.get("/inbox/")
    with count_queries() as few:
        leads_browser.get("/inbox/")
    for _ in range(6):
        AlertFactory(view=None, contribution=ContributionFactory(how_safe=3))
    with count_queries() as many:
        leads_browser.get("/inbox/")

    assert len(few) == len(many)
