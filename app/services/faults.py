"""What is wrong with the service itself, so that a child may wait in vain: one line each, on every page for staff.

Asked at most every 15 seconds in each process, in two queries. No line has a number in it: board members read it too.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Final

from sqlalchemy import ColumnElement, exists, false, func, or_, select

from app.extensions import db
from app.models import Alert, LastRun, OutboxMessage, Person, utc_now
from app.models.codes import Channel, Work
from app.services import clocks, rota
from app.services.handing_over import is_free, waits
from app.services.notices import ALERTS
from app.services.outbox import NO_FAULT, SHOWN_FOR

FRESH_FOR: Final = 15.0  # seconds
TOLD_WITHIN: Final = timedelta(minutes=5)
SENT_WITHIN: Final = timedelta(minutes=10)
RUNS_WITHIN: Final = timedelta(minutes=10)
SET_UP_WITHIN: Final = timedelta(hours=1)
LOOKS_AHEAD: Final = timedelta(days=14)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and what to do about it: a sentence each. `name` stays the same whatever it says."""

    name: str
    says: str
    do: str
    is_usual_in_demonstration: bool = False  # where nobody expects e-mail, and nothing runs but the pages


NOT_TOLD = Fault(
    "alert not told",
    "An alert was raised, and no message about it has left Heard.",
    "Tell a safeguarding lead now. Whoever looks after Heard runs: flask outbox state",
)
NO_MAIL = Fault(
    "no mail server",
    "No mail server is set, so nobody is told by e-mail that something waits.",
    "Whoever looks after Heard sets SMTP_URL and MAIL_FROM.",
    is_usual_in_demonstration=True,
)
NOT_SENDING = Fault(
    "not sending",
    "Messages to staff wait, and nothing sends them.",
    "Whoever looks after Heard starts: flask outbox send --loop",
)
NOBODY_ON = Fault(
    "nobody on the rota",
    "In the next two weeks there are promised hours in which nobody is on the rota.",
    "A safeguarding lead puts somebody on it: Inbox, then Rota.",
)
GIVEN_UP = Fault(
    "message given up",
    "A message to somebody who works here was given up.",
    "Whoever looks after Heard sees why with: flask outbox list",
)

# What stands still, and how whoever looks after Heard sets it going.
STANDS_STILL: Final = {
    Work.CLOCKS: ("The clocks", "nobody is told that something is late", "flask clocks run, every minute"),
    Work.SENDING: ("What sends messages to staff", "nobody is told that something waits", "flask outbox send --loop"),
}

_asking = Lock()
_kept: tuple[Fault, ...] | None = None
_kept_at = 0.0


def faults(channels: Sequence[Channel]) -> tuple[Fault, ...]:
    """What is wrong now, the worst first. `channels`: those that are set up on this machine.

    Nobody waits for whoever is asking: they get what was found last.
    """
    if _kept is not None and time.monotonic() - _kept_at <= FRESH_FOR:
        return _kept
    if not _asking.acquire(blocking=False):
        return _kept or ()
    try:
        return renew(channels)
    finally:
        _asking.release()


def renew(channels: Sequence[Channel]) -> tuple[Fault, ...]:
    global _kept, _kept_at
    _kept, _kept_at = tuple(find(channels)), time.monotonic()
    return _kept


def forget() -> None:
    """Ask again at the next question."""
    global _kept
    _kept = None


def find(channels: Sequence[Channel]) -> Iterator[Fault]:
    """What is wrong, asked of the database now."""
    not_told, not_sending, given_up, set_up_at, *last = db.session.execute(
        select(
            some_alert_not_told(),
            something_not_sent(channels),
            something_given_up(),
            select(func.min(Person.created_at)).scalar_subquery(),
            *(select(LastRun.at).where(LastRun.work == work).scalar_subquery() for work in STANDS_STILL),
        )
    ).one()
    if not_told:
        yield NOT_TOLD
    now = utc_now()
    if rota.gaps(now, now + LOOKS_AHEAD):
        yield NOBODY_ON
    if Channel.EMAIL not in channels:
        yield NO_MAIL
    if not_sending:
        yield NOT_SENDING
    for work, at in zip(STANDS_STILL, last, strict=True):
        if has_stopped(at, set_up_at, now):
            yield stands_still(work, at)
    if given_up:
        yield GIVEN_UP


def has_stopped(last: datetime | None, set_up_at: datetime | None, now: datetime) -> bool:
    """Whether it was not done for minutes; or never, although somebody has had an account for an hour."""
    if last is None:
        return set_up_at is not None and now - set_up_at > SET_UP_WITHIN
    return now - last > RUNS_WITHIN


def stands_still(work: Work, last: datetime | None) -> Fault:
    what, so, command = STANDS_STILL[work]
    verb = "have" if work is Work.CLOCKS else "has"
    since = f"not run since {last.astimezone(clocks.LONDON):%-d %B %Y, %H:%M}" if last else "never run"
    return Fault(
        f"{work.value} stands still",
        f"{what} {verb} {since}, so {so}.",
        f"Whoever looks after Heard starts: {command}",
        is_usual_in_demonstration=True,
    )


def some_alert_not_told() -> ColumnElement[bool]:
    """An alert was raised minutes ago, nobody has said that they have seen it, and nothing about it has left Heard."""
    # The newest, and not whether there is any: looked up for each alert that waits, not joined with all that was told.
    left = select(func.max(OutboxMessage.handed_over_at)).where(
        OutboxMessage.subject_id == Alert.id,
        OutboxMessage.event.in_(ALERTS),
        OutboxMessage.handed_over_at >= Alert.raised_at,
    )
    waits_for_long = (Alert.acknowledged_at.is_(None), Alert.raised_at < utc_now() - TOLD_WITHIN)
    return exists().where(*waits_for_long, left.scalar_subquery().is_(None))


def something_not_sent(channels: Sequence[Channel]) -> ColumnElement[bool]:
    """Something is due for minutes, on a channel that is set up, and was not even tried: then nothing tries."""
    now = utc_now()
    waiting = or_(false(), *(waits(channel) for channel in channels))
    return exists().where(waiting, is_free(now), OutboxMessage.next_try_at < now - SENT_WITHIN)


def something_given_up() -> ColumnElement[bool]:
    """It was given up in the last week, though there was somebody to tell."""
    return exists().where(
        OutboxMessage.handed_over_at.is_(None),  # as the index begins
        OutboxMessage.given_up_at > utc_now() - SHOWN_FOR,
        OutboxMessage.last_problem.not_in(NO_FAULT),
    )
