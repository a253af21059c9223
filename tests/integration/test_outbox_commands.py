"""`flask outbox`: what waits goes out, on each channel by itself, by one sender or by two."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Barrier, Thread
from threading import Event as ThreadEvent

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import OutboxMessage, Role, utc_now
from app.models.codes import Channel, Event
from app.services.carriers import Problem
from app.services.handing_over import Run
from tests.bad_servers import pager, server_that, up_to
from tests.factories import PersonFactory
from tests.mailbox import mail_server
from tests.participation_factories import OutboxMessageFactory
from tests.telling import SECRET, SENDER, by_mail, by_webhook, told

WORDS = ("Sam Okafor", "sam@example.org", "see my brother")


@pytest.fixture
def served(shared_app, monkeypatch):
    """An app with real commits, a mail server and a pager."""
    with mail_server() as mailbox, pager() as machine:
        for name, value in (
            ("SMTP_URL", mailbox.url), ("MAIL_FROM", SENDER), ("WEBHOOK_URL", machine.url), ("WEBHOOK_SECRET", SECRET),
        ):  # fmt: skip
            monkeypatch.setitem(shared_app.config, name, value)
        shared_app.mailbox, shared_app.machine = mailbox, machine
        yield shared_app


def flask(app, *command: str):
    with app.app_context():
        return app.test_cli_runner().invoke(args=["outbox", *command])


def left(app) -> int:
    with app.app_context():
        waiting = (OutboxMessage.handed_over_at.is_(None), OutboxMessage.given_up_at.is_(None))
        return db.session.scalar(select(func.count()).select_from(OutboxMessage).where(*waiting))


class TestOnce:
    def test_everything_goes_out_on_both_channels(self, served):
        with served.app_context():
            told(event=Event.ALERT_RAISED)
        result = flask(served, "send")

        assert (result.exit_code, result.output) == (0, "e-mail: 1 handed over.\nwebhook: 1 handed over.\n")
        assert (len(served.mailbox.messages), len(served.machine.requests)) == (1, 1)

    def test_what_fails_is_said_with_the_kind_of_thing_and_ends_with_1(self, served, monkeypatch):
        monkeypatch.setitem(served.config, "SMTP_URL", "smtp://127.0.0.1:1")
        with served.app_context():
            told(event=Event.ALERT_RAISED)
        result = flask(served, "send")

        assert result.exit_code == 1
        assert "e-mail: 0 handed over. 1 to be tried again: the server was not reached." in result.output
        assert "webhook: 1 handed over." in result.output

    def test_where_nothing_is_set_up_it_says_so_and_keeps_what_waits(self, shared_app):
        with shared_app.app_context():
            told(event=Event.ALERT_RAISED)
        result = flask(shared_app, "send")

        assert (result.exit_code, result.output) == (0, "e-mail: not set up.\nwebhook: not set up.\n")
        assert left(shared_app) == 2

    def test_where_nothing_is_set_up_what_is_days_old_is_given_up(self, shared_app, clock):
        with shared_app.app_context():
            told(event=Event.OVERDUE)
        clock.shift(3 * 24 * 3600 + 1)
        flask(shared_app, "send")

        with shared_app.app_context():
            assert db.session.scalars(select(OutboxMessage.last_problem)).one() == Problem.NOT_SET


class TestTwoSenders:
    @pytest.mark.parametrize("channel", Channel)
    def test_at_once_hand_over_each_message_once(self, served, channel):
        with served.app_context():
            told(*(PersonFactory(role=Role.SAFEGUARDING_LEAD) for _ in range(40)), event=Event.ALERT_RAISED)
        together = Barrier(4)

        def send(_number: int) -> int:
            carrier = by_mail(served.mailbox.url) if channel is Channel.EMAIL else by_webhook(served.machine.url)
            with served.app_context(), closing(carrier):
                together.wait()
                run = Run(carrier)
                for _ in run.run():
                    db.session.commit()
                return run.handed_over

        with ThreadPoolExecutor(4) as senders:
            handed_over = list(senders.map(send, range(4)))

        ids = [message["Message-ID"] for message in served.mailbox.messages] + served.machine.keys
        assert (sum(handed_over), len(ids), len(set(ids))) == (40, 40, 40)


class TestALoop:
    @pytest.fixture
    def ended(self, served):
        """Run the loop here until this has come true, as systemd ends it."""

        def run(is_true) -> object:
            again = ThreadEvent()

            def end() -> None:
                while not is_true():
                    again.wait(timeout=0.02)
                os.kill(os.getpid(), signal.SIGTERM)

            ender = Thread(target=end)
            ender.start()
            result = flask(served, "send", "--loop", "--every", "1")
            ender.join()
            return result

        return run

    def test_hands_over_what_comes_and_ends_when_it_is_told_to(self, served, ended):
        before = signal.getsignal(signal.SIGTERM)
        with served.app_context():
            told(event=Event.ALERT_RAISED)
        result = ended(lambda: served.mailbox.messages and served.machine.requests)

        assert result.exit_code == 0
        assert left(served) == 0
        assert signal.getsignal(signal.SIGTERM) is before

    def test_goes_on_after_the_database_was_gone(self, served, ended, monkeypatch):
        from app.cli import outbox as commands

        real, times = commands.carriers, []

        def broken_at_first(config):
            times.append(config)
            if len(times) <= len(Channel):
                raise ConnectionError
            return real(config)

        monkeypatch.setattr(commands, "carriers", broken_at_first)
        monkeypatch.setattr(commands, "AFTER_A_FAILURE", 0.01)
        with served.app_context():
            told(event=Event.OVERDUE)
        ended(lambda: served.mailbox.messages)

        assert len(served.mailbox.messages) == 1

    def test_a_mail_server_that_hangs_keeps_no_pager_and_nobody_who_writes_waiting(self, served, ended, monkeypatch):
        with served.app_context():
            told(event=Event.ALERT_RAISED)
        hanging, wrote = [], []

        def hang(stream, is_over) -> None:
            hanging.append(1)
            with served.app_context():  # while the sender waits for us
                wrote.append(PersonFactory().id)
            is_over.wait(timeout=60)

        def both_went_on() -> bool:
            if not (hanging and wrote and served.machine.requests):
                return False
            monkeypatch.setattr("app.services.mailing.PATIENCE", 0.01)
            return True

        monkeypatch.setattr("app.services.mailing.PATIENCE", 2)
        with server_that(up_to(b"DATA", hang)) as port:
            monkeypatch.setitem(served.config, "SMTP_URL", f"smtp://127.0.0.1:{port}")
            ended(both_went_on)

        assert len(served.machine.requests) == 1
        assert left(served) == 1


class TestLooking:
    def test_says_what_waits_and_since_when(self, served, clock):
        with served.app_context():
            told(event=Event.ALERT_RAISED)
            OutboxMessageFactory(given_up_at=utc_now(), last_problem=Problem.NO_ADDRESS.value)
        clock.shift(3600)

        assert flask(served, "state").output.splitlines() == [
            "e-mail: 1 waiting, 0 of them tried before;",
            "  in the last week 0 handed over, 1 given up",
            f"  the oldest waits since {served_time(served)}",
            "webhook: 1 waiting, 0 of them tried before;",
            "  in the last week 0 handed over, 0 given up",
            f"  the oldest waits since {served_time(served)}",
        ]

    def test_says_which_channel_is_not_set_up(self, shared_app):
        assert "webhook (not set up): 0 waiting" in flask(shared_app, "state").output

    def test_lists_what_waits_and_what_was_given_up_and_nobody(self, served):
        with served.app_context():
            told(PersonFactory(name=WORDS[0], email=WORDS[1]), event=Event.HANDED_OVER)
            OutboxMessageFactory(given_up_at=utc_now(), last_problem=Problem.NO_ADDRESS.value)
        output = flask(served, "list").output

        assert "e-mail, to a participation worker: something was handed to them; tries: 0, next 2026-11-17" in output
        assert "tries: 0, given up 2026-11-17" in output
        assert Problem.NO_ADDRESS in output
        assert not any(word in output for word in WORDS)

    def test_lists_by_which_id_a_gateway_knows_whom(self, served):
        with served.app_context():
            lead = PersonFactory(role=Role.SAFEGUARDING_LEAD, name="Ruth")
            PersonFactory(role=Role.CHAIR)
            PersonFactory(role=Role.SAFEGUARDING_LEAD, is_active=False)
            expected = f"{lead.id}  {lead.username}, safeguarding lead\n"

        assert flask(served, "people").output == expected

    def test_lists_nothing_when_there_is_nothing(self, served):
        assert flask(served, "list").output == "Nothing waits, and nothing was given up.\n"


def served_time(app) -> str:
    with app.app_context():
        oldest = db.session.scalar(
            select(func.min(OutboxMessage.created_at)).where(OutboxMessage.given_up_at.is_(None))
        )
    return f"{oldest:%Y-%m-%d %H:%M:%S}Z"
