"""Guessing is slowed, never locked out: after a few wrong tries a wait, doubled each time, of at most a minute."""

from datetime import timedelta

from sqlalchemy import delete, select

from app.extensions import db
from app.models import WrongTry, utc_now

FREE_TRIES = 5
LONGEST_WAIT = 60  # seconds
FORGOTTEN_AFTER = timedelta(hours=1)


def wait_after(tries: int) -> int:
    """Seconds to wait after so many wrong tries: 0 for the first five, then 2, 4, 8 … 60."""
    over = tries - FREE_TRIES
    return min(2**over, LONGEST_WAIT) if over > 0 else 0


def seconds_to_wait(marks: list[bytes]) -> int:
    """How long whoever these marks stand for must still wait (0: not at all)."""
    now = utc_now()
    rows = db.session.scalars(select(WrongTry).where(WrongTry.who_mark.in_(marks))).all()
    waits = [(row.last_at + timedelta(seconds=wait_after(row.tries)) - now).total_seconds() for row in rows]
    return max(0, *(int(wait) + 1 for wait in waits if wait > 0), 0)


def note_wrong_try(marks: list[bytes]) -> None:
    """Count one more for each of these marks."""
    now = utc_now()
    db.session.execute(delete(WrongTry).where(WrongTry.last_at < now - FORGOTTEN_AFTER))
    rows = {row.who_mark: row for row in db.session.scalars(select(WrongTry).where(WrongTry.who_mark.in_(marks)))}
    for who in marks:
        row = rows.get(who) or WrongTry(who_mark=who, tries=0)
        row.tries += 1
        row.last_at = now
        db.session.add(row)
    db.session.flush()


def forgive(marks: list[bytes]) -> None:
    """A right try clears the count."""
    db.session.execute(delete(WrongTry).where(WrongTry.who_mark.in_(marks)))
