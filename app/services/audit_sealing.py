"""Sealing: lines that no segment holds yet are chained into the next one, at most a thousand at a time.

Writing a line costs one insert and waits for nobody; the order is made here. A line whose transaction committed late
lands in the next segment, so neither ids nor times need to be in the order of committing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, func, insert, literal, select, tuple_
from sqlalchemy.types import NullType

from app.extensions import db
from app.models import AuditLine, AuditSeal, AuditSegment, utc_now
from app.models.audit import LINES_IN_A_SEGMENT
from app.protection.audit_chain import START, Content, link, segment_content
from app.services import auditing
from app.services.audit_reading import LINE, Unreadable, as_id, as_moment, content_of_line, raw

# How much earlier than the newest sealed line a line may be dated and still be taken. Longer than any transaction, and
# short enough that nobody can add what happened the day before yesterday.
LATE_BY: Final = timedelta(days=1)
LATE_DEED: Final = "sealed late lines"
ITS_SEAL: Final = (AuditSeal, AuditSeal.line_id == AuditLine.id)
UNSEALED: Final = AuditSeal.line_id.is_(None)
TURN: Final = 0x4865617264  # PostgreSQL's name for the lock that one sealer at a time holds


class Mark(NamedTuple):
    """Where the last line stood in the order of sealing, as the driver gave it."""

    line_at: Any
    line_id: Any


@dataclass(frozen=True, kw_only=True)
class Sealing:
    """What one step of sealing did."""

    segment: AuditSegment | None  # none: nothing it looked at could be read
    last: Mark
    unreadable: tuple[str, ...]  # the ids of lines that were left out


def seal_next(*, after: Mark | None = None, whatever_date: bool = False) -> Sealing | None:
    """Chain the oldest lines that are in no segment into the next one. Nothing when there is none.

    `after` goes on from the step before. `whatever_date` takes lines too that are dated more than a day before the
    newest sealed one, and writes that down. Waits while another sealer is at work; commit after each step.
    """
    take_turn()
    now = utc_now()
    earliest = earliest_taken(now)
    query = lines_to_seal(after=after, since=None if whatever_date else earliest)
    rows = db.session.execute(query.limit(LINES_IN_A_SEGMENT)).all()
    if not rows:
        return None
    readable, unreadable = read(rows)
    segment = make_segment(readable, now) if readable else None
    if segment and earliest and segment.first_line_at < earliest:
        auditing.note(None, LATE_DEED, segment)
    db.session.flush()
    return Sealing(segment=segment, last=Mark(rows[-1].line_at, rows[-1].line_id), unreadable=tuple(unreadable))


def take_turn() -> None:
    """One sealer at a time, until the commit. On SQLite whoever may write is alone already."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(TURN)))


def earliest_taken(now: datetime) -> datetime | None:
    """From when a line may be dated to be sealed. None before the first segment: then every line is.

    A clock that was wrong for a while must not keep out what is written afterwards.
    """
    newest = db.session.scalar(select(func.max(AuditSegment.last_line_at)))
    return None if newest is None else min(newest, now) - LATE_BY


def lines_to_seal(*, after: Mark | None, since: datetime | None) -> Select[Any]:
    """Lines without a seal, in the order of sealing.

    The lines come from ix_audit_line_when, from `since` or `after` on, and each asks uq_audit_seal_line_id once: what
    was sealed more than a day before the newest line is not looked at again.
    """
    query = (
        select(*LINE)
        .select_from(AuditLine)
        .outerjoin(*ITS_SEAL)
        .where(UNSEALED)
        .order_by(AuditLine.created_at, AuditLine.id)
    )
    if since is not None:
        query = query.where(AuditLine.created_at >= since)
    if after is not None:
        place = tuple_(raw(AuditLine.created_at), raw(AuditLine.id))
        query = query.where(place > tuple_(*(literal(value, NullType()) for value in after)))
    return query


def read(rows: Sequence[Row[Any]]) -> tuple[list[tuple[Row[Any], Content]], list[str]]:
    """Each line with what the chain links of it; and the ids of those that cannot be read."""
    readable, unreadable = [], []
    for row in rows:
        try:
            readable.append((row, content_of_line(row)))
        except Unreadable:
            unreadable.append(str(row.line_id))
    return readable, unreadable


def make_segment(lines: list[tuple[Row[Any], Content]], now: datetime) -> AuditSegment:
    """Chain the lines after the newest segment, and give each its seal."""
    newest = find_newest_segment()
    previous = newest.hash if newest else START
    seals: list[dict[str, Any]] = []
    line_hash = previous
    for position, (row, content) in enumerate(lines, 1):
        line_hash = link(line_hash, content)
        seals.append({"line_id": as_id(row.line_id), "position": position, "line_hash": line_hash})
    segment = AuditSegment(
        created_at=now,
        number=newest.number + 1 if newest else 1,
        first_line_at=as_moment(lines[0][0].line_at),
        last_line_at=as_moment(lines[-1][0].line_at),
        line_count=len(lines),
        previous_hash=previous,
        lines_hash=line_hash,
    )
    segment.hash = link(line_hash, content_of(segment))
    db.session.add(segment)
    db.session.flush()
    every = {"created_at": now, "segment_id": segment.id}
    db.session.execute(insert(AuditSeal), [every | seal for seal in seals])
    return segment


def content_of(segment: AuditSegment) -> Content:
    return segment_content(
        number=segment.number,
        sealed_at=segment.created_at,
        first_line_at=segment.first_line_at,
        last_line_at=segment.last_line_at,
        line_count=segment.line_count,
        previous_hash=segment.previous_hash,
    )


def find_newest_segment() -> AuditSegment | None:
    return db.session.scalars(select(AuditSegment).order_by(AuditSegment.number.desc()).limit(1)).one_or_none()


def waiting() -> int:
    """How many lines are in no segment yet."""
    return db.session.scalars(select(func.count()).select_from(AuditLine).outerjoin(*ITS_SEAL).where(UNSEALED)).one()
