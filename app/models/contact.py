"""What a young person gave us to find them, and everybody who was let see it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import Finding
from app.models.person import Person
from app.models.view import View

UNOPENED = text("given_at IS NOT NULL AND opened_at IS NULL")


class Contact(Base):
    """What a young person gave us to find them, apart from their words and under a key of its own."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("(given_at IS NULL) = (read_due_at IS NULL)", name="given_later_has_clock"),
        Index("ix_contact_unopened", "read_due_at", "id", sqlite_where=UNOPENED, postgresql_where=UNOPENED),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id"), unique=True)
    wants_contact: Mapped[bool]
    how_sealed: Mapped[Sealed]
    given_at: Mapped[datetime | None]  # nothing: together with the view, and under its clocks
    read_due_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]  # since they last added to it

    how = SealedText[str]("how_sealed", "identity")

    view: Mapped[View] = relationship(lazy="raise_on_sql", back_populates="contact")
    releases: Mapped[list["ContactRelease"]] = relationship(
        lazy="raise_on_sql", order_by="ContactRelease.released_at", back_populates="contact", passive_deletes=True
    )


class ContactRelease(Base):
    """One safeguarding lead may see how to find somebody, for a reason and for a time. A second person looks at it."""

    __tablename__ = "contact_release"
    __table_args__ = (
        one_of("finding", Finding),
        CheckConstraint("released_at < expires_at", name="ends_after_it_begins"),
        CheckConstraint(
            "(reviewed_at IS NULL) = (reviewed_by_id IS NULL) AND (reviewed_at IS NULL) = (finding IS NULL)",
            name="reviewed_by_somebody",
        ),
        CheckConstraint("reviewed_by_id IS NULL OR reviewed_by_id <> released_to_id", name="reviewed_by_another"),
        Index("ix_contact_release_unreviewed", "reviewed_at", "released_at"),
        Index("ix_contact_release_contact", "contact_id", "released_to_id", "expires_at"),
    )

    contact_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contact.id", ondelete="CASCADE"))
    released_to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    reason_sealed: Mapped[Sealed]
    released_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    review_due_at: Mapped[datetime]
    reviewed_at: Mapped[datetime | None]
    reviewed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    finding: Mapped[Finding | None]
    review_note_sealed: Mapped[Sealed | None]

    reason = SealedText[str]("reason_sealed")
    review_note = SealedText[str | None]("review_note_sealed")

    contact: Mapped[Contact] = relationship(lazy="raise_on_sql", back_populates="releases")
    released_to: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[released_to_id])
    reviewed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[reviewed_by_id])
