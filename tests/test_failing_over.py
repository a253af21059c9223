"""The line to PostgreSQL breaks while somebody waits for a page: they get it, and nothing is there twice."""

import json
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psycopg
import pytest
from flask import Flask
from sqlalchemy import event, func, make_url, select, text
from werkzeug.test import TestResponse

from app.extensions import db
from app.failing_over import asked_as
from app.models import Role, View, Wish
from config import with_hosts_apart
from tests import postgres
from tests.conftest import POSTGRES_URL
from tests.factories import ChildRecordFactory, ConferenceFactory, PersonFactory, WishFactory
from tests.integration.conftest import app_with, with_nothing_kept
from tests.relay import Relay, relay_to
from tests.visitor import Visitor

WORDS = "<👪> & my own words"
# A test that went wrong waits no longer than this.
LONG_ENOUGH = 60


@pytest.fixture(scope="module")
def assets(tmp_path_factory):
    return tmp_path_factory.mktemp("assets")


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with postgres.empty_database(os.environ[POSTGRES_URL], f"failing_over_{os.getpid()}") as address:
        yield address


@pytest.fixture(scope="module")
def relay(database) -> Iterator[Relay]:
    with relay_to(make_url(database).port) as relay:
        yield relay


@pytest.fixture(scope="module")
def app(database, relay, assets) -> Iterator[Flask]:
    address = make_url(database).set(port=relay.port).render_as_string(hide_password=False)
    with app_with(address, assets, DATABASE_AWAY_SECONDS=LONG_ENOUGH, MOST_WAITING=1) as app:
        with app.app_context():
            db.create_all()
        yield app


@pytest.fixture(autouse=True)
def clock():
    with with_nothing_kept() as traveller:
        yield traveller


@pytest.fixture
def away_for_long(app):
    """Nobody waits for it any longer."""
    usual, app.config["DATABASE_AWAY_SECONDS"] = app.config["DATABASE_AWAY_SECONDS"], 0
    yield
    app.config["DATABASE_AWAY_SECONDS"] = usual


@pytest.fixture
def young(app) -> Visitor:
    """Somebody who has answered every question, and is about to send."""
    browser = app.test_client()
    browser.fill_in("/say/1", topic="home")
    browser.fill_in("/say/2", words=WORDS)
    browser.fill_in("/say/4", safe_now="yes")
    browser.fill_in("/say/5", permission="team")
    return browser


@pytest.fixture
def chair(app) -> tuple[Visitor, str]:
    """A chair, and where they change what a child wants: a form with no key that makes it count once."""
    browser = app.test_client()
    with app.app_context():
        person = PersonFactory(role=Role.CHAIR)
        record = ChildRecordFactory(conference=ConferenceFactory(chair=person))
        wish = WishFactory(record=record)
        db.session.commit()
        browser.sign_in(person)
        return browser, f"/conferences/{record.conference_id}/children/{record.id}/wishes/{wish.id}"


def sent_while_away(relay: Relay, young: Visitor) -> TestResponse:
    """What comes of words that are sent while there is no database; it is back once it was asked for in vain."""
    shown = young.get("/say/2")
    relay.was_refused.clear()
    relay.shut()
    with ThreadPoolExecutor(1) as phone:
        sent = phone.submit(young.send, shown, words=WORDS)
        assert relay.was_refused.wait(timeout=LONG_ENOUGH)
        relay.open()
        return sent.result(timeout=LONG_ENOUGH)


Ends = Callable[..., list[str]]


@pytest.fixture
def ends(app, database) -> Iterator[Ends]:
    """`ends(at, times)`: the server ends the connection that is about to ask this, in the middle of its transaction."""
    made = []

    def arrange(at: str, *, times: int = 1) -> list[str]:
        ended: list[str] = []

        def end_it(connection, _cursor, statement, *_rest) -> None:
            if at in statement and len(ended) < times:
                ended.append(statement)
                end_backend(database, connection.connection.driver_connection.info.backend_pid)

        event.listen(engine, "before_cursor_execute", end_it)
        made.append(end_it)
        return ended

    with app.app_context():
        engine = db.engine
    yield arrange
    for one in made:
        event.remove(engine, "before_cursor_execute", one)


@contextmanager
def connected(database) -> Iterator[psycopg.Connection]:
    url = make_url(database).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        yield connection


def end_backend(database, pid: int) -> None:
    with connected(database) as keeper:
        (is_over,) = keeper.execute("SELECT pg_terminate_backend(%s, 10000)", [pid]).fetchone()
    assert is_over


