"""One child's record of one conference."""

import uuid
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of, utc_now
from app.models.codes import (
    AgeBand,
    Category,
    InterpretedBy,
    Interpreter,
    Outcome,
    ParticipationCode,
    SharedBy,
    SharedWhen,
    Stage,
    ToldHow,
    Understood,
)
from app.models.conference import Child, Conference
from app.models.record_details import DETAIL_RULES, RecordDetails
from app.models.record_ticks import RecordAdult, RecordAid, RecordHarm, RecordNeed, RecordSource, RecordTopic

if TYPE_CHECKING:
    from app.models.wish import Action, Wish


class ChildRecord(RecordDetails, Base):
    """How one child's voice was heard at one conference, what came of it, and how the child is told."""

    __tablename__ = "child_record"
    __table_args__ = (
        UniqueConstraint("conference_id", "child_id", name="uq_child_record_conference_child"),
        UniqueConstraint("conference_id", "position", name="uq_child_record_conference_position"),
        # SSDA903 rules 440 and 441: PN0 until the 4th birthday, PN1 to PN7 from it; the birthday itself takes both.
        CheckConstraint(
            "participation_code IS NULL OR (stage IS NOT NULL AND stage <> 'unborn')", name="unborn_has_no_code"
        ),
        CheckConstraint(
            "participation_code IS NULL OR participation_code <> 'PN0' "
            "OR (stage IS NOT NULL AND stage IN ('under 4', '4th birthday'))",
            name="pn0_is_for_under_4",
        ),
        CheckConstraint(
            "participation_code IS NULL OR participation_code = 'PN0' "
            "OR (stage IS NOT NULL AND stage IN ('4 or over', '4th birthday'))",
            name="pn1_to_pn7_from_4",
        ),
        CheckConstraint("told_on IS NULL OR (told_how IS NOT NULL AND told_how <> 'not given')", name="told_somehow"),
        CheckConstraint("position >= 0", name="position_not_below_zero"),
        CheckConstraint("(sibling_place IS NULL) = (sibling_count IS NULL)", name="sibling_place_of_how_many"),
        CheckConstraint("sibling_place BETWEEN 1 AND sibling_count", name="sibling_place_in_the_row"),
        CheckConstraint(
            "interpreted_by IS NULL OR (interpreter IS NOT NULL AND interpreter <> 'not needed')",
            name="interpreted_when_needed",
        ),
        Index("ix_child_record_untold", "told_on", "tell_due_on"),
        one_of("stage", Stage),
        one_of("age_band", AgeBand),
        CheckConstraint(
            "age_band IS NULL OR (stage IS NOT NULL AND stage IN ('4 or over', '4th birthday'))", name="age_band_from_4"
        ),
        one_of("participation_code", ParticipationCode),
        one_of("interpreter", Interpreter),
        one_of("interpreted_by", InterpretedBy),
        one_of("shared_when", SharedWhen),
        one_of("shared_by", SharedBy),
        one_of("category", Category),
        one_of("outcome", Outcome),
        one_of("told_how", ToldHow),
        one_of("understood", Understood),
        *DETAIL_RULES,
    )

    conference_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("conference.id"))
    child_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("child.id"), index=True)
    position: Mapped[int]
    is_subject: Mapped[bool] = mapped_column(default=True)
    stage: Mapped[Stage | None]  # nothing until the chair has said, in the month of the 4th birthday
    age_band: Mapped[AgeBand | None]  # for figures, which open nothing; nothing while under 4, and in older records

    # The child: what they need so that they can say what they think
    sibling_place: Mapped[int | None]  # 2 of 3 brothers and sisters
    sibling_count: Mapped[int | None]
    first_language_sealed: Mapped[Sealed | None]
    interpreter: Mapped[Interpreter | None]
    interpreted_by: Mapped[InterpretedBy | None]
    # Space
    told_beforehand: Mapped[bool | None]
    # Voice
    participation_code: Mapped[ParticipationCode | None]
    own_words_sealed: Mapped[Sealed | None]
    observation_sealed: Mapped[Sealed | None]
    not_heard_reason_sealed: Mapped[Sealed | None]
    # Audience
    considered_individually: Mapped[bool | None]
    shared_when: Mapped[SharedWhen | None]
    shared_by: Mapped[SharedBy | None]
    # Influence
    no_wishes: Mapped[bool] = mapped_column(default=False)
    no_action_asked: Mapped[bool] = mapped_column(default=False)
    category: Mapped[Category | None]
    outcome: Mapped[Outcome | None]
    # Feedback
    teller_sealed: Mapped[Sealed | None]
    told_how: Mapped[ToldHow | None]
    not_told_reason_sealed: Mapped[Sealed | None]
    tell_due_on: Mapped[date] = mapped_column(index=True)  # the board's clock, from the day of the conference
    tell_by: Mapped[date | None]  # when the chair means it to happen
    told_on: Mapped[date | None]
    understood: Mapped[Understood | None]
    released_at: Mapped[datetime | None]  # from then on the child's words show what came of it

    saved_at: Mapped[datetime] = mapped_column(default=utc_now)
    once: Mapped[str] = mapped_column(String(43), unique=True)

    first_language = SealedText[str | None]("first_language_sealed")
    own_words = SealedText[str | None]("own_words_sealed")
    observation = SealedText[str | None]("observation_sealed")
    not_heard_reason = SealedText[str | None]("not_heard_reason_sealed")
    teller = SealedText[str | None]("teller_sealed")
    not_told_reason = SealedText[str | None]("not_told_reason_sealed")

    conference: Mapped[Conference] = relationship(lazy="raise_on_sql", back_populates="records")
    child: Mapped[Child] = relationship(lazy="raise_on_sql")
    sources: Mapped[list[RecordSource]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    needs: Mapped[list[RecordNeed]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    aids: Mapped[list[RecordAid]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    harms: Mapped[list[RecordHarm]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    topics: Mapped[list[RecordTopic]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    adults: Mapped[list[RecordAdult]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    wishes: Mapped[list["Wish"]] = relationship(
        lazy="raise_on_sql", order_by="Wish.position", back_populates="record", cascade="all, delete-orphan"
    )
    actions: Mapped[list["Action"]] = relationship(
        lazy="raise_on_sql",
        order_by="(Action.due_on, Action.created_at, Action.id)",
        back_populates="record",
        cascade="all, delete-orphan",
    )
    # What the child wrote never goes with the record: the database refuses that.
    contributions: Mapped[list["Contribution"]] = relationship(  # type: ignore[name-defined]  # noqa: F821
        lazy="raise_on_sql",
        order_by="(Contribution.sent_at.desc(), Contribution.id)",
        back_populates="record",
        passive_deletes="all",
    )
    replies: Mapped[list["MeetingReply"]] = relationship(  # type: ignore[name-defined]  # noqa: F821
        lazy="raise_on_sql",
        order_by="(MeetingReply.sent_at.desc(), MeetingReply.id)",
        back_populates="record",
        passive_deletes="all",
    )
