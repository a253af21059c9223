"""Whatever somebody does to a sealed trail, the first line that does not fit is named."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import AuditSeal, AuditSegment, utc_now
from app.services import audit_retiring, settings
from app.services.audit_fitting import Fault
from app.services.audit_handing import Head
from tests.factories import PersonFactory
from tests.integration.services.audit_trail import (
    SEVEN_YEARS,
    Insider,
    heads,
    line_at,
    seal,
    verify,
    write,
    write_segments,
)


def first_misfit(known: list[Head] = (), **more) -> tuple:
    misfit = verify(known, **more).misfits[0]
    return misfit.fault, misfit.segment, misfit.position


@pytest.fixture
def three_segments(database) -> list[AuditSegment]:
    return write_segments(3, 4, 3, person=PersonFactory(), reason="because")


class TestATrailNobodyTouched:
    def test_fits(self, three_segments):
        report = verify(heads())

        assert report.misfits == report.remarks == []
        assert (report.chain.lines, report.chain.number, report.heads, report.waiting) == (10, 3, 3, 0)

    def test_fits_before_anything_was_written(self):
        assert verify().misfits == []

    def test_fits_with_lines_that_are_not_sealed_yet(self, three_segments):
        write(2)

        assert (verify().misfits, verify().waiting) == ([], 2)

    def test_fits_with_a_head_from_long_ago(self, three_segments):
        assert verify(heads()[:1]).misfits == []


class TestALineThatWasAltered:
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("created_at", "2026-11-17 09:00:00.000001"),
            ("person_id", None),
            ("deed", "opened record"),
            ("subject_table", "child_record"),
            ("subject_id", uuid.uuid4()),
            ("reason_sealed", None),
        ],
    )
    def test_is_named(self, three_segments, column, value):
        line_id = line_at(2, 3)
        Insider().run(f"UPDATE audit_line SET {column} = :value WHERE id = :id", value=value, id=line_id)

        (misfit,) = verify().misfits
        assert (misfit.fault, misfit.segment, misfit.position) == (Fault.ALTERED, 2, 3)
        assert misfit.line_id == str(line_id)

    def test_is_named_when_only_its_id_was(self, three_segments):
        line_id, other = line_at(2, 3), uuid.uuid4()
        insider = Insider()
        insider.run("UPDATE audit_line SET id = :other, reason_sealed = NULL WHERE id = :id", other=other, id=line_id)
        insider.run("UPDATE audit_seal SET line_id = :other WHERE line_id = :id", other=other, id=line_id)

        assert first_misfit() == (Fault.ALTERED, 2, 3)

    @pytest.mark.parametrize("other", [b"\1\1" + bytes(40), b"\1\7" + bytes(40), b"", b"\1"])
    def test_is_named_when_its_reason_does_not_open(self, three_segments, other):
        Insider().run("UPDATE audit_line SET reason_sealed = :other WHERE id = :id", other=other, id=line_at(1, 2))

        assert first_misfit() == (Fault.UNREADABLE, 1, 2)

    def test_is_named_when_it_has_the_reason_of_another(self, three_segments):
        Insider().run(
            "UPDATE audit_line SET reason_sealed = (SELECT reason_sealed FROM audit_line WHERE id = :other)"
            " WHERE id = :id",
            other=line_at(1, 1),
            id=line_at(1, 2),
        )

        assert first_misfit() == (Fault.UNREADABLE, 1, 2)

    def test_is_named_when_its_seal_was_altered_with_it(self, three_segments):
        Insider().run("UPDATE audit_seal SET line_hash = :other WHERE line_id = :id", other=bytes(32), id=line_at(1, 3))

        assert first_misfit() == (Fault.ALTERED, 1, 3)

    @pytest.mark.parametrize("column", ["created_at", "subject_id", "person_id", "id"])
    def test_is_named_when_nothing_can_be_made_of_it(self, three_segments, column):
        if db.session.get_bind().dialect.name == "postgresql":
            return  # it holds nothing of another kind
        Insider().run(f"UPDATE audit_line SET {column} = 'nonsense' WHERE id = :id", id=line_at(2, 1))

        assert first_misfit()[1:] == (2, 1)


class TestALineThatWasRemoved:
    @pytest.mark.parametrize(("segment", "position"), [(1, 1), (2, 2), (2, 4), (3, 3)])
    def test_leaves_its_place(self, three_segments, segment, position):
        insider, line_id = Insider(), line_at(segment, position)
        insider.remove_line(line_id)
        insider.remove_seal(line_id)

        assert first_misfit() == (Fault.MISSING, segment, position)

    def test_is_named_by_its_seal(self, three_segments):
        line_id, gone = line_at(2, 2), uuid.uuid4()
        insider = Insider()
        insider.run("UPDATE audit_seal SET line_id = :gone WHERE line_id = :id", gone=gone, id=line_id)

        (misfit,) = verify().misfits
        assert (misfit.fault, misfit.segment, misfit.position, misfit.line_id) == (Fault.MISSING, 2, 2, str(gone))

    def test_is_found_when_the_others_moved_up(self, three_segments):
        insider, line_id = Insider(), line_at(2, 2)
        insider.remove_line(line_id)
        insider.remove_seal(line_id)
        for position in (3, 4):
            insider.run(
                "UPDATE audit_seal SET position = position - 1 WHERE position = :position AND segment_id = :segment",
                position=position,
                segment=three_segments[1].id,
            )

        assert first_misfit() == (Fault.MISSING, 2, 2)

    def test_is_found_when_a_whole_segment_went(self, three_segments):
        insider = Insider()
        insider.run("DELETE FROM audit_seal WHERE segment_id = :id", id=three_segments[1].id)
        insider.run("DELETE FROM audit_segment WHERE number = 2")

        assert first_misfit() == (Fault.MISSING, 2, None)

    def test_is_found_when_every_line_of_a_segment_went(self, three_segments):
        insider = Insider()
        insider.run("DELETE FROM audit_seal WHERE segment_id = :id", id=three_segments[1].id)

        assert first_misfit() == (Fault.MISSING, 2, 1)


class TestTheEnd:
    def cut_off(self, segments) -> None:
        insider = Insider()
        for segment in segments:
            lines = db.session.scalars(select(AuditSeal.line_id).where(AuditSeal.segment_id == segment.id)).all()
            for line_id in lines:
                insider.remove_line(line_id)
                insider.remove_seal(line_id)
            insider.run("DELETE FROM audit_segment WHERE id = :id", id=segment.id)

    def test_cut_off_is_found_by_a_head_kept_elsewhere(self, three_segments):
        known = heads()
        self.cut_off(three_segments[2:])

        assert verify().misfits == []  # a chain alone cannot know how long it was
        (misfit,) = verify(known).misfits
        assert (misfit.fault, misfit.segment) == (Fault.MISSING, 3)
        assert "The last one that fits is of segment 2." in str(misfit)

    def test_everything_gone_is_found_by_a_head_kept_elsewhere(self, three_segments):
        known = heads()
        self.cut_off(three_segments)

        assert first_misfit(known) == (Fault.MISSING, 1, None)

    def test_cut_off_and_written_anew_is_found(self, three_segments):
        known = heads()
        self.cut_off(three_segments[2:])
        write_segments(3)

        assert first_misfit(known) == (Fault.REBUILT, 3, None)


class TestOrder:
    def swap(self, one: tuple[int, int], other: tuple[int, int], column: str) -> None:
        """Two seals change places, or two lines change seals."""
        ids = [self.seal_at(*one), self.seal_at(*other)]
        values = [getattr(seal, column) for seal in ids]
        insider = Insider()
        spare = uuid.uuid4() if column == "line_id" else 999
        for seal_id, value in ((ids[0].id, spare), (ids[1].id, values[0]), (ids[0].id, values[1])):
            insider.run(f"UPDATE audit_seal SET {column} = :value WHERE id = :id", value=value, id=seal_id)

    @staticmethod
    def seal_at(segment: int, position: int) -> AuditSeal:
        return db.session.scalars(
            select(AuditSeal).join(AuditSegment).where(AuditSegment.number == segment, AuditSeal.position == position)
        ).one()

    @pytest.mark.parametrize("column", ["position", "line_id"])
    @pytest.mark.parametrize(("one", "other"), [(1, 2), (1, 4), (2, 4), (3, 4)])
    def test_two_lines_that_changed_places(self, three_segments, column, one, other):
        self.swap((2, one), (2, other), column)

        assert first_misfit() == (Fault.MOVED, 2, one)

    def test_two_lines_of_different_segments_that_changed_places(self, three_segments):
        self.swap((1, 2), (3, 1), "line_id")

        assert first_misfit() == (Fault.ALTERED, 1, 2)

    def test_two_segments_that_changed_numbers(self, three_segments):
        insider = Insider()
        for number, becomes in ((2, 99), (3, 2), (99, 3)):
            insider.run("UPDATE audit_segment SET number = :new WHERE number = :old", new=becomes, old=number)

        assert first_misfit() == (Fault.ALTERED, 2, None)


class TestALineThatWasAdded:
    def test_with_an_old_date_is_in_no_segment(self, three_segments):
        (line,) = write(1, created_at=utc_now() - timedelta(days=2))
        seal()

        (misfit,) = verify().misfits
        assert (misfit.fault, misfit.line_id) == (Fault.ADDED, str(line.id))
        assert "flask audit seal --late" in misfit.what

    @pytest.mark.parametrize("position", [1, 2, 4, 5])
    def test_between_others_is_named(self, three_segments, position):
        """It gets a seal of its own, and the others move down."""
        (line,) = write(1, created_at=utc_now() - timedelta(days=2))
        insider = Insider()
        for old in range(4, position - 1, -1):
            insider.run(
                "UPDATE audit_seal SET position = :new WHERE position = :old AND segment_id = :segment",
                new=old + 1,
                old=old,
                segment=three_segments[1].id,
            )
        insider.run(
            "INSERT INTO audit_seal (id, created_at, line_id, segment_id, position, line_hash) "
            "SELECT :id, created_at, :line, id, :position, hash FROM audit_segment WHERE number = 2",
            id=uuid.uuid4(),
            line=line.id,
            position=position,
        )

        misfit = verify().misfits[0]
        assert (misfit.fault, misfit.segment, misfit.position) == (Fault.ADDED, 2, position)
        assert misfit.line_id == str(line.id)

    def test_that_the_sealer_was_made_to_take_in_silence(self, three_segments):
        write(1, created_at=utc_now() - timedelta(days=30))
        seal(whatever_date=True)
        insider = Insider()
        insider.run("DELETE FROM audit_segment WHERE number = 5")  # it holds the note
        insider.run(
            "DELETE FROM audit_seal WHERE line_id IN (SELECT id FROM audit_line WHERE deed = 'sealed late lines')"
        )
        insider.run("DELETE FROM audit_line WHERE deed = 'sealed late lines'")

        assert first_misfit() == (Fault.ADDED, 4, 1)


class TestWhatIsNotSealed:
    def test_for_a_day_is_reported(self, three_segments, clock):
        (line,) = write(1)
        clock.shift(timedelta(days=1, minutes=1))

        (misfit,) = verify().misfits
        assert (misfit.fault, misfit.line_id) == (Fault.UNSEALED, str(line.id))


class TestASegmentThatWasAltered:
    @pytest.mark.parametrize(
        "change",
        [
            "number = 9",
            "created_at = '2026-11-17 11:00:00.000000'",
            "first_line_at = '2020-01-01 00:00:00.000000'",
            "last_line_at = '2030-01-01 00:00:00.000000'",
            "line_count = 3",
            "line_count = 5",
            "previous_hash = hash",
            "lines_hash = hash",
            "hash = previous_hash",
            "dropped_at = '2026-11-17 10:00:00.000000'",
        ],
    )
    def test_is_named(self, three_segments, change):
        Insider().run(f"UPDATE audit_segment SET {change} WHERE number = 2")

        assert verify().misfits[0].segment == 2


class TestAChainThatWasBuiltAnew:
    def test_is_found_by_a_head_kept_elsewhere(self, three_segments):
        known = heads()
        insider = Insider()
        insider.run("UPDATE audit_line SET deed = 'opened record' WHERE id = :id", id=line_at(2, 1))
        insider.unseal_everything()
        seal()

        assert verify().misfits == []  # it fits itself
        assert first_misfit(known) == (Fault.REBUILT, 1, None)

    def test_from_the_middle_is_found_where_it_begins(self, three_segments):
        known = heads()
        insider = Insider()
        changed = line_at(2, 1)
        for number in (2, 3):
            segment = three_segments[number - 1]
            insider.run("DELETE FROM audit_seal WHERE segment_id = :id", id=segment.id)
            insider.run("DELETE FROM audit_segment WHERE id = :id", id=segment.id)
        insider.run("UPDATE audit_line SET deed = 'opened record' WHERE id = :id", id=changed)
        seal()

        assert verify().misfits == []
        misfit = verify(known).misfits[0]
        assert (misfit.fault, misfit.segment) == (Fault.REBUILT, 2)
        assert "The last one that fits is of segment 1." in str(misfit)


class TestRetention:
    @pytest.fixture
    def old_segments(self, database, clock) -> list[AuditSegment]:
        """Three segments from eight years ago, and two of today."""
        today = utc_now()
        clock.move_to(today - SEVEN_YEARS - timedelta(days=365))
        old = write_segments(2, 3, 2, reason="because")
        clock.move_to(today)
        return old + write_segments(2, 2)

    def retire(self) -> list[int]:
        dropped = []
        while segments := audit_retiring.retire_next(utc_now()):
            dropped += [segment.number for segment in segments]
            db.session.commit()
        return dropped

    def test_drops_whole_segments_and_the_chain_still_fits(self, old_segments):
        known = heads()

        assert self.retire() == [1, 2, 3]

        seal()
        report = verify(known)
        assert report.misfits == []
        assert (report.chain.dropped, report.chain.lines) == (3, 4 + 3)  # and one line for each that was dropped
        assert "3 segments were dropped" in report.remarks[0]

    def test_says_what_would_go(self, old_segments):
        due = audit_retiring.due(utc_now())

        assert (due.segments, due.lines) == (3, 7)
        assert due.newest_line_at == old_segments[2].last_line_at

    def test_leaves_what_is_not_old_enough(self, old_segments):
        settings.change("audit_years", "9")

        assert audit_retiring.due(utc_now()).segments == 0
        assert self.retire() == []

    def test_on_a_leap_day_counts_to_the_end_of_february(self):
        assert audit_retiring.kept_from(datetime(2028, 2, 29, 12, tzinfo=UTC)) == datetime(2021, 2, 28, 12, tzinfo=UTC)

    def test_dropping_what_is_not_old_enough_is_found(self, old_segments):
        insider = Insider()
        insider.run("UPDATE audit_segment SET dropped_at = '2026-11-17 10:00:00.000000' WHERE number = 4")
        insider.run("DELETE FROM audit_seal WHERE segment_id = :id", id=old_segments[3].id)

        assert first_misfit() == (Fault.DROPPED, 4, None)
        assert "not old enough" in str(verify().misfits[0])

    @pytest.mark.parametrize("at", ["2010-01-01", "2018-01-01", "2026-11-17", "2029-01-01"])
    def test_saying_it_was_dropped_long_ago_under_another_rule_is_found(self, old_segments, clock, at):
        self.retire()
        clock.shift(60)
        settings.change("audit_years", "20")
        db.session.commit()
        seal()
        insider = Insider()
        insider.run("UPDATE audit_segment SET dropped_at = :at WHERE number = 5", at=f"{at} 00:00:00.000000")
        insider.run("DELETE FROM audit_seal WHERE segment_id = :id", id=old_segments[4].id)

        assert first_misfit() == (Fault.DROPPED, 5, None)

    def test_making_it_look_older_first_is_found(self, old_segments):
        insider = Insider()
        insider.run(
            "UPDATE audit_segment SET dropped_at = '2026-11-17 10:00:00.000000', "
            "first_line_at = '2016-01-01 00:00:00.000000', last_line_at = '2016-01-01 00:00:00.000000' WHERE number = 4"
        )
        insider.run("DELETE FROM audit_seal WHERE segment_id = :id", id=old_segments[3].id)

        assert first_misfit() == (Fault.ALTERED, 4, None)

    def test_dropping_in_silence_is_found(self, old_segments):
        insider = Insider()
        insider.run("UPDATE audit_segment SET dropped_at = '2026-11-17 10:00:00.000000' WHERE number = 1")
        insider.run("DELETE FROM audit_seal WHERE segment_id = :id", id=old_segments[0].id)

        assert first_misfit() == (Fault.DROPPED, 1, None)
        assert "No line of the trail says so" in str(verify().misfits[0])

    def test_a_segment_that_only_says_it_was_dropped_is_found(self, old_segments):
        Insider().run("UPDATE audit_segment SET dropped_at = '2026-11-17 10:00:00.000000' WHERE number = 1")

        assert "its lines are there" in str(verify().misfits[0])

    def test_a_longer_period_makes_nothing_wrong_that_was_right(self, old_segments, clock):
        self.retire()
        clock.shift(60)
        settings.change("audit_years", "20")
        db.session.commit()
        seal()

        assert verify().misfits == []

    def test_the_note_itself_may_be_dropped_in_its_turn(self, old_segments, clock):
        self.retire()
        seal()
        clock.shift(SEVEN_YEARS)
        self.retire()
        seal()

        assert verify().misfits == []


def test_a_trail_with_many_segments_is_read_in_few_queries(count_queries):
    write_segments(*[1] * 12)

    with count_queries() as queries:
        verify(heads())

    # The newest note of each kind and the period (5), the chain (1), lines outside it (2), heads (2), what waits (1).
    assert len(queries) <= 12
