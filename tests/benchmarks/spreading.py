"""What publishing a quarter costs on PostgreSQL as views grow over five years, and what spreading them changes.

`python -m tests.benchmarks.spreading 10000 100000 1000000`: of each number the views of five years, evenly; then one
quarter is published, in a process of its own. Then what is counted of them is spread by month (`flask figures spread`),
the same questions are asked of both, views are put in one by one with and without it, and the quarter is published from
it. (docs/decisions/0052-what-is-counted-of-a-view-can-be-spread.md)
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import delete, text

from app.extensions import db
from app.models import CountedPeriod, PracticePublication, Publication
from app.models.codes import AgeGroup, Feeling, Permission, Topic
from app.services import demonstrating, publishing
from app.services.clocks import Quarter
from tests import postgres
from tests.benchmarks.figures import BETWEEN, RAW, _one_of
from tests.benchmarks.made import make_heard

SUMMER, TODAY = Quarter(2026, 3), date(2026, 10, 2)
ROUNDS, INSERTS = 5, 500
COLUMNS = """
    id, created_at, words_sealed, topic, feeling, safe_now, is_safe, permission, age_group, area, is_by_pictures,
    is_complaint, looks_automatic, sent_at, status, read_due_at, answer_due_at, place, next_due_at, last_said_at,
    first_answer_due_at, first_answered_at, words_mark, words_key_id, once
"""
VIEWS = f"""
INSERT INTO young_person_view ({COLUMNS})
SELECT gen_random_uuid(), at, decode(repeat('00', 300), 'hex'), {_one_of("x % 11", Topic)}, {_one_of("x % 7", Feeling)},
    'yes', true, {_one_of("x % 3", Permission)}, {_one_of("x % 6", AgeGroup)}, CASE x % 3 WHEN 0 THEN 'city' END, false,
    false, false, at, 'waiting', at, at, 2, at, at, at, CASE WHEN x % 5 > 0 THEN at END,
    decode(md5(CAST(:salt AS text) || x), 'hex'), 1, md5(CAST(:salt AS text) || x)
FROM (
    SELECT x, timestamptz '2021-10-01' + interval '5 years' * (CAST(x AS float) / CAST(:number AS integer)) AS at
    FROM generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS x
) AS each
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="heard-spreading-") as made, postgres.server(is_durable=True) as server:
        folder = Path(made)
        for number in map(int, sys.argv[1:] or ["10000", "100000"]):
            with postgres.empty_database(server, f"views_{number}") as address:
                for step in (load, publish, spread, publish_again):
                    ours, its = get_context("spawn").Pipe()
                    child = get_context("spawn").Process(target=step, args=(number, folder, address, its))
                    child.start()
                    its.close()
                    print(f"{number:>10,} {step.__name__:13} {ours.recv()}", flush=True)  # noqa: T201
                    child.join()


def load(number: int, folder: Path, address: str, told: Connection) -> None:
    with make_heard(folder, address).app_context():
        demonstrating.load(seed=1, views=0, conferences=200, now=datetime(2026, 9, 29, 12, tzinfo=UTC))
        db.session.commit()
        begun = time.perf_counter()
        for first in range(1, number + 1, 100_000):
            last = min(first + 99_999, number)
            db.session.execute(text(VIEWS), {"number": number, "first": first, "last": last, "salt": "load"})
            db.session.commit()
        took = time.perf_counter() - begun
        vacuum("young_person_view")
        told.send(f"{took:.0f} s, {size('young_person_view')}")
        close()


def publish(_number: int, folder: Path, address: str, told: Connection) -> None:
    with make_heard(folder, address).app_context():
        publishing.published_quarters()
        raw = took(lambda: [db.session.execute(text(each), BETWEEN).all() for each in RAW])
        told.send(f"{published()}; raw GROUP BY {raw:.2f} s")
        close()


def spread(_number: int, folder: Path, address: str, told: Connection) -> None:
    """`flask figures spread`, and what it is to write a view and to ask a quarter's questions without it and with it.

    Counted in pages of 8 kB that are touched, and in bytes of the write-ahead log: no other work on the machine changes
    those.
    """
    app = make_heard(folder, address)
    with app.app_context():
        found, without = asked("young_person_view"), written_for("without")
        begun = time.perf_counter()
        app.test_cli_runner().invoke(args=["figures", "spread"], catch_exceptions=False)
        filled = time.perf_counter() - begun
        vacuum("counted_view")
        written = f"{without:,} bytes of log for 1 view, {written_for('with'):,} with it"
        parts = "relid IN (SELECT inhrelid FROM pg_inherits WHERE inhparent = CAST('counted_view' AS regclass))"
        room = f"SELECT pg_size_pretty(sum(pg_total_relation_size(relid))) FROM pg_stat_user_tables WHERE {parts}"
        told.send(
            f"in {filled:.0f} s, {db.session.scalar(text(room))}; {written}; views {found}; by month "
            f"{asked('counted_view')}"
        )
        close()


def publish_again(_number: int, folder: Path, address: str, told: Connection) -> None:
    """The same quarter, counted from what is spread by month."""
    with make_heard(folder, address).app_context():
        for model in (CountedPeriod, PracticePublication, Publication):
            db.session.execute(delete(model))
        db.session.commit()
        told.send(published())
        close()


def published() -> str:
    """Publish one quarter: how long it took, and how much memory."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun, worked = time.perf_counter(), time.process_time()
    publishing.publish(SUMMER, today=TODAY)
    db.session.commit()
    seconds, worked = time.perf_counter() - begun, time.process_time() - worked
    more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return f"{seconds:.2f} s on the clock ({worked:.2f} s of it our own work), {more:.1f} MiB more"


def asked(table: str) -> str:
    """What a quarter's questions touch, and the median of some rounds on the clock."""
    questions = [each.replace("young_person_view", table) for each in RAW]
    pages = 0
    for each in questions:
        (plan,) = db.session.execute(text(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {each}"), BETWEEN).scalar_one()
        pages += plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"]
    seconds = statistics.median(
        took(lambda: [db.session.execute(text(each), BETWEEN).all() for each in questions]) for _ in range(ROUNDS)
    )
    db.session.commit()
    return f"{pages:,} pages, {seconds * 1000:.0f} ms"


def written_for(salt: str) -> int:
    """Bytes of the write-ahead log for each view that is put in, each in a transaction of its own."""
    run("CHECKPOINT")  # from here each page is in it whole the first time it is touched, as in service
    begun = db.session.scalar(text("SELECT pg_current_wal_lsn()"))
    for x in range(1, INSERTS + 1):
        db.session.execute(text(VIEWS), {"number": INSERTS, "first": x, "last": x, "salt": salt})
        db.session.commit()
    bytes_of_log = db.session.scalar(text("SELECT pg_current_wal_lsn() - CAST(:begun AS pg_lsn)"), {"begun": begun})
    db.session.commit()
    return round(int(bytes_of_log) / INSERTS)


def took(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def run(statement: str) -> None:
    db.session.execute(text(statement))
    db.session.commit()


def vacuum(*tables: str) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(f"VACUUM ANALYZE {', '.join(tables)}")


def size(table: str) -> str:
    question = "SELECT pg_size_pretty(pg_table_size(:name)), pg_size_pretty(pg_indexes_size(:name))"
    rows, indexes = db.session.execute(text(question), {"name": table}).one()
    db.session.commit()
    return f"{table}: {rows} and {indexes} of indexes"


def close() -> None:
    db.session.remove()
    db.engine.dispose()


if __name__ == "__main__":
    main()
