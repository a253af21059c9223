"""What one administrator asks and a second one decides."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText, one_of
from app.models.person import Person, Role


class ApprovalKind(StrEnum):
    JOINING_LINK = "joining link"  # a way in: for somebody new, or for somebody who lost their way in
    ROLE = "role"


class Decision(StrEnum):
    APPROVED = "approved"
    REFUSED = "refused"


class Approval(Base):
    """An administrator asks for something that opens children's words; another administrator says yes or no."""

    __tablename__ = "approval"
    __table_args__ = (
        one_of("kind", ApprovalKind),
        one_of("role", Role),
        one_of("decision", Decision),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> asked_by_id", name="decided_by_another"),
        CheckConstraint("asked_by_id <> person_id", name="nobody_asks_for_themselves"),
        CheckConstraint("decided_by_id IS NULL OR decided_by_id <> person_id", name="nobody_approves_themselves"),
        CheckConstraint("(decided_at IS NULL) = (decision IS NULL)", name="decision_has_date"),
        CheckConstraint("(decided_by_id IS NULL) OR (decision IS NOT NULL)", name="decider_has_decided"),
        CheckConstraint("(kind = 'role') = (role IS NOT NULL)", name="role_is_named"),
        CheckConstraint("used_at IS NULL OR decision = 'approved'", name="used_when_approved"),
        Index("ix_approval_waiting", "decided_at", "expires_at"),
    )

    kind: Mapped[ApprovalKind]
    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    role: Mapped[Role | None]
    reason_sealed: Mapped[Sealed]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id"))
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[Decision | None]
    used_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]

    reason = SealedText[str]("reason_sealed")

    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[person_id])
    asked_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=[asked_by_id])
    decided_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
