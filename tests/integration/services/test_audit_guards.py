"""The database itself refuses to change or remove what is in the audit trail. Asked directly, past our own code."""

import uuid

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import AuditLine, AuditSeal
from app.models.audit_guards import REFUSED
from app.models.base import place_of
from app.protection.keys import KeyRing
from app.protection.sealing import Vault, vault
from tests.factories import PersonFactory
from tests.integration.conftest import KEY_RING
from tests.integration.services.audit_trail import stored, verify, write, write_segments

TWO_KEYS = Vault()
TWO_KEYS.use(KeyRing.parse(f"{KEY_RING} 2:{'B' * 42}A="))


def run(statement: str, **values) -> int:
    with db.session.begin_nested():
        return db.session.execute(text(statement), {name: stored(value) for name, value in values.items()}).rowcount


def refused(statement: str, **values) -> bool:
    try:
        run(statement, **values)
    except IntegrityError as refusal:
        return REFUSED in str(refusal)
    return False


def is_postgresql() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"


def resealed(line: AuditLine, text: str) -> bytes:
    """The reason under another key, as a change of keys does it."""
    return TWO_KEYS.seal(text, place_of("audit_line", "reason_sealed", line.id))


class TestALine:
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("id", uuid.uuid4()),
            ("created_at", "2020-01-01 00:00:00.000000"),
            ("person_id", None),
            ("deed", "opened record"),
            ("subject_table", "child_record"),
            ("subject_id", uuid.uuid4()),
            ("reason_sealed", b"\1\1" + bytes(50)),
            ("reason_sealed", None),
        ],
    )
    @pytest.mark.parametrize("is_sealed", [True, False])
    def test_cannot_be_changed(self, column, value, is_sealed):
        (line,) = write(1, person=PersonFactory(), reason="because")
        write_segments(1) if is_sealed else None

        assert refused(f"UPDATE audit_line SET {column} = :value WHERE id = :id", value=value, id=line.id)

    def test_cannot_be_removed(self):
        (line,) = write(1)
        assert refused("DELETE FROM audit_line WHERE id = :id", id=line.id)
        write_segments(1)
        assert refused("DELETE FROM audit_line WHERE id = :id", id=line.id)

    def test_cannot_be_replaced(self):
        (line,) = write(1)
        same = "id, created_at, person_id, 'something else', subject_table, subject_id, reason_sealed FROM audit_line"
        if is_postgresql():
            replace = f"INSERT INTO audit_line SELECT {same} ON CONFLICT (id) DO UPDATE SET deed = excluded.deed"
        else:
            replace = f"INSERT OR REPLACE INTO audit_line SELECT {same}"

        assert refused(replace)
        assert db.session.scalars(select(AuditLine.deed)).all() == [line.deed]

    def test_its_place_in_the_file_cannot_be_taken(self):
        if is_postgresql():
            return
        write(1)
        columns = "rowid, id, created_at, deed, subject_table, subject_id"

        assert refused(
            f"INSERT OR REPLACE INTO audit_line ({columns}) "
            f"SELECT rowid, :id, created_at, deed, subject_table, subject_id FROM audit_line",
            id=uuid.uuid4(),
        )

    def test_no_other_takes_its_place_in_the_file_by_moving_there(self):
        if is_postgresql():
            return
        (mover,), (line,) = write(1, reason="because"), write(1)

        assert refused(
            "UPDATE OR REPLACE audit_line SET reason_sealed = :new,"
            " rowid = (SELECT rowid FROM audit_line WHERE id = :id) WHERE id = :mover",
            new=resealed(mover, "because"),
            id=line.id,
            mover=mover.id,
        )

    def test_its_reason_may_be_sealed_again_under_another_key(self):
        (line,) = write(1, reason="Their teacher rang.")

        assert run(
            "UPDATE audit_line SET reason_sealed = :new WHERE id = :id",
            new=resealed(line, "Their teacher rang."),
            id=line.id,
        )

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda new: b"\2" + new[1:],  # another format
            lambda new: new[:1] + b"\1" + new[2:],  # the same key
            lambda new: new + b"x",  # longer, so another text
            lambda new: None,
        ],
    )
    def test_sealing_it_again_may_do_nothing_else(self, spoil):
        (line,) = write(1, reason="Their teacher rang.")
        new = spoil(resealed(line, "Their teacher rang."))

        assert refused("UPDATE audit_line SET reason_sealed = :new WHERE id = :id", new=new, id=line.id)

    def test_a_line_without_a_reason_is_given_none(self):
        (line,) = write(1)

        assert refused("UPDATE audit_line SET reason_sealed = :new WHERE id = :id", new=resealed(line, "x"), id=line.id)

    def test_nothing_else_changes_while_a_reason_is_sealed_again(self):
        (line,) = write(1, reason="because")
        new = resealed(line, "because")

        assert refused("UPDATE audit_line SET deed = 'x', reason_sealed = :new WHERE id = :id", new=new, id=line.id)


