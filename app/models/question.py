"""What members of the shadow board ask the board: written together, agreed, answered, and judged by them."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import MemberTextKind, MemberTextState, QuestionState, ReportReason, Verdict
from app.models.person import Agency, Person

if TYPE_CHECKING:
    from app.models.alert import Alert


class BoardQuestion(Base):
    """One question. Its words are public from the moment members have agreed on them, and are no single member's."""

    __tablename__ = "board_question"
    __table_args__ = (
        one_of("state", QuestionState),
        CheckConstraint("(state = 'members are writing it') = (sent_at IS NULL)", name="sent_has_a_moment"),
        CheckConstraint("(sent_at IS NULL) = (agreed IS NULL)", name="sent_in_agreed_words"),
        CheckConstraint("(taken_at IS NULL) = (taken_by_id IS NULL)", name="taken_by_somebody"),
        CheckConstraint("(taken_at IS NULL) = (owner_role IS NULL)", name="taken_has_an_owner"),
        CheckConstraint("(off_public_at IS NULL) = (off_public_because_sealed IS NULL)", name="hidden_with_a_reason"),
        Index("ix_board_question_list", "state", "sent_at", "id"),
    )

    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    state: Mapped[QuestionState] = mapped_column(default=QuestionState.WRITING)
    agreed: Mapped[str | None] = mapped_column(String(1_000))  # as members agreed on it: everybody reads this
    sent_at: Mapped[datetime | None]
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)  # nothing: the board
    owner_role: Mapped[str | None] = mapped_column(String(120))  # who there sees to the answer
    taken_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_at: Mapped[datetime | None]
    off_public_at: Mapped[datetime | None]  # a worker found something in it that everybody must not read
    off_public_because_sealed: Mapped[Sealed | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    off_public_because = SealedText[str | None]("off_public_because_sealed")

    agency: Mapped[Agency | None] = relationship(lazy="raise_on_sql")
    taken_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[taken_by_id])
    texts: Mapped[list["MemberText"]] = relationship(
        lazy="raise_on_sql", order_by="(MemberText.sent_at, MemberText.id)", back_populates="question"
    )
    rounds: Mapped[list["QuestionRound"]] = relationship(
        lazy="raise_on_sql", order_by="QuestionRound.number", back_populates="question"
    )


class QuestionRound(Base):
    """A question asked of the board once: by when it is to be answered, the answer, and what members say of it."""

    __tablename__ = "question_round"
    __table_args__ = (
        UniqueConstraint("question_id", "number", name="uq_question_round_number"),
        CheckConstraint("number >= 1", name="rounds_start_at_one"),
        CheckConstraint(
            "answered_at IS NULL OR (answer IS NOT NULL AND written_by_id IS NOT NULL)", name="answered_by_somebody"
        ),
        CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="outcome_has_a_moment"),
        CheckConstraint("outcome IS NULL OR answered_at IS NOT NULL", name="outcome_of_an_answer"),
        one_of("outcome", Verdict),
        Index("ix_question_round_unanswered", "answered_at", "due_at"),
    )

    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("board_question.id", ondelete="CASCADE"))
    number: Mapped[int]
    began_at: Mapped[datetime]
    due_at: Mapped[datetime]
    answer: Mapped[str | None] = mapped_column(String(2_000))  # a draft until it is sent; then everybody reads it
    written_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    outcome: Mapped[Verdict | None]  # what more than half of the members say
    decided_at: Mapped[datetime | None]

    question: Mapped[BoardQuestion] = relationship(lazy="raise_on_sql", back_populates="rounds")


class MemberText(Base):
    """What one member wrote for the others. Nobody but its writer sees it before a participation worker has."""

    __tablename__ = "member_text"
    __table_args__ = (
        one_of("kind", MemberTextKind),
        one_of("state", MemberTextState),
        one_of("report", ReportReason),
        CheckConstraint("(kind = 'what is missing in an answer') = (round_number IS NOT NULL)", name="missing_in_one"),
        CheckConstraint("(read_at IS NULL) = (read_by_id IS NULL)", name="read_by_somebody"),
        CheckConstraint("state = 'waits to be read' OR read_at IS NOT NULL", name="seen_after_it_was_read"),
        CheckConstraint("(state = 'not passed on') = (because_sealed IS NOT NULL)", name="kept_back_with_a_reason"),
        CheckConstraint("(reported_at IS NULL) = (report IS NULL)", name="reported_for_a_reason"),
        CheckConstraint("(reported_at IS NULL) = (reported_by_id IS NULL)", name="reported_by_somebody"),
        CheckConstraint("state <> 'reported' OR reported_at IS NOT NULL", name="reported_has_a_moment"),
        CheckConstraint("place BETWEEN 0 AND 2", name="place_known"),
        Index("ix_member_text_queue", "state", "place", "read_due_at", "id"),
        Index("ix_member_text_due", "state", "read_due_at"),
        Index("ix_member_text_question", "question_id", "sent_at"),
    )

    question_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("board_question.id", ondelete="CASCADE"))
    kind: Mapped[MemberTextKind]
    round_number: Mapped[int | None]  # of what is missing: in the answer of which round
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    words_sealed: Mapped[Sealed]
    sent_at: Mapped[datetime]
    state: Mapped[MemberTextState] = mapped_column(default=MemberTextState.WAITING)
    place: Mapped[int] = mapped_column(default=2)  # 0: reported, or with an alert; 2: all others
    read_due_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
    read_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    because_sealed: Mapped[Sealed | None]  # why it was not passed on, for its writer
    reported_at: Mapped[datetime | None]
    reported_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    report: Mapped[ReportReason | None]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    words = SealedText[str]("words_sealed")
    because = SealedText[str | None]("because_sealed")

    question: Mapped[BoardQuestion] = relationship(lazy="raise_on_sql", back_populates="texts")
    alert: Mapped["Alert | None"] = relationship(lazy="raise_on_sql", back_populates="text")
    written_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[written_by_id])
    read_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[read_by_id])


class QuestionVote(Base):
    """Whether one member agrees with the words of a question. Other words are voted on anew."""

    __tablename__ = "question_vote"
    __table_args__ = (UniqueConstraint("text_id", "person_id", name="uq_question_vote_once"),)

    text_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("member_text.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    is_for: Mapped[bool]


class AnswerVerdict(Base):
    """Whether one member says that an answer answers the question."""

    __tablename__ = "answer_verdict"
    __table_args__ = (
        one_of("verdict", Verdict),
        UniqueConstraint("round_id", "person_id", name="uq_answer_verdict_once"),
    )

    round_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("question_round.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    verdict: Mapped[Verdict]
