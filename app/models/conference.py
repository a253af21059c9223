import uuid
from datetime import date, datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import ConferenceFormat, ConferenceType
from app.models.person import Person


class Conference(Base):
    """A child protection conference: shared by the children of one household, recorded child by child."""

    __tablename__ = "conference"
    __table_args__ = (
        CheckConstraint(
            "strategy_discussion_on IS NULL OR strategy_discussion_on <= held_on", name="strategy_discussion_first"
        ),
        one_of("type", ConferenceType),
        one_of("format", ConferenceFormat),
        UniqueConstraint("reference_index", "held_on", name="uq_conference_reference_held_on"),
        Index("ix_conference_chair", "chair_id", "held_on"),
    )

    reference_sealed: Mapped[Sealed]
    reference_index: Mapped[bytes]
    held_on: Mapped[date] = mapped_column(index=True)
    start_time: Mapped[time | None]  # in London; until then a child can write for their meeting
    type: Mapped[ConferenceType]
    format: Mapped[ConferenceFormat]
    strategy_discussion_on: Mapped[date | None]
    late_reason_sealed: Mapped[Sealed | None]
    chair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    finished_at: Mapped[datetime | None]
    cleared_at: Mapped[datetime | None]  # kept long enough: only what figures count is left, and nobody opens it
    once: Mapped[str] = mapped_column(String(43), unique=True)

    reference = SealedText[str]("reference_sealed")
    late_reason = SealedText[str | None]("late_reason_sealed")

    chair: Mapped[Person] = relationship(lazy="raise_on_sql")
    records: Mapped[list["ChildRecord"]] = relationship(  # type: ignore[name-defined]  # noqa: F821
        lazy="raise_on_sql", order_by="ChildRecord.position", back_populates="conference"
    )


class Child(Base):
    """A child of a household, by a pseudonym only. The same child at the next conference is found by the reference."""

    __tablename__ = "child"

    reference_sealed: Mapped[Sealed]
    reference_index: Mapped[bytes] = mapped_column(unique=True)
    born_sealed: Mapped[Sealed | None]  # "2019-03"; nothing while unborn

    reference = SealedText[str]("reference_sealed")
    born = SealedText[str | None]("born_sealed")
