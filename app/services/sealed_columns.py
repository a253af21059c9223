"""Every column that is sealed, found from the models, so that a new one can never be forgotten when keys change.

A test fails for a column of bytes that is neither sealed, nor a blind index, nor listed here with its reason.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, LargeBinary, Table, func, literal_column, or_

from app.models import Base
from app.models.base import SealedText, place_of
from app.protection.keys import Purpose
from app.protection.sealing import vault

# What is found by a keyed hash of a sealed text of its own row: table, column, and the column of the text.
BLIND_INDEXES = {
    ("child", "reference_index"): "reference_sealed",
    ("conference", "reference_index"): "reference_sealed",
}
# Bytes that a change of keys leaves as they are.
NOT_SEALED_HERE = {
    ("visit", "contents_sealed"): "sealed under a key made from the cookie's secret and SECRET_KEY; gone in a day",
    ("visit", "secret_mark"): "a hash of the cookie's secret under SECRET_KEY",
    ("sign_in", "secret_mark"): "a hash of the cookie's secret under SECRET_KEY",
    ("sign_in", "place_mark"): "a hash of an address, which is not kept; another key only makes a place look new once",
    ("passkey_challenge", "secret_mark"): "a hash of the cookie's secret under SECRET_KEY",
    ("passkey_challenge", "challenge"): "random, and gone in minutes",
    ("passkey", "credential_id"): "public: the browser sends it",
    ("passkey", "public_key"): "public, as its name says",
    ("wrong_try", "who_mark"): "a hash of an address or an account; forgotten after an hour",
    ("young_person_view", "words_mark"): "a hash of words that are not kept: looked for under every key, counted here",
    ("meeting_words", "words_mark"): "a hash of words that are not kept: looked for under every key, counted here",
    ("recovery_code", "code_mark"): "a hash of a code that is not kept: looked for under every key, counted here",
    ("joining_link", "token_mark"): "a hash of a link that is not kept: looked for under every key, counted here",
    ("audit_segment", "previous_hash"): "a hash of lines as they are read, not as they are sealed",
    ("audit_segment", "lines_hash"): "a hash of lines as they are read, not as they are sealed",
    ("audit_segment", "hash"): "a hash of lines as they are read, not as they are sealed",
    ("audit_seal", "line_hash"): "a hash of a line as it is read, not as it is sealed",
    ("subject_piece", "seen_mark"): "a hash of what a lead saw; without its key it is looked at anew",
    ("key_proof", "proof_sealed"): "stays under the key that it proves (key_proving.py)",
}


@dataclass(frozen=True)
class SealedColumn:
    """One sealed column of one table."""

    table: Table
    name: str
    purpose: Purpose

    def __str__(self) -> str:
        return f"{self.table.name}.{self.name}"

    @property
    def key_byte(self) -> ColumnElement[bytes]:
        """In a query: the byte of the envelope that says which key sealed it."""
        return func.substr(self.table.c[self.name], literal_column("2"), literal_column("1"), type_=LargeBinary())

    def open(self, sealed: bytes, row_id: UUID) -> str:
        """Raises KeyProblem when it does not open."""
        return vault.open(sealed, place_of(self.table.name, self.name, row_id), self.purpose)

    def seal(self, text: str, row_id: UUID) -> bytes:
        return vault.seal(text, place_of(self.table.name, self.name, row_id), self.purpose)


@dataclass(frozen=True)
class BlindIndex:
    """The column by which rows are found though the text it stands for is sealed: a keyed hash of it."""

    name: str
    of: SealedColumn


@dataclass(frozen=True)
class SealedTable:
    """A table with sealed columns, and the blind index that goes with one of them, where there is one."""

    table: Table
    columns: tuple[SealedColumn, ...]
    index: BlindIndex | None

    @property
    def name(self) -> str:
        return self.table.name

    @property
    def everything(self) -> tuple[Column[Any], ...]:
        """In a query: the id, what is sealed, and the index."""
        names = ["id", *(column.name for column in self.columns), *([self.index.name] if self.index else [])]
        return tuple(self.table.c[name] for name in names)

    @property
    def is_sealed_with_another(self) -> ColumnElement[bool]:
        """In a query: whether something in a row is sealed under another key than the newest."""
        return or_(*(column.key_byte != bytes((vault.ring.newest,)) for column in self.columns))


@cache
def sealed_tables() -> tuple[SealedTable, ...]:
    """Every table that holds something sealed, by name."""
    found: dict[str, set[SealedColumn]] = {}
    for mapper in Base.registry.mappers:
        for text in (text for kind in mapper.class_.__mro__ for text in vars(kind).values()):
            if isinstance(text, SealedText):
                table = Base.metadata.tables[mapper.class_.__tablename__]
                found.setdefault(table.name, set()).add(SealedColumn(table, text.column, text.purpose))
    return tuple(with_index(tuple(sorted(columns, key=str))) for _, columns in sorted(found.items()))


def with_index(columns: tuple[SealedColumn, ...]) -> SealedTable:
    table = columns[0].table
    indexes = (
        BlindIndex(name, column)
        for (owner, name), text in BLIND_INDEXES.items()
        for column in columns
        if owner == table.name and text == column.name
    )
    return SealedTable(table, columns, next(indexes, None))


def all_columns() -> Iterator[SealedColumn]:
    return (column for table in sealed_tables() for column in table.columns)
