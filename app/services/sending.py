"""Mischief without a captcha: what is sent very often is slowed, and what a program may have sent says so to staff.

Nobody is refused. The first of each thing in a visit, and whatever says that somebody is not safe, never waits.
docs/decisions/0011-mischief-is-slowed-never-refused.md says why.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from app.models import utc_now
from app.models.codes import SafeNow
from app.protection.cookie_secret import CookieSecret
from app.services import slowing
from app.services.saying import Said
from app.services.slowing import Counted
from app.services.visiting import Remembered

FREE_FOR_A_VISIT = 5  # more, after the first, within an hour of each other: brothers and sisters share a phone
FREE_FOR_A_PLACE = 60  # a children's home, a school or a mobile network shares one address
# From the first answer kept to sending there are five more pages. Nobody reads them in this time, filled in or not.
TOO_QUICK = timedelta(seconds=3)


def seconds_to_wait(secret: CookieSecret, address: str | None, contents: Remembered, said: Said) -> int:
    """Count one more view of this visit, and say how many seconds it must wait first (0: send it now)."""
    is_first = contents.receipt is None
    if is_first or said.safe_now is not SafeNow.YES:
        return 0
    own = Counted(secret.sending_mark, FREE_FOR_A_VISIT)
    return slowing.take_a_try([own, patiently(count_of_place(address), own)])


def seconds_until_more(secret: CookieSecret, address: str | None, what: str, *, is_unsafe: bool = False) -> int:
    """Count one more of anything else a young person sends, and say how many seconds it must wait first (0: none).

    `what` says what it is and what it is about: each view, meeting and wish has a first one of its own in a visit,
    which never waits and is not counted for the address. What was sent already must not be counted again.
    """
    if is_unsafe:
        return 0
    own = count_in_visit(secret, what)
    others = [patiently(count_of_place(address), own)] if slowing.has_tried(own) else []
    return slowing.take_a_try([own, *others])


def seconds_until_told(secret: CookieSecret, address: str | None, commitment_id: UUID) -> int:
    """The same for "did it help?": one tap, without a word, that anybody can send.

    From one address the first of a visit counts as well: a program that begins anew each time must not outvote people.
    """
    own = count_in_visit(secret, f"whether it helped, {commitment_id}")
    return slowing.take_a_try([own, patiently(count_of_place(address, "telling"), own)])


def count_in_visit(secret: CookieSecret, what: str) -> Counted:
    """The first, as many more as are free, and then each one longer."""
    return Counted(secret.mark_of_sending(what), 1 + FREE_FOR_A_VISIT)


def count_of_place(address: str | None, doing: str = "sending") -> Counted:
    """What is sent from one address, as a keyed hash of it."""
    return slowing.counted(f"{doing} from {slowing.place_of(address)}", free=FREE_FOR_A_PLACE)


def patiently(place: Counted, own: Counted) -> Counted:
    """Whoever has waited for an address as long as they were told need not wait for others there again."""
    return replace(place, patient=own.who)


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
