"""Heard and the smallest Flask app as they are served: what is sent in a second, memory, how soon they answer."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine
from sqlalchemy.orm import Session, registry

from tests.benchmarks.made import KEY_RING, make_heard
from tests.benchmarks.measuring import ROUNDS, Finding
from tests.postgres import free_port
from tests.served import Phone, hidden_of, workers_of

CLIENTS, EACH = 16, 2
COMMITS = 200
PATIENCE = 120  # seconds, for a server to start
HEARD = ["-c", "python:app.server", "--max-requests", "0", "wsgi:app"]
REFERENCE = ["-w", "2", "-k", "gthread", "--threads", "16", "--preload", "tests.benchmarks.reference:served()"]
PAGES = ("/", "/say/1", "/help", "/before-you-start")


def settings_of(folder: Path, address: str, port: int) -> dict[str, str]:
    return os.environ | {
        **{"SECRET_KEY": "bench", "KEY_RING": KEY_RING, "DATABASE_URL": address, "ALLOW_HTTP": "yes"},
        **{"ASSETS_FOLDER": str(folder / "assets"), "PORT": str(port), "WORKERS": "2", "REFERENCE_URL": address},
    }


@contextmanager
def served(command: list[str], folder: Path, address: str, **more: str) -> Iterator[tuple[int, int, float]]:
    """Its port, its process, and the seconds from its start to its first answer."""
    port, begun = free_port(), time.monotonic()
    line = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", *command]
    with (folder / "served.log").open("ab") as log:
        server = subprocess.Popen(line, env=settings_of(folder, address, port) | more, stdout=log, stderr=log)
    try:
        assert Phone(port).ask("GET", "/help" if command is HEARD else "/")[0] == 200
        yield port, server.pid, time.monotonic() - begun
    finally:
        server.terminate()
        server.wait(timeout=PATIENCE)


def submissions(folder: Path, kind: str, address_of: dict[str, str]) -> Iterator[Finding]:
    """Targets 4 and 5: what is sent by somebody who is not safe, with its alert, its clock and its 4 words."""
    make_heard(folder, address_of["heard"])
    with (
        served(HEARD, folder, address_of["heard"]) as (heard, *_),
        served(REFERENCE, folder, address_of["reference"]) as (reference, *_),
        ThreadPoolExecutor(CLIENTS) as clients,
    ):
        ratios, rates, waits = [], [], []
        writer = one_row_sender(reference)
        for number in range(ROUNDS):
            names = [f"{number} {place}" for place in range(CLIENTS * EACH)]
            ready = list(clients.map(lambda name: ready_to_send(heard, name), names))
            plain = rate(clients, [writer] * (CLIENTS * EACH), [])
            other = orm_commits(address_of["reference"]) if kind == "PostgreSQL" else plain
            ours = rate(clients, ready, waits)
            ratios.append(ours / other)
            rates.append((ours, other))
    ours, other = (statistics.median(column) for column in zip(*rates, strict=True))
    beside = "ORM commits" if kind == "PostgreSQL" else "POSTs of the reference"
    more = f"{ours:.0f} sent in a second at {CLIENTS} clients beside {other:.0f} {beside}; no error"
    number, target = (5, 0.4) if kind == "PostgreSQL" else (4, 0.5)
    what = f"words sent, with alert, clock and receipt, {kind}"
    yield Finding(number=number, what=what, figure=statistics.median(ratios), target=target, at_least=True, more=more)
    if kind == "SQLite":
        ordered = sorted(waits)
        p50, p99 = statistics.median(ordered), ordered[int(len(ordered) * 0.99)]
        more = f"{p50 * 1000:.0f} ms and {p99 * 1000:.0f} ms, of {len(waits)} sent"
        yield Finding(number=4, what="the same: p99 beside p50", figure=p99 / p50, target=4, more=more)


def ready_to_send(port: int, words: str) -> Callable[[], None]:
    """Somebody before the button that sends."""
    phone = Phone(port)
    phone.fill_in("/say/1", topic="home")
    phone.fill_in("/say/2", words=f"What I think {words}")
    phone.fill_in("/say/3", feeling="good")
    assert phone.fill_in("/say/4", safe_now="no") == "/say/help"
    body = urlencode(hidden_of(phone.ask("GET", "/say/help")[2]) | {"wants_contact": "no", "go": "send"})

    def send() -> None:
        status, leads_to, _ = phone.ask("POST", "/say/help", body)
        assert (status, leads_to) == (302, "/say/sent"), (status, leads_to)

    return send


def one_row_sender(port: int) -> Callable[[], None]:
    phone = Phone(port)
    body = urlencode(hidden_of(phone.ask("GET", "/")[2]) | {"words": "Hello"})

    def send() -> None:
        assert phone.ask("POST", "/", body)[0] == 302

    return send


def rate(clients: ThreadPoolExecutor, works: list[Callable[[], None]], waits: list[float]) -> float:
    """How many in a second. What each of them took is added to `waits`."""

    def timed(work: Callable[[], None]) -> None:
        begun = time.monotonic()
        work()
        waits.append(time.monotonic() - begun)

    begun = time.monotonic()
    list(clients.map(timed, works))
    return len(works) / (time.monotonic() - begun)


def orm_commits(address: str) -> float:
    """Rows in a second, each committed by itself: one writer, SQLAlchemy's ORM, this server."""
    table = Table("orm_row", MetaData(), Column("id", Integer, primary_key=True), Column("words", Text))
    made = type("Row", (), {})
    registry().map_imperatively(made, table)
    engine = create_engine(address)
    table.metadata.create_all(engine)
    with Session(engine) as session:
        begun = time.monotonic()
        for _ in range(COMMITS):
            one = made()
            one.words = "Hello"
            session.add(one)
            session.commit()
        spent = time.monotonic() - begun
    engine.dispose()
    return COMMITS / spent


