"""What the server remembers for one browser: half-written answers for an hour, the 4 words until the session ends.

Opened only with the cookie's own secret. A row that has run out is as good as gone, and goes at the next cleaning.
"""

import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidTag
from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Visit, utc_now
from app.models.base import place_of
from app.protection.cookie_secret import CookieSecret
from app.protection.sealing import open_with, seal_with
from app.services import settings


@dataclass
class Remembered:
    """What one browser's visit holds. Answers are the values of the forms, by field name."""

    answers: dict[str, str] = field(default_factory=dict)
    once: str | None = None
    earlier_gone: bool = False
    receipt: dict[str, str] | None = None
    opened_view_id: str | None = None


def remembered(secret: CookieSecret | None) -> Remembered:
    """What is remembered for this browser; nothing when there is no cookie, no row, or its time has run out."""
    row = find_row(secret) if secret else None
    return open_row(row, secret) if row and secret else Remembered()


def find_row(secret: CookieSecret, *, for_change: bool = False) -> Visit | None:
    query = select(Visit).where(Visit.secret_mark == secret.visit_mark)
    return db.session.scalar(query.with_for_update() if for_change else query)


def open_row(row: Visit, secret: CookieSecret) -> Remembered:
    if row.expires_at <= utc_now():
        return Remembered()
    try:
        opened = open_with(secret.visit_key, row.contents_sealed, place(row))
    except InvalidTag:  # sealed under a server key that has been changed since: as if it had run out
        return Remembered()
    return Remembered(**json.loads(opened))


def place(row: Visit) -> bytes:
    return place_of(Visit.__tablename__, "contents_sealed", row.id).encode()


def keep(secret: CookieSecret, contents: Remembered) -> None:
    """Remember this for the browser from now on, and start its time again."""
    row = find_row(secret, for_change=True)
    if row is None:
        sweep()
        row = Visit(id=uuid.uuid4(), secret_mark=secret.visit_mark)
    row.contents_sealed = seal_with(secret.visit_key, json.dumps(asdict(contents)).encode(), place(row))
    row.expires_at = runs_out_at(contents)
    db.session.add(row)
    db.session.flush()


def keep_answers(secret: CookieSecret, answers: dict[str, str], *, is_first: bool = False) -> Remembered:
    """Add answers to the half-written view, beside those another tab may have kept since. Returns all of it.

    An answer to a later question that finds nothing to add to is kept, and it is noted that the earlier ones are gone.
    """
    try:
        with db.session.begin_nested():
            return add_answers(secret, answers, is_first=is_first)
    except IntegrityError:  # two tabs began at the same moment: now the row is there
        return add_answers(secret, answers, is_first=is_first)


def add_answers(secret: CookieSecret, answers: dict[str, str], *, is_first: bool) -> Remembered:
    row = find_row(secret, for_change=True)
    contents = open_row(row, secret) if row else Remembered()
    contents.earlier_gone = contents.earlier_gone or not (is_first or contents.answers)
    contents.answers |= answers
    keep(secret, contents)
    return contents


def keep_opened(secret: CookieSecret, view_id: uuid.UUID) -> None:
    """Remember which view this browser has opened with its 4 words."""
    contents = remembered(secret)
    contents.opened_view_id = str(view_id)
    keep(secret, contents)


def runs_out_at(contents: Remembered) -> datetime:
    now_in_force = settings.current()
    wants_a_day = contents.answers.get("keep_for_a_day") == "True"
    minutes = now_in_force.draft_long_minutes if wants_a_day else now_in_force.draft_minutes
    return utc_now() + timedelta(minutes=minutes)


def forget(secret: CookieSecret | None) -> None:
    """Delete what is remembered for this browser."""
    if secret:
        db.session.execute(delete(Visit).where(Visit.secret_mark == secret.visit_mark))


def sweep() -> None:
    """Delete what has run out, whoever's it was."""
    db.session.execute(delete(Visit).where(Visit.expires_at <= utc_now()))
