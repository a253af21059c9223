"""What is wrong with the service itself, so that a child may wait in vain: one line each, on every page for staff.

Asked at most every 15 seconds in each process, in two queries. No line has a number in it: board members read it too.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import Final

from sqlalchemy import ColumnElement, exists, false, func, or_, select

from app.extensions import db
from app.models import Alert, OutboxMessage, utc_now
from app.models.codes import Channel
from app.services import rota
from app.services.handing_over import is_free, waits
from app.services.notices import ALERTS
from app.services.outbox import NO_FAULT, SHOWN_FOR

FRESH_FOR: Final = 15.0  # seconds
TOLD_WITHIN: Final = timedelta(minutes=5)
SENT_WITHIN: Final = timedelta(minutes=10)
LOOKS_AHEAD: Final = timedelta(days=14)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong, and what to do about it: a sentence each."""

    says: str
    do: str


NOT_TOLD = Fault(
    "An alert was raised, and no message about it has left Heard.",
    "Tell a safeguarding lead now. Whoever looks after Heard runs: flask outbox state",
)
NO_MAIL = Fault(
    "No mail server is set, so nobody is told by e-mail that something waits.",
    "Whoever looks after Heard sets SMTP_URL and MAIL_FROM.",
)
NOT_SENDING = Fault(
    "Messages to staff wait, and nothing sends them.", "Whoever looks after Heard starts: flask outbox send --loop"
)
NOBODY_ON = Fault(
    "In the next two weeks there are promised hours in which nobody is on the rota.",
    "A safeguarding lead puts somebody on it: Inbox, then Rota.",
)
GIVEN_UP = Fault(
    "A message to somebody who works here was given up.", "Whoever looks after Heard sees why with: flask outbox list"
)

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
    not_told, not_sending, given_up = db.session.execute(
        select(some_alert_not_told(), something_not_sent(channels), something_given_up())
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
    if given_up:
        yield GIVEN_UP


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
