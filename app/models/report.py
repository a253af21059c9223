"""The board's annual report: its own texts while they are written, and each version as it was published."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, one_of
from app.models.codes import ReportPart
from app.models.person import Person


class AnnualReport(Base):
    """The report of one financial year. Everybody can read its children's version while it is published."""

    __tablename__ = "annual_report"
    __table_args__ = (CheckConstraint("begins BETWEEN 2000 AND 2100", name="year_that_can_be"),)

    begins: Mapped[int] = mapped_column(unique=True)  # the year in which its April is
    published_at: Mapped[datetime | None]

    texts: Mapped[list["ReportText"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    versions: Mapped[list["ReportVersion"]] = relationship(lazy="raise_on_sql", order_by="ReportVersion.number")

    @property
    def newest(self) -> "ReportVersion | None":
        """The newest version, whether or not it can be read now."""
        return self.versions[-1] if self.versions else None

    @property
    def by_part(self) -> dict[ReportPart, "ReportText"]:
        return {one.part: one for one in self.texts}


class ReportText(Base):
    """What the board itself writes in one part of a report that is not published yet, or not published again."""

    __tablename__ = "report_text"
    __table_args__ = (
        one_of("part", ReportPart),
        UniqueConstraint("report_id", "part", name="uq_report_text_report_part"),
    )

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("annual_report.id", ondelete="CASCADE"))
    part: Mapped[ReportPart]
    text: Mapped[str] = mapped_column(String(20_000))  # Markdown
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))

    changed_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class ReportVersion(Base):
    """All that a report said when it was published. The database itself refuses to change or remove it.

    A young person's words are not in it: only which approved quotes stood there. They are asked for each time.
    """

    __tablename__ = "report_version"
    __table_args__ = (
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
        CheckConstraint("(number = 1) = (corrects IS NULL)", name="later_ones_say_what_they_correct"),
        UniqueConstraint("report_id", "number", name="uq_report_version_report_number"),
    )

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("annual_report.id"))
    number: Mapped[int]
    corrects: Mapped[str | None] = mapped_column(String(1_000))  # what was wrong before, for whoever reads it
    published_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]]
    once: Mapped[str] = mapped_column(String(43), unique=True)

    published_by: Mapped[Person] = relationship(lazy="raise_on_sql")
