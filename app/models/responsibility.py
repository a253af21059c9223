"""Who answers for a conference besides whom: who takes its minutes, and who led it before."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText
from app.models.person import Person

LIVE = text("ended_at IS NULL")


class MinuteTaker(Base):
    """Somebody whom a chair lets write in one conference, until it is ended."""

    __tablename__ = "minute_taker"
    __table_args__ = (
        CheckConstraint("person_id <> given_by_id", name="somebody_else"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_minute_taker_live",
            "conference_id",
            "person_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
        Index("ix_minute_taker_person", "person_id", sqlite_where=LIVE, postgresql_where=LIVE),
    )

    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    given_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])


class ConferenceHandOver(Base):
    """A conference got another chair: from whom, to whom, who decided it, and why."""

    __tablename__ = "conference_hand_over"
    __table_args__ = (
        CheckConstraint("from_id <> to_id", name="to_somebody_else"),
        Index("ix_conference_hand_over_conference", "conference_id", "created_at"),
    )

    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id", ondelete="CASCADE"))
    from_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # the chair themselves, or the chairs' manager
    reason_sealed: Mapped[Sealed]

    reason = SealedText[str]("reason_sealed")

    from_chair: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[from_id])
    by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[by_id])
