"""Being signed in, and what proves who somebody is."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.models.base import Base, Sealed, SealedText
from app.models.person import Person


class SignIn(Base):
    """One person signed in at one browser. Only a hash of the cookie's secret is stored."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_person_place", "person_id", "place_mark"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    secret_mark: Mapped[bytes] = mapped_column(unique=True)
    last_seen_at: Mapped[datetime]
    # When they last proved who they are, with every step their role needs. Nothing: they are half-way.
    confirmed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    place_mark: Mapped[bytes | None]  # a keyed hash of where the browser is
    is_own_phone: Mapped[bool] = mapped_column(default=False)  # a member said so: it lasts for days, not hours
    browser_name: Mapped[str | None] = mapped_column(String(60))  # "Firefox on Windows"

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Authenticator(Base):
    """An app that shows a code of six digits (TOTP, RFC 6238). Each person has at most one."""

    __tablename__ = "authenticator"
    __table_args__ = (CheckConstraint("last_step >= 0", name="last_step_is_a_step"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    secret_sealed: Mapped[Sealed]
    confirmed_at: Mapped[datetime | None]  # nothing: shown, and not yet used once
    last_step: Mapped[int] = mapped_column(default=0)  # the newest half-minute used: no code is taken twice

    secret = SealedText[str]("secret_sealed", "two-step")


class Passkey(Base):
    """A key pair on somebody's phone, computer or security key (WebAuthn). Here is only what checks it."""

    __tablename__ = "passkey"
    __table_args__ = (CheckConstraint("sign_count >= 0", name="sign_count_is_a_count"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    credential_id: Mapped[bytes] = mapped_column(unique=True)
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    name: Mapped[str] = mapped_column(String(60))
    last_used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class PasskeyChallenge(Base):
    """What one browser was asked to sign. It is used once, within minutes."""

    __tablename__ = "passkey_challenge"

    secret_mark: Mapped[bytes] = mapped_column(unique=True)
    challenge: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RecoveryCode(Base):
    """One of ten codes for when the phone is lost. Only a keyed hash is stored; it works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (CheckConstraint("key_id BETWEEN 1 AND 255", name="key_id_fits_a_byte"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    code_mark: Mapped[bytes] = mapped_column(unique=True)
    key_id: Mapped[int]
    used_at: Mapped[datetime | None]


class KeptWork(Base):
    """What somebody had typed when they were not signed in any more. It waits for their next sign-in, for some days."""

    __tablename__ = "kept_work"
    __table_args__ = (Index("ix_kept_work_person", "person_id", "expires_at"),)

    person_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"))
    fields_sealed: Mapped[Sealed]
    expires_at: Mapped[datetime] = mapped_column(index=True)

    fields = SealedText[str]("fields_sealed")  # JSON: the address, and the fields of its form in their order
