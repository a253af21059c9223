"""The disk is full, or somebody else holds the database: people are told so, with their words on the page."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from threading import Event as Moment

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, func, make_url, select

from app.extensions import db
from app.models import Role, View, Wish
from app.models.base import Base
from app.services import settings
from tests import postgres
from tests.conftest import POSTGRES_URL
from tests.factories import ChildRecordFactory, ConferenceFactory, PersonFactory
from tests.integration.conftest import app_with, with_nothing_kept
from tests.visitor import Visitor

SOON = 0.2  # seconds until somebody is told that they cannot have it now
# What is short may still find room on a page that is there: each letter of these is 4 bytes.
AS_TYPED, WISHED = "<👪> & " + "👪" * 2_000, "<👪> & " + "👪" * 900
REFUSES = """
CREATE OR REPLACE FUNCTION is_full() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$
"""
Hold = Callable[[], AbstractContextManager[None]]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def address(request, tmp_path_factory) -> Iterator[str]:
    with ExitStack() as until_the_end:
        if request.param == "sqlite":
            yield f"sqlite:///{tmp_path_factory.mktemp('full')}/heard.db"
        else:
            yield until_the_end.enter_context(postgres.empty_database(os.environ[POSTGRES_URL], f"full_{os.getpid()}"))


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    return tmp_path_factory.mktemp("assets")


@pytest.fixture(scope="module")
def app(address, assets) -> Iterator[Flask]:
    with app_with(address, assets, LOCK_SECONDS=SOON) as app:
        with app.app_context():
            db.create_all()
        yield app


@pytest.fixture(autouse=True)
def clock():
    with with_nothing_kept() as traveller:
        yield traveller


@pytest.fixture
def young(app) -> Visitor:
    """Somebody who has written, and is about to say how they feel."""
    browser = app.test_client()
    browser.fill_in("/say/1", topic="home")
    assert browser.fill_in("/say/2", words=AS_TYPED).status_code == 302
    browser.fill_in("/say/4", safe_now="yes")
    browser.fill_in("/say/5", permission="team")
    return browser


@pytest.fixture
def chair(app) -> tuple[Visitor, str]:
    """A chair, and where they write down what a child wants."""
    browser = app.test_client()
    with app.app_context():
        person = PersonFactory(role=Role.CHAIR)
        record = ChildRecordFactory(conference=ConferenceFactory(chair=person))
        db.session.commit()
        browser.sign_in(person)
        return browser, f"/conferences/{record.conference_id}/children/{record.id}/wishes/new"


@pytest.fixture
def full(app, address) -> Hold:
    """While it is so, the database has no room for one page more."""

    @contextmanager
    def sqlite() -> Iterator[None]:
        with app.app_context():
            engine = db.engine
        engine.dispose()  # from here on every connection is a new one, which begins with the limit
        with closing(sqlite3.connect(make_url(address).database)) as other:
            other.execute("VACUUM")
            (pages,) = other.execute("PRAGMA page_count").fetchone()

        def limit(connection, *_rest) -> None:
            connection.execute(f"PRAGMA max_page_count = {pages}")

        event.listen(engine, "connect", limit)
        try:
            yield
        finally:
            event.remove(engine, "connect", limit)
            engine.dispose()

    @contextmanager
    def postgresql() -> Iterator[None]:
        tables = [table.name for table in Base.metadata.sorted_tables]
        triggers = [
            f'CREATE TRIGGER is_full BEFORE INSERT OR UPDATE ON "{name}" EXECUTE FUNCTION is_full()' for name in tables
        ]
        gone = [f'DROP TRIGGER is_full ON "{name}"' for name in tables]
        with connected(address) as connection:
            connection.execute("; ".join([REFUSES, *triggers]))
        try:
            yield
        finally:
            with connected(address) as connection:
                connection.execute("; ".join(gone))

    return sqlite if address.startswith("sqlite") else postgresql


@contextmanager
def connected(address: str) -> Iterator[psycopg.Connection]:
    url = make_url(address).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        yield connection


@pytest.fixture
def locked(address) -> Hold:
    """While it is so, somebody else writes, and does not come to an end."""

    @contextmanager
    def sqlite() -> Iterator[None]:
        other = sqlite3.connect(make_url(address).database, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        try:
            yield
        finally:
            other.close()

    @contextmanager
    def postgresql() -> Iterator[None]:
        tables = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
        with connected(address) as connection:
            connection.execute(f"LOCK TABLE {tables} IN EXCLUSIVE MODE")
            yield
            connection.rollback()

    return sqlite if address.startswith("sqlite") else postgresql


@pytest.fixture(params=["full", "locked"])
def trouble(request) -> Hold:
    return request.getfixturevalue(request.param)


def how_many(app: Flask, model: type[Base]) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model)) or 0


@contextmanager
def counted_refusals(app: Flask) -> Iterator[list[str]]:
    """What the database refuses meanwhile, by what it says of it."""
    refused: list[str] = []

    def note(context) -> None:
        refused.append(str(context.original_exception))
        settings.forget()  # half a minute is over: the page that says so asks for them

    with app.app_context():
        engine = db.engine
    event.listen(engine, "handle_error", note)
    yield refused
    event.remove(engine, "handle_error", note)


class TestWhenNothingCanBeWritten:
    def test_a_young_person_has_their_words_on_the_page_that_says_so(self, young, trouble):
        shown = young.get("/say/2")
        with trouble():
            told = young.send(shown, words=AS_TYPED + "and more")

        assert (told.status_code, told.headers["Retry-After"]) == (503, "60")
        assert told.page.heading == "Sorry, something went wrong"
        assert AS_TYPED + "and more" in told.page.said

    def test_what_they_had_written_before_is_still_there_and_can_be_read(self, young, trouble):
        with trouble():
            assert young.get("/say/2").page.soup.textarea.get_text().strip() == AS_TYPED

    def test_what_could_not_be_sent_is_sent_once_when_they_press_again(self, app, young, trouble):
        before, shown = how_many(app, View), young.get("/say/6")
        with trouble():
            told = young.send(shown)
        after_it = how_many(app, View)
        sent = [young.send(shown, follow_redirects=True) for _ in range(2)]

        assert (told.status_code, after_it) == (503, before)
        assert "Nothing counts as sent until you see your 4 words" in told.page.text
        assert [page.page.heading for page in sent] == [sent[0].page.heading] * 2
        assert how_many(app, View) == before + 1

    def test_pages_that_are_only_read_are_there(self, young, trouble):
        with trouble():
            assert [young.get(path).status_code for path in ("/", "/help", "/say/1", "/answer")] == [200] * 4

    def test_a_chair_has_their_words_on_the_page_that_says_so(self, app, chair, trouble):
        browser, address = chair
        before, shown = how_many(app, Wish), browser.get(address)
        with trouble():
            told = browser.send(shown, text=WISHED, extent="partly", changed=WISHED, explanation=WISHED)
        after_it = how_many(app, Wish)
        browser.send(shown, text=WISHED, extent="partly", changed=WISHED, explanation=WISHED)

        assert told.status_code == 503
        assert WISHED in told.page.said
        assert "4 words" not in told.page.text
        assert (after_it, how_many(app, Wish)) == (before, before + 1)

    def test_somebody_who_was_away_for_a_while_is_still_signed_in(self, chair, trouble, clock):
        browser, _ = chair
        clock.shift(5 * 60)
        with trouble():
            assert browser.get("/conferences/").status_code == 200

    def test_what_is_written_down_when_it_is_opened_stays_shut(self, chair, locked):
        """Who opened a child's record stands in the audit trail, or nobody opened it."""
        browser, address = chair
        with locked():
            assert browser.get(address).status_code == 503


