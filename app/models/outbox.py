"""What staff are told, from the moment it is decided until it is handed over; and which clocks ran out."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, one_of
from app.models.codes import Channel, ClockName, Event, Work
from app.models.person import Person, Role


class OutboxMessage(Base):
    """One thing to tell one person on one channel: what kind of thing it is, and no word of a child's.

    Written in the same transaction as what it tells of; handed over by `flask outbox send`.
    """

    __tablename__ = "outbox_message"
    __table_args__ = (
        one_of("event", Event),
        one_of("channel", Channel),
        one_of("role", Role),
        # A young person can never be told anything in this way: the row cannot exist.
        CheckConstraint("role NOT IN ('young advisor', 'shadow board member')", name="never_to_a_young_person"),
        ForeignKeyConstraint(
            ["person_id", "role"], ["person.id", "person.role"], name="fk_outbox_message_person", onupdate="CASCADE"
        ),
        UniqueConstraint("person_id", "channel", "event", "subject_id", "round", name="uq_outbox_message_once"),
        CheckConstraint("tries >= 0", name="tries_not_below_zero"),
        CheckConstraint("handed_over_at IS NULL OR given_up_at IS NULL", name="ends_once"),
        CheckConstraint("round >= 1", name="rounds_start_at_one"),
        Index("ix_outbox_message_waiting", "handed_over_at", "given_up_at", "next_try_at"),
        Index("ix_outbox_message_subject", "subject_id", "event"),
    )

    event: Mapped[Event]
    channel: Mapped[Channel]
    person_id: Mapped[uuid.UUID]
    role: Mapped[Role]
    subject_table: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID]
    round: Mapped[int] = mapped_column(default=1)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]  # somebody is handing it over; after that, whoever was has died
    handed_over_at: Mapped[datetime | None]
    given_up_at: Mapped[datetime | None]
    last_problem: Mapped[str | None] = mapped_column(String(60))  # the kind of error, never its text

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class LastRun(Base):
    """When work that must go on by itself was done last. One row for each."""

    __tablename__ = "last_run"
    __table_args__ = (one_of("work", Work),)

    work: Mapped[Work] = mapped_column(unique=True)
    at: Mapped[datetime]


class Overdue(Base):
    """A clock that ran out, written down once: who is above was told, and the young person reads an honest line."""

    __tablename__ = "overdue"
    __table_args__ = (
        one_of("clock", ClockName),
        UniqueConstraint("clock", "subject_id", "due_at", name="uq_overdue_once"),
        Index("ix_overdue_subject", "subject_id", "clock"),
    )

    clock: Mapped[ClockName]
    subject_table: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[uuid.UUID]
    due_at: Mapped[datetime]
    noted_at: Mapped[datetime]
