"""`python -m tests.benchmarks.figures [views …]`: publishing a quarter with so many views, and reading what is frozen.

In processor time, on SQLite.
"""

import resource
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from random import Random

from flask import Flask
from sqlalchemy import insert, text

from app import create_app
from app.extensions import db
from app.models import View
from app.models.codes import AgeGroup, Feeling, Permission, SafeNow, Topic
from app.services import demonstrating, figures, publishing
from app.services.clocks import Quarter
from config import Config

SUMMER = Quarter(2026, 3)
TODAY = date(2026, 10, 2)
AT_ONCE = 20_000
BETWEEN = {"a": "2026-06-30 23:00:00", "b": "2026-09-30 23:00:00"}
RAW = (
    "SELECT topic, count(*) FROM young_person_view WHERE sent_at >= :a AND sent_at < :b GROUP BY 1",
    "SELECT feeling, count(*) FROM young_person_view WHERE sent_at >= :a AND sent_at < :b GROUP BY 1",
    "SELECT age_group, count(*) FROM young_person_view WHERE sent_at >= :a AND sent_at < :b GROUP BY 1",
    "SELECT area, count(*) FROM young_person_view WHERE sent_at >= :a AND sent_at < :b GROUP BY 1",
    "SELECT permission, count(*) FROM young_person_view WHERE sent_at >= :a AND sent_at < :b GROUP BY 1",
    "SELECT first_answered_at <= first_answer_due_at, count(*) FROM young_person_view "
    "WHERE first_answer_due_at >= :a AND first_answer_due_at < :b GROUP BY 1",
)


def rows(number: int) -> Iterator[list[dict[str, object]]]:
    """Views of one summer: nothing in them but what is counted."""
    random = Random(1)  # noqa: S311, nothing is kept secret with it
    first = datetime(2026, 7, 1, tzinfo=UTC)
    for begin in range(0, number, AT_ONCE):
        chunk = []
        for _ in range(begin, min(begin + AT_ONCE, number)):
            sent_at = first + timedelta(minutes=random.randrange(80 * 24 * 60))
            due_at = sent_at + timedelta(days=10)
            row_id = uuid.UUID(int=random.getrandbits(128))
            chunk.append(
                {"id": row_id, "created_at": sent_at, "words_sealed": b"x", "safe_now": SafeNow.YES, "is_safe": True}
                | {"topic": random.choice([*Topic, None]), "feeling": random.choice([*Feeling, None])}
                | {"age_group": random.choice([*AgeGroup, None]), "area": random.choice(["city", "county", None])}
                | {"permission": random.choice([*Permission]), "sent_at": sent_at, "read_due_at": due_at}
                | {"next_due_at": due_at, "answer_due_at": due_at, "first_answer_due_at": due_at}
                | {"first_answered_at": due_at + timedelta(days=random.randrange(-5, 2))}
                | {"words_mark": row_id.bytes, "words_key_id": 1, "once": row_id.hex}
            )
        yield chunk


def make_heard(folder: Path) -> Flask:
    return create_app(
        Config(
            SECRET_KEY="bench",
            KEY_RING="1:" + "A" * 43 + "=",
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/heard.db",
            ASSETS_FOLDER=str(folder / "assets"),
            ALLOW_HTTP=True,
        )
    )


def load(number: int, folder: Path) -> None:
    with make_heard(folder).app_context():
        db.create_all()
        demonstrating.load(seed=1, views=0, conferences=200, now=datetime(2026, 9, 29, 12, tzinfo=UTC))
        db.session.commit()
        for chunk in rows(number):
            db.session.execute(insert(View), chunk)
        db.session.commit()


def measure(number: int, folder: Path) -> None:
    with make_heard(folder).app_context():
        publishing.published_quarters()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        raw = spent(lambda: [db.session.execute(text(each), BETWEEN).all() for each in RAW])
        counting = spent(lambda: figures.count(SUMMER))
        on_the_clock = time.monotonic()
        took = spent(lambda: (publishing.publish(SUMMER, today=TODAY), db.session.commit()))
        on_the_clock = time.monotonic() - on_the_clock
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        reading = spent(lambda: [publishing.published_tables(SUMMER, SUMMER.previous) for _ in range(20)]) / 20 * 1000
    sys.stdout.write(
        f"{number:>9,} views: published in {took:6.2f} s, {took / raw:4.1f} × raw GROUP BY of the same tables of views "
        f"(counting alone {counting:6.2f} s; on the clock {on_the_clock:6.2f} s)\n"
        f"{'':9}  peak memory {more:5.1f} MiB above the start, reading what is frozen {reading:5.2f} ms\n"
    )


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    for number in map(int, sys.argv[1:] or ("10000", "100000", "1000000")):
        folder = Path(tempfile.mkdtemp(prefix="heard-figures-"))
        for step in (load, measure):  # each in a process of its own, so that its memory is its own
            child = get_context("spawn").Process(target=step, args=(number, folder))
            child.start()
            child.join()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
