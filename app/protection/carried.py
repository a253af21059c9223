"""What was answered on earlier pages, sealed into the page that follows: it outlives the hour on the server by a day.

The key is the one of the browser's visit: it takes this browser's cookie and the server together to open it. Whoever
reads the page's source learns nothing, and after Hide page, when the cookie is another, it opens for nobody.
"""

import base64
import json
import zlib
from datetime import datetime, timedelta
from typing import Literal

from cryptography.exceptions import InvalidTag

from app.protection.cookie_secret import CookieSecret
from app.protection.sealing import open_with, seal_with

Carried = Literal["view", "meeting"]


def seal_for_page(secret: CookieSecret, what: Carried, answers: dict[str, str], *, now: datetime) -> str:
    """The answers as text for a hidden field (base64url). Nothing, for no answers."""
    if not any(answers.values()):
        return ""
    packed = zlib.compress(json.dumps([now.isoformat(), answers], ensure_ascii=False).encode(), level=9)
    return base64.urlsafe_b64encode(seal_with(secret.visit_key, packed, place_of(what))).rstrip(b"=").decode()


def open_from_page(
    secret: CookieSecret,
    what: Carried,
    sealed: str,
    *,
    now: datetime,
    longest: timedelta,
    after: datetime | None = None,
) -> dict[str, str]:
    """The answers that came with a page; none when it is not ours, another browser's, or older than `longest`.

    `after`: when this browser last sent such answers. What was sealed before that has been sent.
    """
    try:
        packed = open_with(secret.visit_key, decoded(sealed), place_of(what))
    except (InvalidTag, ValueError):
        return {}
    moment, answers = json.loads(zlib.decompress(packed))
    sealed_at = datetime.fromisoformat(moment)
    is_sent = after is not None and sealed_at <= after
    return answers if now - sealed_at <= longest and not is_sent else {}


def decoded(sealed: str) -> bytes:
    """Raises ValueError when it is no base64url."""
    return base64.b64decode(sealed + "=" * (-len(sealed) % 4), altchars=b"-_", validate=True)


def place_of(what: Carried) -> bytes:
    return f"page {what}".encode()
