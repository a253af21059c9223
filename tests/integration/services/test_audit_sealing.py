"""Lines are chained into segments, whatever order they were committed in."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text

from app.extensions import db
from app.models import AuditLine, AuditSeal, AuditSegment, utc_now
from app.protection.audit_chain import START, link
from app.services import audit_sealing
from app.services.audit_sealing import LATE_BY, lines_to_seal
from tests.factories import PersonFactory
from tests.integration.services.audit_trail import Insider, line_at, seal, verify, write, write_segments


def sealed_lines() -> list:
    """The ids of the sealed lines, in the order of the chain."""
    return list(
        db.session.scalars(
            select(AuditSeal.line_id).join(AuditSegment).order_by(AuditSegment.number, AuditSeal.position)
        )
    )


class TestASegment:
    def test_holds_the_lines_that_had_no_seal_oldest_first(self):
        lines = write(3)

        (segment,) = seal()

        assert (segment.number, segment.line_count, segment.previous_hash) == (1, 3, START)
        assert sealed_lines() == [line.id for line in lines]
        assert (segment.first_line_at, segment.last_line_at) == (lines[0].created_at, lines[2].created_at)

    def test_goes_on_from_the_one_before(self):
        first, second = write_segments(2, 1)

        assert second.previous_hash == first.hash
        assert second.number == 2

    def test_its_hash_can_be_made_again_with_the_standard_library(self):
        person = PersonFactory()
        (line,) = write(
            1, person=person, reason="Their teacher rang.", created_at=datetime(2026, 11, 17, 9, tzinfo=UTC)
        )
        (segment,) = seal()

        assert segment.lines_hash == link(
            START,
            {
                "id": str(line.id),
                "created_at": "2026-11-17T09:00:00.000000Z",
                "person_id": str(person.id),
                "deed": "opened view",
                "subject_table": "young_person_view",
                "subject_id": str(line.subject_id),
                "reason": hashlib.sha256(f"{line.id}Their teacher rang.".encode()).hexdigest(),
            },
        )

    def test_holds_a_thousand_lines_at_most(self):
        write(2_001)

        assert [segment.line_count for segment in seal()] == [1_000, 1_000, 1]
        assert verify().misfits == []

    def test_there_is_none_when_there_is_nothing_to_seal(self):
        write_segments(1)

        assert seal() == []

    def test_lines_of_the_same_moment_are_in_the_order_of_their_ids(self):
        now = utc_now()
        lines = [line for _ in range(5) for line in write(1, created_at=now)]

        seal()

        assert sealed_lines() == sorted(line.id for line in lines)


class TestALineThatCameLate:
    def test_lands_in_the_next_segment(self):
        write_segments(2)
        (late,) = write(1, created_at=utc_now() - timedelta(hours=23))

        seal()

        assert line_at(2, 1) == late.id
        assert verify().misfits == []

    def test_dated_the_day_before_yesterday_is_not_taken(self):
        write_segments(1)
        write(1, created_at=utc_now() - LATE_BY - timedelta(minutes=1))

        assert seal() == []

    def test_is_taken_by_order_and_that_is_written_down(self):
        write_segments(1)
        write(1, created_at=utc_now() - timedelta(days=30))

        (segment,) = seal(whatever_date=True)[:1]

        notes = db.session.scalars(select(AuditLine).where(AuditLine.subject_id == segment.id)).all()
        assert [note.deed for note in notes] == ["sealed late lines"]
        assert verify().misfits == []
        assert "Lines in 1 segments were sealed late" in verify().remarks[0]

    def test_an_old_trail_that_was_never_sealed_is_taken_whole(self):
        for days in (900, 400, 3):
            write(1, created_at=utc_now() - timedelta(days=days))

        assert [segment.line_count for segment in seal()] == [3]
        assert verify().misfits == []

    @pytest.mark.parametrize("ahead", [timedelta(days=400), timedelta(days=40_000)])
    def test_a_clock_that_was_fast_for_a_while_keeps_nothing_out_afterwards(self, ahead):
        write_segments(1, created_at=utc_now() + ahead)
        write(2)

        assert [segment.line_count for segment in seal()] == [2]
        assert verify().misfits == []


class TestALineThatCannotBeRead:
    def test_is_left_out_and_named_and_the_others_are_sealed(self):
        lines = write(3, reason="because")
        Insider().run("UPDATE audit_line SET reason_sealed = :other WHERE id = :id", other=b"\1\1x", id=lines[1].id)

        sealing = audit_sealing.seal_next()

        assert sealing.segment.line_count == 2
        assert [name.replace("-", "") for name in sealing.unreadable] == [lines[1].id.hex]

    def test_alone_makes_no_segment(self):
        (line,) = write(1, reason="because")
        Insider().run("UPDATE audit_line SET reason_sealed = :other WHERE id = :id", other=b"", id=line.id)

        assert seal() == []
        assert db.session.scalar(select(func.count()).select_from(AuditSegment)) == 0


def plan(query) -> str:
    statement = query.limit(1_000).compile(db.session.get_bind(), compile_kwargs={"literal_binds": True})
    return "\n".join(row[-1] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {statement}")))


def test_what_was_sealed_long_ago_is_not_looked_at_again():
    if db.session.get_bind().dialect.name != "sqlite":
        return
    found = plan(lines_to_seal(after=None, since=utc_now()))

    assert "SEARCH audit_line USING INDEX ix_audit_line_when (created_at>?)" in found
    assert "uq_audit_seal_line_id" in found or "sqlite_autoindex_audit_seal" in found
    assert "TEMP B-TREE" not in found
    assert "SCAN" not in found
