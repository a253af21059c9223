import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base, Sealed, SealedText


class AuditLine(Base):
    """Who opened or changed what, when and why. Never what it says."""

    __tablename__ = "audit_line"
    __table_args__ = (Index("ix_audit_line_subject", "subject_table", "subject_id", "created_at"),)

    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    deed: Mapped[str] = mapped_column(String(60))
    subject_table: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID]
    reason_sealed: Mapped[Sealed | None]

    reason = SealedText[str | None]("reason_sealed")


class Setting(Base):
    """What the board has decided, where it differs from what Heard comes with."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[dict[str, Any]]


class KeyProof(Base):
    """A word sealed under each key in use, so that a wrong or missing key is found when the app starts."""

    __tablename__ = "key_proof"
    __table_args__ = (CheckConstraint("key_id BETWEEN 1 AND 255", name="key_id_fits_a_byte"),)

    key_id: Mapped[int] = mapped_column(unique=True)
    proof_sealed: Mapped[bytes]


class Publication(Base):
    """One table of figures for one quarter, protected and frozen. Only what may be seen is in it."""

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint("table_name", "first_day", "revision", name="uq_publication_table_period_revision"),
        CheckConstraint("first_day < last_day", name="period_has_length"),
        CheckConstraint("revision >= 1", name="revisions_start_at_one"),
    )

    table_name: Mapped[str] = mapped_column(String(60))
    first_day: Mapped[date]
    last_day: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]]


class DemonstrationMark(Base):
    """Stands only in a database that `flask demo load` made."""

    __tablename__ = "demonstration_mark"
    __table_args__ = (CheckConstraint("seed >= 0", name="seed_is_a_number"),)

    seed: Mapped[int]
