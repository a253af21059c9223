"""Young advisors and shadow board members, as the worker who looks after their accounts knows them."""

import uuid
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.codes import AgeGroup
from app.models.person import Person


class AdvisorProfile(Base):
    """What a participation worker keeps about a young person who has an account. Others see their chosen name only."""

    __tablename__ = "advisor_profile"
    __table_args__ = (
        one_of("age_group", AgeGroup),
        CheckConstraint("(paused_at IS NULL) = (paused_because_sealed IS NULL)", name="paused_with_a_reason"),
    )

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    age_group: Mapped[AgeGroup]
    consent_sealed: Mapped[Sealed | None]  # who agreed to what, and how
    consented_on: Mapped[date | None]
    safe_contact_sealed: Mapped[Sealed | None]  # how to reach them safely, and what never to do
    looked_after_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"), index=True)
    paused_at: Mapped[datetime | None]
    paused_because_sealed: Mapped[Sealed | None]
    left_at: Mapped[datetime | None]

    consent = SealedText[str | None]("consent_sealed")
    safe_contact = SealedText[str | None]("safe_contact_sealed")
    paused_because = SealedText[str | None]("paused_because_sealed")

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    looked_after_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[looked_after_by_id])
