"""Keeping the trail no longer than the board has decided: whole segments go, and their hashes stay in the chain."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, select

from app.extensions import db
from app.models import AuditLine, AuditSeal, AuditSegment
from app.services import auditing, settings
from app.services.audit_sealing import take_turn

DROPPED_DEED: Final = "dropped audit segment"
SEGMENTS_AT_ONCE: Final = 20


@dataclass(frozen=True, kw_only=True)
class Due:
    """What has been kept long enough."""

    segments: int
    lines: int
    newest_line_at: datetime | None


def kept_from(now: datetime) -> datetime:
    """What was written before this moment has been kept as long as the board has decided."""
    then = now.astimezone(UTC)
    year = then.year - settings.current().audit_years
    is_leap_day = (then.month, then.day) == (2, 29)
    return then.replace(year=year, day=28) if is_leap_day else then.replace(year=year)


def due(now: datetime) -> Due:
    """How much would go now."""
    segments, lines, newest = db.session.execute(
        select(
            func.count(), func.coalesce(func.sum(AuditSegment.line_count), 0), func.max(AuditSegment.last_line_at)
        ).where(*is_due(now))
    ).one()
    return Due(segments=segments, lines=lines, newest_line_at=newest)


def retire_next(now: datetime) -> Sequence[AuditSegment]:
    """Drop the lines of the oldest segments that have been kept long enough, and write that down.

    At most twenty segments at a time; none when nothing is left to do. Commit after each step.
    """
    take_turn()
    segments = db.session.scalars(
        select(AuditSegment).where(*is_due(now)).order_by(AuditSegment.number).limit(SEGMENTS_AT_ONCE)
    ).all()
    for segment in segments:
        segment.dropped_at = now
    db.session.flush()  # the database lets go of lines only after this
    ids = [segment.id for segment in segments]
    lines = select(AuditSeal.line_id).where(AuditSeal.segment_id.in_(ids))
    db.session.execute(
        delete(AuditLine).where(AuditLine.id.in_(lines)), execution_options={"synchronize_session": False}
    )
    for segment in segments:
        auditing.note(None, DROPPED_DEED, segment)
    db.session.flush()
    return segments


def is_due(now: datetime) -> tuple[ColumnElement[Any], ...]:
    return AuditSegment.dropped_at.is_(None), AuditSegment.last_line_at < kept_from(now)
