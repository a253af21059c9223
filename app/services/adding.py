"""Rows that two may want to add at the same moment: one does, and neither fails."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.models import Base

Values = dict[str, Any]


def add_if_new(model: type[Base], values: Values, *, key: str | Sequence[str], otherwise: Values | None = None) -> None:
    """Add a row unless one with the same key (one column, or several together) is there.

    That one then gets the values in `otherwise`, if any.
    """
    keys = [key] if isinstance(key, str) else list(key)
    insert: Any = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(model).values(values)
    added: Insert = (
        statement.on_conflict_do_update(index_elements=keys, set_=otherwise)
        if otherwise
        else statement.on_conflict_do_nothing(index_elements=keys)
    )
    db.session.execute(added)
