"""Whose turn it is to write on SQLite: whoever came first, in this process and in others."""

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import pytest

from app.turns import NEXT, InTurn, Turns, turns_at

AT_ONCE, LONG = 0.02, 60  # seconds
# Another process: it says when it has its turn, and gives it back when it is told to.
ANOTHER = """
import sys
from pathlib import Path
from app.turns import Turns
turns = Turns(Path(sys.argv[1]))
assert turns.take(60)
print("mine", flush=True)
sys.stdin.readline()
turns.give_back()
print("given back", flush=True)
"""


@pytest.fixture
def database(tmp_path):
    return str(tmp_path / "heard.db")


@pytest.fixture
def turns(database):
    return turns_at(database)


@contextmanager
def another_process(database: str):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    other = subprocess.Popen([sys.executable, "-c", ANOTHER, f"{database}-turn"], **pipes)
    try:
        yield other
    finally:
        other.kill()
        other.communicate()


def begin(connection: InTurn, database: str, *, seconds: float = AT_ONCE) -> None:
    with connection.when_it_is_its_turn(database, seconds=seconds):
        connection.execute("BEGIN IMMEDIATE")


class TestInOneProcess:
    def test_they_come_to_it_in_the_order_in_which_they_came(self, turns):
        came: list[int] = []

        def write(number: int) -> None:
            assert turns.take(LONG)
            came.append(number)
            turns.give_back()

        turns.take(LONG)
        with ThreadPoolExecutor(5) as people:
            for number in range(5):
                people.submit(write, number)
                while len(turns.line.waiting) <= number:
                    os.sched_yield()
            turns.give_back()

        assert came == [0, 1, 2, 3, 4]

    def test_whoever_gave_up_is_passed_over(self, turns):
        turns.take(LONG)
        with ThreadPoolExecutor(1) as person:
            assert person.submit(turns.take, AT_ONCE).result() is False
        turns.give_back()

        assert turns.take(AT_ONCE)

    def test_where_no_file_can_be_made_they_still_queue(self, tmp_path):
        turns = Turns(tmp_path / "no such folder" / "heard.db-turn")

        assert turns.take(AT_ONCE)
        assert not turns.take(AT_ONCE)
        turns.give_back()
        assert turns.take(AT_ONCE)


class TestAmongProcesses:
    def test_one_waits_for_the_other(self, database, turns):
        with another_process(database) as other:
            assert other.stdout.readline() == "mine\n"
            assert not turns.take(AT_ONCE)
            other.stdin.write("\n")
            other.stdin.flush()

            assert turns.take(LONG)

    def test_nobody_waits_for_one_that_was_killed(self, database, turns):
        with another_process(database) as other:
            assert other.stdout.readline() == "mine\n"
            other.kill()

            assert turns.take(LONG)

    def test_whoever_has_just_written_waits_behind_one_that_waited(self, database, turns):
        turns.take(LONG)
        with another_process(database) as other:
            while turns.comes_to(NEXT, until=0):  # until it is next
                turns.let_go(NEXT)
                os.sched_yield()
            turns.give_back()
            assert not turns.take(AT_ONCE)
            other.stdin.write("\n")
            other.stdin.flush()

            assert other.stdout.readline() == "mine\n"
            assert turns.take(LONG)


class TestAConnection:
    @pytest.fixture
    def connection(self, database):
        with closing(sqlite3.connect(database, factory=InTurn, isolation_level=None)) as made:
            yield made

    @pytest.fixture
    def writing(self, database, connection):
        begin(connection, database)
        return connection

    @pytest.mark.parametrize("end", ["commit", "rollback", "close"])
    def test_it_gives_the_turn_back_at_its_end(self, turns, writing, end):
        assert not turns.take(AT_ONCE)
        getattr(writing, end)()

        assert turns.take(AT_ONCE)

    def test_it_gives_the_turn_back_when_it_could_not_begin(self, database, turns, connection):
        with closing(sqlite3.connect(database, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                begin(connection, database)

        assert turns.take(AT_ONCE)

    def test_one_whose_turn_does_not_come_asks_once_and_is_refused(self, database, writing):
        with (
            closing(sqlite3.connect(database, factory=InTurn, isolation_level=None)) as other,
            pytest.raises(sqlite3.OperationalError, match="locked"),
        ):
            begin(other, database)

        assert writing.in_transaction

    def test_reading_waits_for_as_long_as_ever(self, database, connection):
        connection.execute("PRAGMA busy_timeout = 30000")
        begin(connection, database, seconds=30)

        assert connection.execute("PRAGMA busy_timeout").fetchone() == (30_000,)
