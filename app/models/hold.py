"""What must stay, whatever its period says."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText
from app.models.person import Person

LIVE = text("lifted_at IS NULL")


class Hold(Base):
    """Somebody said, with a reason, that this row must not be deleted. One at a time."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("subject_table IN ('young_person_view', 'child_record')", name="subject_known"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by_somebody"),
        Index(
            "uq_hold_live",
            "subject_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_hold_review", "review_on", "id", sqlite_where=LIVE, postgresql_where=LIVE),
    )

    subject_table: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID]
    reason_sealed: Mapped[Sealed]
    placed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    review_on: Mapped[date]  # by then somebody looks at it again: it stays until it is lifted
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    reason = SealedText[str]("reason_sealed")

    placed_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[placed_by_id])
