import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import AgeGroup, Feeling, Permission, SafeNow, Topic, Verdict, ViewStatus
from app.models.person import Person


class View(Base):
    """What a young person thinks, in their own words."""

    __tablename__ = "young_person_view"  # "view" alone means something else to a database
    __table_args__ = (
        one_of("topic", Topic),
        one_of("feeling", Feeling),
        one_of("safe_now", SafeNow),
        one_of("permission", Permission),
        one_of("age_group", AgeGroup),
        one_of("status", ViewStatus),
        CheckConstraint("is_safe = (safe_now = 'yes')", name="safe_when_they_said_yes"),
        CheckConstraint("status = 'waiting' OR read_at IS NOT NULL", name="answered_was_read"),
        # The inbox: what waits, unsafe first, then what is due first.
        Index("ix_young_person_view_inbox", "status", "is_safe", "answer_due_at", "sent_at", "id"),
        Index("ix_young_person_view_sent", "sent_at", "topic", "feeling"),
        Index("ix_young_person_view_first_answer", "first_answer_due_at", "first_answered_at"),
    )

    words_sealed: Mapped[Sealed]
    topic: Mapped[Topic | None]
    feeling: Mapped[Feeling | None]
    safe_now: Mapped[SafeNow]
    is_safe: Mapped[bool]  # False sorts first: the unsafe are at the top
    permission: Mapped[Permission]
    age_group: Mapped[AgeGroup | None]
    area: Mapped[str | None] = mapped_column(String(60))
    advisor_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)

    sent_at: Mapped[datetime]
    status: Mapped[ViewStatus] = mapped_column(default=ViewStatus.WAITING)
    read_due_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    answer_due_at: Mapped[datetime]
    first_answer_due_at: Mapped[datetime]
    first_answered_at: Mapped[datetime | None]

    words_mark: Mapped[bytes] = mapped_column(unique=True)
    words_key_id: Mapped[int]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    words = SealedText[str]("words_sealed")

    # Never fetched behind your back: the query that needs them asks for them.
    advisor: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    alert: Mapped["Alert | None"] = relationship(lazy="raise_on_sql", back_populates="view")
    contact: Mapped["Contact | None"] = relationship(lazy="raise_on_sql", back_populates="view")
    answers: Mapped[list["Answer"]] = relationship(lazy="raise_on_sql", order_by="Answer.turn", back_populates="view")


class Alert(Base):
    """A young person said they are not safe, or not sure. Somebody must say they have seen it."""

    __tablename__ = "alert"
    __table_args__ = (
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)", name="acknowledged_by_somebody"),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id"), unique=True)
    due_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    view: Mapped[View] = relationship(lazy="raise_on_sql", back_populates="alert")


class Contact(Base):
    """What a young person gave us to find them, apart from their words and under a key of its own."""

    __tablename__ = "contact"

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id"), unique=True)
    wants_contact: Mapped[bool]
    how_sealed: Mapped[Sealed]

    how = SealedText[str]("how_sealed", "identity")

    view: Mapped[View] = relationship(lazy="raise_on_sql", back_populates="contact")


class Answer(Base):
    """What we wrote back, and whether it answered them. A "no" opens a new turn."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("view_id", "turn", name="uq_answer_view_turn"),
        CheckConstraint("turn >= 1", name="turns_start_at_one"),
        CheckConstraint("(verdict IS NULL) = (verdict_at IS NULL)", name="verdict_has_date"),
        one_of("verdict", Verdict),
    )

    view_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("young_person_view.id"))
    turn: Mapped[int]
    text_sealed: Mapped[Sealed]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    sent_at: Mapped[datetime]
    verdict: Mapped[Verdict | None]
    verdict_at: Mapped[datetime | None]
    missing_sealed: Mapped[Sealed | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    text = SealedText[str]("text_sealed")
    missing = SealedText[str | None]("missing_sealed")

    view: Mapped[View] = relationship(lazy="raise_on_sql", back_populates="answers")