def how_many(app: Flask, condition) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).where(condition)) or 0


def views(app: Flask) -> int:
    return how_many(app, View.id.is_not(None))


def wishes_that_say(app: Flask, words: str) -> int:
    """Read as the service reads them: what a child said is sealed."""
    with app.app_context():
        return [wish.text for wish in db.session.scalars(select(Wish))].count(words)


class TestThePersonSeesNothingOfIt:
    def test_when_they_read(self, young, ends):
        ended = ends("FROM visit")
        shown = young.get("/say/2")

        assert (shown.status_code, len(ended)) == (200, 1)
        assert shown.page.soup.textarea.get_text().strip() == WORDS

    def test_when_all_connections_were_ended_since_their_last_page(self, app, database, young):
        with connected(database) as keeper:
            keeper.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

        assert young.get("/say/2").status_code == 200

    def test_when_what_they_wrote_is_kept(self, young, ends):
        shown = young.get("/say/2")
        ended = ends("visit")
        kept = young.send(shown, words=WORDS + ", and more")

        assert (kept.status_code, len(ended)) == (302, 1)
        assert young.get("/say/2").page.soup.textarea.get_text().strip() == WORDS + ", and more"

    def test_when_they_send(self, app, young, ends):
        before, shown = views(app), young.get("/say/6")
        ended = ends(f"INSERT INTO {View.__tablename__} ")
        sent = young.send(shown, follow_redirects=True)

        assert (len(ended), views(app) - before) == (1, 1)
        assert "Your 4 words" in sent.page.text

    def test_when_it_was_sent_and_the_answer_got_lost(self, app, relay, young):
        before, lost, shown = views(app), relay.lost, young.get("/say/6")
        relay.losing = 1
        sent = young.send(shown, follow_redirects=True)

        assert (relay.lost - lost, views(app) - before) == (1, 1)
        assert "Your 4 words" in sent.page.text

    def test_when_the_page_is_made_and_the_connection_is_only_to_be_given_back(self, app, database, young):
        ended: list[int] = []

        def end_it(connection) -> None:
            if not ended:
                ended.append(connection.connection.driver_connection.info.backend_pid)
                end_backend(database, ended[0])

        with app.app_context():
            engine = db.engine
        event.listen(engine, "rollback", end_it)
        try:
            pages = [young.get("/say/2").status_code for _ in range(2)]
        finally:
            event.remove(engine, "rollback", end_it)

        assert (len(ended), pages) == (1, [200, 200])

    def test_when_nothing_of_a_form_without_a_key_was_kept_yet(self, app, chair, ends):
        browser, address = chair
        shown = browser.get(address)
        ended = ends("UPDATE wish")
        kept = browser.send(shown, text="I want to see my gran.", extent="partly")

        assert (kept.status_code, len(ended)) == (302, 1)
        assert wishes_that_say(app, "I want to see my gran.") == 1

    def test_when_the_machine_they_are_connected_to_only_reads_from_now_on(self, app, young):
        shown = young.get("/say/2")
        with app.app_context(), db.engine.connect() as connection:
            connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
            connection.commit()

        assert young.send(shown, words=WORDS).status_code == 302

    def test_when_it_takes_a_while_until_there_is_a_leader_again(self, relay, young):
        assert sent_while_away(relay, young).status_code == 302


class TestTheyAreToldAndHaveTheirWords:
    def test_when_nobody_knows_whether_it_was_kept(self, app, relay, chair):
        """It may be there: asked again, it might be done twice. Here it was there already."""
        browser, address = chair
        shown = browser.get(address)
        relay.losing = 1
        told = browser.send(shown, text=WORDS, extent="partly")

        assert told.status_code == 503
        assert WORDS in told.page.said
        assert wishes_that_say(app, WORDS) == 1

    def test_when_the_line_breaks_the_second_time_too(self, young, ends):
        shown = young.get("/say/2")
        ended = ends("visit", times=1_000)
        told = young.send(shown, words=WORDS)

        assert told.status_code == 503
        assert WORDS in told.page.said
        assert len(ended) <= 2 + 1  # once each time, and the page that says so may look for its visitor

    @pytest.mark.usefixtures("away_for_long")
    def test_when_there_is_no_leader_for_too_long(self, relay, young):
        shown = young.get("/say/2")
        relay.shut()
        told = young.send(shown, words=WORDS)
        relay.open()

        assert told.status_code == 503
        assert WORDS in told.page.said

    def test_when_too_many_wait_already(self, app, relay, young):
        """The others wait, and there is still somebody to say where help is."""
        other = app.test_client()
        shown = young.get("/say/2")
        relay.was_refused.clear()
        relay.shut()
        waiting = app.extensions["waiting_for_database"]
        with waiting:
            told = young.send(shown, words=WORDS)
            pages = [other.get(path).status_code for path in ("/help", "/health/live")]
        relay.open()

        assert told.status_code == 503
        assert WORDS in told.page.said
        assert pages == [200, 200]

    def test_when_a_file_was_sent(self, app, chair, ends):
        """What is in a file is read as it comes, and is gone then."""
        browser, _ = chair
        ended = ends("sign_in")
        told = browser.post(
            "/conferences/import/file", data={"file": (__file__, "children.csv")}, content_type="multipart/form-data"
        )

        assert (told.status_code, len(ended)) == (503, 1)


