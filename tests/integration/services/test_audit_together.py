"""Many write and two seal at the same moment, with real commits: every line is in one segment, and the chain fits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditLine, AuditSeal, AuditSegment
from app.services import audit_sealing, auditing
from tests.integration.services.audit_trail import NOBODY, heads, seal, verify

WRITERS, LINES_EACH, SEALERS = 8, 25, 2


def write_lines(app: Flask, writer: int) -> None:
    with app.app_context():
        for number in range(LINES_EACH):
            auditing.note_about(None, f"writer {writer} did {number}", "agency", NOBODY, reason="because")
            db.session.flush()
            _ = db.session.scalar(select(func.count()).select_from(AuditLine))  # others commit in between
            db.session.commit()


def keep_sealing(app: Flask, is_over: Event) -> int:
    made = 0
    with app.app_context():
        while not is_over.wait(timeout=0.005):  # now and then: whoever waits to write has their turn
            made += len(seal())
            db.session.rollback()
    return made


def test_every_line_lands_in_exactly_one_segment(shared_app):
    is_over = Event()
    with ThreadPoolExecutor(WRITERS + SEALERS) as people:
        sealing = [people.submit(keep_sealing, shared_app, is_over) for _ in range(SEALERS)]
        writing = [people.submit(write_lines, shared_app, writer) for writer in range(WRITERS)]
        try:
            for writer in writing:
                writer.result()
        finally:
            is_over.set()
        made = sum(sealer.result() for sealer in sealing)

    with shared_app.app_context():
        made += len(seal())
        written = set(db.session.scalars(select(AuditLine.id)))
        sealed = list(db.session.scalars(select(AuditSeal.line_id)))
        numbers = list(db.session.scalars(select(AuditSegment.number).order_by(AuditSegment.number)))
        report = verify(heads())

    assert len(written) == len(sealed) == WRITERS * LINES_EACH
    assert set(sealed) == written
    assert numbers == list(range(1, made + 1))
    assert report.misfits == []
    assert report.chain.lines == WRITERS * LINES_EACH


def test_a_line_that_was_committed_after_a_younger_one_was_sealed_lands_in_the_next_segment(shared_app):
    with shared_app.app_context():
        if db.engine.dialect.name == "sqlite":
            return  # there a transaction that writes keeps all others waiting, so none commits late
        auditing.note_about(None, "was quick to write and slow to commit", "agency", NOBODY)
        db.session.flush()
        with shared_app.app_context():  # another connection
            auditing.note_about(None, "came later and committed first", "agency", NOBODY)
            db.session.commit()
            seal()
        db.session.commit()
        seal()

        assert db.session.execute(
            select(AuditSegment.number, AuditLine.deed)
            .join(AuditSeal, AuditSeal.segment_id == AuditSegment.id)
            .join(AuditLine)
            .order_by(AuditSegment.number)
        ).all() == [(1, "came later and committed first"), (2, "was quick to write and slow to commit")]
        assert verify(heads()).misfits == []


def test_a_sealer_that_is_killed_in_the_middle_leaves_nothing_half_sealed(shared_app):
    with shared_app.app_context():
        for number in range(3):
            auditing.note_about(None, f"did {number}", "agency", NOBODY)
        db.session.commit()
        audit_sealing.seal_next()
        db.session.rollback()  # what a killed process leaves

        assert db.session.scalar(select(func.count()).select_from(AuditSeal)) == 0
        assert [segment.line_count for segment in seal()] == [3]
        assert verify().misfits == []
