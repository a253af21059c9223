"""How long a wrong try takes, for a known name beside an unknown one, as whoever guesses would measure it.

That the work is the same is a test (tests/integration/sign_in/test_same_work.py). Here is its time, in one run.
"""

import statistics
import time
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete

from app.extensions import db
from app.models import Person, Role, WrongTry
from app.protection import passphrases

TRIES = 40
PASSPHRASE = "not the one at all"


def known_and_unknown(app: Flask, token: Callable[[FlaskClient, str], str]) -> list[tuple[str, float, float]]:
    """For each pair compared: its name, the milliseconds of the first kind, and the first divided by the second."""
    with app.app_context():
        stored = passphrases.hash_passphrase("seven teapots paint quietly")
        db.session.add(Person(username="known", name="Known", role=Role.YOUNG_ADVISOR, passphrase_hash=stored))
        db.session.add(
            Person(username="paused", name="Paused", role=Role.YOUNG_ADVISOR, passphrase_hash=stored, is_active=False)
        )
        db.session.commit()
    sign_ins = [
        ("known ÷ unknown name", signing_in(app, token, "known"), signing_in(app, token, "nobody")),
        ("paused ÷ unknown name", signing_in(app, token, "paused"), signing_in(app, token, "nobody")),
        ("never given words ÷ no words", answering(app, token, "bell goat rain sock"), answering(app, token, "x y")),
    ]
    return [(name, *compared(app, one, other)) for name, one, other in sign_ins]


def signing_in(app: Flask, token: Callable[[FlaskClient, str], str], username: str) -> Callable[[], object]:
    client = app.test_client()
    data = {"csrf_token": token(client, "/sign-in"), "username": username, "passphrase": PASSPHRASE}
    return lambda: client.post("/sign-in", data=data)


def answering(app: Flask, token: Callable[[FlaskClient, str], str], words: str) -> Callable[[], object]:
    client = app.test_client()
    data = {"csrf_token": token(client, "/answer"), "words": words}
    return lambda: client.post("/answer", data=data)


def compared(app: Flask, one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """The median of the first, and the ratio of both medians. They take turns: whatever else runs slows both."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(TRIES):
        for kind in (0, 1) if number % 2 else (1, 0):
            forget_tries(app)  # nobody waits here
            start = time.perf_counter()
            (one, other)[kind]()
            times[kind].append((time.perf_counter() - start) * 1000)
    first, second = (statistics.median(kind) for kind in times)
    return first, first / second


def forget_tries(app: Flask) -> None:
    with app.app_context():
        db.session.execute(delete(WrongTry))
        db.session.commit()
