"""Guessing is slowed, never locked out: after a few wrong tries a wait, doubled each time, of at most a minute.

For a code of six numbers from a new place it is at most a quarter of an hour: whoever tries it knows the passphrase.
A try is counted before it is looked at, and forgiven when it was right, so that many at once gain nothing.

For one account three things are counted: its tries from this place; all tries from this place; and its tries from all
places together where it has not been signed in lately. So guessing from many addresses is slowed as well, and nobody
elsewhere makes the right person wait where they usually are. Whoever has waited as long as they were told, at a new
place too, has their try, however many others have tried in between. A passkey and a joining link never wait.
"""

import math
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete, exists, select

from app.extensions import db
from app.models import SignIn, WrongTry, utc_now
from app.protection.fingerprints import mark, marks
from app.protection.sealing import vault
from app.services.adding import add_if_new

LONGEST_WAIT = 60  # seconds
LONGEST_WAIT_FOR_CODES = 15 * 60  # from places that are not a person's usual ones
FORGOTTEN_AFTER = timedelta(hours=1)
FREE = 5
FREE_FOR_A_PLACE = 20  # a children's home or a council shares one address
FREE_FOR_NEW_PLACES = 20  # of one account, wherever they come from
USUAL_FOR = timedelta(days=90)


@dataclass(frozen=True)
class Counted:
    """Whose tries are counted, as a keyed hash, how many are free, and how many seconds the longest wait is.

    `patient`: the count that remembers from when on one of those who are counted together has waited long enough.
    """

    who: bytes
    free: int = FREE
    longest_wait: int = LONGEST_WAIT
    patient: bytes | None = None


def place_of(address: str | None) -> str:
    """Where a browser comes from: its address, or the network of one household where it has many (IPv6, /64).

    An IPv4 address in the clothes of an IPv6 one is that IPv4 address (RFC 4291, 2.5.5.2).
    """
    try:
        found = ip_address(without_port(address or ""))
    except ValueError:
        return "nowhere"
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network(f"{found}/64", strict=False))
    return str(found)


def without_port(address: str) -> str:
    """The address alone: some proxies put a port behind it, "192.0.2.1:5000" or "[2001:db8::1]:5000"."""
    if address.startswith("["):
        return address[1:].partition("]")[0]
    return address.partition(":")[0] if address.count(":") == 1 else address


def place_mark(address: str | None) -> bytes:
    """The place as a keyed hash, to know it again."""
    return mark(vault.ring, "addresses", f"place {place_of(address)}")


def is_usual_place(person_id: uuid.UUID, address: str | None) -> bool:
    """Whether this person has been signed in from there in the last 90 days, with every step their role needs.

    An unknown person is asked about in the same way, with an id that nobody has.
    """
    known = marks(vault.ring, "addresses", f"place {place_of(address)}")
    query = select(
        exists().where(
            SignIn.person_id == person_id,
            SignIn.place_mark.in_(known),
            SignIn.confirmed_at.is_not(None),
            SignIn.created_at > utc_now() - USUAL_FOR,
        )
    )
    return bool(db.session.scalar(query))


@dataclass(frozen=True)
class Tries:
    """What one try to sign in counts for."""

    account_here: Counted
    place: Counted
    account_elsewhere: Counted

    @property
    def all(self) -> list[Counted]:
        return [self.account_here, self.place, self.account_elsewhere]

    @property
    def of_the_account(self) -> list[Counted]:
        """What a right try clears. The place goes on counting: somebody may guess at many accounts from it."""
        return [self.account_here, self.account_elsewhere]

    def were_right(self) -> None:
        """The right passphrase: nothing of this try is held against anybody."""
        forgive(self.of_the_account, shared=[self.place])


def tries_of_account(username: str, person_id: uuid.UUID, address: str | None) -> Tries:
    """What a try at this account counts for. Unknown usernames count in the same way, and just as much.

    At a usual place the third count is the place's own, so that the same is asked and written everywhere.
    """
    account, place = f"account {username.strip().lower()}", place_of(address)
    elsewhere = (
        f"{account} from {place}, as usual" if is_usual_place(person_id, address) else f"{account} from new places"
    )
    here = counted(f"{account} from {place}")
    return Tries(
        account_here=here,
        place=counted(f"sign-in from {place}", free=FREE_FOR_A_PLACE),
        account_elsewhere=replace(counted(elsewhere, free=FREE_FOR_NEW_PLACES), patient=here.who),
    )


