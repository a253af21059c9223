"""Rows that two may want to add at the same moment: one does, and neither fails."""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.models import Base

Values = dict[str, Any]
AT_ONCE: Final = 1_000  # rows in one statement: both databases take many more values than that has


def add_if_new(model: type[Base], values: Values, *, key: str | Sequence[str], otherwise: Values | None = None) -> None:
    """Add a row unless one with the same key (one column, or several together) is there.

    That one then gets the values in `otherwise`, if any.
    """
    keys = [key] if isinstance(key, str) else list(key)
    statement = insert_of_this_database()(model).values(values)
    added: Insert = (
        statement.on_conflict_do_update(index_elements=keys, set_=otherwise)
        if otherwise
        else statement.on_conflict_do_nothing(index_elements=keys)
    )
    db.session.execute(added)


def add_those_new(model: type[Base], rows: Sequence[Values], *, key: Sequence[str]) -> set[UUID]:
    """Add rows, apart from those whose key is there. Returns the ids of those that were added by this."""
    added: set[UUID] = set()
    for begin in range(0, len(rows), AT_ONCE):
        insert = insert_of_this_database()(model).values(rows[begin : begin + AT_ONCE])
        added |= set(db.session.scalars(insert.on_conflict_do_nothing(index_elements=list(key)).returning(model.id)))
    return added


def insert_of_this_database() -> Any:
    return postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
