"""What is wrong with the service itself is said on every page for staff."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import LastRun, Role, RotaEntry, utc_now
from app.models.codes import Channel, Event, Work
from app.services import faults, last_runs, settings
from app.services.carriers import Problem
from app.services.faults import GIVEN_UP, NO_MAIL, NOBODY_ON, NOT_SENDING, NOT_TOLD, STANDS_STILL
from tests.bad_servers import pager
from tests.factories import AlertFactory, PersonFactory
from tests.mailbox import mail_server
from tests.participation_factories import OutboxMessageFactory, RotaEntryFactory
from tests.telling import by_mail, by_webhook, hand_over, told

BOTH = list(Channel)
STAFF_PAGES = {
    Role.PARTICIPATION_WORKER: "/inbox/",
    Role.SAFEGUARDING_LEAD: "/inbox/",
    Role.CHAIR: "/conferences/",
    Role.BOARD_MEMBER: "/board/",
    Role.ADMINISTRATOR: "/administration/people",
    Role.CHAIRS_MANAGER: "/account",
}


@pytest.fixture(autouse=True)
def ruth(database):
    """A safeguarding lead who is on the rota in all the hours that are promised."""
    lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
    for weekday in range(5):
        RotaEntryFactory(person=lead, weekday=weekday)
    return lead


def found(channels=BOTH) -> list:
    return list(faults.find(channels))


class TestAnAlert:
    def test_that_nothing_has_left_heard_about_is_a_fault_after_five_minutes(self, still_clock, clock):
        AlertFactory()
        clock.shift(timedelta(minutes=5))
        assert found() == []
        clock.shift(10)
        assert found() == [NOT_TOLD]

    def test_that_waits_in_the_outbox_has_not_left(self, clock):
        told(event=Event.ALERT_RAISED)
        clock.shift(timedelta(minutes=6))

        assert NOT_TOLD in found()

    @pytest.mark.parametrize("channel", Channel)
    def test_that_left_on_one_channel_is_none(self, clock, channel):
        told(event=Event.ALERT_RAISED)
        with mail_server() as mailbox, pager() as machine:
            hand_over(by_mail(mailbox.url) if channel is Channel.EMAIL else by_webhook(machine.url))
        clock.shift(timedelta(minutes=6))

        assert NOT_TOLD not in found()

    def test_of_which_only_something_else_was_told_is_one(self, clock):
        told(event=Event.OVERDUE)
        with mail_server() as mailbox:
            hand_over(by_mail(mailbox.url))
        clock.shift(timedelta(minutes=6))

        assert found() == [NOT_TOLD]

    def test_that_was_raised_again_is_told_again(self, clock):
        rows = told(event=Event.ALERT_RAISED)
        with mail_server() as mailbox:
            hand_over(by_mail(mailbox.url))
        clock.shift(timedelta(days=1))
        alert = db.session.get_one(AlertFactory._meta.model, rows[0].subject_id)
        alert.raised_at = utc_now()
        db.session.commit()
        clock.shift(timedelta(minutes=6))

        assert NOT_TOLD in found()

    def test_that_somebody_has_seen_is_none(self, clock):
        AlertFactory(acknowledged_at=utc_now(), acknowledged_by_id=PersonFactory(role=Role.SAFEGUARDING_LEAD).id)
        clock.shift(timedelta(minutes=6))

        assert found() == []


class TestWhatGoesOnByItself:
    @pytest.fixture
    def ran(self, still_clock):
        for work in Work:
            last_runs.note(work, utc_now())
        db.session.commit()

    @pytest.mark.parametrize("work", STANDS_STILL)
    def test_and_stands_still_is_a_fault_after_ten_minutes(self, ran, clock, work):
        (other,) = set(STANDS_STILL) - {work}
        clock.shift(timedelta(minutes=10))
        assert found() == []
        last_runs.note(other, utc_now())
        clock.shift(10)
        (fault,) = found()

        assert f"not run since {'17 November 2026, 10:00'}" in fault.says
        assert ("flask clocks run" in fault.do) is (work is Work.CLOCKS)

    def test_is_none_once_it_runs_again(self, ran, clock):
        clock.shift(timedelta(hours=3))
        for work in Work:
            last_runs.note(work, utc_now())

        assert found() == []

    def test_has_an_hour_to_begin_when_heard_is_new(self, still_clock, clock):
        clock.shift(timedelta(minutes=59))
        assert found() == []
        clock.shift(timedelta(minutes=2))
        assert [fault.says for fault in found()] == [
            "The clocks have never run, so nobody is told that something is late.",
            "What sends messages to staff has never run, so nobody is told that something waits.",
        ]

    def test_is_written_down_once_a_minute_and_stays_one_row(self, ran, clock):
        clock.shift(59)
        last_runs.note(Work.CLOCKS, utc_now())
        assert db.session.scalars(select(LastRun.at).where(LastRun.work == Work.CLOCKS)).one() < utc_now()
        clock.shift(1)
        last_runs.note(Work.CLOCKS, utc_now())
        assert db.session.scalars(select(LastRun.at).where(LastRun.work == Work.CLOCKS)).one() == utc_now()

    def test_is_expected_of_no_demonstration(self, app, browser, clock, monkeypatch):
        clock.shift(timedelta(hours=2))
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        assert "never run" in browser.sign_in(lead).get("/inbox/").text
        monkeypatch.setitem(app.config, "DEMO", True)
        assert "never run" not in browser.get("/inbox/").text


class TestTheRota:
    def test_with_an_hour_in_which_nobody_is_on_it_is_a_fault(self):
        db.session.delete(db.session.scalars(select(RotaEntry).where(RotaEntry.weekday == 4)).one())
        db.session.commit()

        assert found() == [NOBODY_ON]

    def test_on_which_only_somebody_paused_is_left_is_a_fault(self, ruth):
        ruth.is_active = False
        db.session.commit()

        assert found() == [NOBODY_ON]

    def test_that_ends_after_the_next_two_weeks_is_none_yet(self):
        for entry in db.session.scalars(select(RotaEntry)):
            entry.until_day = (utc_now() + timedelta(days=15)).date()
        db.session.commit()

        assert found() == []

    def test_that_ends_before_is_a_fault(self):
        for entry in db.session.scalars(select(RotaEntry)):
            entry.until_day = (utc_now() + timedelta(days=10)).date()
        db.session.commit()

        assert found() == [NOBODY_ON]


class TestSending:
    @pytest.mark.parametrize("channel", Channel)
    def test_that_does_not_run_is_a_fault_after_ten_minutes(self, still_clock, clock, channel):
        OutboxMessageFactory(channel=channel, event=Event.OVERDUE, alert=seen_alert())
        clock.shift(timedelta(minutes=10))
        assert found() == []
        clock.shift(10)
        assert found() == [NOT_SENDING]

    def test_that_runs_and_fails_is_another_thing(self, clock):
        OutboxMessageFactory(event=Event.OVERDUE, alert=seen_alert())
        for _ in range(4):
            hand_over(by_mail("smtp://127.0.0.1:1"))
            clock.shift(timedelta(minutes=9))

        assert found() == []

    def test_of_what_goes_where_nothing_is_set_is_not_waited_for(self, clock):
        OutboxMessageFactory(channel=Channel.WEBHOOK, event=Event.ALERT_RAISED, alert=seen_alert())
        clock.shift(timedelta(minutes=11))

        assert found([Channel.EMAIL]) == []
        assert found([]) == [NO_MAIL]

    def test_of_what_somebody_is_at_just_now_is_not_waited_for(self, clock):
        row = OutboxMessageFactory(event=Event.OVERDUE, alert=seen_alert())
        clock.shift(timedelta(minutes=11))
        row.claimed_until = utc_now() + timedelta(minutes=1)
        db.session.commit()

        assert found() == []


class TestWhatWasGivenUp:
    @pytest.mark.parametrize("problem", [Problem.NO_ADDRESS, Problem.NOT_REACHED, Problem.ADDRESS_REFUSED])
    def test_is_a_fault_for_a_week(self, clock, problem):
        OutboxMessageFactory(given_up_at=utc_now(), last_problem=problem.value, alert=seen_alert())
        assert found() == [GIVEN_UP]
        clock.shift(timedelta(days=7, seconds=1))
        assert GIVEN_UP not in found()

    @pytest.mark.parametrize("problem", [Problem.PAUSED, Problem.OTHER_ROLE, Problem.NOT_SET])
    def test_is_none_when_there_was_nobody_to_tell(self, problem):
        OutboxMessageFactory(given_up_at=utc_now(), last_problem=problem.value, alert=seen_alert())

        assert found() == []


def seen_alert():
    return AlertFactory(acknowledged_at=utc_now(), acknowledged_by_id=PersonFactory().id)


class TestAsking:
    def test_takes_two_queries_however_much_there_is(self, count_queries):
        told(*(PersonFactory() for _ in range(10)), event=Event.ALERT_RAISED)
        settings.current()
        with count_queries() as queries:
            faults.faults(BOTH)

        assert len(queries) == 2

    def test_is_done_once_in_fifteen_seconds(self, count_queries, clock):
        faults.faults(BOTH)
        with count_queries() as queries:
            faults.faults(BOTH)
            clock.shift(14)
            faults.faults(BOTH)

        assert queries == []

    def test_finds_after_that_what_is_new(self, monkeypatch):
        assert faults.faults(BOTH) == ()
        monkeypatch.setattr(faults, "FRESH_FOR", -1.0)
        assert faults.faults([]) == (NO_MAIL,)


class TestOnAPage:
    @pytest.mark.parametrize(("role", "address"), STAFF_PAGES.items())
    def test_everybody_who_works_here_reads_it(self, browser, role, address):
        page = browser.sign_in(PersonFactory(role=role)).get(address).page

        assert [line.get_text() for line in page.soup.select(".faults li")] == [f"{NO_MAIL.says} {NO_MAIL.do}"]

    @pytest.mark.parametrize("role", [role for role in Role if role.is_young])
    @pytest.mark.parametrize("address", ["/", "/account", "/say/1", "/answer"])
    def test_no_young_person_does(self, browser, role, address):
        page = browser.sign_in(PersonFactory(role=role)).get(address)

        assert "faults" not in page.text
        assert "SMTP_URL" not in page.text

    def test_nobody_does_who_is_not_signed_in(self, browser):
        assert "SMTP_URL" not in browser.get("/sign-in").text

    def test_says_no_number_that_a_board_member_should_not_see(self):
        for fault in (NOT_TOLD, NOBODY_ON, NO_MAIL, NOT_SENDING, GIVEN_UP):
            assert not any(letter.isdigit() for letter in fault.says + fault.do)

    def test_in_a_demonstration_nobody_expects_e_mail(self, app, browser, monkeypatch):
        monkeypatch.setitem(app.config, "DEMO", True)

        assert "SMTP_URL" not in browser.sign_in(PersonFactory()).get("/inbox/").text

    def test_is_gone_when_all_is_well(self, app, browser, monkeypatch):
        for name, value in (("SMTP_URL", "smtp://mail.example.org"), ("MAIL_FROM", "heard@example.org")):
            monkeypatch.setitem(app.config, name, value)

        assert browser.sign_in(PersonFactory()).get("/inbox/").page.soup.select(".faults") == []
