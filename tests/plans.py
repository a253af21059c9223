"""What a database will read to answer a query, as it says beforehand."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import psycopg
from sqlalchemy import event

from app.extensions import db


class Plan(NamedTuple):
    """The steps, and which tables (or indexes) are gone through from one end to the other."""

    says: str

    def uses(self, index: str) -> bool:
        return re.search(rf"\b{index}\b", self.says) is not None

    def reads_whole(self, table: str) -> bool:
        """Whether the table is read without an index."""
        sqlite, postgresql = rf"^SCAN {table}\b(?! USING)", rf"Seq Scan on {table}\b"
        return re.search(f"{sqlite}|{postgresql}", self.says, re.MULTILINE) is not None


def statements_of(work: Callable[[], object]) -> list[tuple[str, Any]]:
    """Each statement that is sent to the database meanwhile, with its parameters."""
    found = []

    def note(_connection, _cursor, statement, parameters, *_rest) -> None:
        found.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        work()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    return found


def plan(statement: str, parameters: Any) -> Plan:
    """PostgreSQL reads a small table whole and sorts it, whatever indexes it has: not here, where one would do."""
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return Plan("\n".join(str(row[3]) for row in rows))
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    connection.exec_driver_sql("SET LOCAL enable_sort = off")
    with psycopg.ClientCursor(connection.connection.driver_connection) as cursor:
        cursor.execute(f"EXPLAIN {statement}", parameters)  # a plan takes no parameters from outside
        return Plan("\n".join(row[0] for row in cursor.fetchall()))
