"""Web workers are killed at any moment while many young people send: what was acknowledged is there, and once."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from socket import create_server, socket
from threading import Condition, Event

import pytest
from sqlalchemy import create_engine, select

from app.models import View
from app.models.base import place_of
from tests.browser.conftest import ROOT, Service
from tests.rotation import ring_sealing_under, vault_sealing_under
from tests.served import Phone, kill_some_worker, numbered

# `make test` kills a few of them, `make soak` many.
KILLS = int(os.environ.get("KILLS", 10))
PHONES = 16
# What systemd does for a service with a socket (sd_listen_fds(3)), and then becomes the server.
GIVEN_ITS_ADDRESS = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS="1")
os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "-c", "python:app.server", "wsgi:app"])
"""
# Three servers start and end, on a machine however busy.
pytestmark = pytest.mark.timeout(7200 if KILLS > 10 else 300)


class Acknowledged:
    """What people were told has been sent."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.changed = Condition()

    def add(self, words: str) -> None:
        with self.changed:
            self.words.append(words)
            self.changed.notify_all()

    def wait_for(self, more: int) -> None:
        with self.changed:
            until = len(self.words) + more
            assert self.changed.wait_for(lambda: len(self.words) >= until, timeout=250)


@pytest.fixture
def service(tmp_path, empty_database):
    made = Service(tmp_path)
    made.settings |= {"DATABASE_URL": empty_database, "KEY_RING": ring_sealing_under(1).as_text(), "WORKERS": "3"}
    made.flask("db", "upgrade")
    made.start()
    with closing(made):
        yield made


def keep_saying(service, name: str, acknowledged: Acknowledged, is_over: Event) -> int:
    """One person after the other at one phone. How often it had to send something again."""
    again = 0
    for words in numbered(name):
        phone = Phone(service.port)
        phone.say_something(words)
        acknowledged.add(words)
        again += phone.again
        if is_over.is_set():
            return again
    return again


def said(address: str) -> Counter[str]:
    """How often the words of each view are there."""
    engine, vault, table = create_engine(address), vault_sealing_under(1), View.__table__
    with engine.connect() as connection:
        rows = connection.execute(select(table.c.id, table.c.words_sealed)).all()
    engine.dispose()
    return Counter(
        vault.open(sealed, place_of(table.name, "words_sealed", row_id), "fields") for row_id, sealed in rows
    )


@contextmanager
def many_saying_something(service, acknowledged: Acknowledged, *, number: int = PHONES) -> Iterator[list[int]]:
    """So many phones, until this is over. Then it gives how often each had to send something again."""
    is_over, again = Event(), []
    with ThreadPoolExecutor(number) as phones:
        saying = [
            phones.submit(keep_saying, service, f"Phone {one}, words", acknowledged, is_over) for one in range(number)
        ]
        try:
            yield again
        finally:
            is_over.set()
        again += [one.result() for one in saying]


def test_what_was_acknowledged_is_there_and_nothing_is_there_twice(service, empty_database, measured):
    chance, acknowledged = random.Random(1), Acknowledged()  # noqa: S311 (no secret)
    with many_saying_something(service, acknowledged) as again:
        for _ in range(KILLS):
            acknowledged.wait_for(chance.randrange(1, 4))
            kill_some_worker(service.server.pid, chance)
    there = said(empty_database)

    assert [words for words in acknowledged.words if there[words] != 1] == []
    assert [words for words, times in there.items() if times != 1] == []
    measured(
        f"{KILLS} workers killed, {len(acknowledged.words)} views acknowledged, {sum(there.values())} there,"
        f" {sum(again)} requests sent again"
    )


@contextmanager
def served_at(service, listening: socket) -> Iterator[subprocess.Popen[bytes]]:
    """As heard.socket and heard.service do it: somebody else holds the address, and each server is given it."""
    command = [sys.executable, "-c", GIVEN_ITS_ADDRESS, str(listening.fileno())]
    server = subprocess.Popen(command, cwd=ROOT, env=service.settings, pass_fds=(listening.fileno(),))
    try:
        yield server
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=90) == 0


@pytest.mark.parametrize("empty_database", ["sqlite"], indirect=True)
def test_a_restart_loses_no_request(service):
    service.stop()
    acknowledged = Acknowledged()
    with (
        create_server(("127.0.0.1", service.port), backlog=64) as listening,
        ExitStack() as first,
        ExitStack() as second,
    ):
        first.enter_context(served_at(service, listening))
        with many_saying_something(service, acknowledged, number=4) as again:
            acknowledged.wait_for(3)
            first.close()
            second.enter_context(served_at(service, listening))
            acknowledged.wait_for(3)

    assert sum(again) == 0
