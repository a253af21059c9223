"""What is remembered for one browser, and wrong tries."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from app.models.base import Base


class Visit(Base):
    """What the server remembers for one browser, for an hour or a day: half-written answers, the 4 words just given.

    Sealed under a key made from the cookie's own secret and the server's, so that neither alone opens it. The row holds
    a hash of the secret only.
    """

    __tablename__ = "visit"

    secret_mark: Mapped[bytes] = mapped_column(unique=True)
    contents_sealed: Mapped[bytes]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class WrongTry(Base):
    """How often the 4 words or a passphrase were wrong lately, by browser, address or account: as a keyed hash."""

    __tablename__ = "wrong_try"

    who_mark: Mapped[bytes] = mapped_column(unique=True)
    tries: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(index=True)
    may_try_at: Mapped[datetime | None]  # they were told to wait until then, and then they need not wait for others
