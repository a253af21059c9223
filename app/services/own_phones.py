"""A member says that this is their own phone: they stay signed in there for days, not until the browser is shut."""

from datetime import timedelta

from app.extensions import db
from app.models import SignIn
from app.services import auditing, settings


def how_long_kept(signed_in: SignIn) -> timedelta | None:
    """How long a member stays signed in on what they said is their own phone. Nothing: it ends with the browser."""
    if not (signed_in.is_own_phone and signed_in.person.role.is_young):
        return None
    return timedelta(days=settings.current().own_phone_days)


def keep_on_phone(signed_in: SignIn, *, is_own: bool, secret_mark: bytes) -> None:
    """A member says that this is their own phone, or that it is not any more. It goes on under a new cookie."""
    signed_in.is_own_phone, signed_in.secret_mark = is_own, secret_mark
    auditing.note(
        signed_in.person, "stays signed in on a phone" if is_own else "ends with the browser", signed_in.person
    )
    db.session.flush()
