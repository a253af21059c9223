"""Whoever guesses learns nothing from how much work an answer took: unknown and known names, and words, cost the same.

Statements and hash calls are compared here; the time itself is measured by `make bench`.
"""

from collections import Counter
from datetime import UTC, datetime

import pytest
import time_machine
from argon2 import PasswordHasher

from app.extensions import db
from app.models import Role, SignIn, utc_now
from app.protection import passphrases
from app.protection.four_words import choose_words, words_mark
from app.protection.sealing import vault
from app.services import slowing
from tests.factories import PersonFactory, ViewFactory
from tests.hashing import hash_cheaply

PASSPHRASE = "four brave otters sing"
HERE, ELSEWHERE = "192.0.2.10", "192.0.2.99"


class Counting(PasswordHasher):
    """A real one that counts what it is asked."""

    calls: Counter = Counter()

    def hash(self, *args, **kwargs):
        self.calls["hash"] += 1
        return super().hash(*args, **kwargs)

    def verify(self, *args, **kwargs):
        self.calls["verify"] += 1
        return super().verify(*args, **kwargs)


@pytest.fixture(autouse=True)
def counted_hashing():
    hash_cheaply(Counting)
    yield
    hash_cheaply()


@pytest.fixture(autouse=True)
def clock():
    """It stands still: however long the work takes here, whoever waits has as many seconds left."""
    with time_machine.travel(datetime(2026, 11, 17, 10, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def people():
    stored = passphrases.hash_passphrase(PASSPHRASE)
    PersonFactory(username="known", role=Role.YOUNG_ADVISOR, passphrase_hash=stored)
    PersonFactory(username="paused", role=Role.YOUNG_ADVISOR, passphrase_hash=stored, is_active=False)
    PersonFactory(username="away@example.org", role=Role.CHAIR, passphrase_hash=stored, is_active=False)
    PersonFactory(username="new", role=Role.YOUNG_ADVISOR, passphrase_hash=None)
    PersonFactory(username="staff@example.org", role=Role.CHAIR, passphrase_hash=stored)
    usual = PersonFactory(username="usual", role=Role.YOUNG_ADVISOR, passphrase_hash=stored)
    now, mark = utc_now(), slowing.place_mark(HERE)
    db.session.add(
        SignIn(person_id=usual.id, secret_mark=b"x", last_seen_at=now, confirmed_at=now, ended_at=now, place_mark=mark)
    )
    db.session.commit()


@pytest.fixture
def work_of(app, count_queries):
    """What one try to sign in asks of the database, in order, and of the hasher; and what came back."""

    def measured(username, passphrase, *, tries=1):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = HERE
        for _ in range(tries):
            shown = browser.get("/sign-in")
            Counting.calls.clear()
            with count_queries() as statements:
                response = browser.send(shown, username=username, passphrase=passphrase)
        return statements, dict(Counting.calls), response

    measured("nobody-yet", "not the one at all")  # the settings are read, the pages are made
    return measured


CASES = [
    ("known", "not the one at all"),
    ("usual", "not the one at all"),
    ("away@example.org", PASSPHRASE),  # a young person who knows their passphrase is told that they are paused
    ("paused", "not the one at all"),
    ("new", "not the one at all"),
    ("staff@example.org", "not the one at all"),
    ("nobody@example.org", "not the one at all"),
    ("nobody\x00' OR 1=1 --", PASSPHRASE),
]


@pytest.mark.parametrize(("username", "passphrase"), CASES)
def test_every_wrong_try_costs_the_same_work_as_that_of_an_unknown_name(work_of, username, passphrase):
    unknown, unknown_hashes, page = work_of("nobody", "not the one at all")
    statements, hashes, other = work_of(username, passphrase)

    assert statements == unknown
    assert hashes == unknown_hashes == {"verify": 1}
    assert other.status_code == page.status_code == 400
    assert other.page.errors == page.page.errors


@pytest.mark.parametrize(("username", "passphrase"), CASES)
def test_so_does_a_try_that_must_wait(work_of, username, passphrase):
    unknown, unknown_hashes, page = work_of("nobody", "not the one at all", tries=6)
    statements, hashes, other = work_of(username, passphrase, tries=6)

    assert statements == unknown
    assert hashes == unknown_hashes == {"verify": 1}
    assert other.status_code == page.status_code == 400

    unknown, unknown_hashes, page = work_of("nobody", "not the one at all")
    statements, hashes, other = work_of(username, passphrase)
    assert statements == unknown
    assert hashes == unknown_hashes == {}
    assert other.status_code == page.status_code == 429
    assert other.headers["Retry-After"] == page.headers["Retry-After"]


@pytest.mark.parametrize(
    "typed", [" ".join(("tiger", "tiger", "tiger", "tiger")), "no such words here", "1 2", "x" * 500]
)
def test_words_that_were_never_given_and_words_that_are_gone_cost_the_same(browser, count_queries, typed):
    given = choose_words()
    view = ViewFactory(words_mark=words_mark(vault.ring, given))
    db.session.delete(view)
    db.session.commit()
    browser.fill_in("/answer", words="no such words here")
    shown = browser.get("/answer")
    with count_queries() as gone:
        page = browser.send(shown, words=" ".join(given))
    with count_queries() as never:
        other = browser.send(shown, words=typed)

    assert never == gone
    assert other.status_code == page.status_code == 400
    assert other.page.errors == page.page.errors
