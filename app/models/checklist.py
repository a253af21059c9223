"""The shadow board's own checklists: wishes that members look for on a visit, and what they saw."""

import uuid
from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import ChecklistState, CheckMark, PlaceKind
from app.models.person import Person


class Checklist(Base):
    """A list of wishes. One that a member made is read by somebody who works here before others can use it."""

    __tablename__ = "checklist"
    __table_args__ = (one_of("state", ChecklistState), Index("ix_checklist_state", "state", "created_at", "id"))

    title_sealed: Mapped[Sealed]
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[ChecklistState]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    title = SealedText[str]("title_sealed")

    made_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    wishes: Mapped[list["ChecklistWish"]] = relationship(
        lazy="raise_on_sql", order_by="ChecklistWish.position", back_populates="checklist"
    )


class ChecklistWish(Base):
    """One wish of a checklist, such as: somebody asks me what I think."""

    __tablename__ = "checklist_wish"
    __table_args__ = (
        UniqueConstraint("checklist_id", "position", name="uq_checklist_wish_position"),
        CheckConstraint("position >= 1", name="positions_start_at_one"),
    )

    checklist_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("checklist.id", ondelete="CASCADE"))
    position: Mapped[int]
    wish_sealed: Mapped[Sealed]

    wish = SealedText[str]("wish_sealed")

    checklist: Mapped[Checklist] = relationship(lazy="raise_on_sql", back_populates="wishes")


class Check(Base):
    """One member went somewhere and filled in a checklist. Which kind of place is kept, and not which place."""

    __tablename__ = "quality_check"
    __table_args__ = (
        one_of("place", PlaceKind),
        Index("ix_quality_check_checklist", "checklist_id", "visited_on", "id"),
    )

    checklist_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("checklist.id"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    place: Mapped[PlaceKind]
    visited_on: Mapped[date]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    checklist: Mapped[Checklist] = relationship(lazy="raise_on_sql")
    marks: Mapped[list["Seen"]] = relationship(lazy="raise_on_sql", back_populates="check")


class Seen(Base):
    """What they saw of one wish."""

    __tablename__ = "quality_check_mark"
    __table_args__ = (
        one_of("mark", CheckMark),
        UniqueConstraint("check_id", "wish_id", name="uq_quality_check_mark_once"),
        Index("ix_quality_check_mark_wish", "wish_id", "mark"),
    )

    check_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("quality_check.id", ondelete="CASCADE"))
    wish_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("checklist_wish.id"))
    mark: Mapped[CheckMark]

    check: Mapped[Check] = relationship(lazy="raise_on_sql", back_populates="marks")
