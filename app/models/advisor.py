"""Young advisors and shadow board members, as the worker who looks after their accounts knows them."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import AgeGroup
from app.models.person import Person, Role


class AdvisorProfile(Base):
    """What a participation worker keeps about a young person who has an account. Others see their chosen name only.

    Who agreed and how to reach them say who they are, so both are sealed under the key of what finds somebody.
    """

    __tablename__ = "advisor_profile"
    __table_args__ = (
        one_of("age_group", AgeGroup),
        one_of("role", Role),
        # Nobody who works here has one, and nobody who has one can become somebody who works here.
        CheckConstraint("role IN ('young advisor', 'shadow board member')", name="of_a_young_person"),
        ForeignKeyConstraint(
            ["person_id", "role"],
            ["person.id", "person.role"],
            name="fk_advisor_profile_person",
            ondelete="CASCADE",
            onupdate="CASCADE",
        ),
        CheckConstraint("(consent_sealed IS NULL) = (consented_on IS NULL)", name="consent_has_a_day"),
        CheckConstraint("(paused_at IS NULL) = (paused_because_sealed IS NULL)", name="paused_with_a_reason"),
        CheckConstraint("left_at IS NULL OR paused_at IS NULL", name="left_or_paused"),
        CheckConstraint("name_before_sealed IS NULL OR left_at IS NOT NULL", name="name_kept_of_who_left"),
        CheckConstraint(
            "cleared_at IS NULL OR (left_at IS NOT NULL AND name_before_sealed IS NULL AND consent_sealed IS NULL "
            "AND safe_contact_sealed IS NULL)",
            name="cleared_of_everything",
        ),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(unique=True)
    role: Mapped[Role]
    age_group: Mapped[AgeGroup]
    consent_sealed: Mapped[Sealed | None]  # who agreed to what, and how
    consented_on: Mapped[date | None]
    safe_contact_sealed: Mapped[Sealed | None]  # how to reach them safely, and what never to do
    looked_after_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    paused_at: Mapped[datetime | None]
    paused_because_sealed: Mapped[Sealed | None]
    left_at: Mapped[datetime | None]
    name_before_sealed: Mapped[Sealed | None]  # until it is cleared, they can come back under it
    cleared_at: Mapped[datetime | None]

    consent = SealedText[str | None]("consent_sealed", "identity")
    safe_contact = SealedText[str | None]("safe_contact_sealed", "identity")
    paused_because = SealedText[str | None]("paused_because_sealed")
    name_before = SealedText[str | None]("name_before_sealed")

    person: Mapped[Person] = relationship(
        lazy="raise_on_sql", foreign_keys="[AdvisorProfile.person_id, AdvisorProfile.role]"
    )
    looked_after_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[looked_after_by_id])
