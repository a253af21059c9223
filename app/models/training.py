"""Training in hearing children: when there was some, and who was there."""

import uuid
from datetime import date

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.person import Person


class TrainingSession(Base):
    """One training, on one day."""

    __tablename__ = "training_session"

    title: Mapped[str] = mapped_column(String(120))
    held_on: Mapped[date] = mapped_column(index=True)
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str] = mapped_column(String(43), unique=True)

    attendances: Mapped[list["TrainingAttendance"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", back_populates="session"
    )


class TrainingAttendance(Base):
    """Somebody was there."""

    __tablename__ = "training_attendance"
    __table_args__ = (UniqueConstraint("session_id", "person_id", name="uq_training_attendance_session_person"),)

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("training_session.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)

    session: Mapped[TrainingSession] = relationship(lazy="raise_on_sql", back_populates="attendances")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