def memory(folder: Path, *, requests: int) -> Iterator[Finding]:
    """Target 11 on SQLite."""
    address_of = {name: f"sqlite:///{folder}/memory-{name}.db" for name in ("heard", "reference")}
    make_heard(folder, address_of["heard"])
    with (
        served(HEARD, folder, address_of["heard"]) as (port, heard, _),
        served(REFERENCE, folder, address_of["reference"]) as (plain_port, plain, _),
        ThreadPoolExecutor(CLIENTS) as clients,
    ):
        held = []
        for half in range(2):
            for at, pages in ((port, PAGES), (plain_port, ("/",))):
                list(clients.map(lambda place, at=at, pages=pages: fetch(at, pages, place), range(requests // 2)))
            held.append((mebibytes(heard), mebibytes(plain)))
            del half
    (before, _), (after, plain_after) = held
    more = f"{after:.0f} MiB beside {plain_after:.0f} MiB"
    yield Finding(
        number=11,
        what=f"memory of two workers after {requests:,} requests",
        figure=after / plain_after,
        target=1.6,
        more=more,
    )
    growth = (after / before - 1) * 100
    yield Finding(number=11, what="growth over the second half of them", figure=growth, target=2, unit="%")


def fetch(port: int, pages: tuple[str, ...], place: int) -> None:
    page = pages[place % len(pages)]
    assert Phone(port).ask("GET", page)[0] == 200


def mebibytes(server: int) -> float:
    """The share of memory of this server's workers (PSS), without the process that only starts them."""
    lines = [
        line
        for pid in workers_of(server)
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        if line.startswith("Pss:")
    ]
    return sum(int(line.split()[1]) for line in lines) / 1024


def starting(folder: Path) -> Iterator[Finding]:
    """Target 12: from nothing to the first answer, and what `make run` does when it is called a second time."""
    address = f"sqlite:///{folder}/starting.db"
    settings = settings_of(folder, address, free_port()) | {"DEMO": "yes"}
    load = [sys.executable, "-m", "flask", "--app", "wsgi", "demo", "load", "--upgrade", "--if-empty"]
    subprocess.run([*load, "--views", "300"], env=settings, check=True, capture_output=True)
    starts, again = [], []
    for _ in range(ROUNDS):
        begun, spent = time.monotonic(), processor_time()
        subprocess.run(load, env=settings, check=True, capture_output=True)
        commands, spent_by_commands = time.monotonic() - begun, processor_time()
        with served(HEARD, folder, address, DEMO="yes") as (_, _, start):
            pass
        starts.append((start, processor_time() - spent_by_commands))
        again.append((commands + start, processor_time() - spent))
    for what, target, measured in (
        ("from the start of the server to its first answer", 1.5, starts),
        ("`make run` the second time", 5, again),
    ):
        seconds, processor = (statistics.median(column) for column in zip(*measured, strict=True))
        more = f"of which {processor:.1f} s of processor time"
        yield Finding(number=12, what=what, figure=seconds, target=target, unit="s", more=more)


def processor_time() -> float:
    """Seconds, of every process that was started here and has ended."""
    so_far = os.times()
    return so_far.children_user + so_far.children_system
