"""What the board promises in public, and what it learned from reviews. Staff words, to be read by anybody."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, one_of
from app.models.codes import (
    CommitmentSource,
    CommitmentState,
    Impact,
    RecommendationState,
    RecommendationTheme,
    ReviewKind,
    Verdict,
)
from app.models.person import Agency
from app.models.question import BoardQuestion
from app.models.triage import Theme

DRAFT, PUBLIC = text("published_at IS NULL"), text("published_at IS NOT NULL")


class Commitment(Base):
    """You said, and what we did, are doing, or cannot do yet. Everybody can read it once it is published."""

    __tablename__ = "commitment"
    __table_args__ = (
        one_of("state", CommitmentState),
        one_of("comes_from", CommitmentSource),
        CheckConstraint("said_by >= 0", name="said_by_not_below_zero"),
        CheckConstraint(f"theme_id IS NULL OR comes_from = '{CommitmentSource.THEME}'", name="theme_of_a_theme"),
        CheckConstraint(
            f"recommendation_id IS NULL OR comes_from = '{CommitmentSource.RECOMMENDATION}'",
            name="recommendation_of_a_review",
        ),
        CheckConstraint(
            f"question_id IS NULL OR comes_from = '{CommitmentSource.QUESTION}'", name="question_of_members"
        ),
        CheckConstraint(f"figure IS NULL OR comes_from = '{CommitmentSource.PATTERN}'", name="figure_of_a_pattern"),
        Index("ix_commitment_published", "published_at", "state", sqlite_where=PUBLIC, postgresql_where=PUBLIC),
        Index("ix_commitment_due", "state", "due_on", "id"),
        Index("ix_commitment_not_published", "due_on", "id", sqlite_where=DRAFT, postgresql_where=DRAFT),
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
    comes_from: Mapped[CommitmentSource | None]  # nothing is known of those from before this was asked
    theme_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("theme.id"), index=True)
    recommendation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("recommendation.id", ondelete="SET NULL"), index=True
    )
    question_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("board_question.id", ondelete="SET NULL"), index=True
    )
    figure: Mapped[str | None] = mapped_column(String(60))  # the name of the table of figures that showed the pattern
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)  # who does it
    owner_role: Mapped[str | None] = mapped_column(String(120))  # who there
    due_on: Mapped[date]
    evidence: Mapped[str | None] = mapped_column(String(2_000))  # for the board, in no public page
    once: Mapped[str | None] = mapped_column(String(43), unique=True)

    agency: Mapped[Agency | None] = relationship(lazy="raise_on_sql")
    theme: Mapped[Theme | None] = relationship(lazy="raise_on_sql")
    recommendation: Mapped["Recommendation | None"] = relationship(lazy="raise_on_sql")
    question: Mapped[BoardQuestion | None] = relationship(lazy="raise_on_sql")


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
    __table_args__ = (
        one_of("kind", ReviewKind),
        Index("ix_review_published", "published_at", "reported_on"),
        Index("ix_review_reported", "reported_on", "reference"),
    )

    reference: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[ReviewKind] = mapped_column(default=ReviewKind.LOCAL_PRACTICE)
    title: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(2_000))
    reported_on: Mapped[date]
    published_at: Mapped[datetime | None]
    once: Mapped[str | None] = mapped_column(String(43), unique=True)

    recommendations: Mapped[list["Recommendation"]] = relationship(
        lazy="raise_on_sql", order_by="Recommendation.number", cascade="all, delete-orphan", back_populates="review"
    )

    @property
    def number_done(self) -> int:
        return sum(one.state is RecommendationState.DONE for one in self.recommendations)


class Recommendation(Base):
    """What a review said must change, who sees to it, what has changed since, and whether that made a difference."""

    __tablename__ = "recommendation"
    __table_args__ = (
        one_of("state", RecommendationState),
        one_of("theme", RecommendationTheme),
        one_of("impact", Impact),
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
        CheckConstraint("state <> 'done' OR changed IS NOT NULL", name="done_says_what_changed"),
        CheckConstraint("(impact IS NULL) = (impact_checked_on IS NULL)", name="impact_has_day"),
        CheckConstraint(
            "closed_on IS NULL OR (state = 'done' AND evidence IS NOT NULL AND impact IS NOT NULL)",
            name="closed_is_done_shown_and_checked",
        ),
        UniqueConstraint("review_id", "number", name="uq_recommendation_review_number"),
        Index("ix_recommendation_due", "due_on"),
    )

    review_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(String(1_000))
    state: Mapped[RecommendationState] = mapped_column(default=RecommendationState.NOT_STARTED)
    changed: Mapped[str | None] = mapped_column(String(1_000))  # what young people read
    due_on: Mapped[date | None]
    checked_on: Mapped[date | None]
    theme: Mapped[RecommendationTheme | None]
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)
    owner_role: Mapped[str | None] = mapped_column(String(120))
    action: Mapped[str | None] = mapped_column(String(1_000))
    success_measure: Mapped[str | None] = mapped_column(String(1_000))
    is_at_risk: Mapped[bool] = mapped_column(default=False)
    evidence: Mapped[str | None] = mapped_column(String(2_000))
    evidenced_on: Mapped[date | None]
    is_said_done: Mapped[bool] = mapped_column(default=False)  # by its agency: the board looks, and decides
    reported_at: Mapped[datetime | None]  # when its agency last said how far it is
    reported_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    indicator: Mapped[str | None] = mapped_column(String(60))  # the name of the table of figures that it should move
    impact: Mapped[Impact | None]
    impact_checked_on: Mapped[date | None]
    impact_says: Mapped[str | None] = mapped_column(String(2_000))
    closed_on: Mapped[date | None]
    once: Mapped[str | None] = mapped_column(String(43), unique=True)

    review: Mapped[Review] = relationship(lazy="raise_on_sql", back_populates="recommendations")
    agency: Mapped[Agency | None] = relationship(lazy="raise_on_sql")
