"""The service as it is served: what gunicorn refuses, what it gives away (nothing), and what it writes down."""

import json
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.conftest import Service

HOST = b"Host: localhost\r\nConnection: close\r\n"
FORM = HOST + b"Content-Type: application/x-www-form-urlencoded\r\n"

MULTIPART = HOST + b"Content-Type: multipart/form-data; boundary=x\r\n"


@pytest.fixture(autouse=True)
def clock() -> None:
    """A server has a clock of its own."""


@pytest.fixture(autouse=True)
def database() -> None:
    """And a database of its own."""


@pytest.fixture(scope="module")
def log(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("served") / "log"


@pytest.fixture(scope="module")
def service(log) -> Iterator[Service]:
    made = Service(log.parent)
    made.settings["TRUSTED_HOSTS"] = "localhost 127.0.0.1"
    made.flask("db", "upgrade")
    with log.open("w") as errors:
        made.start(errors=errors)
        yield made
        made.stop()


@pytest.fixture(scope="module")
def ask(service) -> Callable[[bytes], str]:
    """Send these very bytes. Gives what comes back."""

    def go(request: bytes) -> str:
        with socket.create_connection(("127.0.0.1", service.port), timeout=10) as connection:
            connection.sendall(request)
            return b"".join(iter(lambda: connection.recv(65536), b"")).decode()

    return go


@pytest.fixture
def written(service, log) -> Callable[[], str]:
    before = len(log.read_text())
    return lambda: log.read_text()[before:]


def status(answer: str) -> int:
    return int(answer.split()[1])


def headers(answer: str) -> dict[str, str]:
    lines = answer.partition("\r\n\r\n")[0].splitlines()[1:]
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def chunks(length: int) -> bytes:
    return (
        b"Transfer-Encoding: chunked\r\n\r\n"
        + b"400\r\n"
        + b"x" * 1024
        + b"\r\n"
        + b"1\r\nx\r\n" * length
        + b"0\r\n\r\n"
    )


def test_it_does_not_say_what_it_runs_on(ask):
    found = headers(ask(b"GET / HTTP/1.1\r\n" + HOST + b"\r\n"))

    assert found["server"] == "heard"
    assert "x-powered-by" not in found


@pytest.mark.parametrize(
    ("request_bytes", "refused"),
    [
        (b"GET /" + b"x" * 5_000 + b" HTTP/1.1\r\n" + HOST + b"\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"X-Long: " + b"x" * 9_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + HOST + b"".join(b"X-%d: 1\r\n" % n for n in range(120)) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + HOST + b"Two words: 1\r\n\r\n", 400),
        (
            b"POST /answer HTTP/1.1\r\n" + FORM + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        (b"POST /answer HTTP/1.1\r\n" + FORM + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcde", 400),
        (b"GET / HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n" + HOST + b"Cookie: " + b"x" * 10_000 + b"\r\n\r\n", 431),
        (b"TRACE / HTTP/1.1\r\n" + HOST + b"\r\n", 405),
        (b"POST /answer HTTP/1.1\r\n" + FORM + chunks(17_000), 413),
        (b"POST /no-such-page HTTP/1.1\r\n" + FORM + chunks(17_000), 413),
        # The rest of it is never sent: what is said to be too long is refused unread.
        (b"POST /say/2 HTTP/1.1\r\n" + FORM + b"Content-Length: 104857600\r\n\r\n" + b"x" * 1_000, 413),
        (b"POST /say/2 HTTP/1.1\r\n" + MULTIPART + b"Content-Length: 30\r\n\r\n--x\r\nContent-Disposition: form", 415),
    ],
    ids=lambda value: value[:30] if isinstance(value, bytes) else None,
)
def test_what_no_browser_sends_is_refused(ask, request_bytes, refused):
    assert status(ask(request_bytes)) == refused


@pytest.mark.parametrize("line", [b"Cookie: my-words=" + b"x" * 10_000, b"my words: 1"])
def test_what_cannot_be_read_is_answered_in_plain_words_and_with_nothing_of_what_was_sent(ask, line):
    answer = ask(b"GET / HTTP/1.1\r\n" + HOST + line + b"\r\n\r\n")

    assert "We could not read that" in answer
    assert 'href="tel:08001111"' in answer
    assert "my-words" not in answer
    assert "my words" not in answer
    assert headers(answer)["cache-control"] == "no-store"
    assert headers(answer)["x-content-type-options"] == "nosniff"
    assert "frame-ancestors 'none'" in headers(answer)["content-security-policy"]


def test_what_comes_in_chunks_is_read(ask):
    answer = ask(b"POST /answer HTTP/1.1\r\n" + FORM + chunks(10))

    assert status(answer) == 400  # there is no token in it
    assert "Type your 4 words" in answer


def test_nobody_is_believed_who_says_how_they_came(ask):
    said = (
        b"X-Forwarded-Proto: https\r\nX-Forwarded-Ssl: on\r\nX-Forwarded-Host: elsewhere.example\r\nScript-Name: /x\r\n"
    )
    answer = ask(b"GET /inbox/ HTTP/1.1\r\n" + HOST + said + b"\r\n")

    assert "strict-transport-security" not in headers(answer)
    assert headers(answer)["location"].startswith("/sign-in")


def test_two_slashes_lead_nowhere_else(ask):
    location = headers(ask(b"GET //elsewhere.example/inbox HTTP/1.1\r\n" + HOST + b"\r\n")).get("location", "/")

    assert location.startswith(("/", "http://localhost/"))
    assert not location.startswith("//")


def test_what_the_server_itself_says_has_no_address_and_nobodys_words_in_it(ask, written):
    for line in (
        b"GET /my-words /join/secret HTTP/1.1",
        b"GET /join/secret HTTP/9.9",
        b"GET / HTTP/1.1\r\nMy words: x",
    ):
        assert status(ask(line + b"\r\n" + HOST + b"\r\n")) == 400
    ask(b"GET /join/secret?next=my-words HTTP/1.1\r\n" + HOST + b"User-Agent: mine\r\nCookie: heard=cookies\r\n\r\n")
    text = written()
    lines = [json.loads(line) for line in text.splitlines()]

    assert [line["event"] for line in lines] == ["library"] * 3 + ["request"]
    assert {line["logger"] for line in lines[:3]} == {"gunicorn.error"}
    assert lines[3]["route"] == "/join/<token>"
    for private in ("127.0.0.1", "secret", "my-words", "My words", "mine", "cookies", "next"):
        assert private not in text, private
