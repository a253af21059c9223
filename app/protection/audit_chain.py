"""The chain of the audit trail: every link is SHA-256 (FIPS 180-4) of the link before it and of what it adds.

What is added is written as JSON in one way only (RFC 8785: names in order, nothing between, UTF-8), so that somebody
else can check the chain with twenty lines of their own. docs/audit.md shows them.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

HASH_BYTES: Final = 32
START: Final = bytes(HASH_BYTES)  # what comes before the first link
Content = Mapping[str, str | int | None]


def link(previous: bytes, content: Content) -> bytes:
    """The next link of the chain."""
    return hashlib.sha256(previous + canonical(content)).digest()


def canonical(content: Content) -> bytes:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def line_content(
    *,
    line_id: UUID,
    created_at: datetime,
    person_id: UUID | None,
    deed: str,
    subject_table: str,
    subject_id: UUID,
    reason: str | None,
) -> Content:
    """What is linked of a line. Of its reason only a digest, so that the chain can be shown without it."""
    return {
        "id": str(line_id),
        "created_at": moment(created_at),
        "person_id": str(person_id) if person_id else None,
        "deed": deed,
        "subject_table": subject_table,
        "subject_id": str(subject_id),
        "reason": reason_digest(line_id, reason),
    }


def segment_content(
    *,
    number: int,
    sealed_at: datetime,
    first_line_at: datetime,
    last_line_at: datetime,
    line_count: int,
    previous_hash: bytes,
) -> Content:
    """What is linked of a segment, after its last line: when the lines are dropped, this can still be checked."""
    return {
        "number": number,
        "sealed_at": moment(sealed_at),
        "first_line_at": moment(first_line_at),
        "last_line_at": moment(last_line_at),
        "line_count": line_count,
        "previous": previous_hash.hex(),
    }


def reason_digest(line_id: UUID, reason: str | None) -> str | None:
    """The same reason given twice does not look the same."""
    return None if reason is None else hashlib.sha256(f"{line_id}{reason}".encode()).hexdigest()


def moment(at: datetime) -> str:
    """2026-11-17T10:00:00.000000Z: always UTC, always to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
