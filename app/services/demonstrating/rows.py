"""Rows by the thousand: as plain values, sealed here, inserted in batches."""

import uuid
from typing import Any

from sqlalchemy import insert

from app.extensions import db
from app.models import Base
from app.models.base import Sealed, place_of
from app.protection.keys import Purpose
from app.protection.sealing import vault

BATCH = 5_000  # rows of one table: few enough to hold at once, however many there are in all


def seal(model: type[Base], column: str, row_id: uuid.UUID, text: str, purpose: Purpose = "fields") -> Sealed:
    """The same as setting a SealedText of a model, for a row that is only values."""
    return Sealed(vault.seal(text, place_of(model.__tablename__, column, row_id), purpose))


class Rows:
    """Gathers rows of several tables. Tables are named so that each comes after those it refers to."""

    def __init__(self, *models: type[Base]) -> None:
        self.waiting: dict[type[Base], list[dict[str, Any]]] = {model: [] for model in models}

    def add(self, model: type[Base], **values: Any) -> None:
        """Add one row, with every column named."""
        self.waiting[model].append(values)

    def insert_full(self) -> None:
        """Insert what is gathered when it is a whole batch. For moments when no row waits for one it refers to."""
        if any(len(rows) >= BATCH for rows in self.waiting.values()):
            self.insert_all()

    def insert_all(self) -> None:
        for model, rows in self.waiting.items():
            if rows:
                db.session.execute(insert(Base.metadata.tables[model.__tablename__]), rows)
                rows.clear()
