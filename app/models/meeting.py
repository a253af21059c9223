"""A child's own side of their meeting: the words that open it, what they wrote for it, what they say about it after."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.alert import Alert
from app.models.base import Base, Sealed, SealedText, one_of
from app.models.child_record import ChildRecord
from app.models.codes import Happened, HelpedBy, Joining, Verdict
from app.models.wish import Wish


class MeetingWords(Base):
    """The 4 words a chair gives a child, as a keyed hash. A child has one set at a time; others are revoked."""

    __tablename__ = "meeting_words"
    __table_args__ = (
        CheckConstraint(
            "(first_used_at IS NULL) = (last_used_at IS NULL) AND first_used_at <= last_used_at",
            name="first_used_comes_first",
        ),
        Index(
            "uq_meeting_words_live",
            "record_id",
            unique=True,
            sqlite_where=text("revoked_at IS NULL"),
            postgresql_where=text("revoked_at IS NULL"),
        ),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"), index=True)
    words_mark: Mapped[bytes] = mapped_column(unique=True)
    words_key_id: Mapped[int]
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    first_used_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    record: Mapped[ChildRecord] = relationship(lazy="raise_on_sql")


class Contribution(Base):
    """What a child wrote for their meeting, at one sitting. Kept as it was written; nobody can edit it.

    What replaces it does not delete it: somebody else may have held the card.
    """

    __tablename__ = "contribution"
    __table_args__ = (
        one_of("joining", Joining),
        one_of("helped_by", HelpedBy),
        CheckConstraint("how_safe BETWEEN 0 AND 10", name="how_safe_from_0_to_10"),
        CheckConstraint("(helped_by IS NULL) = (words_are_own IS NULL)", name="helper_says_whose_words"),
        CheckConstraint(
            "joining IS NOT NULL OR good_sealed IS NOT NULL OR worries_sealed IS NOT NULL OR wishes_sealed IS NOT NULL "
            "OR speaker_sealed IS NOT NULL OR understanding_sealed IS NOT NULL OR how_safe IS NOT NULL "
            "OR private_sealed IS NOT NULL OR cleared_at IS NOT NULL",
            name="says_something",
        ),
        Index("ix_contribution_record", "record_id", "sent_at"),
        Index("ix_contribution_unread", "read_at", "read_due_at"),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id"))
    sent_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    read_due_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    joining: Mapped[Joining | None]
    good_sealed: Mapped[Sealed | None]
    worries_sealed: Mapped[Sealed | None]
    wishes_sealed: Mapped[Sealed | None]  # a JSON list, in their order
    speaker_sealed: Mapped[Sealed | None]
    understanding_sealed: Mapped[Sealed | None]
    how_safe: Mapped[int | None]
    private_sealed: Mapped[Sealed | None]  # for the chair only: in no print, export or child page
    cleared_at: Mapped[datetime | None]  # its time ran out: this row says only that there was something
    helped_by: Mapped[HelpedBy | None]
    words_are_own: Mapped[bool | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    good = SealedText[str | None]("good_sealed")
    worries = SealedText[str | None]("worries_sealed")
    wishes_as_json = SealedText[str | None]("wishes_sealed")
    speaker = SealedText[str | None]("speaker_sealed")
    understanding = SealedText[str | None]("understanding_sealed")
    private = SealedText[str | None]("private_sealed")

    record: Mapped[ChildRecord] = relationship(lazy="raise_on_sql", back_populates="contributions")
    alert: Mapped[Alert | None] = relationship(lazy="raise_on_sql", back_populates="contribution")


class MeetingReply(Base):
    """What a child says about what came of their meeting. "No", or anything they write, has a clock for the chair."""

    __tablename__ = "meeting_reply"
    __table_args__ = (
        one_of("is_right", Verdict),
        one_of("has_happened", Happened),
        CheckConstraint("is_right IS NOT NULL OR has_happened IS NOT NULL", name="says_something"),
        CheckConstraint(
            "due_at IS NOT NULL OR (words_sealed IS NULL AND COALESCE(is_right, '') <> 'no' "
            "AND COALESCE(has_happened, '') <> 'no')",
            name="no_has_a_clock",
        ),
        CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name="settled_by_somebody"),
        CheckConstraint("(settled_at IS NULL) = (answer_sealed IS NULL)", name="settled_with_an_answer"),
        Index("ix_meeting_reply_record", "record_id", "sent_at"),
        Index("ix_meeting_reply_due", "settled_at", "due_at"),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id"))
    wish_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("wish.id", ondelete="SET NULL"), index=True)
    is_right: Mapped[Verdict | None]
    has_happened: Mapped[Happened | None]
    words_sealed: Mapped[Sealed | None]
    sent_at: Mapped[datetime]
    due_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answer_sealed: Mapped[Sealed | None]  # what the chair did about it, as the child reads it
    once: Mapped[str] = mapped_column(String(43), unique=True)

    words = SealedText[str | None]("words_sealed")
    answer = SealedText[str | None]("answer_sealed")

    record: Mapped[ChildRecord] = relationship(lazy="raise_on_sql", back_populates="replies")
    wish: Mapped[Wish | None] = relationship(lazy="raise_on_sql")
