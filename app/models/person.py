"""Who can sign in, in which role, of which agency; and the links they join with."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from flask_login import UserMixin
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of


class Role(StrEnum):
    YOUNG_ADVISOR = "young advisor"
    SHADOW_BOARD_MEMBER = "shadow board member"
    CHAIR = "conference chair"
    CHAIRS_MANAGER = "chairs' manager"
    PARTICIPATION_WORKER = "participation worker"
    SAFEGUARDING_LEAD = "safeguarding lead"
    BOARD_MEMBER = "board member"
    AGENCY_LEAD = "agency lead"
    ADMINISTRATOR = "administrator"

    @property
    def is_young(self) -> bool:
        """Young advisors and shadow board members: a chosen name, and never an e-mail address."""
        return self in (Role.YOUNG_ADVISOR, Role.SHADOW_BOARD_MEMBER)


class Agency(Base):
    """A member of the board: it owns actions."""

    __tablename__ = "agency"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_social_care: Mapped[bool] = mapped_column(default=False)  # children's social care: no quorum without it
    framework_due_on: Mapped[date | None] = mapped_column(index=True)  # by when it is to sign; nothing once it has


class Person(UserMixin, Base):  # type: ignore[misc]  # Flask-Login has no types
    """Anyone who can sign in. Each has one role."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint(
            "email IS NULL OR role NOT IN ('young advisor', 'shadow board member')", name="young_have_no_email"
        ),
        CheckConstraint("(role = 'agency lead') = (agency_id IS NOT NULL)", name="agency_leads_have_an_agency"),
        CheckConstraint("username = lower(username)", name="username_is_lower_case"),
        one_of("role", Role),
        UniqueConstraint("id", "role", name="uq_person_id_role"),  # other tables can say of which role somebody is
    )

    username: Mapped[str] = mapped_column(String(120), unique=True)
    name_sealed: Mapped[Sealed]
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    role: Mapped[Role]
    agency_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("agency.id"), index=True)
    passphrase_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)

    name = SealedText[str]("name_sealed")

    agency: Mapped[Agency | None] = relationship(lazy="raise_on_sql")


class JoiningLink(Base):
    """A way in for the first time, used once. Only a keyed hash of it is stored."""

    __tablename__ = "joining_link"

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    made_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))  # nobody: made at the server itself
    token_mark: Mapped[bytes] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
