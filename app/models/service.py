"""What the service keeps of itself: settings, proofs of keys, and what was counted and published."""

import uuid
from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Setting(Base):
    """What the board has decided, where it differs from what Heard comes with."""

    __tablename__ = "setting"

    name: Mapped[str] = mapped_column(String(60), unique=True)
    value: Mapped[dict[str, Any]]


class KeyProof(Base):
    """A word sealed under each key in use, so that a wrong or missing key is found when the app starts."""

    __tablename__ = "key_proof"
    __table_args__ = (CheckConstraint("key_id BETWEEN 1 AND 255", name="key_id_fits_a_byte"),)

    key_id: Mapped[int] = mapped_column(unique=True)
    proof_sealed: Mapped[bytes]


class Publication(Base):
    """One table of figures for one quarter or year, protected and frozen. Only what may be seen is in it."""

    __tablename__ = "publication"
    __table_args__ = (
        UniqueConstraint(
            "table_name", "first_day", "last_day", "revision", name="uq_publication_table_period_revision"
        ),
        CheckConstraint("first_day < last_day", name="period_has_length"),
        CheckConstraint("revision >= 1", name="revisions_start_at_one"),
    )

    table_name: Mapped[str] = mapped_column(String(60))
    first_day: Mapped[date]
    last_day: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    content: Mapped[dict[str, Any]]


class CountedPeriod(Base):
    """What was counted of a quarter or year when it was published: for the year, for revisions and for checking.

    It holds every number that is hidden, so no page, export or mail reads it: only what publishes (a test says so).
    """

    __tablename__ = "counted_period"
    __table_args__ = (
        UniqueConstraint("first_day", "last_day", "revision", name="uq_counted_period_period_revision"),
        CheckConstraint("first_day < last_day", name="period_has_length"),
        CheckConstraint("revision >= 1", name="revisions_start_at_one"),
        CheckConstraint("(revision = 1) = (reason IS NULL)", name="a_revision_has_a_reason"),
        CheckConstraint("threshold >= 5", name="threshold_of_5"),
        CheckConstraint("smallest_base >= 20", name="base_of_20"),
    )

    first_day: Mapped[date]
    last_day: Mapped[date]
    revision: Mapped[int] = mapped_column(default=1)
    reason: Mapped[str | None] = mapped_column(String(500))
    threshold: Mapped[int]
    smallest_base: Mapped[int]
    counted: Mapped[dict[str, Any]]  # counts by name, who recorded what of them, rows, links, what a year is made of


class PracticePublication(Base):
    """What one chair may see of all the other chairs in one quarter, protected and frozen. Nothing of their own."""

    __tablename__ = "practice_publication"
    __table_args__ = (
        UniqueConstraint("chair_id", "first_day", name="uq_practice_publication_chair_period"),
        CheckConstraint("first_day < last_day", name="period_has_length"),
    )

    chair_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    first_day: Mapped[date] = mapped_column(index=True)
    last_day: Mapped[date]
    content: Mapped[dict[str, Any]]


class DemonstrationMark(Base):
    """Stands only in a database that `flask demo load` made."""

    __tablename__ = "demonstration_mark"
    __table_args__ = (CheckConstraint("seed >= 0", name="seed_is_a_number"),)

    seed: Mapped[int]
