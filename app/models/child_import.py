"""Children brought in from another system."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class ChildImport(Base):
    """Children whom a chair brought in from another system, all at once: how many, not who."""

    __tablename__ = "child_import"
    __table_args__ = (
        CheckConstraint("added >= 0 AND already_known >= 0", name="counts_not_below_zero"),
        CheckConstraint("added + already_known > 0", name="brings_somebody"),
        Index("ix_child_import_chair", "chair_id", "created_at"),
    )

    chair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    added: Mapped[int]
    already_known: Mapped[int]
    taken_back_at: Mapped[datetime | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)
