"""What a member of the shadow board wrote for others. Somebody who works here reads each before anybody else does."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import NoteAbout, NoteState
from app.models.person import Person

if TYPE_CHECKING:
    from app.models.alert import Alert


class MemberNote(Base):
    """What they noticed in the figures or on a visit, a checklist of their own, or something that they report."""

    __tablename__ = "member_note"
    __table_args__ = (
        one_of("about", NoteAbout),
        one_of("state", NoteState),
        CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name="decided_has_date"),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
        CheckConstraint("state = 'waiting' OR read_at IS NOT NULL", name="decided_was_read"),
        CheckConstraint("state NOT IN ('kept back', 'dealt with') OR because_sealed IS NOT NULL", name="says_why"),
        CheckConstraint("(about = 'report') = (state = 'dealt with') OR state = 'waiting'", name="report_dealt_with"),
        CheckConstraint("(first_day IS NULL) = (last_day IS NULL)", name="period_is_whole"),
        CheckConstraint("(about = 'figures') = (first_day IS NOT NULL)", name="figures_of_a_period"),
        CheckConstraint("(subject_id IS NULL) = (subject_table IS NULL)", name="subject_in_a_table"),
        CheckConstraint("place IN (0, 2)", name="place_known"),
        Index("ix_member_note_queue", "state", "place", "read_due_at", "id"),
        Index("ix_member_note_due", "state", "read_due_at"),
        Index("ix_member_note_subject", "subject_id", "about"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    about: Mapped[NoteAbout]
    first_day: Mapped[date | None]  # of the figures that it is about
    last_day: Mapped[date | None]
    subject_table: Mapped[str | None] = mapped_column(String(60))  # what it is about, where that is a row
    subject_id: Mapped[uuid.UUID | None]
    words_sealed: Mapped[Sealed]
    place: Mapped[int] = mapped_column(default=2)  # 0: a report, or with an alert; 2: all others
    sent_at: Mapped[datetime]
    read_due_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    state: Mapped[NoteState] = mapped_column(default=NoteState.WAITING)
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    because_sealed: Mapped[Sealed | None]  # why it was kept back, or what was done: for who wrote it
    once: Mapped[str] = mapped_column(String(43), unique=True)

    words = SealedText[str]("words_sealed")
    because = SealedText[str | None]("because_sealed")

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    alert: Mapped["Alert | None"] = relationship(lazy="raise_on_sql", back_populates="note")
