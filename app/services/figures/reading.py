"""Where publishing reads what it counts: a copy of the database that only reads, where one is set, or the leader.

Nothing else asks the copy: a young person must find what they have just sent, and a copy may not have it yet.
Publishing waits until the copy has all that the leader had, and asks the leader where it does not come that far.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from app.extensions import copy_for_figures, db

Found = TypeVar("Found")
WAITS: Final = 10.0  # seconds, for the copy to come as far as the leader was
LOOKS_EVERY: Final = 0.1  # seconds
AWAY: Final = "The copy for the figures does not answer."
BEHIND: Final = "The copy for the figures has not come as far as the leader."
ANOTHER: Final = "FIGURES_DATABASE_URL leads to no copy of this database."
# What a cluster is: the same for a leader and its copies, and another one for every other that was ever made.
WHOSE: Final = "(SELECT system_identifier FROM pg_control_system()), current_database()"
LEADER: Final = text(f"SELECT {WHOSE}, CAST(pg_current_wal_lsn() AS text)")
COPY: Final = text(f"SELECT {WHOSE}, pg_is_in_recovery()")
HAS_COME: Final = text("SELECT pg_last_wal_replay_lsn() >= CAST(:place AS pg_lsn)")

log = logging.getLogger(__name__)


class NotUsable(Exception):
    """The copy cannot be read now. The message says why."""


def read(work: Callable[[Connection], Found]) -> Found:
    """What this work finds, in the copy or, when that breaks off, all of it again in the leader."""
    if engine := copy_for_figures():
        try:
            with copy_of_now(engine) as copy:
                return work(copy)
        except NotUsable as problem:
            log.warning(str(problem))
        except DBAPIError:  # it went away, or what it plays back took away what was being read
            log.warning(AWAY)
    db.session.flush()
    return work(db.session.connection())


def has_copy() -> bool:
    return copy_for_figures() is not None


def find_problem_with_copy() -> str | None:
    """Why the copy would not be read now; None when it would, or when there is none."""
    if (engine := copy_for_figures()) is None:
        return None
    try:
        with copy_of_now(engine):
            return None
    except NotUsable as problem:
        return str(problem)
    except DBAPIError:
        return AWAY


@contextmanager
def copy_of_now(engine: Engine) -> Iterator[Connection]:
    """The copy, once it has everything that the leader has now, as it is at that one moment.

    Raises NotUsable, or DBAPIError when it does not answer.
    """
    *whose, place = db.session.connection().execute(LEADER).one()
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    with reading.connect() as copy:
        *its, only_reads = copy.execute(COPY).one()
        if its != whose or not only_reads:
            raise NotUsable(ANOTHER)
        until = time.monotonic() + WAITS
        while not copy.scalar(HAS_COME, {"place": place}):
            copy.rollback()
            if time.monotonic() > until:
                raise NotUsable(BEHIND)
            time.sleep(LOOKS_EVERY)
        copy.rollback()  # what it sees is what is there at its next question
        yield copy
