"""What is remembered of a browser's visit in rows of their own, sealed like the visit: none leads to another."""

import uuid
from datetime import timedelta

from cryptography.exceptions import InvalidTag
from sqlalchemy import select

from app.extensions import db
from app.models import Visit, utc_now
from app.models.base import place_of
from app.protection.cookie_secret import CookieSecret
from app.protection.sealing import open_with, seal_with
from app.services.adding import add_if_new


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
    row = db.session.scalar(select(Visit).where(Visit.secret_mark == mark, Visit.expires_at > utc_now()))
    if row is None:
        return None
    try:
        return open_with(secret.visit_key, row.contents_sealed, place(row.id)).decode()
    except InvalidTag:  # sealed under a server key that has been changed since: as if it had run out
        return None
