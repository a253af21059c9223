"""What the board promises in public, and what it learned from reviews. Staff words, to be read by anybody."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, one_of
from app.models.codes import CommitmentState, RecommendationState, Verdict


class Commitment(Base):
    """You said, and what we did, are doing, or cannot do yet. Everybody can read it once it is published."""

    __tablename__ = "commitment"
    __table_args__ = (
        one_of("state", CommitmentState),
        CheckConstraint("said_by >= 0", name="said_by_not_below_zero"),
        Index("ix_commitment_published", "published_at", "state"),
        Index("ix_commitment_look_again", "look_again_on"),
    )

    title: Mapped[str] = mapped_column(String(120))
    said: Mapped[str] = mapped_column(String(1_000))  # what young people said, in the board's words
    said_by: Mapped[int | None]  # how many said it; a small number is never shown
    state: Mapped[CommitmentState]
    did: Mapped[str] = mapped_column(String(2_000))  # what we did, or why we cannot
    for_now: Mapped[str | None] = mapped_column(String(1_000))  # what young people can do in the meantime
    decided_on: Mapped[date]
    look_again_on: Mapped[date | None]
    published_at: Mapped[datetime | None]


class CommitmentVerdict(Base):
    """Did it help? From anybody who read it, and nothing more than that."""

    __tablename__ = "commitment_verdict"
    __table_args__ = (one_of("verdict", Verdict),)

    commitment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("commitment.id", ondelete="CASCADE"), index=True)
    verdict: Mapped[Verdict]
    once: Mapped[str] = mapped_column(String(43), unique=True)


class Review(Base):
    """A review of how a child was kept safe. Children in it are only "Child B1"."""

    __tablename__ = "review"
    __table_args__ = (Index("ix_review_published", "published_at", "reported_on"),)

    reference: Mapped[str] = mapped_column(String(40), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(2_000))
    reported_on: Mapped[date]
    published_at: Mapped[datetime | None]

    recommendations: Mapped[list["Recommendation"]] = relationship(
        lazy="raise_on_sql", order_by="Recommendation.number", cascade="all, delete-orphan", back_populates="review"
    )

    @property
    def number_done(self) -> int:
        return sum(one.state is RecommendationState.DONE for one in self.recommendations)


class Recommendation(Base):
    """What a review said must change, and what has changed since."""

    __tablename__ = "recommendation"
    __table_args__ = (
        one_of("state", RecommendationState),
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
        CheckConstraint("state <> 'done' OR changed IS NOT NULL", name="done_says_what_changed"),
        UniqueConstraint("review_id", "number", name="uq_recommendation_review_number"),
        Index("ix_recommendation_due", "due_on"),
    )

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(1_000))
    state: Mapped[RecommendationState] = mapped_column(default=RecommendationState.NOT_STARTED)
    changed: Mapped[str | None] = mapped_column(String(1_000))
    due_on: Mapped[date | None]
    checked_on: Mapped[date | None]

    review: Mapped[Review] = relationship(lazy="raise_on_sql", back_populates="recommendations")
