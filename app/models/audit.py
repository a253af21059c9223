"""The audit trail: lines, the segments they are chained in, and where each head went."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.person import Person

DEED_LENGTH = 60
LINES_IN_A_SEGMENT = 1_000


class AuditLine(Base):
    """Who opened or changed what, when and why. Never what it says. Written once: app/models/audit_guards.py."""

    __tablename__ = "audit_line"
    __table_args__ = (
        Index("ix_audit_line_when", "created_at", "id"),
        Index("ix_audit_line_person", "person_id", "created_at"),
        Index("ix_audit_line_subject", "subject_id", "created_at"),
        Index("ix_audit_line_deed", "deed", "created_at"),
    )

    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    deed: Mapped[str] = mapped_column(String(DEED_LENGTH))
    subject_table: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID]
    reason_sealed: Mapped[Sealed | None]

    reason = SealedText[str | None]("reason_sealed")

    # Never fetched behind your back: the query that needs it asks for it.
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class AuditSegment(Base):
    """Some lines of the audit trail, chained and sealed. Its hash goes into the next one's, and to somewhere else."""

    __tablename__ = "audit_segment"
    __table_args__ = (
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
        CheckConstraint(f"line_count BETWEEN 1 AND {LINES_IN_A_SEGMENT}", name="holds_some_lines"),
        CheckConstraint("first_line_at <= last_line_at", name="first_line_comes_first"),
        CheckConstraint(
            "length(previous_hash) = 32 AND length(lines_hash) = 32 AND length(hash) = 32", name="hashes_are_whole"
        ),
        Index("ix_audit_segment_last_line", "last_line_at"),
    )

    number: Mapped[int] = mapped_column(unique=True)  # created_at is when it was sealed
    first_line_at: Mapped[datetime]
    last_line_at: Mapped[datetime]
    line_count: Mapped[int]
    previous_hash: Mapped[bytes]
    lines_hash: Mapped[bytes]  # of its last line; stays when the lines are dropped
    hash: Mapped[bytes]
    dropped_at: Mapped[datetime | None]


class AuditSeal(Base):
    """Where one line stands in its segment, and the chain up to it."""

    __tablename__ = "audit_seal"
    __table_args__ = (
        UniqueConstraint("segment_id", "position", name="uq_audit_seal_segment_position"),
        CheckConstraint(f"position BETWEEN 1 AND {LINES_IN_A_SEGMENT}", name="position_is_in_the_segment"),
        CheckConstraint("length(line_hash) = 32", name="hash_is_whole"),
    )

    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("audit_line.id", ondelete="CASCADE"), unique=True)
    segment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("audit_segment.id"))
    position: Mapped[int]
    line_hash: Mapped[bytes]


class HeadPlace(StrEnum):
    FILE = "file"
    MAIL = "e-mail"


class AuditHead(Base):
    """A segment's hash was handed to somewhere else: what is not here yet, the next sealing hands over."""

    __tablename__ = "audit_head"
    __table_args__ = (
        one_of("place", HeadPlace),
        UniqueConstraint("segment_id", "place", name="uq_audit_head_segment_place"),
        Index("ix_audit_head_newest", "place", "created_at"),
    )

    segment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("audit_segment.id"))
    place: Mapped[HeadPlace]
