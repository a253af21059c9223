"""What those who read views keep beside them: themes, notes, drafts of answers, what is hidden, what is new."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText
from app.models.person import Person


class Theme(Base):
    """What several views have in common, from a list that staff keep. One that is used is retired, never deleted."""

    __tablename__ = "theme"
    __table_args__ = (CheckConstraint("name = trim(name) AND name <> ''", name="has_a_name"),)

    name: Mapped[str] = mapped_column(String(60), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)


class ViewTheme(Base):
    """A view has this theme."""

    __tablename__ = "view_theme"
    __table_args__ = (
        UniqueConstraint("view_id", "theme_id", name="uq_view_theme_once"),
        Index("ix_view_theme_theme", "theme_id", "view_id"),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"))
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"))
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))

    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")


class CannedOpening(Base):
    """The first sentences of an answer, kept for everybody who writes one."""

    __tablename__ = "canned_opening"
    __table_args__ = (CheckConstraint("name = trim(name) AND name <> ''", name="has_a_name"),)

    name: Mapped[str] = mapped_column(String(60), unique=True)
    text: Mapped[str] = mapped_column(String(1_000))
    is_active: Mapped[bool] = mapped_column(default=True)


class AnswerDraft(Base):
    """An answer that is being written. One for a view at a time; it goes when the answer is sent."""

    __tablename__ = "answer_draft"
    __table_args__ = (
        CheckConstraint("(looked_at IS NULL) = (looked_by_id IS NULL)", name="looked_at_by_somebody"),
        CheckConstraint("looked_by_id IS NULL OR looked_by_id <> written_by_id", name="looked_at_by_another"),
        CheckConstraint("looked_at IS NULL OR asked_at IS NOT NULL", name="looked_at_when_asked"),
        CheckConstraint("(asked_at IS NULL) = (asked_of_id IS NULL)", name="asked_of_somebody"),
        CheckConstraint("(looked_at IS NULL) = (looks_right IS NULL)", name="looked_at_says_whether_right"),
        Index("ix_answer_draft_asked_of", "asked_of_id", "looked_at"),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"), unique=True)
    text_sealed: Mapped[Sealed]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]  # when a second look was asked for
    asked_of_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    looked_at: Mapped[datetime | None]
    looks_right: Mapped[bool | None]  # as it stands now: not any more, once the text has changed
    looked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    remark_sealed: Mapped[Sealed | None]

    text = SealedText[str]("text_sealed")
    remark = SealedText[str | None]("remark_sealed")

    written_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[written_by_id])
    looked_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[looked_by_id])
    asked_of: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[asked_of_id])


class Note(Base):
    """What staff write to each other about a view. The young person never reads it."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_view", "view_id", "created_at"),)

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"))
    text_sealed: Mapped[Sealed]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str] = mapped_column(String(43), unique=True)

    text = SealedText[str]("text_sealed")

    written_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class Redaction(Base):
    """A detail that points at somebody, hidden wherever it stands in what was said in one view.

    The words themselves stay as they were typed; a safeguarding lead can see them.
    """

    __tablename__ = "redaction"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by_somebody"),
        Index("ix_redaction_view", "view_id", "created_at"),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id", ondelete="CASCADE"))
    detail_sealed: Mapped[Sealed]
    redacted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None]
    lifted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str] = mapped_column(String(43), unique=True)

    detail = SealedText[str]("detail_sealed")

    redacted_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[redacted_by_id])


class InboxLook(Base):
    """When somebody looked at the inbox, and since when what came is new to them."""

    __tablename__ = "inbox_look"
    __table_args__ = (CheckConstraint("new_since <= looked_at", name="new_since_before_now"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    new_since: Mapped[datetime]
    looked_at: Mapped[datetime]
