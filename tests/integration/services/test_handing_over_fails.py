"""Mail servers and pagers that refuse, hang, die or lie: a message waits, is tried again, and nothing else waits."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest

from app.extensions import db
from app.models import Alert, Role, utc_now
from app.models.codes import Channel, Event
from app.services import carriers, mailing, webhook
from app.services.carriers import Problem
from app.services.handing_over import wait_after
from tests.bad_servers import (
    hangs_up_at_once,
    pager,
    says_nothing,
    server_that,
    speaks_something_else,
    talks_for_ever,
    up_to,
)
from tests.factories import PersonFactory
from tests.mailbox import mail_server, make_certificate
from tests.postgres import free_port
from tests.telling import by_mail, by_webhook, hand_over, told, waiting

STEPS = (b"MAIL", b"RCPT", b"DATA", b"word", b".")


@pytest.fixture
def little_patience(monkeypatch) -> None:
    """Waiting is what is tried here; how long is not."""
    for module in (mailing, webhook):
        monkeypatch.setattr(module, "PATIENCE", 0.5)
    for module in (carriers, webhook):
        monkeypatch.setattr(module, "WHOLE_PATIENCE", 1.0)


@pytest.fixture
def mailbox() -> Iterator:
    with mail_server() as mailbox:
        yield mailbox


def is_put_back(row, problem: Problem) -> bool:
    """Whether it waits for its next try, which is to come, and says why in our own words."""
    return (row.tries, row.last_problem, row.claimed_until, row.handed_over_at) == (
        1, problem.value, None, None,
    ) and row.next_try_at > utc_now()  # fmt: skip


class TestNoServer:
    def test_nothing_listens(self):
        (row,) = told()
        hand_over(by_mail(f"smtp://127.0.0.1:{free_port()}"))

        assert is_put_back(row, Problem.NOT_REACHED)

    @pytest.mark.usefixtures("little_patience")
    @pytest.mark.parametrize(
        "behaves", [says_nothing, hangs_up_at_once, talks_for_ever, speaks_something_else, up_to(b"EHLO", says_nothing)]
    )
    @pytest.mark.parametrize("scheme", ["smtp", "smtps"])
    def test_it_does_not_behave_like_one(self, behaves, scheme):
        (row,) = told()
        with server_that(behaves) as port:
            hand_over(by_mail(f"{scheme}://127.0.0.1:{port}"))

        assert row.last_problem in (Problem.NOT_REACHED, Problem.NOT_TRUSTED)
        assert is_put_back(row, Problem(row.last_problem))

    def test_costs_one_line_however_much_is_due(self):
        rows = told(*(PersonFactory() for _ in range(20)))
        connected = []
        with server_that(lambda *_: connected.append(1)) as port:
            run = hand_over(by_mail(f"smtp://127.0.0.1:{port}"))

        assert len(connected) == 1
        assert run.problems == {Problem.NOT_REACHED: 20}
        assert all(is_put_back(row, Problem.NOT_REACHED) for row in rows)

    def test_when_it_is_back_everything_goes_at_once(self, mailbox, clock):
        """Nobody waits an hour for their next try because the server was gone for a day."""
        rows = told(*(PersonFactory() for _ in range(3)))
        for _ in range(7):
            hand_over(by_mail(f"smtp://127.0.0.1:{free_port()}"))
            clock.shift(timedelta(hours=1, seconds=1))
        told()
        hand_over(by_mail(f"smtp://127.0.0.1:{free_port()}"))
        rows[0].next_try_at = utc_now()
        db.session.commit()
        hand_over(by_mail(mailbox.url))

        assert len(mailbox.messages) == 4

    def test_without_our_password(self, tmp_path):
        (row,) = told()
        with mail_server(certificate=make_certificate(tmp_path), asks_who=True) as mailbox:
            hand_over(by_mail(f"smtp://heard:wrong@127.0.0.1:{mailbox.port}"))

        assert is_put_back(row, Problem.NOT_SIGNED_IN)

    def test_one_that_is_not_who_it_says(self, tmp_path, monkeypatch):
        monkeypatch.setattr(mailing, "THIS_MACHINE", frozenset())
        (row,) = told()
        with mail_server(certificate=make_certificate(tmp_path)) as mailbox:
            hand_over(by_mail(mailbox.url))

        assert is_put_back(row, Problem.NOT_TRUSTED)
        assert mailbox.messages == []

    @pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://host:port"])
    def test_an_address_that_is_none(self, url):
        (row,) = told()
        hand_over(by_mail(url))

        assert is_put_back(row, Problem.NOT_SAFE)


class TestAServerThatBreaks:
    @pytest.mark.usefixtures("little_patience")
    @pytest.mark.parametrize(
        ("step", "then"),
        [*((step, hangs_up_at_once) for step in STEPS), *product((b"RCPT", b"."), (says_nothing, talks_for_ever))],
    )
    def test_at_any_step_and_the_message_waits(self, step, then):
        (row,) = told()
        with server_that(up_to(step, then)) as port:
            hand_over(by_mail(f"smtp://127.0.0.1:{port}"))

        assert is_put_back(row, Problem.LOST)

    @pytest.mark.parametrize("step", STEPS)
    def test_afterwards_the_same_message_goes_out(self, step, mailbox, clock):
        """Also when the server had taken it and died before it said so: by its Message-ID it is the same."""
        (row,) = told()
        with server_that(up_to(step, hangs_up_at_once)) as port:
            hand_over(by_mail(f"smtp://127.0.0.1:{port}"))
        clock.shift(61)
        hand_over(by_mail(mailbox.url))

        assert [message["Message-ID"] for message in mailbox.messages] == [f"<{row.id.hex}@example.org>"]

    def test_three_times_in_a_row_is_left_for_the_next_run(self):
        rows = told(*(PersonFactory() for _ in range(5)))
        with server_that(up_to(b"DATA", hangs_up_at_once)) as port:
            hand_over(by_mail(f"smtp://127.0.0.1:{port}"))

        assert sorted(row.tries for row in rows) == [0, 0, 1, 1, 1]


class TestAServerThatRefuses:
    @pytest.mark.parametrize("says", ["550 No such person", "450 Greylisted", "421 Too many"])
    def test_one_person_and_the_others_are_told(self, mailbox, says):
        people = [PersonFactory() for _ in range(3)]
        mailbox.refused[people[0].email] = says
        rows = told(*people)
        hand_over(by_mail(mailbox.url))

        assert sorted(mailbox.told) == sorted(person.email for person in people[1:])
        assert is_put_back(rows[0], Problem.ADDRESS_REFUSED)

    @pytest.mark.parametrize("says", ["554 Looks like spam", "452 Disk full", "421 Going down"])
    def test_every_message(self, mailbox, says):
        mailbox.refuses_all = says
        rows = told(*(PersonFactory() for _ in range(2)))
        hand_over(by_mail(mailbox.url))

        assert all(is_put_back(row, Problem.REFUSED) for row in rows)

    def test_nothing_it_says_is_kept(self, mailbox):
        mailbox.refuses_all = "554 Sam Okafor does not work here"
        (row,) = told()
        hand_over(by_mail(mailbox.url))

        assert row.last_problem == "it was refused"

    def test_an_address_with_a_line_end_in_it_is_not_sent_anywhere(self, mailbox):
        (row, _) = told(PersonFactory(email="a@example.org\nBcc: b@example.org"), PersonFactory())
        hand_over(by_mail(mailbox.url))

        assert len(mailbox.messages) == 1
        assert is_put_back(row, Problem.REFUSED)


class TestTheWebhook:
    @pytest.mark.parametrize(
        ("status", "problem"),
        [
            (500, Problem.FAILED_THERE),
            (503, Problem.FAILED_THERE),
            (401, Problem.REFUSED),
            (301, Problem.REDIRECTED),
            (307, Problem.REDIRECTED),
            (302, Problem.REDIRECTED),
        ],
    )
    def test_is_not_taken_and_goes_out_again(self, status, problem, clock):
        _, row = told(event=Event.ALERT_RAISED)
        with pager(status) as machine:
            hand_over(by_webhook(machine.url))
            assert is_put_back(row, problem)
            clock.shift(61)
            hand_over(by_webhook(machine.url))

        assert row.handed_over_at is not None
        assert machine.keys == [str(row.id)] * 2
        assert machine.requests[0][2] == machine.requests[1][2]
        assert {path for path, _, _ in machine.requests} == {"/heard"}  # no redirect was followed

    @pytest.mark.usefixtures("little_patience")
    @pytest.mark.parametrize("behaves", [says_nothing, hangs_up_at_once, talks_for_ever, speaks_something_else])
    def test_gets_no_answer_in_time(self, behaves):
        _, row = told(event=Event.ALERT_RAISED)
        with server_that(behaves) as port:
            hand_over(by_webhook(f"http://127.0.0.1:{port}/"))

        assert is_put_back(row, Problem.LOST)

    def test_reaches_nobody(self):
        _, row = told(event=Event.ALERT_RAISED)
        hand_over(by_webhook(f"http://127.0.0.1:{free_port()}/"))

        assert is_put_back(row, Problem.NOT_REACHED)

    def test_goes_to_nobody_with_a_wrong_certificate_on_this_machine_either(self, tmp_path):
        _, row = told(event=Event.ALERT_RAISED)
        with pager(certificate=make_certificate(tmp_path)) as machine:
            hand_over(by_webhook(machine.url))

        assert is_put_back(row, Problem.NOT_TRUSTED)
        assert machine.requests == []

    @pytest.mark.parametrize("secret", [None, "", "too short"])
    def test_is_never_sent_unsigned(self, secret):
        _, row = told(event=Event.ALERT_RAISED)
        with pager() as machine:
            hand_over(by_webhook(machine.url, secret))

        assert is_put_back(row, Problem.NOT_SAFE)
        assert machine.requests == []

    @pytest.mark.parametrize(
        "url",
        [
            "http://pager.example.org/",
            "http://127.0.0.1.example.org/",
            "ftp://127.0.0.1/",
            "https://user:password@pager.example.org/",
            "https:///heard",
            "https://pager.example.org/a b",
            "https://pager.example.org:port/",
        ],
    )
    def test_goes_nowhere_in_the_open_and_the_address_is_not_repeated(self, url):
        with pytest.raises(mailing.NotSafe) as refused:
            webhook.Hook.parse(url, "x" * 32)

        assert url not in str(refused.value)


class TestTheNextTry:
    def test_comes_later_each_time_and_at_most_an_hour_later(self):
        waits = [wait_after(tries, Event.OVERDUE) // timedelta(minutes=1) for tries in (1, 2, 3, 4, 5, 6, 7, 8, 5_000)]

        assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]

    @pytest.mark.parametrize("event", [Event.ALERT_RAISED, Event.ALERT_WAITS])
    def test_of_an_alert_comes_within_two_minutes(self, event):
        assert {wait_after(tries, event) for tries in range(1, 50)} == {timedelta(minutes=1), timedelta(minutes=2)}

    def test_is_counted_from_now(self, still_clock, clock):
        (row,) = told()
        for tries, minutes in ((1, 1), (2, 2), (3, 4)):
            hand_over(by_mail("smtp://127.0.0.1:1"))
            assert (row.tries, row.next_try_at - utc_now()) == (tries, timedelta(minutes=minutes))
            clock.shift(timedelta(minutes=minutes))

    def test_is_not_made_before_its_time(self, mailbox, clock):
        told()
        hand_over(by_mail("smtp://127.0.0.1:1"))
        clock.shift(30)
        hand_over(by_mail(mailbox.url))

        assert mailbox.messages == []


class TestGivingUp:
    def test_comes_after_three_days(self, mailbox, clock):
        (row,) = told()
        hand_over(by_mail("smtp://127.0.0.1:1"))
        clock.shift(timedelta(days=3))
        run = hand_over(by_mail(mailbox.url))

        assert (row.given_up_at is not None, row.last_problem) == (True, Problem.NOT_REACHED)
        assert mailbox.messages == []
        assert sum(run.given_up.values()) == 1

    def test_comes_no_sooner(self, mailbox, clock):
        told()
        hand_over(by_mail("smtp://127.0.0.1:1"))
        clock.shift(timedelta(days=2, hours=23))
        hand_over(by_mail(mailbox.url))

        assert len(mailbox.messages) == 1

    @pytest.mark.parametrize("event", [Event.ALERT_RAISED, Event.ALERT_WAITS])
    def test_never_comes_for_an_alert_that_nobody_has_seen(self, mailbox, clock, event):
        told(event=event)
        hand_over(by_mail("smtp://127.0.0.1:1"))
        clock.shift(timedelta(days=30))
        hand_over(by_mail(mailbox.url))

        assert len(mailbox.messages) == 1

    def test_comes_for_an_alert_that_was_seen_days_ago(self, mailbox, clock):
        rows = told(event=Event.ALERT_RAISED)
        alert = db.session.get(Alert, rows[0].subject_id)
        alert.acknowledged_at, alert.acknowledged_by_id = utc_now(), PersonFactory(role=Role.SAFEGUARDING_LEAD).id
        alert.close_due_at = utc_now()
        db.session.commit()
        clock.shift(timedelta(days=3))
        hand_over(by_mail(mailbox.url))

        assert mailbox.messages == []
        assert rows[0].last_problem == Problem.NEVER_TRIED
        assert len(waiting(Channel.WEBHOOK)) == 1
