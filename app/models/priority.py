"""Each quarter members put themes in order, and the board says what it did about those that came first."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base
from app.models.triage import Theme

YEAR, NUMBER = "year BETWEEN 2020 AND 2200", "quarter BETWEEN 1 AND 4"


class PriorityRanking(Base):
    """The order of one member in one quarter: ids of themes, what matters most first. Shown to nobody but them."""

    __tablename__ = "priority_ranking"
    __table_args__ = (
        CheckConstraint(YEAR, name="year_known"),
        CheckConstraint(NUMBER, name="quarter_known"),
        UniqueConstraint("year", "quarter", "person_id", name="uq_priority_ranking_once"),
    )

    year: Mapped[int]
    quarter: Mapped[int]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    themes: Mapped[dict[str, Any]]  # {"in_order": [...]}: all of it is written at once, so no two halves can meet
    ranked_at: Mapped[datetime]


class PriorityAnswer(Base):
    """What the board did about one of the themes that came first in a quarter. Staff words, for members."""

    __tablename__ = "priority_answer"
    __table_args__ = (
        CheckConstraint(YEAR, name="year_known"),
        CheckConstraint(NUMBER, name="quarter_known"),
        UniqueConstraint("year", "quarter", "theme_id", name="uq_priority_answer_once"),
    )

    year: Mapped[int]
    quarter: Mapped[int]
    theme_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("theme.id"), index=True)
    text: Mapped[str] = mapped_column(String(2_000))
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime]

    theme: Mapped[Theme] = relationship(lazy="raise_on_sql")
