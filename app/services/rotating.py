"""Everything that is sealed is sealed anew under the newest key, in batches, while the service runs.

Nothing is kept about how far it got: what is still to do is what another key has sealed. So it can be killed at any
moment and begun again, and it finds what was sealed meanwhile by a process that still seals under an older key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.protection.fingerprints import blind_index
from app.protection.keys import KeyProblem
from app.protection.sealing import key_id_of, vault
from app.services import key_proving
from app.services.sealed_columns import SealedTable, sealed_tables

MOST_PASSES = 10  # a process that goes on sealing under an older key must not keep this running for ever

RowKey = tuple[str, UUID]
Values = dict[str, Any]


@dataclass
class Rotation:
    """One run, and what came of it."""

    size: int = 200
    passes: int = 0
    changed: int = 0
    left: int = 0  # found by the last pass
    late: int = 0  # sealed under an older key after a pass had been there
    busy: set[RowKey] = field(default_factory=set)  # somebody else was changing these in the last pass
    stuck: dict[RowKey, str] = field(default_factory=dict)  # these cannot be sealed anew, and why

    def run(self) -> Iterator[str]:
        """Pass over every table until a pass finds nothing. Gives the table's name after each batch: commit then."""
        while self.passes < MOST_PASSES and (self.left or not self.passes):
            self.passes, self.left = self.passes + 1, 0
            was_busy, self.busy = self.busy, set()
            for table in sealed_tables():
                for _ in self.pass_over(table, was_busy):
                    yield table.name
        key_proving.renew_memories()
        yield "key_proof"

    def pass_over(self, table: SealedTable, was_busy: set[RowKey]) -> Iterator[None]:
        last: UUID | None = None
        while rows := rows_after(table, last, self.size):
            last = rows[-1]["id"]
            wanted = {row["id"] for row in rows if self.is_wanted(table, row)}
            self.left += len(wanted)
            if self.passes > 1:
                self.late += sum((table.name, row_id) not in was_busy for row_id in wanted)
            if wanted:
                self.seal_anew(table, wanted)
            yield

    def is_wanted(self, table: SealedTable, row: Values) -> bool:
        if (table.name, row["id"]) in self.stuck:
            return False
        if any(row[column.name] is not None and not is_newest(row[column.name]) for column in table.columns):
            return True
        return table.index is not None and self.renewed(table, row) != row

    def seal_anew(self, table: SealedTable, wanted: set[UUID]) -> None:
        """Lock these rows, read them again and change them. Rows that somebody else holds wait for the next pass."""
        query = select(*table.everything).where(table.table.c.id.in_(wanted)).order_by(table.table.c.id)
        keeps_key = table.index is None  # then whoever only refers to a row need not wait
        rows = fetch(query.with_for_update(skip_locked=True, key_share=keeps_key))
        self.busy |= {(table.name, row_id) for row_id in wanted - {row["id"] for row in rows}}
        changes = [(row, self.renewed(table, row)) for row in rows]
        changes = [(before, after) for before, after in changes if before != after]
        if table.index is None:
            self.changed += write(table, changes)
            return
        for before, after in changes:
            try:
                with db.session.begin_nested():
                    self.changed += write(table, [(before, after)])
            except IntegrityError:
                self.stuck[table.name, before["id"]] = "Another row stands for the same reference."

    def renewed(self, table: SealedTable, row: Values) -> Values:
        """What the row should hold. One that does not open stays as it is, and is remembered as stuck."""
        after = dict(row)
        try:
            for column in table.columns:
                if row[column.name] is not None and not is_newest(row[column.name]):
                    after[column.name] = column.seal(column.open(row[column.name], row["id"]), row["id"])
            if table.index:
                text = table.index.of.open(row[table.index.of.name], row["id"])
                after[table.index.name] = blind_index(vault.ring, text)
        except KeyProblem as problem:
            self.stuck[table.name, row["id"]] = str(problem)
            return row
        return after


def is_newest(sealed: bytes) -> bool:
    return key_id_of(sealed) == vault.ring.newest


def rows_after(table: SealedTable, last: UUID | None, size: int) -> Sequence[Values]:
    """The next batch by id of what another key has sealed. Of a table with an index every row: it names no key."""
    query = select(*table.everything).order_by(table.table.c.id).limit(size)
    if last is not None:
        query = query.where(table.table.c.id > last)
    return fetch(query if table.index else query.where(table.is_sealed_with_another))


def fetch(query: Any) -> list[Values]:
    return [dict(row) for row in db.session.execute(query).mappings()]


def write(table: SealedTable, changes: Sequence[tuple[Values, Values]]) -> int:
    """Change what is sealed in each row that still holds what was read. Returns how many were changed."""
    if not changes:
        return 0
    columns = table.everything[1:]
    unchanged = (column.is_not_distinct_from(bindparam(f"old_{column.name}", type_=column.type)) for column in columns)
    query = (
        update(table.table)
        .where(table.table.c.id == bindparam("row_id"), *unchanged)
        .values({column.name: bindparam(f"new_{column.name}") for column in columns})
    )
    values = [
        {"row_id": before["id"]}
        | {f"old_{column.name}": before[column.name] for column in columns}
        | {f"new_{column.name}": after[column.name] for column in columns}
        for before, after in changes
    ]
    return db.session.connection().execute(query, values).rowcount