def test_whatever_young_people_are_asked_on_their_way_to_sending_may_be_asked_again(app):
    asked = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(("/say", "/complain", "/meeting"))]
    forms = {rule.rule: app.view_functions[rule.endpoint] for rule in asked if "POST" in rule.methods}
    others = {
        "/meeting",
        "/meeting/mine",
    }  # the words of a card, where each try counts, and what is done once it is sent

    assert {path for path, route in forms.items() if not hasattr(route, "counts_once")} == others


def test_whoever_waited_lets_the_next_one_wait(app, relay, young):
    for _ in range(2):
        assert sent_while_away(relay, young).status_code == 302


def test_the_log_has_one_line_of_the_request_as_long_as_it_took_them(young, ends, capsys):
    ends("FROM visit")
    capsys.readouterr()
    young.get("/say/2")
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]

    assert [line["event"] for line in lines] == ["database lost", "asked again", "request"]
    assert lines[2]["ms"] >= lines[1]["waited"] * 1000 - 100


def test_what_came_in_pieces_is_asked_again_in_one():
    came = {"HTTP_TRANSFER_ENCODING": "chunked", "REQUEST_METHOD": "POST"}
    again = asked_as(came, b"words=mine")

    assert again.pop("wsgi.input").read() == b"words=mine"
    assert again == {"REQUEST_METHOD": "POST", "CONTENT_LENGTH": "10"}


@pytest.fixture
def pooled(database, assets, app) -> Iterator[Flask]:
    with app_with(database, assets, DATABASE_POOLER=True, LOCK_SECONDS=0.25) as pooled:
        yield pooled


class TestWithAPooler:
    """PgBouncer hands out a connection for one transaction: nothing may stay on it."""

    def test_waiting_has_an_end_and_it_is_set_for_the_transaction_alone(self, pooled):
        with pooled.app_context():
            within = db.session.scalar(text("SHOW lock_timeout"))
            db.session.rollback()
            driver = db.session.connection().connection.driver_connection
            driver.rollback()
            afterwards = driver.execute("SHOW lock_timeout").fetchone()[0]

        assert (within, afterwards) == ("250ms", "0")

    def test_nothing_is_prepared(self, pooled):
        with pooled.app_context():
            for _ in range(20):
                db.session.scalar(select(func.count(View.id)))
            prepared = db.session.scalar(text("SELECT count(*) FROM pg_prepared_statements"))

        assert prepared == 0

    def test_somebody_says_something_from_the_first_question_to_the_4_words(self, pooled):
        browser, before = pooled.test_client(), views(pooled)
        for path, answers in (
            ("/say/1", {"topic": "home"}),
            ("/say/2", {"words": WORDS}),
            ("/say/4", {"safe_now": "yes"}),
            ("/say/5", {"permission": "team"}),
        ):
            browser.fill_in(path, **answers)
        sent = browser.fill_in("/say/6", follow_redirects=True)

        assert "Your 4 words" in sent.page.text
        assert views(pooled) - before == 1


def test_a_machine_that_is_gone_is_passed_over_where_the_address_names_several(database, assets, app):
    port = make_url(database).port
    address = with_hosts_apart(database.replace(f":{port}/", f":{postgres.free_port()},127.0.0.1:{port}/"))
    with app_with(address, assets) as here:
        assert here.test_client().get("/say/1").status_code == 200
        with here.app_context():
            assert db.session.scalar(text("SELECT inet_server_port()")) == port
