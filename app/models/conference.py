"""Conferences, the agencies that were there, and the children they are about."""

import uuid
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import ConferenceFormat, ConferenceType
from app.models.person import Agency, Person


class Conference(Base):
    """A child protection conference: shared by the children of one household, recorded child by child."""

    __tablename__ = "conference"
    __table_args__ = (
        CheckConstraint(
            "strategy_discussion_on IS NULL OR strategy_discussion_on <= held_on", name="strategy_discussion_first"
        ),
        CheckConstraint("last_conference_on IS NULL OR last_conference_on < held_on", name="last_conference_first"),
        CheckConstraint("told_of_move_on IS NULL OR told_of_move_on <= held_on", name="told_of_move_first"),
        CheckConstraint("core_group_on IS NULL OR core_group_on >= held_on", name="core_group_follows"),
        CheckConstraint("letter_sent_on IS NULL OR letter_sent_on >= held_on", name="letter_follows"),
        CheckConstraint("record_sent_on IS NULL OR record_sent_on >= held_on", name="record_follows"),
        CheckConstraint(
            "is_quorate IS NULL OR is_quorate OR not_quorate_reason_sealed IS NOT NULL", name="not_quorate_has_reason"
        ),
        one_of("type", ConferenceType),
        one_of("format", ConferenceFormat),
        UniqueConstraint("reference_index", "held_on", name="uq_conference_reference_held_on"),
        Index("ix_conference_chair", "chair_id", "held_on"),
        Index("ix_conference_letter", "letter_sent_on", "letter_due_on"),
        Index("ix_conference_record", "record_sent_on", "record_due_on"),
        Index("ix_conference_core_group", "core_group_on", "core_group_due_on"),
    )

    reference_sealed: Mapped[Sealed]
    reference_index: Mapped[bytes]
    held_on: Mapped[date] = mapped_column(index=True)
    start_time: Mapped[time | None]  # in London; until then a child can write for their meeting
    type: Mapped[ConferenceType]
    format: Mapped[ConferenceFormat]
    strategy_discussion_on: Mapped[date | None]
    last_conference_on: Mapped[date | None]  # of a review: the initial conference, or the review before
    told_of_move_on: Mapped[date | None]  # of a transfer-in: when the other area told us
    late_reason_sealed: Mapped[Sealed | None]
    is_quorate: Mapped[bool | None]
    not_quorate_reason_sealed: Mapped[Sealed | None]  # why it went ahead all the same
    letter_due_on: Mapped[date]  # these three are clocks, from the day of the conference
    record_due_on: Mapped[date]
    core_group_due_on: Mapped[date]  # runs only where a plan may begin
    core_group_on: Mapped[date | None]
    core_group_late_reason_sealed: Mapped[Sealed | None]
    letter_sent_on: Mapped[date | None]
    record_sent_on: Mapped[date | None]
    chair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]  # kept long enough: only what figures count is left, and nobody opens it
    once: Mapped[str] = mapped_column(String(43), unique=True)

    reference = SealedText[str]("reference_sealed")
    late_reason = SealedText[str | None]("late_reason_sealed")
    not_quorate_reason = SealedText[str | None]("not_quorate_reason_sealed")
    core_group_late_reason = SealedText[str | None]("core_group_late_reason_sealed")

    chair: Mapped[Person] = relationship(lazy="raise_on_sql")
    records: Mapped[list["ChildRecord"]] = relationship(  # type: ignore[name-defined]  # noqa: F821
        lazy="raise_on_sql", order_by="ChildRecord.position", back_populates="conference"
    )


class ConferenceAgency(Base):
    """One agency at one conference: whether it was invited, was there, and sent a report."""

    __tablename__ = "conference_agency"
    __table_args__ = (
        UniqueConstraint("conference_id", "agency_id", name="uq_conference_agency_conference_agency"),
        CheckConstraint("is_invited OR has_attended OR has_reported", name="says_something"),
    )

    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    is_invited: Mapped[bool] = mapped_column(default=False)
    has_attended: Mapped[bool] = mapped_column(default=False)
    has_reported: Mapped[bool] = mapped_column(default=False)

    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")


class Child(Base):
    """A child of a household, by a pseudonym only. The same child at the next conference is found by the reference."""

    __tablename__ = "child"

    reference_sealed: Mapped[Sealed]
    reference_index: Mapped[bytes] = mapped_column(unique=True)
    born_sealed: Mapped[Sealed | None]  # "2019-03"; nothing while unborn
    import_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("child_import.id"), index=True)  # brought in with

    reference = SealedText[str]("reference_sealed")
    born = SealedText[str | None]("born_sealed")