class TestASeal:
    @pytest.fixture(autouse=True)
    def sealed(self, database):
        write_segments(2)

    @pytest.mark.parametrize(
        "change", ["position = 3", "line_hash = previous_hash", "created_at = dropped_at", "line_id = line_id"]
    )
    def test_cannot_be_changed(self, change):
        column, value = change.split(" = ")
        value = f"(SELECT {value} FROM audit_segment)" if value in ("previous_hash", "dropped_at") else value

        assert refused(f"UPDATE audit_seal SET {column} = {value} WHERE position = 2")

    def test_cannot_be_removed(self):
        assert refused("DELETE FROM audit_seal WHERE position = 2")

    def test_cannot_be_replaced(self):
        if not is_postgresql():
            assert refused("INSERT OR REPLACE INTO audit_seal SELECT * FROM audit_seal WHERE position = 1")


class TestASegment:
    @pytest.fixture(autouse=True)
    def sealed(self, database):
        write_segments(1)

    @pytest.mark.parametrize(
        "change",
        [
            "number = 2",
            "created_at = '2020-01-01 00:00:00'",
            "first_line_at = '2020-01-01 00:00:00'",
            "last_line_at = '2030-01-01 00:00:00'",
            "line_count = 2",
            "previous_hash = hash",
            "lines_hash = hash",
            "hash = lines_hash",
            "dropped_at = NULL",
            "number = 2, dropped_at = '2026-01-01 00:00:00'",
        ],
    )
    def test_cannot_be_changed(self, change):
        assert refused(f"UPDATE audit_segment SET {change}")

    def test_cannot_be_removed(self):
        assert refused("DELETE FROM audit_segment")

    def test_cannot_be_replaced(self):
        if not is_postgresql():
            assert refused("INSERT OR REPLACE INTO audit_segment SELECT * FROM audit_segment")

    def test_may_be_dropped_once_and_then_its_lines_may_go(self):
        line_id = db.session.scalars(select(AuditSeal.line_id)).one()

        assert run("UPDATE audit_segment SET dropped_at = '2026-11-17 10:00:00'") == 1
        assert refused("UPDATE audit_segment SET dropped_at = '2026-11-18 10:00:00'")
        assert refused("UPDATE audit_segment SET dropped_at = NULL")
        assert run("DELETE FROM audit_line WHERE id = :id", id=line_id) == 1
        assert run("DELETE FROM audit_seal") == 0  # they went with their lines
        assert refused("DELETE FROM audit_segment")

    def test_the_lines_of_another_stay(self):
        write_segments(1)
        run("UPDATE audit_segment SET dropped_at = '2026-11-17 10:00:00' WHERE number = 1")

        assert refused("DELETE FROM audit_line")


def test_tables_of_the_same_name_that_somebody_makes_for_themselves_open_nothing():
    (line,) = write(1)
    write_segments(1)
    for table in ("audit_seal", "audit_segment"):
        db.session.execute(text(f"CREATE TEMPORARY TABLE {table} AS SELECT * FROM {table}"))
    db.session.execute(
        text(f"UPDATE {'pg_temp' if is_postgresql() else 'temp'}.audit_segment SET dropped_at = created_at")
    )

    assert refused("DELETE FROM audit_line WHERE id = :id", id=line.id)


@pytest.mark.parametrize("table", ["audit_line", "audit_seal", "audit_segment"])
def test_no_table_can_be_emptied_at_once(table):
    write_segments(1)
    if is_postgresql():
        assert refused(f"TRUNCATE {table} CASCADE")
    assert refused(f"DELETE FROM {table}")


def test_our_own_code_cannot_change_a_line_either():
    (line,) = write(1)
    line.deed = "something else"

    with pytest.raises(IntegrityError, match=REFUSED):
        db.session.flush()


def test_a_reason_that_was_sealed_again_still_fits_the_chain(monkeypatch):
    (line,) = write(1, reason="Their teacher rang.")
    write_segments(1)
    run(
        "UPDATE audit_line SET reason_sealed = :new WHERE id = :id",
        new=resealed(line, "Their teacher rang."),
        id=line.id,
    )
    monkeypatch.setattr(vault, "_ring", TWO_KEYS.ring)

    assert verify().misfits == []


def test_another_reason_of_the_same_length_sealed_under_another_key_does_not(monkeypatch):
    (line,) = write(1, reason="Their teacher rang.")
    write_segments(1)
    run(
        "UPDATE audit_line SET reason_sealed = :new WHERE id = :id",
        new=resealed(line, "Their teacher sang."),
        id=line.id,
    )
    monkeypatch.setattr(vault, "_ring", TWO_KEYS.ring)

    assert verify().misfits[0].line_id == str(line.id)
