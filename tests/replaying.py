"""A database as each earlier migration made it, with rows in every table there was, and what became of them.

On the way down what is in every table is kept, at each migration. On the way up again the same is put back at each:
what going down had to take away, and what each row held then.
"""

import secrets
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from alembic.runtime.migration import MigrationContext, MigrationInfo
from psycopg.types.json import Json
from sqlalchemy import JSON, Column, Connection, Enum, func, inspect, select

from app.models import Base, utc_now
from app.models.counted_view import is_table_of_models

Row = dict[str, Any]
Rows = dict[tuple[Any, ...], Row]  # by primary key
GUARDED = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"


@dataclass
class Replay:
    """What there was at each migration, and what the ones after it changed."""

    kept: dict[str, dict[str, Rows]] = field(default_factory=dict)
    known: dict[str, Rows] = field(default_factory=dict)
    changed: set[str] = field(default_factory=set)
    keys: dict[str, list[str]] = field(default_factory=dict)

    def after_each(self, ctx: MigrationContext, step: MigrationInfo, heads: set[str], **_: Any) -> None:
        """For Alembic, which calls it in the transaction of the migrations (`on_version_apply`)."""
        connection = ctx.connection
        assert connection is not None
        revision = next(iter(heads), "base")
        there = self.read(connection)
        if not step.is_upgrade:
            self.kept[revision] = there
            return
        self.changed |= {f"{revision}: {what}" for what in differences(self.known, there)}
        self.put_back(connection, self.kept[revision], there)
        self.known = there

    def keep_newest(self, connection: Connection) -> None:
        """What there is before the way down begins."""
        newest = MigrationContext.configure(connection).get_current_revision()
        assert newest is not None
        self.kept[newest] = self.read(connection)

    def read(self, connection: Connection) -> dict[str, Rows]:
        """Every row of every table, in the values of the driver."""
        tables = {name for name in inspect(connection).get_table_names() if is_table_of_models(name, "table", {})}
        tables -= {"alembic_version"}
        return {table: self.rows(connection, table) for table in sorted(tables)}

    def rows(self, connection: Connection, table: str) -> Rows:
        if table not in self.keys:
            self.keys[table] = inspect(connection).get_pk_constraint(table)["constrained_columns"]
        found = connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings()
        return {tuple(row[name] for name in self.keys[table]): dict(row) for row in found}

    def put_back(self, connection: Connection, kept: dict[str, Rows], there: dict[str, Rows]) -> None:
        """Add the rows that are not there; of the others, give every second one all that it held."""
        on_postgresql = connection.dialect.name == "postgresql"
        if on_postgresql:  # in any order: whom a row points at may come after it
            connection.exec_driver_sql("SET session_replication_role = replica")
        guarded = set() if on_postgresql else {name for (name,) in connection.exec_driver_sql(GUARDED)}
        for table, rows in kept.items():
            missing = [row for key, row in rows.items() if key not in there[table]]
            insert(connection, table, missing)
            if table not in guarded:
                for key in [key for key in rows if key in there[table]][::2]:
                    update(connection, table, self.keys[table], there[table][key], rows[key])
            there[table] |= {tuple(row[name] for name in self.keys[table]): row for row in missing}
        if on_postgresql:
            connection.exec_driver_sql("SET session_replication_role = origin")


def differences(before: dict[str, Rows], after: dict[str, Rows]) -> Iterator[str]:
    """What the rows of before have lost: the table, a row of it, or a column that says something else now."""
    for table, rows in before.items():
        if table not in after:
            yield f"{table} is gone"
            continue
        for key, row in rows.items():
            if key not in after[table]:
                yield f"a row of {table} is gone"
                continue
            now = after[table][key]
            yield from (f"{table}.{name}" for name, value in row.items() if name in now and now[name] != value)
            yield from (f"{table}.{name} is gone" for name, value in row.items() if name not in now)


def insert(connection: Connection, table: str, rows: list[Row]) -> None:
    by_columns: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        by_columns[tuple(row)].append(row)
    for columns, alike in by_columns.items():
        names = ", ".join(f'"{name}"' for name in columns)
        marks = ", ".join([mark(connection)] * len(columns))
        connection.exec_driver_sql(
            f'INSERT INTO "{table}" ({names}) VALUES ({marks})',
            [for_driver(row.values(), connection) for row in alike],
        )


def update(connection: Connection, table: str, keys: list[str], now: Row, then: Row) -> None:
    """Give this row what it held then. `now` says so afterwards."""
    different = {name: value for name, value in then.items() if now[name] != value}
    if not different:
        return
    sets = ", ".join(f'"{name}" = {mark(connection)}' for name in different)
    where = " AND ".join(f'"{name}" = {mark(connection)}' for name in keys)
    values = for_driver([*different.values(), *(now[name] for name in keys)], connection)
    connection.exec_driver_sql(f'UPDATE "{table}" SET {sets} WHERE {where}', values)
    now |= different


def mark(connection: Connection) -> str:
    return "%s" if connection.dialect.name == "postgresql" else "?"


def for_driver(values: Iterable[Any], connection: Connection) -> tuple[Any, ...]:
    if connection.dialect.name != "postgresql":
        return tuple(values)
    return tuple(Json(value) if isinstance(value, dict | list) else value for value in values)


# What is given whole has no reason to be left out.
NOT_TOGETHER = {"subject_piece": dict.fromkeys(("ground", "reason_sealed", "words_sealed"))}


def fill_empty_tables(connection: Connection) -> None:
    """One row in each table that has none: that they fit the table is all there is to them."""
    for table in Base.metadata.sorted_tables:
        if not connection.execute(select(func.count()).select_from(table)).scalar_one():
            others: Counter[str] = Counter()
            row = {column.name: something(connection, column, others) for column in table.columns}
            row |= NOT_TOGETHER.get(table.name, {})
            connection.execute(table.insert().values(row))


def something(connection: Connection, column: Column[Any], others: Counter[str]) -> Any:
    """A value for this column. `others` counts the rows pointed at in each table: no two are the same."""
    if column.foreign_keys:
        pointed_at = next(iter(column.foreign_keys)).column
        others[pointed_at.table.name] += 1
        nth = others[pointed_at.table.name] - 1
        return connection.execute(select(pointed_at).order_by(pointed_at).offset(nth).limit(1)).scalar_one()
    if isinstance(column.type, Enum):
        return next(iter(column.type.enum_class))
    if isinstance(column.type, JSON):
        return {"value": 1}
    made = {uuid.UUID: uuid.uuid4, bytes: lambda: secrets.token_bytes(32), str: lambda: "something", int: lambda: 1}
    made |= {bool: lambda: True}
    return made.get(column.type.python_type, utc_now)()
