"""What a child wishes with what became of it, and who does what by when."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.child_record import ChildRecord
from app.models.codes import ActionStatus, Difference, Extent, Reason, VoiceTopic
from app.models.person import Agency


class Wish(Base):
    """One thing a child wants, what was done about it, and how that is explained to the child."""

    __tablename__ = "wish"
    __table_args__ = (
        UniqueConstraint("record_id", "position", name="uq_wish_record_position"),
        CheckConstraint(
            "reason IS NULL OR (extent IS NOT NULL AND extent IN ('partly', 'not acted on'))",
            name="reason_when_not_fully_acted_on",
        ),
        CheckConstraint("position >= 0", name="position_not_below_zero"),
        one_of("extent", Extent),
        one_of("reason", Reason),
        one_of("topic", VoiceTopic),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))
    contribution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contribution.id"), index=True)  # theirs
    position: Mapped[int]
    text_sealed: Mapped[Sealed]
    topic: Mapped[VoiceTopic | None]
    weight_sealed: Mapped[Sealed | None]  # what the child's age and understanding say about it
    extent: Mapped[Extent | None]
    changed_sealed: Mapped[Sealed | None]
    reason: Mapped[Reason | None]
    explanation_sealed: Mapped[Sealed | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    text = SealedText[str]("text_sealed")
    weight = SealedText[str | None]("weight_sealed")
    changed = SealedText[str | None]("changed_sealed")
    explanation = SealedText[str | None]("explanation_sealed")

    record: Mapped[ChildRecord] = relationship(lazy="raise_on_sql", back_populates="wishes")


class Action(Base):
    """Who does what by when, for one child."""

    __tablename__ = "action"
    __table_args__ = (
        CheckConstraint("(status = 'done') = (done_on IS NOT NULL)", name="done_has_date"),
        one_of("status", ActionStatus),
        one_of("difference", Difference),
        Index("ix_action_agency_due", "agency_id", "due_on"),
        CheckConstraint("(reported_at IS NULL) = (reported_by_id IS NULL)", name="somebody_reported_it"),
        Index("ix_action_agency_status", "agency_id", "status", "due_on", "id"),  # the pages of the agency
        Index("ix_action_record", "record_id", "due_on"),
        Index("ix_action_open", "status", "due_on"),
        Index("ix_action_look", "look_due_on"),
    )

    record_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child_record.id", ondelete="CASCADE"))
    wish_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("wish.id", ondelete="SET NULL"), index=True)
    what_sealed: Mapped[Sealed]
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    owner_role: Mapped[str] = mapped_column(String(120))
    due_on: Mapped[date]
    status: Mapped[ActionStatus] = mapped_column(default=ActionStatus.NOT_STARTED)
    done_on: Mapped[date | None]
    stopped_reason_sealed: Mapped[Sealed | None]
    evidence_sealed: Mapped[Sealed | None]  # how anybody can see that it was done
    difference: Mapped[Difference | None]
    child_said_sealed: Mapped[Sealed | None]  # the child's own words about it
    reported_sealed: Mapped[Sealed | None]  # what its agency says shows that it is done, or why it has stopped
    reported_at: Mapped[datetime | None]  # when the agency last said how far it is
    reported_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    look_due_on: Mapped[date | None]  # its agency stopped it: by when the chair looks at that, with the child's wish
    once: Mapped[str] = mapped_column(String(43), unique=True)

    what = SealedText[str]("what_sealed")
    stopped_reason = SealedText[str | None]("stopped_reason_sealed")
    evidence = SealedText[str | None]("evidence_sealed")
    child_said = SealedText[str | None]("child_said_sealed")
    reported = SealedText[str | None]("reported_sealed")

    record: Mapped[ChildRecord] = relationship(lazy="raise_on_sql", back_populates="actions")
    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
    wish: Mapped[Wish | None] = relationship(lazy="raise_on_sql")
