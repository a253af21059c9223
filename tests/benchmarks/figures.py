"""Publishing a quarter with so many views, and reading what is frozen: in processor time, on SQLite."""

import resource
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import text

from app.extensions import db
from app.models.codes import AgeGroup, Feeling, Permission, Topic
from app.services import demonstrating, publishing
from app.services.clocks import Quarter
from tests.benchmarks.made import make_heard
from tests.benchmarks.measuring import Finding


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


def findings(sizes: Sequence[int]) -> Iterator[Finding]:
    """Target 8, for each size and from each to the next."""
    found = {number: published(number) for number in sizes}
    took, raw, peak = found[sizes[-1]]
    more = ", ".join(f"{found[size][0]:.2f} s beside {found[size][1]:.2f} s with {size:,}" for size in sizes)
    what = f"publishing a quarter of {sizes[-1]:,} views beside raw GROUP BY"
    yield Finding(number=8, what=what, figure=took / raw, target=3, more=more)
    yield Finding(number=8, what="the same: memory above the start", figure=peak, target=200, unit="MiB")
    for few, many in pairwise(sizes):
        slope = found[many][0] / found[few][0] / (many / few)
        yield Finding(number=8, what=f"slope from {few:,} to {many:,} beside linear", figure=slope, target=1.1)


def published(number: int) -> tuple[float, float, float]:
    """Seconds for publishing, seconds for the same by raw SQL, MiB above the start.

    Each step runs in a process of its own, so that its memory is its own.
    """
    folder = Path(tempfile.mkdtemp(prefix="heard-figures-"))
    ours, its = get_context("spawn").Pipe()
    for step in (load, measure):
        child = get_context("spawn").Process(target=step, args=(number, folder, its))
        child.start()
        child.join()
    shutil.rmtree(folder)
    found: tuple[float, float, float] = ours.recv()
    return found


def load(number: int, folder: Path, _told: Connection) -> None:
    with make_heard(folder, f"sqlite:///{folder}/heard.db").app_context():
        demonstrating.load(seed=1, views=0, conferences=200, now=datetime(2026, 9, 29, 12, tzinfo=UTC))
        db.session.commit()
        db.session.execute(text(VIEWS), {"number": number})
        db.session.commit()


def measure(number: int, folder: Path, told: Connection) -> None:
    with make_heard(folder, f"sqlite:///{folder}/heard.db").app_context():
        publishing.published_quarters()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        raw = spent(lambda: [db.session.execute(text(each), BETWEEN).all() for each in RAW])
        took = spent(lambda: (publishing.publish(SUMMER, today=TODAY), db.session.commit()))
        told.send((took, raw, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024))


def spent(work: Callable[[], object]) -> float:
    """Seconds of processor time."""
    start = time.process_time()
    work()
    return time.process_time() - start
