"""Somebody complains: a view like any other, with the same clocks, the same 4 words and the same answer.

It never needs a name, and whatever is half-written in the same browser stays there.
"""

from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Person
from app.models.codes import SafeNow
from app.protection.cookie_secret import CookieSecret
from app.services import saying, visiting
from app.services.saying import Said


def complaint(*, words: str, safe_now: SafeNow) -> Said:
    """What they wrote, as a view that can be sent."""
    return Said(words=words, safe_now=safe_now, is_complaint=True)


def complain(
    secret: CookieSecret, said: Said, *, once: str, sent_by: Person | None, looks_automatic: bool = False
) -> None:
    """Store the complaint with its clocks, and with its alert when they are not safe; keep the receipt for the browser.

    `sent_by` is the member who is signed in there, if one is: their name never goes with it. A second send with the
    same token changes nothing.
    """
    try:
        with db.session.begin_nested():
            stored = saying.store(said, once=once, advisor=None, looks_automatic=looks_automatic)
    except IntegrityError:
        if saying.is_sent(once):  # another tap was first
            return
        raise
    row, contents = visiting.own(secret)
    contents.receipt = saying.receipt(stored, said, sent_by=sent_by)
    visiting.keep(secret, contents, row)
