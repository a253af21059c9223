"""What is sent very often waits a little: the page comes back with everything they typed, and says how long."""

from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from app.asked_again import is_sent
from app.extensions import db
from app.models import View
from app.models.codes import SafeNow
from app.services import sending
from app.sessions import browser_session


def seconds_to_wait(what: str, about: UUID, *, is_unsafe: bool = False) -> int:
    """Count one more of this, and say how many seconds it must wait first (0: send it now)."""
    secret = browser_session().begin()
    return sending.seconds_until_more(secret, request.remote_addr, f"{what} {about}", is_unsafe=is_unsafe)


def seconds_for_view(what: str, view: View) -> int:
    """The same for something about a view. Whoever was not safe when they wrote it never waits."""
    return seconds_to_wait(what, view.id, is_unsafe=view.safe_now is not SafeNow.YES)


def asked_again(page: str, wait: int) -> ResponseReturnValue:
    """A page with a form, as it is opened or asked again. That somebody was told to wait is kept."""
    if wait:
        db.session.commit()
        return page, 429, {"Retry-After": str(wait)}
    return page, 400 if is_sent() else 200
