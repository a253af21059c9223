"""Guessing is slowed, never locked out: after a few wrong tries a wait, doubled each time, of at most a minute.

A try is counted before it is looked at, and forgiven when it was right, so that many at once gain nothing.
"""

import math
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, select

from app.extensions import db
from app.models import WrongTry, utc_now
from app.protection.fingerprints import mark
from app.protection.sealing import vault
from app.services.adding import add_if_new

LONGEST_WAIT = 60  # seconds
FORGOTTEN_AFTER = timedelta(hours=1)
FREE = 5
FREE_FOR_A_PLACE = 20  # a children's home or a council shares one address


@dataclass(frozen=True)
class Counted:
    """Whose tries are counted, as a keyed hash, and how many are free."""

    who: bytes
    free: int = FREE


def place_of(address: str | None) -> str:
    """Where a browser comes from: its address, or the network of one household where it has many (IPv6, /64)."""
    try:
        found = ip_address(address or "")
    except ValueError:
        return "nowhere"
    return str(found if found.version == 4 else ip_network(f"{found}/64", strict=False))


def counted(what: str, *, free: int = FREE) -> Counted:
    """Count tries under this name. The name itself is not stored."""
    return Counted(mark(vault.ring, "addresses", what), free)


def wait_after(tries: int, free: int) -> int:
    """Seconds to wait after so many tries: 0 for the free ones, then 2, 4, 8 … 60."""
    return min(2 ** min(tries - free, 10), LONGEST_WAIT) if tries > free else 0


def seconds_left(row: WrongTry, free: int, now: datetime) -> int:
    """How many whole seconds of this row's wait are left."""
    wait = timedelta(seconds=wait_after(row.tries, free))
    return math.ceil((row.last_at + wait - now).total_seconds()) if wait and row.last_at + wait > now else 0


def take_a_try(counts: list[Counted]) -> int:
    """Count one try for each, unless one of them must still wait: then how many seconds (0: they may try)."""
    now = utc_now()
    db.session.execute(delete(WrongTry).where(WrongTry.last_at < now - FORGOTTEN_AFTER))
    for one in sorted(counts, key=lambda one: one.who):  # always in one order, so that two cannot wait for each other
        fresh = {"id": uuid.uuid4(), "created_at": now, "who_mark": one.who, "tries": 0, "last_at": now}
        add_if_new(WrongTry, fresh, key="who_mark")
    query = select(WrongTry).where(WrongTry.who_mark.in_([one.who for one in counts])).order_by(WrongTry.who_mark)
    rows = {row.who_mark: row for row in db.session.scalars(query.with_for_update())}
    now = utc_now()  # the rows may have been somebody else's for a while
    # A row that is not there any more was forgiven by a right try a moment ago.
    wait = max((seconds_left(rows[one.who], one.free, now) for one in counts if one.who in rows), default=0)
    if wait:
        return wait
    for row in rows.values():
        row.tries += 1
        row.last_at = now
    db.session.flush()
    return 0


def forgive(counts: list[Counted]) -> None:
    """A right try clears the count."""
    db.session.execute(delete(WrongTry).where(WrongTry.who_mark.in_([one.who for one in counts])))
