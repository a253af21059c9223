"""When we are late, a young person reads so; and that somebody above us was told, only when they were."""

from datetime import date, timedelta

import pytest
from sqlalchemy import update

from app.extensions import db
from app.models import Person, Role, utc_now
from app.models.codes import ClockName, Extent, ToldHow, Verdict
from app.services import clock_running
from tests.factories import (
    ActionFactory,
    AdditionFactory,
    AlertFactory,
    AnswerFactory,
    ContributionFactory,
    MeetingReplyFactory,
    PersonFactory,
    ViewFactory,
    WishFactory,
)
from tests.page import words
from tests.participation_factories import ContactFactory

TOLD = "A person above us has been told."
AGO = timedelta(days=3)


@pytest.fixture(autouse=True)
def crew(database):
    for role in (Role.SAFEGUARDING_LEAD, Role.CHAIRS_MANAGER, Role.BOARD_MEMBER):
        PersonFactory(role=role)


def run_the_clocks():
    for name in ClockName:
        clock_running.run(name, utc_now())
    db.session.commit()


def step(page, what: str) -> str:
    """What stands beside one of the steps of a view."""
    (found,) = [words(one) for one in page.soup.select("main .track li") if what in words(one)]
    return found


class TestAView:
    @pytest.fixture
    def late(self):
        """Each of its clocks ran out, with the sentence that admits it."""
        ago = utc_now() - AGO
        return {
            "We read it": ViewFactory(read_due_at=ago),
            "We answer you": ViewFactory(read_at=ago, answer_due_at=ago),
            "You added something": AdditionFactory(view=ViewFactory(read_at=ago), read_due_at=ago).view,
            "what is missing": AnswerFactory(
                view=ViewFactory(read_at=ago, answer_due_at=utc_now() + AGO),
                verdict=Verdict.NO,
                verdict_at=ago,
                missing="Who is it?",
                read_due_at=ago,
            ).view,
            "You told us how to find you": ContactFactory(
                view=ViewFactory(read_at=ago), given_at=ago, read_due_at=ago
            ).view,
        }

    @pytest.mark.parametrize(
        "what", ["We read it", "We answer you", "You added something", "what is missing", "You told us how to find you"]
    )
    def test_that_somebody_above_was_told_is_said_once_they_were(self, another_browser, come_back, late, what):
        before = step(come_back(late[what]), what)
        run_the_clocks()
        after = step(come_back(late[what], at=another_browser), what)

        assert "We are late." in before
        assert TOLD not in before
        assert after == f"{before} {TOLD}"

    def test_an_alert_that_nobody_has_seen_has_the_sooner_clock(self, come_back):
        view = AlertFactory(view=ViewFactory(unsafe=True), due_at=utc_now() - timedelta(hours=2)).view
        run_the_clocks()

        assert f"We are late. {TOLD}" in step(come_back(view), "We read it")

    def test_that_an_alert_was_seen_puts_nothing_off_while_nobody_has_read_what_they_said(self, come_back):
        lead, due = PersonFactory(role=Role.SAFEGUARDING_LEAD), utc_now() + timedelta(hours=1)
        alert = AlertFactory(due_at=due, acknowledged_at=utc_now(), acknowledged_by_id=lead.id)

        assert "By 11.00am on Tuesday 17 November" in step(come_back(alert.view), "We read it")

    def test_what_was_done_late_is_done(self, come_back, late):
        run_the_clocks()
        late["We read it"].read_at = utc_now()
        db.session.commit()

        assert TOLD not in come_back(late["We read it"]).text

    def test_nothing_of_one_view_is_said_of_another(self, come_back, late):
        run_the_clocks()
        late["We answer you"].answer_due_at = utc_now() - timedelta(hours=1)  # a new clock, and nobody was told of it
        db.session.commit()
        page = come_back(late["We answer you"])

        assert "We are late" in page.text
        assert TOLD not in page.text

    def test_with_nobody_above_nobody_is_said_to_have_been_told(self, come_back, late):
        db.session.execute(update(Person).values(is_active=False))
        db.session.commit()
        run_the_clocks()

        assert TOLD not in come_back(late["We answer you"]).text

    def test_in_another_language_it_is_said_in_that_language(self, browser, come_back, late):
        run_the_clocks()
        browser.fill_in("/language", language="pl")

        assert "Powiedziano o tym komuś z naszych szefów." in come_back(late["We answer you"]).text


class TestAMeeting:
    def test_what_they_wrote_and_nobody_read(self, browser, open_meeting, record):
        ContributionFactory(record=record, read_due_at=utc_now() - AGO)
        before = open_meeting().get("/meeting/mine").page.text
        run_the_clocks()
        after = browser.get("/meeting/mine").page.text

        assert "We said we would read it by Saturday 14 November. We are late." in before
        assert TOLD not in before
        assert f"We are late. {TOLD}" in after

    def test_it_is_said_after_the_meeting_too(self, open_meeting, record):
        record.conference.held_on = date(2026, 11, 16)
        ContributionFactory(record=record, read_due_at=utc_now() - AGO)
        run_the_clocks()

        assert f"We are late. {TOLD}" in open_meeting().get("/meeting/mine").page.text

    def test_what_was_read_is_not_late(self, open_meeting, record):
        ContributionFactory(record=record, read_due_at=utc_now() - AGO, read_at=utc_now())

        assert "We are late" not in open_meeting().get("/meeting/mine").page.text

    def test_nobody_told_them(self, browser, open_meeting, record):
        record.conference.held_on, record.tell_due_on = date(2026, 11, 3), date(2026, 11, 10)
        db.session.commit()
        before = open_meeting().get("/meeting/mine").page.text
        run_the_clocks()

        assert TOLD not in before
        assert f"The people in charge can see that we are late. {TOLD}" in browser.get("/meeting/mine").page.text

    @pytest.fixture
    def released(self, record):
        record.conference.held_on, record.released_at, record.told_on = date(2026, 11, 3), utc_now(), date(2026, 11, 4)
        record.told_how = ToldHow.FACE_TO_FACE
        db.session.commit()
        return record

    def test_a_reply_that_nobody_answered(self, browser, open_meeting, released):
        MeetingReplyFactory(record=released, due_at=utc_now() - AGO)
        before = open_meeting().get("/meeting/mine").page.text
        run_the_clocks()

        assert "That is our fault, not yours." in before
        assert TOLD not in before
        assert f"That is our fault, not yours. {TOLD}" in browser.get("/meeting/mine").page.text

    def test_something_that_was_to_be_done(self, browser, open_meeting, released):
        wish = WishFactory(record=released, extent=Extent.FULLY)
        ActionFactory(record=released, wish=wish, due_on=date(2026, 11, 10))
        before = open_meeting().get("/meeting/mine").page.text
        run_the_clocks()

        assert "This should have been done by Tuesday 10 November. It is late." in before
        assert TOLD not in before
        assert f"It is late. {TOLD}" in browser.get("/meeting/mine").page.text
