"""The audit trail for somebody else: every row is one link of the chain, with what comes before it and what it adds.

So each row can be checked by itself, and whole days of them can be checked against a head that was kept elsewhere.
"""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import AuditLine, AuditSeal, AuditSegment
from app.protection.audit_chain import moment
from app.services import auditing
from app.services.audit_reading import (
    LINE,
    SEGMENT,
    Unreadable,
    as_bytes,
    as_moment,
    content_of_line,
    content_of_segment,
    named,
    reason_of_line,
)
from app.services.audit_sealing import find_newest_segment
from app.services.clocks import start_of_day

NOBODYS_ID: Final = UUID(int=0)  # what a line is about when there is no segment yet
ROWS_AT_ONCE: Final = 1_000


class DoesNotOpen(Exception):
    """A line cannot be read, so that it cannot be handed on. The message names it."""


def note_export(*, with_reasons: bool) -> None:
    """Write down that the trail leaves the house. Commit this before anything does."""
    newest = find_newest_segment()
    deed = "exported the audit trail" + (" with reasons" if with_reasons else "")
    auditing.note_about(None, deed, AuditSegment.__tablename__, newest.id if newest else NOBODYS_ID)
    db.session.flush()


def export(*, since: date | None = None, until: date | None = None, with_reasons: bool = False) -> Iterator[str]:
    """Every sealed line of these London days, both included, as one row of JSON; after each segment's last, its own.

    In the order of the chain. Raises DoesNotOpen, naming the line.
    """
    with db.session.execute(sealed_rows(since, until)) as rows:
        for row in rows:
            try:
                yield from links(row, with_reasons=with_reasons)
            except Unreadable as problem:
                raise DoesNotOpen(f"Line {row.position} of segment {row.number}: {problem}.") from problem


def links(row: Row[Any], *, with_reasons: bool) -> Iterator[str]:
    if row.line_id is not None:
        yield json.dumps(line_row(row, with_reasons=with_reasons))
    if row.line_id is None or row.position == row.line_count:
        yield json.dumps(segment_row(row))


def line_row(row: Row[Any], *, with_reasons: bool) -> dict[str, Any]:
    more = {"reason": reason_of_line(row)} if with_reasons else {}
    return {
        "segment": row.number,
        "position": row.position,
        "previous": as_bytes(row.hash_before or row.previous_hash).hex(),
        "content": content_of_line(row),
        "hash": as_bytes(row.line_hash).hex(),
    } | more


def segment_row(row: Row[Any]) -> dict[str, Any]:
    more = {"dropped_at": moment(as_moment(row.dropped_at))} if row.dropped_at else {}
    return {
        "segment": row.number,
        "previous": as_bytes(row.lines_hash).hex(),
        "content": content_of_segment(row),
        "hash": as_bytes(row.hash).hex(),
    } | more


def sealed_rows(since: date | None, until: date | None) -> Select[Any]:
    before = aliased(AuditSeal)
    return (
        select(
            *SEGMENT,
            *LINE,
            named("position", AuditSeal.position),
            named("line_hash", AuditSeal.line_hash),
            named("hash_before", before.line_hash),
        )
        .select_from(AuditSegment)
        .outerjoin(AuditSeal, AuditSeal.segment_id == AuditSegment.id)
        .outerjoin(AuditLine, AuditLine.id == AuditSeal.line_id)
        .outerjoin(before, and_(before.segment_id == AuditSegment.id, before.position == AuditSeal.position - 1))
        .where(*within(since, until))
        .order_by(AuditSegment.number, AuditSeal.position)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )


def within(since: date | None, until: date | None) -> Iterator[ColumnElement[bool]]:
    """Lines of these days; and segments of these days whose lines were dropped."""
    if since:
        begin = start_of_day(since)
        yield or_(
            AuditLine.created_at >= begin,
            and_(AuditSegment.dropped_at.is_not(None), AuditSegment.last_line_at >= begin),
        )
    if until:
        end = start_of_day(until + timedelta(days=1))
        yield or_(
            AuditLine.created_at < end,
            and_(AuditSegment.dropped_at.is_not(None), AuditSegment.first_line_at < end),
        )
