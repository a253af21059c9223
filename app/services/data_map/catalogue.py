"""Every part of the data map, and whether it is whole: each column answered once, and none that is gone."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import JSON, Column, Enum, LargeBinary, String, Table

from app.models import Base
from app.services.data_map.accounts import ACCOUNTS
from app.services.data_map.answers import Held
from app.services.data_map.board import BOARD_PART
from app.services.data_map.child_records import CHILD_RECORDS
from app.services.data_map.conferences import CONFERENCES
from app.services.data_map.machine import MACHINE_PART
from app.services.data_map.members import MEMBERS_PART
from app.services.data_map.practice import PRACTICE
from app.services.data_map.requests import REQUESTS
from app.services.data_map.safety import SAFETY
from app.services.data_map.what_is_counted import WHAT_IS_COUNTED
from app.services.data_map.young_people import YOUNG_PEOPLE
from app.services.sealed_columns import BLIND_INDEXES, NOT_SEALED_HERE, all_columns

PARTS: Final[Mapping[str, tuple[Held, ...]]] = {
    "What young people say": YOUNG_PEOPLE,
    "When somebody may not be safe": SAFETY,
    "Conferences": CONFERENCES,
    "A child's record": CHILD_RECORDS,
    "Members of the shadow board": MEMBERS_PART,
    "The board": (*BOARD_PART, *WHAT_IS_COUNTED),
    "Guidance, training and agencies": PRACTICE,
    "When somebody asks what is held": REQUESTS,
    "Accounts": ACCOUNTS,
    "The service itself": MACHINE_PART,
}
EVERYTHING: Final = tuple(one for part in PARTS.values() for one in part)
# What stands in many tables, is the same in all of them, and shares the answers of its row.
EVERYWHERE: Final = {
    "id": "a random number that means nothing outside Heard",
    "created_at": "when the row was made",
    "once": "a random token, so that what is sent twice is there once",
}
PURPOSES: Final = {
    "fields": "encrypted",
    "identity": "encrypted, under the key of what finds somebody",
    "two-step": "encrypted, under the key of second steps",
}


@dataclass(frozen=True)
class Stored:
    """How a column stands in the database: plain, encrypted or hashed; and what there is to add."""

    how: str
    note: str = ""


def tables() -> Sequence[Table]:
    """Every table of the models, by name."""
    return sorted(Base.metadata.tables.values(), key=lambda table: table.name)


def entries_of(table: Table) -> list[Held]:
    return [one for one in EVERYTHING if one.model.__tablename__ == table.name]


def problems(held: Sequence[Held] = EVERYTHING) -> Iterator[str]:
    """A sentence for each column that nobody answers for, that is answered for twice, or that is gone."""
    said = Counter((one.model.__tablename__, name) for one in held for name in one.columns)
    there = {(table.name, column.name) for table in tables() for column in table.columns}
    answered = {table for table, _ in said}
    for table, name in sorted(there - set(said)):
        if name not in EVERYWHERE or table not in answered:
            yield f"{table}.{name} is not in the data map (app/services/data_map/)."
    for table, name in sorted(set(said) - there):
        yield f"{table}.{name} is in the data map, and not in the database."
    for (table, name), times in sorted(said.items()):
        if times > 1:
            yield f"{table}.{name} is in the data map {times} times."


def how_stored(column: Column[Any]) -> Stored:
    """From the column's own type and the list of sealed columns, so that nothing is only claimed to be encrypted.

    Raises KeyError for bytes that neither are sealed nor have their reason in `sealed_columns`.
    """
    place = (column.table.name, column.name)
    sealed = {(one.table.name, one.name): one.purpose for one in all_columns()}
    if place in sealed:
        return Stored(PURPOSES[sealed[place]])
    if place in BLIND_INDEXES:
        return Stored("hashed", "keyed")
    if column.name.endswith("_hash") and not isinstance(column.type, LargeBinary):
        return Stored("hashed")
    if not isinstance(column.type, LargeBinary):
        return Stored("plain")
    note = NOT_SEALED_HERE[place]
    if column.name.endswith("_sealed"):
        return Stored("encrypted", note)
    return Stored("hashed" if column.name.endswith(("mark", "hash")) else "plain", note)


def is_plain_text(column: Column[Any]) -> bool:
    """Whether it is text that stands there as it is: not sealed, and no choice from a list."""
    is_text = isinstance(column.type, String | JSON) and not isinstance(column.type, Enum)
    return is_text and column.name not in EVERYWHERE and how_stored(column).how == "plain"
