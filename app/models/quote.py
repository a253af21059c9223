"""What a young person said, edited so that it points at nobody, for others to read."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import Permission, QuoteState
from app.models.person import Person
from app.models.view import View


class Quote(Base):
    """Proposed by one person, approved by another, and shown to no more people than the young person allowed."""

    __tablename__ = "quote"
    __table_args__ = (
        one_of("state", QuoteState),
        one_of("permission", Permission),
        CheckConstraint("permission <> 'team'", name="for_more_than_the_team"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name="decided_by_another"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint(
            "state NOT IN ('approved', 'refused') OR decided_at IS NOT NULL", name="decided_when_it_says_so"
        ),
        CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_has_date"),
        CheckConstraint("state = 'withdrawn' OR text_sealed IS NOT NULL", name="says_something"),
        Index("ix_quote_state", "state", "permission", "decided_at"),
        Index("ix_quote_view", "view_id", "created_at"),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"))
    text_sealed: Mapped[Sealed | None]  # nothing: withdrawn, and cleared with what it came from
    permission: Mapped[Permission]
    why_sealed: Mapped[Sealed | None]
    state: Mapped[QuoteState] = mapped_column(default=QuoteState.PROPOSED)
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    decide_due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_because_sealed: Mapped[Sealed | None]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # nobody: it was taken back
    withdrawn_because_sealed: Mapped[Sealed | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    text = SealedText[str | None]("text_sealed")
    why = SealedText[str | None]("why_sealed")
    decided_because = SealedText[str | None]("decided_because_sealed")
    withdrawn_because = SealedText[str | None]("withdrawn_because_sealed")

    view: Mapped[View] = relationship(lazy="raise_on_sql")
    proposed_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[proposed_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
