"""What the board's members have agreed to and answer for: the information-sharing framework, and Section 11."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import Standard
from app.models.person import Agency


class FrameworkVersion(Base):
    """One version of how agencies share what keeps a child safe. Never changed: what was signed stays as it was."""

    __tablename__ = "framework_version"
    __table_args__ = (CheckConstraint("number >= 1", name="numbers_start_at_one"),)

    number: Mapped[int] = mapped_column(unique=True)
    summary: Mapped[str] = mapped_column(String(2_000))  # what it says, in plain words
    changed: Mapped[str | None] = mapped_column(String(1_000))  # against the version before, and why
    text: Mapped[str | None] = mapped_column(String(20_000))  # word for word; or it is kept elsewhere
    valid_from: Mapped[date]
    added_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    once: Mapped[str] = mapped_column(String(43), unique=True)


class FrameworkSignature(Base):
    """One agency has signed one version, at the moment the row was made or on paper. It cannot be undone."""

    __tablename__ = "framework_signature"
    __table_args__ = (UniqueConstraint("version_id", "agency_id", name="uq_framework_signature_version_agency"),)

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("framework_version.id"))
    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"), index=True)
    signed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))  # whose account it was
    name_sealed: Mapped[Sealed]
    role: Mapped[str] = mapped_column(String(120))  # in their agency, as they wrote it
    on_paper_on: Mapped[date | None]  # the day on the paper, where the board wrote down a signature that came so

    name = SealedText[str]("name_sealed")

    @property
    def signed_on(self) -> datetime | date:
        """The day on the paper, or the moment it was signed in Heard."""
        return self.on_paper_on or self.created_at

    version: Mapped[FrameworkVersion] = relationship(lazy="raise_on_sql")


class SelfAssessment(Base):
    """What one agency says of itself in one year, standard by standard (Children Act 2004, s. 11)."""

    __tablename__ = "self_assessment"
    __table_args__ = (
        CheckConstraint("year BETWEEN 2004 AND 2100", name="year_since_the_act"),
        UniqueConstraint("agency_id", "year", name="uq_self_assessment_agency_year"),
        Index("ix_self_assessment_due", "due_on", "id"),
        Index("ix_self_assessment_year", "year", "is_open"),
    )

    agency_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("agency.id"))
    year: Mapped[int]
    due_on: Mapped[date]
    is_open: Mapped[bool] = mapped_column(default=True)  # until the next year is opened
    completed_at: Mapped[datetime | None]  # when the last of the standards had its score

    agency: Mapped[Agency] = relationship(lazy="raise_on_sql")
    scores: Mapped[list["StandardScore"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", back_populates="assessment"
    )

    @property
    def by_standard(self) -> dict[Standard, "StandardScore"]:
        return {one.standard: one for one in self.scores}

    @property
    def number_moderated(self) -> int:
        return sum(one.moderated_score is not None for one in self.scores)


class StandardScore(Base):
    """How well one standard is met, from 0 to 3: as the agency sees it, and as the board does after looking at it."""

    __tablename__ = "standard_score"
    __table_args__ = (
        one_of("standard", Standard),
        CheckConstraint("self_score BETWEEN 0 AND 3", name="self_score_from_0_to_3"),
        CheckConstraint("moderated_score BETWEEN 0 AND 3", name="moderated_score_from_0_to_3"),
        CheckConstraint("(improvement IS NULL) = (improve_by IS NULL)", name="improvement_has_day"),
        CheckConstraint(
            "(moderated_score IS NULL) = (moderated_because IS NULL)"
            " AND (moderated_score IS NULL) = (moderated_by_id IS NULL)"
            " AND (moderated_score IS NULL) = (moderated_at IS NULL)",
            name="moderated_whole",
        ),
        UniqueConstraint("assessment_id", "standard", name="uq_standard_score_assessment_standard"),
    )

    assessment_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("self_assessment.id", ondelete="CASCADE"))
    standard: Mapped[Standard]
    self_score: Mapped[int]
    evidence: Mapped[str] = mapped_column(String(2_000))
    improvement: Mapped[str | None] = mapped_column(String(1_000))
    improve_by: Mapped[date | None]
    scored_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    scored_at: Mapped[datetime]
    moderated_score: Mapped[int | None]
    moderated_because: Mapped[str | None] = mapped_column(String(1_000))
    moderated_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    moderated_at: Mapped[datetime | None]

    assessment: Mapped[SelfAssessment] = relationship(lazy="raise_on_sql", back_populates="scores")
