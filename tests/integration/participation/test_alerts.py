"""An alert from beginning to end: raised by who reads a view, seen, dealt with, closed; and raised again."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Alert, AlertStep, OutboxMessage, Role, View, utc_now
from app.models.codes import AlertStepKind, SafeNow
from app.services import alert_closing, alerting, auditing, due_next, returning, taking_back
from app.services.alert_closing import Record
from app.services.errors import RuleBroken
from tests.factories import (
    AdditionFactory,
    AgencyFactory,
    AlertFactory,
    AnswerFactory,
    ContributionFactory,
    PersonFactory,
    ViewFactory,
)
from tests.integration.answers import answer
from tests.participation_factories import closed_by

DAY = 24 * 60 * 60
BECAUSE = "They write about <bruises>."
DONE = "Rang the school & the duty team."
WHOLE = {
    "done": DONE,
    "told_whom": "Northbank Police",
    "told_because": "Somebody hurts them.",
    "outcome": "another agency is acting on it",
}


@pytest.fixture
def police():
    return AgencyFactory(name="Northbank Police")


@pytest.fixture
def alert():
    return AlertFactory(view__read_at=utc_now())


def again(row):
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


def raise_on(browser, view, because=BECAUSE, **more):
    return browser.fill_in(f"/inbox/{view.id}", form="#raise-form", **{"raise-because": because}, **more)


def write(browser, alert, go="save", **answers):
    return browser.fill_in(f"/alerts/{alert.id}", form="#record-form", go=go, **answers)


def kinds(alert: Alert) -> list[AlertStepKind]:
    reader = PersonFactory(role=Role.SAFEGUARDING_LEAD)
    return [step.kind for step in alerting.steps_in_order(alerting.get_alert(alert.id, reader))]


class TestWhereItStandsAfterwards:
    """Closing takes the alert's place away, and nobody else's."""

    def close(self, browser, view, police):
        write(browser, db.session.scalars(select(Alert)).one(), go="close", **WHOLE)
        return again(view).place

    @pytest.mark.parametrize(
        ("words", "place"), [("I like my school.", due_next.USUAL), ("He hits me.", due_next.RAISED)]
    )
    def test_one_that_a_worker_raised_stands_where_its_words_put_it(self, leads_browser, police, words, place):
        view = ViewFactory(words=words)
        raise_on(leads_browser, view)
        assert again(view).place == due_next.FIRST

        assert self.close(leads_browser, view, police) == place

    def test_a_word_in_what_they_added_counts_too(self, leads_browser, police):
        view = AdditionFactory(words="He hits me.").view
        raise_on(leads_browser, view)

        assert self.close(leads_browser, view, police) == due_next.RAISED

    def test_who_is_not_safe_stays_first(self, leads_browser, police, alert):
        write(leads_browser, alert, go="close", **WHOLE)

        assert db.session.scalars(select(View.place)).one() == due_next.FIRST


class TestRaisingOne:
    def test_a_worker_raises_one_on_what_they_read(self, sams_browser, sam):
        view = ViewFactory()
        raise_on(sams_browser, view)

        alert = db.session.scalars(select(Alert)).one()
        assert (alert.raised_by_id, alert.raised_because) == (sam.id, BECAUSE)
        assert again(view).place == due_next.FIRST
        assert [line.person_id for line in auditing.lines_about(alert) if line.deed == "raised alert"] == [sam.id]

    def test_whoever_holds_the_role_is_told_in_the_same_moment(self, sams_browser, leads_browser):
        raise_on(sams_browser, ViewFactory())

        assert db.session.scalars(select(OutboxMessage.role).distinct()).all() == [Role.SAFEGUARDING_LEAD]

    def test_the_page_of_the_view_then_leads_to_it(self, sams_browser):
        view = ViewFactory()
        page = raise_on(sams_browser, view, follow_redirects=True).page

        assert "Somebody must say they have seen this by 11.00am on Tuesday 17 November." in page.text
        assert page.link("Open the alert") == f"/alerts/{db.session.scalars(select(Alert.id)).one()}"
        assert page.soup.select("#raise-form") == []

    def test_without_a_reason_there_is_none(self, sams_browser):
        response = raise_on(sams_browser, ViewFactory(), " ")

        assert response.page.errors == ["Write why they may not be safe"]
        assert db.session.scalars(select(Alert)).all() == []

    def test_a_double_click_raises_one(self, sams_browser):
        view = ViewFactory()
        shown = sams_browser.get(f"/inbox/{view.id}")
        ends = [sams_browser.send(shown, form="#raise-form", **{"raise-because": BECAUSE}).location for _ in range(2)]

        assert ends == [f"/inbox/{view.id}"] * 2
        assert len(db.session.scalars(select(Alert)).all()) == 1

    def test_two_people_who_raise_one_at_the_same_time_raise_one(self, sams_browser, leads_browser):
        view = ViewFactory()
        shown = leads_browser.get(f"/inbox/{view.id}")
        raise_on(sams_browser, view)
        response = leads_browser.send(shown, form="#raise-form", **{"raise-because": "Mine"})

        assert response.page.errors == ["There is an alert already, and it is open until it is closed."]
        assert response.page.field("raise-because") == "Mine"

    def test_it_can_be_raised_on_what_was_answered(self, sams_browser):
        view = AnswerFactory().view
        raise_on(sams_browser, view)

        assert "Raised by somebody who read it" in sams_browser.get("/alerts/").page.text

    def test_then_the_young_person_cannot_erase_what_they_said_by_taking_it_back(self, sams_browser):
        view = ViewFactory()
        raise_on(sams_browser, view)
        taking_back.take_back(returning.get_view(str(view.id), for_change=True))

        assert again(view).words is not None


class TestSeeingIt:
    def test_whoever_sees_it_stops_the_clock_and_that_is_a_step(self, sams_browser, sam, alert):
        page = sams_browser.fill_in(f"/alerts/{alert.id}", form="#acknowledge", follow_redirects=True).page

        assert again(alert).acknowledged_by_id == sam.id
        assert "Seen on Tuesday 17 November at 10.00am." in page.text
        assert "Close it by Tuesday 24 November" in page.text
        assert kinds(alert) == [AlertStepKind.ACKNOWLEDGED]

    def test_from_the_page_of_the_view_as_well(self, sams_browser, sam, alert):
        sams_browser.fill_in(f"/inbox/{alert.view_id}", form="#acknowledge")

        assert again(alert).acknowledged_by_id == sam.id

    def test_where_nobody_has_read_what_was_said_it_leads_there(self, sams_browser):
        alert = AlertFactory()
        response = sams_browser.fill_in(f"/alerts/{alert.id}", form="#acknowledge")

        assert response.location == f"/inbox/{alert.view_id}"

    def test_opening_it_is_written_down_and_is_not_seeing_it(self, sams_browser, sam, alert):
        sams_browser.get(f"/alerts/{alert.id}")

        assert [(line.deed, line.person_id) for line in auditing.lines_about(alert)] == [("opened alert", sam.id)]
        assert again(alert).acknowledged_at is None

    def test_no_word_of_the_view_is_on_its_page(self, sams_browser, alert):
        page = sams_browser.get(f"/alerts/{alert.id}").page

        assert alert.view.words not in page.html
        assert page.link("Open what they told us") == f"/inbox/{alert.view_id}"


class TestTheRecord:
    def test_half_of_it_can_be_saved_and_gone_on_with(self, sams_browser, sam, police, alert):
        page = write(sams_browser, alert, done=DONE).location
        shown = sams_browser.get(page).page

        assert "Saved. You can go on with it later." in shown.text
        assert shown.field("done") == DONE
        assert (again(alert).done, alert.outcome, alert.closed_at) == (DONE, None, None)
        assert alert.acknowledged_by_id == sam.id  # whoever does something about it has seen it
        assert kinds(alert) == [AlertStepKind.ACKNOWLEDGED, AlertStepKind.RECORDED]

    def test_the_same_again_is_no_other_step(self, sams_browser, alert):
        shown = sams_browser.get(f"/alerts/{alert.id}")
        for _ in range(2):
            response = sams_browser.send(shown, form="#record-form", go="save", done=DONE)

        assert response.location == f"/alerts/{alert.id}?saved=yes"
        assert kinds(alert).count(AlertStepKind.RECORDED) == 1

    def test_two_who_write_at_the_same_time_lose_nothing(self, sams_browser, leads_browser, alert):
        shown = leads_browser.get(f"/alerts/{alert.id}")
        write(sams_browser, alert, done="Sam's")
        response = leads_browser.send(shown, form="#record-form", go="save", done="Lee's")

        assert response.status_code == 400
        assert response.page.field("done") == "Lee's"
        assert "What was done Sam's" in response.page.text
        assert again(alert).done == "Sam's"

    def test_after_comparing_they_can_save_theirs(self, sams_browser, leads_browser, alert):
        shown = leads_browser.get(f"/alerts/{alert.id}")
        write(sams_browser, alert, done="Sam's")
        response = leads_browser.send(shown, form="#record-form", go="save", done="Lee's")
        leads_browser.send(response, form="#record-form", go="save", done="Sam's and Lee's")

        assert again(alert).done == "Sam's and Lee's"

    def test_whom_they_told_is_an_agency_and_never_a_name(self, sams_browser, police, alert):
        response = write(sams_browser, alert, told_whom="Kit's mum")

        assert response.status_code == 400
        assert again(alert).told_whom is None

    def test_what_is_written_is_sealed(self, sams_browser, alert):
        write(sams_browser, alert, done=DONE, told_because=DONE)

        assert DONE.encode() not in again(alert).done_sealed + alert.told_because_sealed


class TestClosing:
    def test_with_all_of_it_a_lead_closes_it(self, leads_browser, police, alert):
        page = leads_browser.get(write(leads_browser, alert, "close", **WHOLE).location).page

        assert again(alert).closed_at is not None
        assert "The alert is closed." in page.text
        assert "Who was told Northbank Police" in page.text
        assert page.soup.select("main form") == []
        assert kinds(alert)[-1] is AlertStepKind.CLOSED
        assert "No alert is open." in leads_browser.get("/alerts/").page.text

    @pytest.mark.parametrize(
        ("missing", "error"),
        [
            ("done", "Write what was done."),
            ("told_whom", "Choose who was told, or nobody."),
            ("told_because", "Write why they were told, or why nobody was."),
            ("outcome", "Choose how it ended."),
        ],
    )
    def test_without_any_of_it_it_stays_open(self, leads_browser, police, alert, missing, error):
        response = write(leads_browser, alert, "close", **{**WHOLE, missing: ""})

        assert response.page.errors == [error]
        assert again(alert).closed_at is None

    def test_nobody_needs_a_reason_too(self, leads_browser, alert):
        response = write(leads_browser, alert, "close", **{**WHOLE, "told_whom": "nobody", "told_because": ""})

        assert response.page.errors == ["Write why they were told, or why nobody was."]

    @pytest.mark.parametrize("typed", ["", "  ", "another agency"])
    def test_another_agency_has_to_be_named(self, leads_browser, alert, typed):
        other = {"told_whom": "another agency", "other_agency": typed}
        response = write(leads_browser, alert, "close", **{**WHOLE, **other})

        assert response.page.errors == ["Write which agency was told."]
        assert again(alert).closed_at is None

    def test_another_agency_that_is_named_was_told(self, leads_browser, alert):
        other = {"told_whom": "another agency", "other_agency": "Police in Southbank"}
        write(leads_browser, alert, **{**WHOLE, **other})
        page = leads_browser.get(write(leads_browser, alert, "close").location).page

        assert "Who was told Police in Southbank" in page.text
        assert again(alert).closed_at is not None

    def test_a_worker_can_write_it_all_down_and_cannot_close_it(self, sams_browser, police, alert):
        write(sams_browser, alert, **WHOLE)
        page = sams_browser.get(f"/alerts/{alert.id}").page
        assert "A safeguarding lead closes it" in page.text
        assert "Close the alert" not in page.text

        response = write(sams_browser, alert, "close", **WHOLE)
        assert response.page.errors == ["Only a safeguarding lead can close an alert. Save what you wrote instead."]
        assert again(alert).closed_at is None

    def test_closing_twice_is_closing_once(self, leads_browser, police, alert):
        shown = leads_browser.get(f"/alerts/{alert.id}")
        ends = [leads_browser.send(shown, form="#record-form", go="close", **WHOLE).location for _ in range(2)]

        assert ends == [f"/alerts/{alert.id}?saved=yes"] * 2
        assert kinds(alert).count(AlertStepKind.CLOSED) == 1

    def test_it_is_not_closed_while_nobody_has_read_what_was_said(self, leads_browser, police):
        alert = AlertFactory()
        response = write(leads_browser, alert, "close", **WHOLE)

        assert response.page.errors == ["Nobody has read all that they told us. Open it first, then close the alert."]
        assert again(alert).closed_at is None

    def test_it_is_not_closed_while_nobody_has_read_what_was_added(self, leads_browser, police, alert):
        AdditionFactory(view=db.session.get_one(View, alert.view_id))
        write(leads_browser, alert, "close", **WHOLE)

        assert again(alert).closed_at is None

    def test_a_closed_one_is_not_changed_any_more(self, leads_browser, police, alert):
        shown = leads_browser.get(f"/alerts/{alert.id}")
        write(leads_browser, alert, "close", **WHOLE)
        response = leads_browser.send(shown, form="#record-form", go="save", done="More")

        assert response.status_code == 400
        assert response.page.field("done") == "More"
        assert again(alert).done == DONE

    @pytest.mark.parametrize("missing", ["done", "told_whom", "told_because", "outcome"])
    def test_the_database_closes_none_without_all_of_it_either(self, database, missing):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        seen = {"acknowledged_at": utc_now(), "acknowledged_by_id": lead.id}
        with pytest.raises(IntegrityError):
            AlertFactory(**seen, **(closed_by(lead) | {missing: None}))

    def test_the_service_closes_none_without_all_of_it(self, database, alert):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        shown = alerting.get_alert(alert.id, lead, for_change=True)
        with pytest.raises(RuleBroken, match="Choose how it ended"):
            alert_closing.record(shown, lead, written=Record(done=DONE), saves=0, closes=True)
        assert again(alert).done is None


class TestRaisingItAgain:
    @pytest.fixture
    def closed(self, police, leads_browser, alert):
        write(leads_browser, alert, "close", **WHOLE)
        return again(alert)

    def test_a_new_round_begins_with_a_new_clock_and_nothing_written_down(self, sams_browser, closed, clock):
        clock.shift(60)
        raise_on(sams_browser, closed.view)

        alert = again(closed)
        assert (alert.acknowledged_at, alert.done, alert.closed_at) == (None, None, None)
        assert alert.due_at > utc_now()
        assert set(db.session.scalars(select(AlertStep.round))) == {1, 2}

    def test_what_was_done_before_can_still_be_read(self, sams_browser, closed):
        raise_on(sams_browser, closed.view)

        text = sams_browser.get(f"/alerts/{closed.id}").page.text
        assert DONE in text
        assert "Told: Northbank Police. Somebody hurts them." in text
        assert BECAUSE in text

    def test_it_is_seen_and_closed_again(self, sams_browser, leads_browser, closed):
        raise_on(sams_browser, closed.view)
        write(leads_browser, closed, "close", **WHOLE)

        assert again(closed).closed_at is not None
        assert kinds(closed).count(AlertStepKind.ACKNOWLEDGED) == 2


class TestTheList:
    def test_those_nobody_has_seen_come_first_the_first_due_first(self, sams_browser, sam):
        seen = {"acknowledged_at": utc_now(), "acknowledged_by_id": sam.id}
        AlertFactory(view=ViewFactory(safe_now=SafeNow.NO, is_safe=False), **seen)
        AlertFactory(view=ViewFactory(safe_now=SafeNow.NOT_SURE, is_safe=False))
        AlertFactory(view=None, contribution=ContributionFactory(how_safe=0), due_at=utc_now())

        page = sams_browser.get("/alerts/").page
        assert [one.get_text() for one in page.soup.select(".rows h2")] == [
            "A child does not feel safe",
            "Not sure they are safe",
            "Not safe",
        ]

    def test_a_worker_sees_that_there_is_one_from_a_meeting_and_cannot_open_it(self, sams_browser, leads_browser):
        AlertFactory(view=None, contribution=ContributionFactory(how_safe=0))

        assert "A safeguarding lead opens it." in sams_browser.get("/alerts/").page.text
        assert sams_browser.get("/alerts/").page.soup.select(".rows a") == []
        assert "/alerts/" in leads_browser.get("/alerts/").page.link("A child does not feel safe")

    def test_one_that_was_answered_stays_until_it_is_closed(self, sams_browser, alert):
        answer(sams_browser, alert.view_id, "Thank you.")

        assert "Close it By Tuesday 24 November" in sams_browser.get("/alerts/").page.text

    def test_one_that_is_not_closed_in_time_says_so(self, browser, sam, alert, clock):
        alerting.acknowledge(alert, sam)
        db.session.commit()
        clock.shift(8 * DAY)

        assert "Late: was due Tuesday 24 November" in browser.sign_in(sam).get("/alerts/").page.text

    def test_it_takes_the_same_queries_however_many_there_are(self, sams_browser, count_queries, alert):
        sams_browser.get("/alerts/")
        with count_queries() as few:
            sams_browser.get("/alerts/")
        AlertFactory.create_batch(20)
        with count_queries() as many:
            sams_browser.get("/alerts/")

        assert len(few) == len(many)

    def test_a_long_list_is_shown_a_page_at_a_time(self, sams_browser):
        AlertFactory.create_batch(26)

        first = sams_browser.get("/alerts/").page
        assert len(sams_browser.get(first.link("Next page")).page.soup.select(".rows > li")) == 1

    def test_the_count_in_the_inbox_leads_here(self, sams_browser, alert):
        assert sams_browser.get("/inbox/").page.link("See the alerts") == "/alerts/"


def test_a_view_that_was_cleared_still_has_an_alert_to_close(leads_browser, police, alert):
    view = db.session.get_one(View, alert.view_id)
    taking_back.take_back(returning.get_view(str(view.id), for_change=True))
    db.session.commit()
    leads_browser.fill_in(f"/inbox/{view.id}", form="#close", **{"close-done": DONE})

    page = leads_browser.get(f"/alerts/{alert.id}").page
    assert "They took it back, and what they said is cleared." in page.text
    write(leads_browser, alert, "close", **WHOLE)
    assert again(alert).closed_at is not None
