"""Guidance for people who work here: versions that stay as they were published, who must read each, and who has."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, one_of
from app.models.person import Person, Role

DRAFT = text("published_at IS NULL")


class Guidance(Base):
    """Guidance about one thing. In force from its publication on, until it is withdrawn."""

    __tablename__ = "guidance"
    __table_args__ = (
        CheckConstraint("(newest_number IS NULL) = (read_from IS NULL)", name="read_from_some_version"),
        CheckConstraint("read_from <= newest_number", name="read_from_what_there_is"),
        CheckConstraint("published_at IS NULL OR newest_number IS NOT NULL", name="published_has_version"),
    )

    published_at: Mapped[datetime | None]
    # Every page for staff asks who has to read what, so these two stand here, and no version has to be opened for it.
    newest_number: Mapped[int | None]  # of the newest version that was published
    read_from: Mapped[int | None]  # whoever has read this version or a later one has read it: the others are small
    once: Mapped[str] = mapped_column(String(43), unique=True)

    versions: Mapped[list["GuidanceVersion"]] = relationship(
        lazy="raise_on_sql", order_by="GuidanceVersion.number", cascade="all, delete-orphan", back_populates="guidance"
    )

    @property
    def newest(self) -> "GuidanceVersion | None":
        """The newest version that was published."""
        return next((one for one in reversed(self.versions) if one.published_at is not None), None)

    @property
    def draft(self) -> "GuidanceVersion | None":
        """The version that is being written."""
        return next((one for one in self.versions if one.published_at is None), None)

    @property
    def latest(self) -> "GuidanceVersion":
        """The draft, or else the newest."""
        return self.versions[-1]


class GuidanceVersion(Base):
    """The whole text as it is at one time. The database itself refuses to change one that is published."""

    __tablename__ = "guidance_version"
    __table_args__ = (
        CheckConstraint("number >= 1", name="numbers_start_at_one"),
        CheckConstraint("(published_at IS NULL) = (published_by_id IS NULL)", name="published_by_somebody"),
        CheckConstraint(
            "number = 1 OR published_at IS NULL OR changed IS NOT NULL", name="later_ones_say_what_changed"
        ),
        CheckConstraint("number > 1 OR is_small = false", name="the_first_is_read_by_all"),
        UniqueConstraint("guidance_id", "number", name="uq_guidance_version_guidance_number"),
        Index("uq_guidance_version_draft", "guidance_id", unique=True, sqlite_where=DRAFT, postgresql_where=DRAFT),
    )

    guidance_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("guidance.id", ondelete="CASCADE"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    changed: Mapped[str | None] = mapped_column(String(2_000))  # what is different, and why
    is_small: Mapped[bool] = mapped_column(default=False)  # whoever has read the version before need not read it again
    published_at: Mapped[datetime | None]
    published_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(20_000))  # Markdown

    guidance: Mapped[Guidance] = relationship(lazy="raise_on_sql", back_populates="versions")
    published_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    audience: Mapped[list["GuidanceAudience"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")

    @property
    def roles(self) -> list[Role]:
        """Who must read it, in the order of the roles."""
        return [role for role in Role if role in {one.role for one in self.audience}]


class GuidanceAudience(Base):
    """Everybody of this role must read this version."""

    __tablename__ = "guidance_audience"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("role NOT IN ('young advisor', 'shadow board member')", name="never_a_young_person"),
        UniqueConstraint("version_id", "role", name="uq_guidance_audience_version_role"),
    )

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("guidance_version.id", ondelete="CASCADE"))
    role: Mapped[Role]


class GuidanceReading(Base):
    """Somebody says that they have read this version."""

    __tablename__ = "guidance_reading"
    __table_args__ = (UniqueConstraint("version_id", "person_id", name="uq_guidance_reading_version_person"),)

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("guidance_version.id", ondelete="CASCADE"))
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