def test_the_page_that_says_so_does_not_wait_again(app, young, locked):
    shown = young.get("/say/2")
    with locked(), counted_refusals(app) as refused:
        young.send(shown, words="my own words")

    assert len(refused) == 1


def test_whoever_waits_gets_through_as_soon_as_the_other_is_done(app, young, address, assets, locked):
    shown, is_waiting = young.get("/say/2"), Moment()
    with app_with(address, assets, LOCK_SECONDS=60) as patient, ThreadPoolExecutor(1) as phone:
        with patient.app_context():
            settings.current()
            event.listen(db.engine, "before_cursor_execute", lambda *_anything: is_waiting.set())
        browser = patient.test_client()
        browser.set_cookie(browser.cookie_name, young.secret)
        with locked():
            is_waiting.clear()
            sent = phone.submit(browser.send, shown, words="my own words")
            assert is_waiting.wait(timeout=60)
            assert not sent.done()

        assert sent.result(timeout=60).location == "/say/6"


def test_a_page_that_was_to_be_asked_for_again_still_is(young, full):
    """What could not be taken before is kept: a full disk does not take it away, nor the headers of the page."""
    young.fill_in("/say/2", words="")
    shown = young.get("/say/2")
    with full():
        told = young.send(shown, words=AS_TYPED)

    assert told.status_code == 503
    assert told.headers["Cache-Control"] == "no-store"
    assert young.get("/say/2").status_code == 400
