"""How the database is, from what it says of itself."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from app.services.checking_up.findings import Finding, look, ok, wrong

FULL: Final = 2  # what SQLite calls synchronous=FULL
OLDEST_POSTGRESQL: Final = 15
APART, FAR_APART = timedelta(seconds=5), timedelta(seconds=30)  # a code of the second step lasts thirty
DAY: Final = timedelta(days=1)
SENT_WITHIN: Final = timedelta(minutes=10)
MONTHS_AHEAD: Final = 2  # of the twelve that are made


def migrations(*, stands_at: str | None, newest: str | None) -> Finding:
    if stands_at != newest:
        return wrong("The database is not at the newest migration. Run: flask --app wsgi db upgrade")
    return ok(f"The database is at the newest migration, {newest}.")


def sqlite_promises(*, journal_mode: str, synchronous: int, foreign_keys: int) -> Finding:
    if journal_mode.lower() != "wal":
        return wrong("SQLite keeps no write-ahead log here: is this a network drive? Put the database on a local disk.")
    if synchronous < FULL or not foreign_keys:
        return wrong("SQLite does not keep its promises here (synchronous, foreign_keys). Use the SQLite of Debian 12.")
    return ok("SQLite writes through to the disk and checks its keys.")


def postgresql_version(number: int) -> Finding:
    """The number is like 150004: release 15, its fourth correction."""
    release = number // 10_000
    if release < OLDEST_POSTGRESQL:
        return look(f"PostgreSQL {release} is older than what Heard is tried with. Use {OLDEST_POSTGRESQL} or newer.")
    return ok(f"PostgreSQL {release}.")


def postgresql_line(*, is_local: bool, is_encrypted: bool, is_demanded: bool) -> Finding:
    """What goes between this machine and the database (ASVS 5.0, 12.3.1)."""
    if is_local:
        return ok("The database is on this machine.")
    if not is_encrypted:
        return wrong("The line to the database is not encrypted. Add ?sslmode=verify-full to DATABASE_URL.")
    if not is_demanded:
        return look("The line to the database is encrypted, but to whom is not checked. Use sslmode=verify-full.")
    return ok("The line to the database is encrypted, and the other end is checked.")


def postgresql_rights(*, is_superuser: bool, owns_tables: bool) -> Finding:
    if is_superuser:
        return look("Heard uses PostgreSQL as a superuser. Give it a user of its own, as docs/audit.md says.")
    if owns_tables:
        return look("Heard's user in PostgreSQL could take the guards of the audit trail away. See docs/audit.md.")
    return ok("Heard uses PostgreSQL as a user of its own.")


def guards(missing: Collection[str]) -> Finding:
    if missing:
        tables = ", ".join(sorted(missing))
        return wrong(f"Nothing keeps {tables} from being changed: triggers are missing. docs/audit.md says what to do.")
    return ok("The database refuses to change the audit trail.")


def clocks(theirs: datetime, ours: datetime) -> Finding:
    apart = abs(theirs - ours)
    if apart > FAR_APART:
        return wrong("This machine's clock and the database's are far apart: codes fail. Run a time service on both.")
    if apart > APART:
        return look(f"This machine's clock and the database's are {apart.seconds} seconds apart. Run a time service.")
    return ok("This machine and the database agree on the time.")


def newest_line(written_at: datetime | None, now: datetime) -> Finding:
    """The audit trail cannot be from tomorrow: then this clock is behind, or was ahead."""
    if written_at and written_at - now > FAR_APART:
        return wrong("The audit trail has lines that are later than now: this machine's clock is, or was, wrong.")
    return ok("Nothing was written later than now.")


def keys(problems: Collection[str]) -> Finding:
    """What the keys in the ring could not open, and why."""
    if problems:
        return wrong(f"{' '.join(dict.fromkeys(problems))} docs/keys.md says what to do.")
    return ok("Every key that sealed something is in the ring, and opens.")


def sealed_lately(oldest_waiting: datetime | None, now: datetime) -> Finding:
    if oldest_waiting and now - oldest_waiting > DAY:
        return wrong("The audit trail was not sealed for more than a day. Run flask audit seal every 15 minutes.")
    return ok("The audit trail is sealed.")


def handed_over(late: Collection[str]) -> Finding:
    """Places that are set to hold the head of the trail, and got none in the last two days."""
    if late:
        places = " and ".join(sorted(late))
        return wrong(f"The head of the audit trail was not handed over by {places} lately. Run: flask audit seal")
    return ok("The head of the audit trail reached every place that is set.")


def went_on(what: str, last: datetime | None, now: datetime, *, within: timedelta, is_new: bool, start: str) -> Finding:
    """When something that goes on by itself was last done. A service that is new may not have begun with it."""
    if last is None:
        return ok(f"{what} did not run yet.") if is_new else wrong(f"{what} never ran. Start it: {start}")
    said = f"{what} last ran on {last:%Y-%m-%d} at {last:%H:%M}Z"
    return wrong(f"{said}: that is late. Start it: {start}") if now - last > within else ok(f"{said}.")


def telling(untried_since: datetime | None, now: datetime, *, given_up: int) -> Finding:
    """What staff are to be told: since when the oldest is due that nothing tried to send; what was given up lately."""
    if untried_since and now - untried_since > SENT_WITHIN:
        return wrong("Messages to staff wait, and nothing sends them. Start heard-outbox.service: docs/telling.md")
    if given_up:
        return look("Messages to staff were given up in the last week. See why: flask outbox list")
    return ok("What staff are to be told is sent.")


def spread(*, is_finished: bool, months_ahead: int, elsewhere: int) -> Finding:
    """Of what is counted of views, where it is spread by month."""
    if not is_finished:
        return look("Spreading views by month was begun and not finished. Go on: flask figures spread")
    if months_ahead < MONTHS_AHEAD:
        return look("Views are spread by month, and the months ahead run out. Make more: flask figures spread")
    if elsewhere:
        return look(f"{elsewhere:,} views lie in no month of their own. Make their months: flask figures spread")
    return ok(f"What is counted of views is spread by month, {months_ahead} months ahead.")
