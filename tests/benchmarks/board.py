"""The board's pages with 10,000, 100,000 and 1,000,000 views, and how long their quarter takes to publish.

A page reads what is frozen: its time must not grow. That it asks for nothing else is a test
(tests/integration/board/test_show_figures.py). Here is its time.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, insert, text

from app import create_app
from app.extensions import db
from app.models import Person, PracticePublication, Publication, Role, View, utc_now
from app.models.codes import Feeling
from app.services import publishing
from app.services.clocks import Quarter, london_day, start_of_day
from config import Config
from tests.benchmarks.inbox import row

SIZES = (10_000, 100_000, 1_000_000)
ANEW = {"id": "lower(hex(randomblob(16)))", "once": "lower(hex(randomblob(16)))", "words_mark": "randomblob(16)"}
COPIED = tuple(column.name for column in View.__table__.columns)
ADDRESSES = ("/board/", "/board/figures/views_by_topic", "/board/figures/views_by_topic.xlsx")
Sign = Callable[[Flask, Role], FlaskClient]
Measure = Callable[[Callable[[], object]], float]


def few_and_many(folder: Path, sign_in: Sign, measure: Measure) -> Iterator[tuple[str, float, str]]:
    """What was measured, how long it took, and in which unit: each size after the one before, in one database."""
    app, there = make_app(folder), 0
    client = sign_in(app, Role.BOARD_MEMBER)
    for size in SIZES:
        with app.app_context():
            fill(there, size)
            yield f"publishing {size:,} views", publish(), "s"
        there = size
        for address in ADDRESSES:
            assert client.get(address).status_code == 200
            yield f"GET {address}", measure(lambda address=address: client.get(address)), "ms"


def make_app(folder: Path) -> Flask:
    app = create_app(
        Config(
            SECRET_KEY="bench",
            KEY_RING="1:" + "A" * 43 + "=",
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/board.db",
            ASSETS_FOLDER=str(folder / "assets"),
            ALLOW_HTTP=True,
        )
    )
    with app.app_context():
        db.create_all()
        db.session.add(Person(username="dawn@example.org", name="Dawn", role=Role.BOARD_MEMBER))
        db.session.commit()
    return app


def fill(there: int, size: int) -> None:
    """Views of the quarter that was over last, each topic and feeling among them, until there are so many."""
    if not there:
        begins, feelings = start_of_day(closed_quarter().first_day), [*Feeling]
        worker = db.session.query(Person).first()
        rows = [row(place, begins, size, worker.id) | times(place, begins) for place in range(SIZES[0])]
        both = [one | {"feeling": feelings[place % len(feelings)]} for place, one in enumerate(rows)]
        db.session.execute(insert(View), both)
        there = len(rows)
    while there < size:
        more = min(there, size - there)
        db.session.execute(text(f"INSERT INTO {View.__tablename__} ({', '.join(COPIED)}) {one_more_of_each(more)}"))
        there += more
    db.session.commit()


def one_more_of_each(many: int) -> str:
    """The same views again, in the words of SQLite: only what must be unique is another."""
    return f"SELECT {', '.join(ANEW.get(name, name) for name in COPIED)} FROM {View.__tablename__} LIMIT {many}"


def times(place: int, begins: datetime) -> dict[str, datetime]:
    sent_at = begins + timedelta(minutes=place % 80_000)  # 55 days: its answer is due in the same quarter
    due_at = sent_at + timedelta(days=14)
    return {"sent_at": sent_at, "read_due_at": due_at, "read_at": sent_at, "next_due_at": due_at} | {
        "answer_due_at": due_at,
        "first_answer_due_at": due_at,
    }


def publish() -> float:
    """Seconds on the clock, from nothing published to everything."""
    for model in (Publication, PracticePublication):
        db.session.execute(delete(model))
    db.session.commit()
    begun = time.perf_counter()
    publishing.publish(closed_quarter(), today=london_day(utc_now()))
    db.session.commit()
    return time.perf_counter() - begun


def closed_quarter() -> Quarter:
    return Quarter.containing(london_day(utc_now())).previous
