"""Rows that two may want to add at the same moment: one does, and neither fails."""

from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite

from app.extensions import db
from app.models import Base

Values = dict[str, Any]


def add_if_new(model: type[Base], values: Values, *, key: str, otherwise: Values | None = None) -> None:
    """Add a row unless one with the same key is there; that one then gets the values in `otherwise`, if any."""
    insert: Any = postgresql.insert if db.session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(model).values(values)
    added: Insert = (
        statement.on_conflict_do_update(index_elements=[key], set_=otherwise)
        if otherwise
        else statement.on_conflict_do_nothing(index_elements=[key])
    )
    db.session.execute(added)
