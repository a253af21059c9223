"""A young person is not safe, or may not be: somebody must say they have seen it, and the rota says who is there."""

import uuid
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import AlertOutcome, AlertStepKind
from app.models.person import Person

if TYPE_CHECKING:
    from app.models.board_meeting import AgendaProposal
    from app.models.meeting import Contribution
    from app.models.member_note import MemberNote
    from app.models.question import MemberText
    from app.models.view import View


PLACES = ("view_id", "contribution_id", "proposal_id", "text_id", "note_id")


class Alert(Base):
    """A young person said they are not safe, or not sure; or somebody who read their words thinks so.

    They said so in a view, or in what they wrote for their meeting; or it is about what a member wrote for others.
    """

    __tablename__ = "alert"
    __table_args__ = (
        one_of("outcome", AlertOutcome),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by_id IS NULL)", name="acknowledged_by_somebody"),
        CheckConstraint("(acknowledged_at IS NULL) = (close_due_at IS NULL)", name="to_be_closed_once_seen"),
        CheckConstraint(
            " + ".join(f"CASE WHEN {place} IS NULL THEN 0 ELSE 1 END" for place in PLACES) + " = 1",
            name="from_one_place",
        ),
        CheckConstraint("(raised_by_id IS NULL) = (raised_because_sealed IS NULL)", name="raised_with_a_reason"),
        CheckConstraint("raised_by_id IS NULL OR contribution_id IS NULL", name="raised_by_who_read_it"),
        CheckConstraint("(closed_at IS NULL) = (closed_by_id IS NULL)", name="closed_by_somebody"),
        CheckConstraint(
            "closed_at IS NULL OR (acknowledged_at IS NOT NULL AND done_sealed IS NOT NULL AND told_whom IS NOT NULL "
            "AND told_because_sealed IS NOT NULL AND outcome IS NOT NULL)",
            name="closed_with_all_three",
        ),
        Index("ix_alert_unacknowledged", "acknowledged_at", "due_at"),
        Index("ix_alert_open", "closed_at", "due_at"),
        Index("ix_alert_unclosed", "closed_at", "close_due_at"),
        Index("ix_alert_list", "closed_at", "acknowledged_at", "due_at", "raised_at", "id"),  # as they are shown
    )

    view_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("young_person_view.id"), unique=True)
    contribution_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("contribution.id"), unique=True)
    proposal_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agenda_proposal.id"), unique=True)
    text_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member_text.id"), unique=True)  # of a member
    note_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("member_note.id"), unique=True)
    raised_at: Mapped[datetime]
    raised_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # nobody: the child's own answer
    raised_because_sealed: Mapped[Sealed | None]
    due_at: Mapped[datetime]
    acknowledged_at: Mapped[datetime | None]
    acknowledged_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    close_due_at: Mapped[datetime | None]  # nothing while nobody has seen it
    done_sealed: Mapped[Sealed | None]
    told_whom: Mapped[str | None] = mapped_column(String(200))  # an agency, or "nobody"; never a person
    told_because_sealed: Mapped[Sealed | None]
    outcome: Mapped[AlertOutcome | None]
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    cleared_at: Mapped[datetime | None]  # kept long enough: nothing that staff wrote about it is left

    raised_because = SealedText[str | None]("raised_because_sealed")
    done = SealedText[str | None]("done_sealed")
    told_because = SealedText[str | None]("told_because_sealed")

    view: Mapped["View | None"] = relationship(lazy="raise_on_sql", back_populates="alert")
    contribution: Mapped["Contribution | None"] = relationship(lazy="raise_on_sql", back_populates="alert")
    proposal: Mapped["AgendaProposal | None"] = relationship(lazy="raise_on_sql", back_populates="alert")
    text: Mapped["MemberText | None"] = relationship(lazy="raise_on_sql", back_populates="alert")
    note: Mapped["MemberNote | None"] = relationship(lazy="raise_on_sql", back_populates="alert")
    acknowledged_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[acknowledged_by_id])
    steps: Mapped[list["AlertStep"]] = relationship(
        lazy="raise_on_sql", order_by="(AlertStep.at, AlertStep.id)", back_populates="alert"
    )


class AlertStep(Base):
    """One dated step of an alert: who was told, who saw it, what was done. Steps are only ever added."""

    __tablename__ = "alert_step"
    __table_args__ = (
        one_of("kind", AlertStepKind),
        # Two machines that run the clocks at the same moment take a step once.
        UniqueConstraint("alert_id", "round", "kind", "rank", name="uq_alert_step_once"),
        CheckConstraint("round >= 1", name="rounds_start_at_one"),
        CheckConstraint("rank >= 0", name="ranks_start_at_nought"),
        Index("ix_alert_step_alert", "alert_id", "at"),
    )

    alert_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("alert.id", ondelete="CASCADE"))
    kind: Mapped[AlertStepKind]
    round: Mapped[int] = mapped_column(default=1)  # an alert that is raised again begins a new round
    rank: Mapped[int] = mapped_column(default=0)  # how many were told before, or how often this was done
    at: Mapped[datetime]
    person_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # who did it, or who was told
    note_sealed: Mapped[Sealed | None]

    note = SealedText[str | None]("note_sealed")

    alert: Mapped[Alert] = relationship(lazy="raise_on_sql", back_populates="steps")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class RotaEntry(Base):
    """Who is there to see alerts: on which day of the week, from when to when, and whose turn comes first.

    Hours are London hours. One that closes at or before it opens ends on the day after (nights).
    """

    __tablename__ = "rota_entry"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_from_monday"),
        CheckConstraint("rank >= 1", name="ranks_start_at_one"),
        # The same line sent twice is there once.
        UniqueConstraint("person_id", "weekday", "opens", "closes", "from_day", name="uq_rota_entry_once"),
        CheckConstraint("until_day IS NULL OR from_day <= until_day", name="begins_before_it_ends"),
        Index("ix_rota_entry_weekday", "weekday", "rank"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    weekday: Mapped[int]  # 0 is Monday
    opens: Mapped[time]
    closes: Mapped[time]
    rank: Mapped[int] = mapped_column(default=1)
    is_out_of_hours: Mapped[bool] = mapped_column(default=False)
    on_bank_holidays: Mapped[bool] = mapped_column(default=False)
    from_day: Mapped[date]
    until_day: Mapped[date | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
