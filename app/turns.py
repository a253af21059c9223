"""Whose turn it is to write on SQLite: whoever came first.

SQLite lets one write at a time, and does not know who waits: they look again every tenth of a second, and whoever looks
in the right moment gets it. Among many somebody can look in vain for half a minute. So whoever is about to write queues
up: with the others of their process in a line, and as one of the processes at two places of a file beside the database.
Locks of a file go with whoever holds them, so nobody waits for a process that was killed.

This is courtesy, and nothing rests on it: SQLite's own lock is still what keeps two from writing.
"""

import fcntl
import os
import sqlite3
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import Event, Lock
from typing import Final

NEXT, NOW = 0, 1  # places in the file: who is next, who writes now
LOOKS_AGAIN: Final = 0.001  # seconds. Of each process one looks at most, and it takes a few millionths of a second
BESIDE: Final = "-turn"  # after the name of the database, as SQLite's own -wal and -shm


class Line:
    """Those of one process who wait, in the order in which they came."""

    def __init__(self) -> None:
        self.changing = Lock()
        self.waiting: deque[Event] = deque()
        self.is_taken = False

    def join(self, seconds: float) -> bool:
        """Whether they came to its head within that time. Then they must leave()."""
        with self.changing:
            if not self.is_taken:
                self.is_taken = True
                return True
            mine = Event()
            self.waiting.append(mine)
        if mine.wait(seconds):
            return True
        with self.changing:
            if mine.is_set():  # in the very last moment
                return True
            self.waiting.remove(mine)
            return False

    def leave(self) -> None:
        with self.changing:
            if self.waiting:
                self.waiting.popleft().set()
            else:
                self.is_taken = False


class Turns:
    """Of one database, as one process sees them."""

    def __init__(self, path: Path) -> None:
        self.line = Line()
        try:
            self.file: int | None = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:  # a full disk, or a folder where nothing may be made: SQLite alone decides between processes
            self.file = None

    def take(self, seconds: float) -> bool:
        """Whether it is their turn within that time. Then they must give_back()."""
        until = time.perf_counter() + seconds
        if not self.line.join(seconds):
            return False
        if self.comes_to(NEXT, until) and self.comes_to(NOW, until):
            self.let_go(NEXT)
            return True
        self.let_go(NEXT)
        self.line.leave()
        return False

    def give_back(self) -> None:
        self.let_go(NOW)
        self.line.leave()

    def comes_to(self, place: int, until: float) -> bool:
        while self.file is not None:
            try:
                fcntl.lockf(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
            except BlockingIOError:
                if time.perf_counter() >= until:
                    return False
                time.sleep(LOOKS_AGAIN)
            else:
                return True
        return True

    def let_go(self, place: int) -> None:
        if self.file is not None:
            fcntl.lockf(self.file, fcntl.LOCK_UN, 1, place)


@cache
def turns_at(database: str) -> Turns:
    """One for each database, never closed: closing a file lets go of every lock that this process has on it."""
    return Turns(Path(database + BESIDE))


os.register_at_fork(after_in_child=turns_at.cache_clear)  # the line is the parent's, and its locks are not handed down


class InTurn(sqlite3.Connection):
    """A connection that begins to write when it is its turn, and gives the turn back when that has ended."""

    turns: Turns | None = None

    @contextmanager
    def when_it_is_its_turn(self, database: str, *, seconds: float) -> Iterator[None]:
        """To BEGIN IMMEDIATE in. Whoever's turn has not come after so long may try once, and SQLite says no."""
        until, turns = time.perf_counter() + seconds, turns_at(database)
        if self.turns is None and turns.take(seconds):
            self.turns = turns
        self.wait_at_most(until - time.perf_counter())
        try:
            yield
        finally:
            self.wait_at_most(seconds)
            self.end_turn()

    def wait_at_most(self, seconds: float) -> None:
        """For somebody who does not queue up: another program, or what SQLite does by itself."""
        self.execute(f"PRAGMA busy_timeout = {round(max(0.0, seconds) * 1000)}")

    def end_turn(self) -> None:
        """Unless it still writes."""
        if not self.in_transaction:
            self.give_back()

    def give_back(self) -> None:
        turns, self.turns = self.turns, None
        if turns:
            turns.give_back()

    def commit(self) -> None:
        super().commit()
        self.end_turn()

    def rollback(self) -> None:
        super().rollback()
        self.end_turn()

    def close(self) -> None:
        super().close()
        self.give_back()
