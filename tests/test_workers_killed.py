"""Web workers are killed at any moment while many young people send: what was acknowledged is there, and once."""

import os
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Condition, Event

import pytest
from sqlalchemy import create_engine, select

from app.models import View
from app.models.base import place_of
from tests.browser.conftest import Service
from tests.rotation import ring_sealing_under, vault_sealing_under
from tests.served import Phone, kill_some_worker, numbered

# `make test` kills a few of them, `make soak` many.
KILLS = int(os.environ.get("KILLS", 10))
PHONES = 16


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
            assert self.changed.wait_for(lambda: len(self.words) >= until, timeout=100)


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


def test_what_was_acknowledged_is_there_and_nothing_is_there_twice(service, empty_database, measured):
    chance, acknowledged, is_over = random.Random(1), Acknowledged(), Event()  # noqa: S311 (no secret)
    with ThreadPoolExecutor(PHONES) as phones:
        saying = [
            phones.submit(keep_saying, service, f"Phone {phone}, words", acknowledged, is_over)
            for phone in range(PHONES)
        ]
        try:
            for _ in range(KILLS):
                acknowledged.wait_for(chance.randrange(1, 4))
                kill_some_worker(service.server.pid, chance)
        finally:
            is_over.set()
        again = sum(one.result() for one in saying)
    there = said(empty_database)

    assert [words for words in acknowledged.words if there[words] != 1] == []
    assert [words for words, times in there.items() if times != 1] == []
    measured(
        f"{KILLS} workers killed, {len(acknowledged.words)} views acknowledged, {sum(there.values())} there,"
        f" {again} requests sent again"
    )
