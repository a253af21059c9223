"""What publishing a quarter costs on PostgreSQL as views grow over five years, and what partitions would change.

`python -m tests.benchmarks.spreading 10000 100000 1000000`: of each number the views of five years, evenly; then one
quarter is published, in a process of its own. Beside it the same questions are asked of a narrow table with nothing in
it but what the figures need, once whole and once spread by month, and views are put in one by one with and without such
a table kept in step by a trigger. (docs/decisions/0050-views-are-not-partitioned.md)
"""

import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from itertools import pairwise
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import text

from app.extensions import db
from app.models.codes import AgeGroup, Feeling, Permission, Topic
from app.services import demonstrating, publishing
from app.services.clocks import Quarter
from tests import postgres
from tests.benchmarks.figures import BETWEEN, RAW, _one_of
from tests.benchmarks.made import make_heard

SUMMER, TODAY = Quarter(2026, 3), date(2026, 10, 2)
ROUNDS, INSERTS = 5, 500
MONTHS = [f"{2021 + place // 12}-{place % 12 + 1:02}-01" for place in range(9, 73)]  # October 2021 to January 2027
NARROW = "view_id uuid, sent_at timestamptz, topic text, feeling text, age_group text, area text, permission text, "
NARROW += "status text, taken_back_at timestamptz, first_answer_due_at timestamptz, first_answered_at timestamptz"
KEPT = "id, sent_at, topic, feeling, age_group, area, permission, status, taken_back_at, first_answer_due_at, "
KEPT += "first_answered_at"
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
KEEP_IN_STEP = f"""
CREATE FUNCTION keep_fact() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO fact_by_month VALUES ({", ".join(f"NEW.{name.strip()}" for name in KEPT.split(","))}); RETURN NEW;
END $$;
CREATE TRIGGER keep_fact AFTER INSERT ON young_person_view FOR EACH ROW EXECUTE FUNCTION keep_fact()
"""


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="heard-spreading-") as made, postgres.server(is_durable=True) as server:
        folder = Path(made)
        for number in map(int, sys.argv[1:] or ["10000", "100000"]):
            with postgres.empty_database(server, f"views_{number}") as address:
                for step in (load, publish, spread):
                    ours, its = get_context("spawn").Pipe()
                    child = get_context("spawn").Process(target=step, args=(number, folder, address, its))
                    child.start()
                    its.close()
                    print(f"{number:>10,} {step.__name__:8} {ours.recv()}", flush=True)  # noqa: T201
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
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun, worked = time.perf_counter(), time.process_time()
        publishing.publish(SUMMER, today=TODAY)
        db.session.commit()
        seconds, worked = time.perf_counter() - begun, time.process_time() - worked
        more = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        clock = f"{seconds:.2f} s on the clock ({worked:.2f} s of it our own work)"
        told.send(f"{clock}, {more:.1f} MiB more; raw GROUP BY {raw:.2f} s")
        close()


def spread(_number: int, folder: Path, address: str, told: Connection) -> None:
    """The same questions, of the views themselves, of a narrow table, and of one that is spread by month.

    Counted in pages of 8 kB that are touched, and in bytes of the write-ahead log: no other work on the machine changes
    those.
    """
    with make_heard(folder, address).app_context():
        run("; ".join(making_facts()))
        vacuum("fact", "fact_by_month")
        found = [f"{table} {asked(table)}" for table in ("young_person_view", "fact", "fact_by_month")]
        without = written_for("without")
        run(KEEP_IN_STEP)
        with_it = written_for("with")
        told.send(f"{'; '.join(found)}; {without:,} bytes of log for 1 view, {with_it:,} with its fact; {size('fact')}")
        close()


def making_facts() -> Iterator[str]:
    """A narrow table that is whole, and one that is spread by month, both with what is there."""
    yield "SET synchronous_commit = off"  # bytes and pages are counted, and how long it takes to read
    yield f"CREATE TABLE fact ({NARROW})"
    yield f"CREATE TABLE fact_by_month ({NARROW}) PARTITION BY RANGE (sent_at)"
    for begin, end in pairwise(MONTHS):
        name = f"fact_{begin[:7].replace('-', '_')}"
        yield f"CREATE TABLE {name} PARTITION OF fact_by_month FOR VALUES FROM ('{begin}') TO ('{end}')"
    for table in ("fact", "fact_by_month"):
        yield f"INSERT INTO {table} SELECT {KEPT} FROM young_person_view"
        yield f"CREATE INDEX ON {table} (sent_at)"
        yield f"CREATE INDEX ON {table} (first_answer_due_at)"


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
