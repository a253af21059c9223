"""Whether the database only cannot be had now: somebody else holds it, its disk is full, or it is restarting."""

import sqlite3
from typing import Final

from sqlalchemy.exc import OperationalError

from app.logs import causes

MAY_PASS: Final = frozenset(
    {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN}
)
SHORT: Final = 0xFF  # SQLite's codes say more in their higher bits: https://www.sqlite.org/rescode.html


def may_pass(error: BaseException | None) -> bool:
    """Whether this, or what led to it, is of that kind.

    A full disk undoes all that was begun, so what is seen is that a part of it cannot be undone any more.
    """
    return any(isinstance(one, OperationalError) and is_of_now(one.orig) for one in causes(error))


def is_of_now(error: BaseException | None) -> bool:
    """On PostgreSQL whatever its driver calls operational. SQLite calls a missing table so too, which does not pass."""
    return not isinstance(error, sqlite3.Error) or error.sqlite_errorcode & SHORT in MAY_PASS
