"""Lines and segments as they stand in the database, whatever somebody may have put there.

The values are taken as the driver gives them and looked at here: a value that no line could ever hold must be named,
and must not stop the reading.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Label, type_coerce
from sqlalchemy.types import NullType

from app.models import AuditLine, AuditSegment
from app.models.base import place_of
from app.protection.audit_chain import Content, line_content, segment_content
from app.protection.keys import KeyProblem
from app.protection.sealing import vault


class Unreadable(Exception):
    """Something stands there that Heard has not written. The message says what."""


def raw(column: Any) -> ColumnElement[Any]:
    return type_coerce(column, NullType())


def named(name: str, column: Any) -> Label[Any]:
    return raw(column).label(name)


LINE = (
    named("line_id", AuditLine.id),
    named("line_at", AuditLine.created_at),
    named("person_id", AuditLine.person_id),
    named("deed", AuditLine.deed),
    named("subject_table", AuditLine.subject_table),
    named("subject_id", AuditLine.subject_id),
    named("reason_sealed", AuditLine.reason_sealed),
)
SEGMENT = (
    named("segment_id", AuditSegment.id),
    named("number", AuditSegment.number),
    named("sealed_at", AuditSegment.created_at),
    named("first_line_at", AuditSegment.first_line_at),
    named("last_line_at", AuditSegment.last_line_at),
    named("line_count", AuditSegment.line_count),
    named("previous_hash", AuditSegment.previous_hash),
    named("lines_hash", AuditSegment.lines_hash),
    named("hash", AuditSegment.hash),
    named("dropped_at", AuditSegment.dropped_at),
)


def content_of_line(row: Any) -> Content:
    """What the chain links of this line. Raises Unreadable."""
    return line_content(
        line_id=as_id(row.line_id),
        created_at=as_moment(row.line_at),
        person_id=None if row.person_id is None else as_id(row.person_id),
        deed=as_text(row.deed),
        subject_table=as_text(row.subject_table),
        subject_id=as_id(row.subject_id),
        reason=reason_of_line(row),
    )


def reason_of_line(row: Any) -> str | None:
    """The reason, opened. Raises Unreadable when it does not open."""
    if row.reason_sealed is None:
        return None
    place = place_of(AuditLine.__tablename__, "reason_sealed", as_id(row.line_id))
    try:
        return vault.open(as_bytes(row.reason_sealed), place)
    except KeyProblem as problem:
        raise Unreadable(f"its reason does not open. {problem}") from problem
    except ValueError as problem:
        raise Unreadable("its reason is not something Heard has sealed") from problem


def content_of_segment(row: Any) -> Content:
    """What the chain links of this segment. Raises Unreadable."""
    return segment_content(
        number=as_number(row.number),
        sealed_at=as_moment(row.sealed_at),
        first_line_at=as_moment(row.first_line_at),
        last_line_at=as_moment(row.last_line_at),
        line_count=as_number(row.line_count),
        previous_hash=as_bytes(row.previous_hash),
    )


def as_id(value: object) -> UUID:
    try:
        return value if isinstance(value, UUID) else UUID(as_text(value))
    except ValueError as wrong:
        raise Unreadable("it has an id that is none") from wrong


def as_moment(value: object) -> datetime:
    try:
        at = value if isinstance(value, datetime) else datetime.fromisoformat(as_text(value))
    except ValueError as wrong:
        raise Unreadable("it has a time that is none") from wrong
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def as_text(value: object) -> str:
    if not isinstance(value, str):
        raise Unreadable("it has something else where words should be")
    return value


def as_number(value: object) -> int:
    if not isinstance(value, int):
        raise Unreadable("it has something else where a number should be")
    return value


def as_bytes(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise Unreadable("it has something else where bytes should be")
    return value
