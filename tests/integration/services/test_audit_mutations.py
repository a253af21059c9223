"""Any single change to a sealed trail is found, whatever it is."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from tests.factories import PersonFactory
from tests.integration.services.audit_trail import Insider, heads, stored, verify, write, write_segments

moments = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)) | st.timedeltas(  # noqa: DTZ001
    timedelta(microseconds=1), timedelta(seconds=5)
).map(lambda step: datetime(2026, 11, 17, 10, tzinfo=UTC) - step)
words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)
hashes = st.binary(min_size=32, max_size=32)
ids = st.uuids()
numbers = st.integers(1, 1_000)

# What stands for something. The rest (a seal's own id, and when it was made) says nothing about a line.
COLUMNS = {
    "audit_line": {
        "id": ids,
        "created_at": moments,
        "person_id": st.none(),
        "deed": words,
        "subject_table": words,
        "subject_id": ids,
        "reason_sealed": st.none() | st.binary(max_size=80),
    },
    "audit_seal": {"line_id": ids, "segment_id": ids, "position": numbers, "line_hash": hashes},
    "audit_segment": {
        "id": ids,
        "created_at": moments,
        "number": numbers,
        "first_line_at": moments,
        "last_line_at": moments,
        "line_count": numbers,
        "previous_hash": hashes,
        "lines_hash": hashes,
        "hash": hashes,
        "dropped_at": moments,
    },
}
CHANGES = [(table, column) for table, columns in COLUMNS.items() for column in columns]
REMOVALS = [(table, None) for table in COLUMNS]


def as_stored(value):
    """A moment as SQLite keeps it."""
    if isinstance(value, datetime) and db.session.get_bind().dialect.name == "sqlite":
        return value.strftime("%Y-%m-%d %H:%M:%S.%f")
    return stored(value)


@pytest.fixture
def trail(database) -> dict[str, list]:
    """The ids of every row of a sealed trail."""
    write_segments(2, 3, 1, person=PersonFactory(), reason="because")
    write(1, deed="not sealed yet")
    unsealed = "id IN (SELECT line_id FROM audit_seal)"
    return {
        table: list(
            db.session.execute(text(f"SELECT id FROM {table} WHERE {unsealed if table == 'audit_line' else '1 = 1'}"))
            .scalars()
        )
        for table in COLUMNS
    }  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), change=st.sampled_from(CHANGES + REMOVALS), row=st.integers(0, 5))
def test_any_single_change_is_found(trail, data, change, row):
    table, column = change
    row_id = trail[table][row % len(trail[table])]
    known = heads()
    spoilt = db.session.begin_nested()
    try:
        spoil(table, column, row_id, data)
        assert verify(known).misfits != []
    finally:
        spoilt.rollback()
    assert verify(known).misfits == []


def spoil(table: str, column: str | None, row_id, data) -> None:
    insider = Insider()
    if column is None:
        insider.run(f"DELETE FROM {table} WHERE id = :id", id=row_id)
        return
    value = as_stored(data.draw(COLUMNS[table][column]))
    before = db.session.execute(text(f"SELECT {column} FROM {table} WHERE id = :id"), {"id": row_id}).scalar_one()
    assume(before != value)
    try:
        with db.session.begin_nested():
            insider.run(f"UPDATE {table} SET {column} = :value WHERE id = :id", value=value, id=row_id)
    except IntegrityError:
        assume(False)  # the database has refused it: two segments of one number, a last line before the first