def tries_of_words(browser_mark: bytes, address: str | None) -> list[Counted]:
    """What a try at 4 words counts for: this browser, and the place it comes from. Neither can be read back."""
    return [Counted(browser_mark), counted(f"words from {place_of(address)}", free=FREE_FOR_A_PLACE)]


def counted(what: str, *, free: int = FREE, longest_wait: int = LONGEST_WAIT) -> Counted:
    """Count tries under this name. The name itself is not stored."""
    return Counted(mark(vault.ring, "addresses", what), free, longest_wait)


def wait_after(tries: int, free: int, longest_wait: int = LONGEST_WAIT) -> int:
    """Seconds to wait after so many tries: 0 for the free ones, then 2, 4, 8 … up to the longest wait."""
    return min(2 ** min(tries - free, 10), longest_wait) if tries > free else 0


def seconds_left(row: WrongTry, one: Counted, now: datetime) -> int:
    """How many whole seconds of this row's wait are left."""
    wait = timedelta(seconds=wait_after(row.tries, one.free, one.longest_wait))
    return math.ceil((row.last_at + wait - now).total_seconds()) if wait and row.last_at + wait > now else 0


def take_a_try(counts: list[Counted]) -> int:
    """Count one try for each, unless one of them must still wait: then how many seconds (0: they may try)."""
    now = utc_now()
    db.session.execute(delete(WrongTry).where(WrongTry.last_at < now - FORGOTTEN_AFTER))
    for one in sorted(counts, key=lambda one: one.who):  # always in one order, so that two cannot wait for each other
        fresh = {"id": uuid.uuid4(), "created_at": now, "who_mark": one.who, "tries": 0, "last_at": now}
        add_if_new(WrongTry, fresh, key="who_mark")
    rows = hold_rows(counts)
    now = utc_now()  # the rows may have been somebody else's for a while
    for row in rows.values():
        row.last_at = min(row.last_at, now)  # a clock that was set back makes nobody wait longer than they are told
    # A row that is not there any more was forgiven by a right try a moment ago.
    wait = max((wait_for(one, rows, now) for one in counts if one.who in rows), default=0)
    if not wait:
        for row in rows.values():
            row.tries += 1
            row.last_at = now
            row.may_try_at = None
    db.session.flush()
    return wait


def wait_for(one: Counted, rows: dict[bytes, WrongTry], now: datetime) -> int:
    """How many seconds this count makes somebody wait; not longer than it said the first time, where it is patient."""
    wait, patient = seconds_left(rows[one.who], one, now), rows.get(one.patient or b"")
    if not wait or patient is None:
        return wait
    latest = now + timedelta(seconds=wait)
    patient.may_try_at = min(patient.may_try_at or latest, latest)
    return max(0, math.ceil((patient.may_try_at - now).total_seconds()))


def hold_rows(counts: list[Counted]) -> dict[bytes, WrongTry]:
    """The rows of these counts that are there, by their mark. Until this work ends nobody else changes them."""
    query = select(WrongTry).where(WrongTry.who_mark.in_([one.who for one in counts])).order_by(WrongTry.who_mark)
    held = query.with_for_update().execution_options(populate_existing=True)
    return {row.who_mark: row for row in db.session.scalars(held)}


def forgive(counts: list[Counted], *, shared: Sequence[Counted] = ()) -> None:
    """A right try clears the count. From a count it shares with others, a place's, it takes back only itself."""
    rows = hold_rows([*counts, *shared])
    for one in shared:
        if one.who in rows:
            rows[one.who].tries = max(0, rows[one.who].tries - 1)
    db.session.flush()
    db.session.execute(delete(WrongTry).where(WrongTry.who_mark.in_([one.who for one in counts])))


def has_tried(one: Counted) -> bool:
    """Whether anything has been counted for it that is not forgotten by now."""
    is_remembered = WrongTry.last_at >= utc_now() - FORGOTTEN_AFTER
    return bool(db.session.scalar(select(exists().where(WrongTry.who_mark == one.who, is_remembered))))


def tries_of(one: Counted) -> int:
    """How many tries in a row were wrong until now."""
    return db.session.scalar(select(WrongTry.tries).where(WrongTry.who_mark == one.who)) or 0
