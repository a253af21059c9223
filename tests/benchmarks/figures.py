"""`python -m tests.benchmarks.figures [views]`: publishing a quarter with so many views, and reading the board's page.

On SQLite. Each number of views runs in a process of its own, so that its peak memory is its own.
"""

import os
import resource
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import redirect_stderr
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

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


def measure(number: int) -> None:
    folder = Path(tempfile.mkdtemp(prefix="heard-figures-"))
    app = create_app(
        Config(
            SECRET_KEY=secrets.token_hex(),
            KEY_RING="1:" + "A" * 43 + "=",
            SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/heard.db",
            ASSETS_FOLDER=str(folder / "assets"),
            ALLOW_HTTP=True,
        )
    )
    with app.app_context():
        db.create_all()
        demonstrating.load(seed=1, views=0, conferences=200, now=datetime(2026, 9, 29, 12, tzinfo=UTC))
        db.session.commit()
        for chunk in rows(number):
            db.session.execute(insert(View), chunk)
        db.session.commit()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        start = time.perf_counter()
        for question in RAW:
            db.session.execute(text(question), {"a": "2026-06-30 23:00:00", "b": "2026-09-30 23:00:00"}).all()
        raw, start = time.perf_counter() - start, time.perf_counter()
        figures.count(SUMMER)
        counting, start = time.perf_counter() - start, time.perf_counter()
        publishing.publish(SUMMER, today=TODAY)
        db.session.commit()
        took = time.perf_counter() - start
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        start = time.perf_counter()
        for _ in range(20):
            publishing.published_tables(SUMMER, SUMMER.previous)
            db.session.rollback()
        reading = (time.perf_counter() - start) / 20 * 1000
    sys.stdout.write(
        f"{number:>9,} views: published in {took:6.2f} s, {took / raw:4.1f} × raw GROUP BY of the same tables of views "
        f"(counting alone {counting:6.2f} s)\n{'':9}  {more:5.1f} MiB more at most than before, reading what is frozen "
        f"takes {reading:5.2f} ms\n"
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        with Path(os.devnull).open("w") as nowhere, redirect_stderr(nowhere):
            measure(int(sys.argv[1]))
    else:
        for how_many in (10_000, 100_000, 1_000_000):
            subprocess.run([sys.executable, "-m", "tests.benchmarks.figures", str(how_many)], check=True)
