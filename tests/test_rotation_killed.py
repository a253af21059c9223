"""Keys are rotated over 10,000 rows by a process that is killed again and again while others write: nothing is lost."""

import os
import secrets
import signal
from collections.abc import Callable, Iterator
from itertools import cycle
from multiprocessing.process import BaseProcess

import pytest
from sqlalchemy import Engine, create_engine, select

from app.models import View
from tests.rotation import (
    ROTATED_TO,
    Said,
    fill,
    how_many_under,
    misplaced_children,
    ring_sealing_under,
    start_flask,
    start_writer,
    what_is_said,
)

# `make test` kills it a few times, `make soak` many times.
KILLS = int(os.environ.get("KILLS", 10))
ROWS = 10_000
Start = Callable[..., BaseProcess]


@pytest.fixture
def settings(empty_database, tmp_path) -> dict[str, str]:
    return {
        "SECRET_KEY": "test",
        "KEY_RING": ring_sealing_under(1).as_text(),
        "DATABASE_URL": empty_database,
        "ASSETS_FOLDER": str(tmp_path / "assets"),
        "ALLOW_HTTP": "yes",
    }


@pytest.fixture
def flask(settings) -> Iterator[Start]:
    """Start a command in a process of its own; `newest` is the key that seals there."""
    started: list[BaseProcess] = []

    def start(*command: str, newest: int = 1) -> BaseProcess:
        ring = {"KEY_RING": ring_sealing_under(newest).as_text()}
        started.append(start_flask(settings | ring, *command))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.join()


@pytest.fixture
def engine(empty_database, flask) -> Iterator[Engine]:
    """The database with its tables and triggers."""
    up = flask("db", "upgrade")
    up.join()
    assert up.exitcode == 0
    engine = create_engine(empty_database)
    yield engine
    engine.dispose()


def killed_in_the_middle(process: BaseProcess, engine: Engine, newest: int, after: int) -> bool:
    """Kill it when it has sealed so many rows anew, and not between two runs: whether it was still at work."""
    goal = how_many_under(engine, newest) + after
    while process.is_alive() and how_many_under(engine, newest) < goal:
        process.join(timeout=0.02)  # looks again in a moment, or at once when it has ended
    process.join(timeout=secrets.randbelow(10) / 1000)  # anywhere in a batch, not only just after one
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


@pytest.mark.timeout(7200 if KILLS > 10 else 900)
def test_a_rotation_that_is_killed_at_any_moment_loses_nothing(engine, flask, settings):
    said: Said = fill(engine, views=5_000, contacts=2_000, children=1_500, lines=1_500)
    assert len(said) == ROWS
    writer, to_writer = start_writer(settings, said)
    kills, keys = 0, cycle(ROTATED_TO)
    newest = next(keys)
    while kills < KILLS:
        process = flask("keys", "rotate", "--yes", "--batch", "50", "--pause", "0", newest=newest)
        after = 1 + secrets.randbelow(2 * ROWS // (KILLS + 5))
        if killed_in_the_middle(process, engine, newest, after):
            kills += 1
        else:  # it came to its end first: on to the next key
            newest = next(keys)
    to_writer.send("stop")
    said |= to_writer.recv()
    writer.join()
    finished = flask("keys", "rotate", "--yes", newest=newest)
    finished.join()
    checked = flask("keys", "check", "--all", newest=newest)
    checked.join()

    assert (writer.exitcode, finished.exitcode, checked.exitcode) == (0, 0, 0)
    now, sealed_under = what_is_said(engine, newest)
    reasons_of_rotations = {row: text for row, text in now.items() if row[0] == "audit_line" and row not in said}
    assert {row: text for row, text in now.items() if row not in reasons_of_rotations} == {
        row: text for row, text in said.items() if text is not None
    }
    assert sealed_under == {newest}
    assert misplaced_children(engine, newest) == 0
    assert all("rows sealed anew" in text for text in reasons_of_rotations.values())


def test_a_row_that_somebody_holds_is_left_for_the_next_time(engine, flask):
    if engine.dialect.name == "sqlite":
        return  # whoever writes there has the whole database, and rotating waits
    said = fill(engine, views=20, contacts=1, children=1, lines=1)
    with engine.begin() as somebody:
        held = somebody.execute(select(View.id).limit(1).with_for_update()).scalar_one()
        process = flask("keys", "rotate", "--yes", "--pause", "0", newest=2)
        process.join()
        assert process.exitcode == 1
        assert how_many_under(engine, 2) >= len(said) - 1
        assert how_many_under(engine, 1) == 1
    again = flask("keys", "rotate", "--yes", newest=2)
    again.join()

    assert again.exitcode == 0
    assert what_is_said(engine, 2)[0]["young_person_view", held] == said["young_person_view", held]
