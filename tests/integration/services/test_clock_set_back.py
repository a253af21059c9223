"""This machine's clock was a day ahead, and is set right: nobody waits for tomorrow, and nothing counts twice."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Overdue, Role, View, utc_now
from app.models.codes import ClockName, Event
from app.protection import passphrases
from app.services import clock_running, escalating, slowing
from app.services.handing_over import CLAIMED_FOR, LONGEST_WAIT, LONGEST_WAIT_OF_ALERTS
from tests.factories import PersonFactory
from tests.integration.services.clock_cases import late
from tests.integration.services.test_escalating import QUARTER, escalate, lead, on, raised
from tests.mailbox import mail_server
from tests.telling import by_mail, hand_over, told

pytestmark = pytest.mark.usefixtures("still_clock")

A_DAY_BACK = -timedelta(days=1)
PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)


@pytest.fixture
def chair(browser):
    return browser.sign_in(PersonFactory(role=Role.CHAIR))


class TestASignIn:
    def test_goes_on(self, chair, clock):
        clock.shift(A_DAY_BACK)

        assert chair.get("/account").status_code == 200

    def test_ends_half_an_hour_after_they_were_last_seen_by_the_right_clock(self, chair, clock):
        clock.shift(A_DAY_BACK)
        chair.get("/account")
        clock.shift(timedelta(minutes=31))

        assert chair.get("/account").status_code == 302

    def test_is_no_fresh_proof_of_who_they_are(self, chair, clock):
        clock.shift(A_DAY_BACK)

        assert chair.get("/account/passkeys/add").location.startswith("/confirm")


def test_who_guessed_wrong_waits_no_longer_than_they_are_told(browser, clock):
    PersonFactory(username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)
    for _ in range(slowing.FREE + 3):
        browser.fill_in("/sign-in", username="amara", passphrase="not the one at all")
    clock.shift(A_DAY_BACK)
    told_to_wait = int(browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE).headers["Retry-After"])
    clock.shift(timedelta(seconds=told_to_wait))

    assert told_to_wait <= slowing.LONGEST_WAIT
    assert browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE).location == "/home"


class TestAYoungPerson:
    @pytest.fixture
    def shown(self, browser):
        """Their last page, with everything they said on it."""
        browser.fill_in("/say/1", topic="home")
        browser.fill_in("/say/2", words="my own words")
        browser.fill_in("/say/4", safe_now="yes")
        browser.fill_in("/say/5", permission="team")
        return browser.get("/say/6")

    def test_has_what_they_had_written(self, browser, shown, clock):
        clock.shift(A_DAY_BACK)

        assert "my own words" in browser.get("/say/6").page.text

    def test_has_sent_it_once_however_often_it_comes(self, browser, shown, clock):
        browser.send(shown)
        clock.shift(A_DAY_BACK)
        browser.send(shown)

        assert db.session.scalar(select(func.count()).select_from(View)) == 1


class TestStaffAreTold:
    @pytest.mark.parametrize("event", [Event.ALERT_RAISED, Event.OVERDUE])
    def test_at_once_of_what_waited_for_tomorrow(self, clock, event):
        told(event=event)
        clock.shift(A_DAY_BACK)
        with mail_server() as mailbox:
            hand_over(by_mail(mailbox.url))

            assert len(mailbox.messages) == 1

    def test_also_of_what_somebody_had_claimed_until_tomorrow(self, clock):
        (row,) = told()
        row.claimed_until = utc_now()
        db.session.commit()
        clock.shift(A_DAY_BACK)
        with mail_server() as mailbox:
            hand_over(by_mail(mailbox.url))

            assert len(mailbox.messages) == 1


class TestAnotherSenderWhoseClockIsALittleAhead:
    """It is no clock that was set back: what it has claimed or put off stays with it."""

    def test_keeps_what_it_has_claimed(self):
        (row,) = told()
        row.claimed_until = utc_now() + CLAIMED_FOR + timedelta(seconds=1)
        db.session.commit()
        with mail_server() as mailbox:
            hand_over(by_mail(mailbox.url))

            assert mailbox.messages == []

    @pytest.mark.parametrize(
        ("event", "wait"), [(Event.ALERT_RAISED, LONGEST_WAIT_OF_ALERTS), (Event.OVERDUE, LONGEST_WAIT)]
    )
    def test_decides_when_the_next_try_is(self, event, wait):
        for row in told(event=event):
            row.next_try_at = utc_now() + wait + timedelta(seconds=1)
        db.session.commit()
        with mail_server() as mailbox:
            hand_over(by_mail(mailbox.url))

            assert mailbox.messages == []


class TestAnAlert:
    def test_goes_to_the_next_at_once_and_then_to_everybody_in_its_time(self, clock):
        for rank, name in enumerate(("First", "Second", "Third"), start=1):
            on(lead(name), rank)
            on(lead(f"{name} on Monday"), rank, weekday=0)
        raised()

        assert [escalate(after, clock) for after in (A_DAY_BACK, QUARTER - timedelta(seconds=1))] == [1, 0]
        assert escalate(timedelta(seconds=1), clock) == 1

    def test_by_a_clock_of_another_machine_that_is_a_little_ahead_waits_as_ever(self, clock):
        on(lead("First"))
        raised()

        assert escalate(-escalating.CLOCKS_APART, clock) == 0


def test_what_is_late_is_written_down_once(clock):
    lead()
    late(ClockName.VIEW_READ)
    clock_running.run(ClockName.VIEW_READ, utc_now())
    clock.shift(A_DAY_BACK)
    clock_running.run(ClockName.VIEW_READ, utc_now())
    clock.shift(-A_DAY_BACK)
    clock_running.run(ClockName.VIEW_READ, utc_now())

    assert db.session.scalar(select(func.count()).select_from(Overdue)) == 1
