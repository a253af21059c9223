"""The logs say what happened to each request, and nothing about anybody."""

import json
import logging
import re

import pytest

from app import logs
from app.extensions import db
from app.models import Role
from app.protection import passphrases
from app.services import signing_in
from tests.factories import PersonFactory

WORDS = "my mum is scared of him\nand so am I"
PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)
ADDRESS = "198.51.100.77"
EVERY_LINE = {"time", "level", "event", "request", "method", "route", "status", "ms", "role"}


@pytest.fixture
def lines(capsys):
    """What was written since the last time of asking, line by line. Every line is JSON."""
    return lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]


@pytest.fixture
def as_served(app, monkeypatch):
    """As on a server: what goes wrong becomes a page, not a failed test."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)


@pytest.fixture
def break_page(app, monkeypatch, as_served):
    def make(endpoint: str, broken) -> None:
        was = app.view_functions[endpoint]
        broken.__dict__.update(was.__dict__)
        monkeypatch.setitem(app.view_functions, endpoint, broken)

    return make


def test_there_is_one_line_for_each_request(browser, lines):
    browser.get("/")
    browser.fill_in("/say/1", topic="home")
    found = lines()

    assert [(line["method"], line["route"], line["status"], line["event"]) for line in found] == [
        ("GET", "/", 200, "request"),
        ("GET", "/say/1", 200, "request"),
        ("POST", "/say/1", 302, "request"),
    ]
    assert all(line.keys() == EVERY_LINE for line in found)
    assert all(line["time"].endswith("Z") and line["level"] == "info" and line["ms"] >= 0 for line in found)


def test_each_request_has_a_number_of_its_own(browser, lines):
    said = {"X-Request-ID": "0123456789abcdef"}
    numbers = [browser.get("/", headers=said).headers["X-Request-ID"] for _ in range(3)]

    assert all(re.fullmatch("[0-9a-f]{16}", number) for number in numbers)
    assert len(set(numbers)) == 3
    assert said["X-Request-ID"] not in numbers
    assert [line["request"] for line in lines()] == numbers


def test_a_line_says_the_role_and_never_who(browser, lines):
    person = PersonFactory(role=Role.CHAIR, name="Priya", username="priya@example.org")
    browser.sign_in(person).get("/conferences/")
    (line,) = lines()

    assert line["role"] == "conference chair"
    for never in ("Priya", "priya@example.org", str(person.id), person.id.hex):
        assert never not in json.dumps(line)


def test_nothing_anybody_sends_is_in_a_line(app, browser, lines, capsys, clock):
    priya = PersonFactory(role=Role.CHAIR, name="Priya", username="priya@example.org", passphrase_hash=HASH)
    newcomer = PersonFactory(role=Role.YOUNG_ADVISOR, name="Amara", username="amara", passphrase_hash=None)
    token = signing_in.make_joining_link(newcomer)
    db.session.commit()
    capsys.readouterr()
    asked = {"environ_overrides": {"REMOTE_ADDR": ADDRESS}, "headers": {"User-Agent": "Her Own Phone 7"}}
    browser.fill_in("/say/1", topic="home")
    browser.fill_in("/say/2", words=WORDS)
    browser.fill_in("/say/4", safe_now="yes")
    browser.fill_in("/say/5", permission="team")
    sent = browser.fill_in("/say/6", follow_redirects=True)
    four_words = [word.get_text() for word in sent.page.soup.select(".words li b")] or ["otter"]
    secret = browser.secret
    browser.fill_in("/answer", words=" ".join(four_words))
    browser.get(f"/join/{token}?next=/inbox/&my=mumiscared", **asked)
    browser.post("/sign-in", data={"username": "priya@example.org", "passphrase": PASSPHRASE}, **asked)
    browser.fill_in("/sign-in?next=/board/%3Fquarter", username="priya@example.org", passphrase=PASSPHRASE)
    browser.open("/no/such/mumiscared", method="GET", **asked)
    browser.open("/mumiscared", method="MUMISCARED", **asked)
    written = capsys.readouterr().err

    assert len(written.splitlines()) >= 15
    never = ["mum", "scared", "priya", "Amara", token, secret, PASSPHRASE, ADDRESS, "Her Own Phone", "127.0.0.1"]
    for private in (*never, *four_words, str(priya.id), "next=", "quarter", "example.org"):
        assert private not in written, private


class TestWhenSomethingBreaks:
    def test_the_log_says_where_and_never_what(self, browser, break_page, capsys):
        def say_words():
            own_words = WORDS + "localvalue"
            try:
                raise KeyError(own_words)
            except KeyError as missing:
                raise ValueError(f"cannot store {own_words!r}") from missing

        browser.fill_in("/say/1", topic="home")
        token, secret = browser.get("/say/2").page.field("csrf_token"), browser.secret
        capsys.readouterr()
        break_page("young_people.say_words", say_words)
        response = browser.post(
            "/say/2", data={"csrf_token": token, "words": WORDS}, environ_overrides={"REMOTE_ADDR": ADDRESS}
        )
        written = capsys.readouterr().err
        exception, line = (json.loads(one) for one in written.splitlines())

        assert response.status_code == 500
        assert [one["type"] for one in exception["exception"]] == ["builtins.ValueError", "builtins.KeyError"]
        assert exception["exception"][0]["at"][-1].startswith("tests/integration/house/test_logs.py:")
        assert exception["exception"][0]["at"][-1].endswith("say_words")
        assert exception["request"] == line["request"] == response.headers["X-Request-ID"]
        assert (line["level"], line["event"], line["route"]) == ("error", "failed", "/say/2")
        for private in ("mum", "scared", "localvalue", "cannot store", token, secret, ADDRESS, "Traceback"):
            assert private not in written, private

    def test_what_the_database_refuses_is_not_repeated(self, browser, break_page, capsys):
        def say_topic():
            PersonFactory(name=WORDS, username="amara", role=Role.YOUNG_ADVISOR)
            PersonFactory(name=WORDS, username="amara", role=Role.YOUNG_ADVISOR)

        token = browser.get("/say/1").page.field("csrf_token")
        break_page("young_people.say_topic", say_topic)
        assert browser.post("/say/1", data={"csrf_token": token}).status_code == 500
        written = capsys.readouterr().err
        db.session.rollback()

        assert "sqlalchemy.exc.IntegrityError" in written
        for private in ("mum", "amara", "INSERT", "UNIQUE"):
            assert private not in written, private

    def test_people_are_told_what_finds_the_line(self, browser, break_page, lines):
        def show_help():
            raise RuntimeError(WORDS)

        break_page("young_people.show_help", show_help)
        response = browser.get("/help")

        assert {line["request"] for line in lines()} == {response.headers["X-Request-ID"]}
        assert response.headers["X-Request-ID"] in response.page.text
        for private in ("mum", "RuntimeError", "show_help", "Traceback", "test_logs"):
            assert private not in response.text, private

    def test_an_endless_chain_of_causes_ends(self, lines):
        error = RuntimeError(WORDS)
        error.__context__ = ValueError(WORDS)
        error.__context__.__context__ = error
        logging.getLogger("heard").error("one of ours", exc_info=(RuntimeError, error, None))

        assert len(lines()[0]["exception"]) == logs.MOST_CAUSES


class TestLibraries:
    def test_only_what_stands_in_their_source_is_kept(self, lines):
        library = logging.getLogger("some.library")
        library.warning("a template with %s in it", WORDS)
        library.warning(f"made of {WORDS}")
        library.warning("made of {}".format(WORDS))  # noqa: UP032
        template, made, formatted = lines()

        assert template["says"] == "a template with %s in it"
        assert made["says"] is formatted["says"] is None
        assert made["at"].startswith("tests/integration/house/test_logs.py:")
        assert (made["logger"], made["event"], made["level"]) == ("some.library", "library", "warning")
        assert "mum" not in json.dumps([template, made, formatted])

    def test_their_exceptions_lose_their_message(self, lines):
        library = logging.getLogger("some.library")
        try:
            raise ValueError(WORDS)
        except ValueError:
            library.exception(f"made of {WORDS}")
        (line,) = lines()

        assert line["exception"][0]["type"] == "builtins.ValueError"
        assert "mum" not in json.dumps(line)

    def test_what_cannot_be_written_is_not_shown_either(self, capsys):
        class Unwritable:
            def __str__(self) -> str:
                raise ValueError(WORDS)

        (ours,) = (handler for handler in logging.getLogger().handlers if isinstance(handler, logs.StandardError))
        ours.emit(logging.LogRecord("some.library", logging.WARNING, __file__, 1, Unwritable(), (), None))
        logs.log.warning("request", odd=Unwritable())
        unwritten, odd = capsys.readouterr().err.splitlines()

        assert json.loads(unwritten)["event"] == "a line could not be written"
        assert json.loads(odd)["odd"] == "Unwritable"

    def test_nobody_can_begin_a_line_of_their_own(self, capsys):
        logs.log.warning('one\n{"event": "two"}', more="three\r\n\u2028four")

        assert len(capsys.readouterr().err.splitlines()) == 1


class TestEvents:
    """What somebody who watches the logs can look for (ASVS 5.0, 16.3)."""

    def test_every_page_that_is_named_is_one_there_is(self, app):
        assert {*logs.PROOFS, *logs.UNREMARKABLE} <= app.view_functions.keys()

    @pytest.fixture
    def priya(self):
        return PersonFactory(role=Role.CHAIR, username="priya@example.org", passphrase_hash=HASH)

    def test_a_right_and_a_wrong_passphrase(self, browser, priya, lines):
        browser.fill_in("/sign-in", username="priya@example.org", passphrase="not this one")
        browser.fill_in("/sign-in", username="priya@example.org", passphrase=PASSPHRASE)

        assert [line["event"] for line in lines() if line["method"] == "POST"] == [
            "passphrase wrong",
            "passphrase right",
        ]

    def test_somebody_who_guesses_is_slowed(self, browser, priya, lines):
        for _ in range(7):
            browser.fill_in("/sign-in", username="priya@example.org", passphrase="not this one")

        assert lines()[-1]["event"] == "slowed"

    def test_the_4_words(self, browser, lines):
        browser.fill_in("/answer", words="none of these words")
        sent, asked_again = lines()[-2:]

        assert (sent["method"], sent["event"]) == ("POST", "4 words wrong")
        assert (asked_again["method"], asked_again["event"]) == ("GET", "not accepted")

    @pytest.mark.parametrize(
        ("what", "event"),
        [
            (lambda browser: browser.get("/conferences/"), "not signed in"),
            (lambda browser: browser.post("/conferences/new"), "not signed in"),
            (lambda browser: browser.sign_in(PersonFactory()).get("/board/"), "access denied"),
            (lambda browser: browser.post("/say/1", headers={"Sec-Fetch-Site": "cross-site"}), "made elsewhere"),
            (lambda browser: browser.post("/say/1"), "form token wrong"),
            (lambda browser: browser.fill_in("/say/1", topic="nowhere"), "not accepted"),
            (lambda browser: browser.post("/answer", data={"words": "x" * 20_000}), "too large"),
            (lambda browser: browser.post("/answer", data="{}", content_type="application/json"), "wrong kind of form"),
            (lambda browser: browser.get("/no-such-page"), "request"),
        ],
    )
    def test_what_was_refused(self, browser, lines, what, event):
        browser.get("/say/1")
        what(browser)

        found = lines()  # where a form was sent, its own line: the page may then be asked for again

        assert ([line for line in found if line["method"] == "POST"] or found)[-1]["event"] == event

    def test_a_machine_that_asks_whether_we_are_alive_fills_no_log(self, browser, lines):
        browser.get("/health/live")
        assert lines() == []
        browser.get("/health/ready")  # it is not: the tests make their tables without migrations
        assert [line["event"] for line in lines()] == ["failed"]


def test_commands_answer_on_standard_output_and_log_on_standard_error(app):
    @app.cli.command("warn-of-something")
    def warn() -> None:
        logs.log.warning("something")
        print("The answer.")  # noqa: T201

    try:
        result = app.test_cli_runner().invoke(args=["warn-of-something"])
    finally:
        app.cli.commands.pop("warn-of-something")

    assert result.stdout == "The answer.\n"
    assert json.loads(result.stderr)["event"] == "something"
