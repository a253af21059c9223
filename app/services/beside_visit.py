"""What is remembered of a browser's visit in rows of their own, sealed like the visit: none leads to another."""

import uuid
from datetime import timedelta
from typing import Final

from cryptography.exceptions import InvalidTag
from sqlalchemy import bindparam, select

from app.extensions import db
from app.models import Visit, utc_now
from app.models.base import place_of
from app.protection.cookie_secret import CookieSecret
from app.protection.sealing import open_with, seal_with
from app.services.adding import add_if_new

TABLE: Final = Visit.metadata.tables[Visit.__tablename__]
# Asked for by every page that is sent: put together once.
TO_READ: Final = select(TABLE.c.id, TABLE.c.contents_sealed).where(
    TABLE.c.secret_mark == bindparam("mark"), TABLE.c.expires_at > bindparam("now")
)


def place(row_id: uuid.UUID) -> bytes:
    """What a visit's contents are bound to: their table, column and row."""
    return place_of(Visit.__tablename__, "contents_sealed", row_id).encode()


def keep(secret: CookieSecret, mark: bytes, text: str, *, minutes: int) -> None:
    """Keep it under this mark, in place of what was there, for so many minutes.

    Outside the seal only whole minutes stand, so that the row does not tell to the second when something was done.
    """
    row_id, minute = uuid.uuid4(), utc_now().replace(second=0, microsecond=0)
    values = {
        "id": row_id,
        "created_at": minute,
        "secret_mark": mark,
        "contents_sealed": seal_with(secret.visit_key, text.encode(), place(row_id)),
        "expires_at": minute + timedelta(minutes=minutes + 1),
    }
    add_if_new(Visit, values, key="secret_mark", otherwise=values)


def find(secret: CookieSecret, mark: bytes) -> str | None:
    """What is kept under this mark, as long as its time has not run out."""
    row = db.session.execute(TO_READ, {"mark": mark, "now": utc_now()}).first()
    if row is None:
        return None
    try:
        return open_with(secret.visit_key, row.contents_sealed, place(row.id)).decode()
    except InvalidTag:  # sealed under a server key that has been changed since: as if it had run out
        return None
