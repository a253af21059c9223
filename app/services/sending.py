"""Mischief without a captcha: what is sent very often is slowed, and what a program may have sent says so to staff.

Nobody is refused. The first view of a visit, and whatever says that somebody is not safe, is never made to wait.
docs/decisions/0011-mischief-is-slowed-never-refused.md says why.
"""

from datetime import datetime, timedelta

from app.models import utc_now
from app.models.codes import SafeNow
from app.protection.cookie_secret import CookieSecret
from app.services import slowing
from app.services.saying import Said
from app.services.slowing import Counted
from app.services.visiting import Remembered

FREE_FOR_A_VISIT = 5  # more views, after the first, within an hour of each other: brothers and sisters share a phone
FREE_FOR_A_PLACE = 60  # a children's home, a school or a mobile network shares one address
# From the first answer kept to sending there are five more pages. Nobody reads them in this time, filled in or not.
TOO_QUICK = timedelta(seconds=3)


def seconds_to_wait(secret: CookieSecret, address: str | None, contents: Remembered, said: Said) -> int:
    """Count one more view of this visit, and say how many seconds it must wait first (0: send it now)."""
    is_first = contents.receipt is None
    if is_first or said.safe_now is not SafeNow.YES:
        return 0
    return slowing.take_a_try([Counted(secret.sending_mark, FREE_FOR_A_VISIT), count_of_place(address)])


def count_of_place(address: str | None) -> Counted:
    """What is sent from one address, as a keyed hash of it."""
    return slowing.counted(f"sending from {slowing.place_of(address)}", free=FREE_FOR_A_PLACE)


def looks_automatic(contents: Remembered, said: Said, *, trap: str) -> bool:
    """Whether a program may have sent this: it was too quick for a person, or filled in what no person sees.

    A hint for whoever reads it, and never on somebody who is not safe: nobody is to read that with half an eye.
    """
    if said.safe_now is not SafeNow.YES:
        return False
    return bool(trap.strip()) or is_too_quick(contents)


def is_too_quick(contents: Remembered) -> bool:
    """By the server's own clock. Where it does not know when they began, they were not."""
    return contents.began_at is not None and utc_now() - datetime.fromisoformat(contents.began_at) < TOO_QUICK
