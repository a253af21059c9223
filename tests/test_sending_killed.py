"""Whoever hands over what staff are told is killed at any moment, and so is whoever writes it down: nothing is lost."""

import os
import secrets
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import Engine, create_engine

from app.models.codes import Channel
from tests.bad_servers import Pager, pager
from tests.mailbox import Mailbox, mail_server
from tests.rotation import ring_sealing_under, start_flask
from tests.sending import (
    add_people,
    how_many_things,
    start_teller,
    two_minutes_later,
    what_was_to_be_told,
)

# `make test` kills it a few times, `make soak` many times.
KILLS = int(os.environ.get("KILLS", 10))
PEOPLE = 3
MOST_BETWEEN_KILLS = 12  # messages


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as made:
        yield made


@pytest.fixture
def machine() -> Iterator[Pager]:
    with pager() as made:
        yield made


@pytest.fixture
def settings(empty_database, tmp_path, mailbox, machine) -> dict[str, str]:
    return {
        "SECRET_KEY": "test",
        "KEY_RING": ring_sealing_under(1).as_text(),
        "DATABASE_URL": empty_database,
        "ASSETS_FOLDER": str(tmp_path / "assets"),
        "ALLOW_HTTP": "yes",
        "SMTP_URL": mailbox.url,
        "MAIL_FROM": "heard@example.org",
        "WEBHOOK_URL": machine.url,
        "WEBHOOK_SECRET": secrets.token_hex(32),
    }


@pytest.fixture
def start(settings) -> Iterator[Callable[..., BaseProcess]]:
    """Start a process that is gone when the test is over: `flask …`, or with no command somebody who tells."""
    started: list[BaseProcess] = []

    def start_one(*command: str) -> BaseProcess:
        started.append(start_flask(settings, *command) if command else start_teller(settings))
        return started[-1]

    yield start_one
    for process in started:
        process.kill()
        process.join()


@pytest.fixture
def engine(empty_database, settings, start) -> Iterator[Engine]:
    """The database with its tables, and the people in it."""
    up = start("db", "upgrade")
    up.join()
    assert up.exitcode == 0
    add_people(settings, PEOPLE)
    engine = create_engine(empty_database)
    yield engine
    engine.dispose()


def kill(process: BaseProcess) -> None:
    process.kill()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.timeout(7200 if KILLS > 10 else 600)
def test_every_notice_arrives_and_one_that_comes_twice_says_that_it_is_the_same(
    engine, start, mailbox, machine, measured
):
    def arrived() -> int:
        return len(mailbox.messages) + len(machine.requests)

    teller, in_the_middle = start(), 0
    for number in range(KILLS):
        sender = start("outbox", "send", "--loop", "--every", "1")
        goal = arrived() + secrets.randbelow(MOST_BETWEEN_KILLS)
        while arrived() < goal:
            sender.join(timeout=0.005)  # looks again in a moment
            assert sender.is_alive()
        sender.join(timeout=secrets.randbelow(20) / 1000)  # anywhere: before, while or after it hands one in
        kill(sender)
        if number % 3 == 0:
            kill(teller)
            teller = start()
        in_the_middle += two_minutes_later(engine) > 0
    kill(teller)
    last = start("outbox", "send")
    last.join()

    assert last.exitcode == 0
    told = what_was_to_be_told(engine)
    ids = [message["Message-ID"].partition("@")[0].strip("<") for message in mailbox.messages]
    keys = [key.replace("-", "") for key in machine.keys]
    times = Counter((*((Channel.EMAIL, one) for one in ids), *((Channel.WEBHOOK, one) for one in keys)))
    measured(
        f"{KILLS} killed, {in_the_middle} of them between the claim and writing down that it was handed over; "
        f"{len(told):,} messages of {how_many_things(engine):,} things, {times.total() - len(times)} came twice"
    )
    # Of each thing everybody is told: it was written down together with what it tells of.
    assert sum(channel is Channel.EMAIL for channel, _ in told.values()) == how_many_things(engine) * PEOPLE
    # Each arrived on its channel, and nothing that nobody wrote down.
    assert set(times) == {(channel, one) for one, (channel, _) in told.items()}
    # At the address it was for.
    assert {(one, message["To"]) for one, message in zip(ids, mailbox.messages, strict=True)} == {
        (one, email) for one, (channel, email) in told.items() if channel is Channel.EMAIL
    }
    # Whoever is killed may have handed in one on each channel without writing it down; no more comes twice.
    assert times.total() - len(times) <= KILLS * len(Channel)
