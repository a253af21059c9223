"""`python -m tests.benchmarks.figures [views …]`: publishing a quarter with so many views, and reading what is frozen.

In processor time, on SQLite.
"""

import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from multiprocessing import get_context
from pathlib import Path

from flask import Flask
from sqlalchemy import text

from app import create_app
from app.extensions import db
from app.models.codes import AgeGroup, Feeling, Permission, Topic
from app.services import demonstrating, figures, publishing
from app.services.clocks import Quarter
from config import Config


def _one_of(number: str, choices: type[StrEnum]) -> str:
    cases = " ".join(f"WHEN {place} THEN '{choice.value}'" for place, choice in enumerate(choices))
    return f"CASE {number} {cases} END"


SUMMER = Quarter(2026, 3)
TODAY = date(2026, 10, 2)
# Views of one summer, nothing in them but what is counted. The database makes them up itself: that is fastest.
VIEWS = f"""
WITH RECURSIVE each(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM each WHERE x < :number),
drawn AS (
    SELECT x, abs(random()) % 11 AS t, abs(random()) % 7 AS f, abs(random()) % 6 AS g, abs(random()) % 3 AS a,
        abs(random()) % 3 AS p, datetime('2026-07-01', '+' || (x % 115200) || ' minutes') || '.000000' AS sent_at
    FROM each
)
INSERT INTO young_person_view (
    id, created_at, words_sealed, topic, feeling, safe_now, is_safe, permission, age_group, area, is_by_pictures,
    is_complaint, looks_automatic, sent_at, status, read_due_at, answer_due_at, place, next_due_at, last_said_at,
    first_answer_due_at, first_answered_at, words_mark, words_key_id, once
)
SELECT printf('%032x', x), sent_at, x'00', {_one_of("t", Topic)}, {_one_of("f", Feeling)}, 'yes', 1,
    {_one_of("p", Permission)}, {_one_of("g", AgeGroup)}, CASE a WHEN 0 THEN 'city' WHEN 1 THEN 'county' END, 0,
    0, 0, sent_at, 'waiting', sent_at, sent_at, 2, sent_at, sent_at,
    sent_at, CASE WHEN x % 5 THEN sent_at END, printf('%032x', x), 1, printf('%032x', x)
FROM drawn
"""
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
        db.session.execute(text(VIEWS), {"number": number})
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
