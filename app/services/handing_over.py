"""Handing over what staff are to be told, from the outbox: each thing at least once, and never lost.

A row is claimed, and the claim committed, before anything goes out; that it was handed over is committed after. Whoever
is killed between the two leaves a claim that ends by itself, and the same notice goes out again, with the same
Message-ID or Idempotency-Key, by which whoever gets it twice can tell. docs/telling.md says what that means.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, update

from app.extensions import db
from app.models import Alert, OutboxMessage, Person, utc_now
from app.models.codes import Channel, Event
from app.services.carriers import OF_THE_SERVER, Carrier, NotTaken, Problem
from app.services.notices import ALERTS, Notice

# Another sender read its clock a little later, or it goes a little fast: that is no clock which was set back.
CLOCKS_APART: Final = timedelta(minutes=1)
CLAIMED_FOR: Final = timedelta(minutes=2)  # longer than handing one over may take
LONGEST_WAIT, LONGEST_WAIT_OF_ALERTS = timedelta(hours=1), timedelta(minutes=2)
KEPT_TRYING_FOR: Final = timedelta(days=3)
MOST_BROKEN: Final = 3  # lines in one run: then it is not the notices
BROKEN: Final = frozenset({Problem.LOST, *OF_THE_SERVER})


def wait_after(tries: int, event: Event) -> timedelta:
    """How long to wait after so many tries: 1, 2, 4 … minutes, at most an hour; for an alert at most 2 minutes."""
    longest = LONGEST_WAIT_OF_ALERTS if event in ALERTS else LONGEST_WAIT
    return min(timedelta(minutes=2 ** min(tries - 1, 6)), longest)


def waits(channel: Channel) -> ColumnElement[bool]:
    """On this channel, and neither handed over nor given up."""
    return and_(
        OutboxMessage.channel == channel, OutboxMessage.handed_over_at.is_(None), OutboxMessage.given_up_at.is_(None)
    )


def is_due(channel: Channel, now: datetime) -> ColumnElement[bool]:
    """Waits, its next try has come, and nobody is at it."""
    return and_(waits(channel), has_come(now), is_free(now))


def has_come(now: datetime) -> ColumnElement[bool]:
    """Whether its next try has come. One further away than any wait was set by a clock that has been set back since."""
    next_try, is_alert = OutboxMessage.next_try_at, OutboxMessage.event.in_(ALERTS)
    latest = now + CLOCKS_APART
    too_far = or_(next_try > latest + LONGEST_WAIT, and_(is_alert, next_try > latest + LONGEST_WAIT_OF_ALERTS))
    return or_(next_try <= now, too_far)


def is_free(now: datetime) -> ColumnElement[bool]:
    claimed_until = OutboxMessage.claimed_until
    return or_(claimed_until.is_(None), claimed_until <= now, claimed_until > now + CLOCKS_APART + CLAIMED_FOR)


@dataclass
class Run:
    """One run over one channel, and what came of it."""

    carrier: Carrier
    is_over: Callable[[], bool] = lambda: False  # asked before each notice
    handed_over: int = 0
    problems: Counter[str] = field(default_factory=Counter)  # what is tried again
    given_up: Counter[str] = field(default_factory=Counter)
    broken: int = 0
    claimed_until: datetime | None = None  # the claim on what is being handed in

    @property
    def channel(self) -> Channel:
        return self.carrier.channel

    def run(self) -> Iterator[None]:
        """Hand over everything that is due, alerts first. Commit at each step: nothing goes out before its claim is."""
        self.give_up_old()
        is_more = self.is_more_due()
        yield
        while is_more and not self.is_over():
            if problem := self.find_problem_with_server():
                self.put_off_everything(problem)
                yield
                return
            notice = self.claim()
            yield
            if notice:
                self.hand_in(notice)
            is_more = notice is not None and self.broken < MOST_BROKEN and self.is_more_due()
            yield

    def is_more_due(self) -> bool:
        return db.session.scalar(select(exists().where(is_due(self.channel, utc_now())))) or False

    def find_problem_with_server(self) -> Problem | None:
        try:
            self.carrier.get_ready()
        except NotTaken as not_taken:
            return not_taken.problem
        return None

    def claim(self) -> Notice | None:
        """The next that is due and can be told, claimed. What cannot be told to its person is given up on the way."""
        now = utc_now()
        while found := find_next(self.channel, now):
            message, person = found
            if problem := problem_with(message, person):
                self.give_up(message, problem, now)
                continue
            message.claimed_until = self.claimed_until = now + CLAIMED_FOR
            db.session.flush()
            return Notice(id=message.id, event=message.event, role=person.role, person_id=person.id, email=person.email)
        return None

    def give_up(self, message: OutboxMessage, problem: Problem, now: datetime) -> None:
        message.given_up_at, message.last_problem, message.claimed_until = now, problem.value, None
        self.given_up[problem.value] += 1
        db.session.flush()

    def hand_in(self, notice: Notice) -> None:
        """Give it to the carrier, and then write down what came of it. Between the two nothing is held or locked."""
        try:
            self.carrier.hand_in(notice, utc_now())
        except NotTaken as not_taken:
            self.put_back(notice, not_taken.problem)
            return
        values = {
            "handed_over_at": utc_now(),
            "given_up_at": None,
            "claimed_until": None,
            "tries": OutboxMessage.tries + 1,
        }
        change(and_(OutboxMessage.id == notice.id, OutboxMessage.handed_over_at.is_(None)), values)
        if not self.handed_over:
            self.bring_forward()
        self.handed_over += 1

    def put_back(self, notice: Notice, problem: Problem) -> None:
        """To be tried again, after a while."""
        self.problems[problem.value] += 1
        self.broken += problem in BROKEN
        is_ours = and_(OutboxMessage.id == notice.id, OutboxMessage.claimed_until == self.claimed_until)
        self.put_off(and_(waits(self.channel), is_ours), problem)

    def put_off_everything(self, problem: Problem) -> None:
        """There is no server to give it to: a failed try for all that is due, which costs one line and not many."""
        due = is_due(self.channel, utc_now())
        self.problems[problem.value] += db.session.scalar(select(func.count()).where(due)) or 0
        self.put_off(due, problem)

    def put_off(self, which: ColumnElement[bool], problem: Problem) -> None:
        now, tries = utc_now(), OutboxMessage.tries
        steps = db.session.execute(select(tries, OutboxMessage.event).where(which).distinct()).all()
        later = {
            "tries": tries + 1,
            "last_problem": problem.value,
            "claimed_until": None,
            "next_try_at": case(
                *(
                    (and_(tries == so_far, OutboxMessage.event == event), now + wait_after(so_far + 1, event))
                    for so_far, event in steps
                ),
                else_=now + LONGEST_WAIT_OF_ALERTS,
            ),
        }
        if steps:
            change(free_of(which), later)

    def bring_forward(self) -> None:
        """The server takes things again: what waits only because it did not goes out now, and not in an hour."""
        now = utc_now()
        waited = OutboxMessage.last_problem.in_([problem.value for problem in OF_THE_SERVER])
        change(free_of(and_(waits(self.channel), waited, OutboxMessage.next_try_at > now)), {"next_try_at": now})

    def give_up_old(self) -> None:
        """Nobody is told of what is days old; but of an alert, as long as nobody has said that they have seen it."""
        old = give_up_old(self.channel, utc_now(), why=Problem.NEVER_TRIED)
        if old:
            self.given_up["it was tried for days"] += old


def give_up_old(channel: Channel, now: datetime, *, why: Problem) -> int:
    """Give up what has waited for days on this channel. `why`, when it was never tried. Returns how many."""
    is_seen = exists().where(Alert.id == OutboxMessage.subject_id, Alert.acknowledged_at.is_not(None))
    old = and_(
        waits(channel),
        is_free(now),
        OutboxMessage.created_at <= now - KEPT_TRYING_FOR,
        or_(OutboxMessage.event.not_in(ALERTS), is_seen),
    )
    reason = func.coalesce(OutboxMessage.last_problem, why.value)
    return change(free_of(old), {"given_up_at": now, "claimed_until": None, "last_problem": reason})


def free_of(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """These rows, without those that somebody else holds at this moment: two who change many never wait in a ring."""
    return OutboxMessage.id.in_(select(OutboxMessage.id).where(which).with_for_update(skip_locked=True))


def change(which: ColumnElement[bool], values: dict[str, Any]) -> int:
    """Change these rows where they stand. Returns how many."""
    statement = update(OutboxMessage).where(which).values(values).execution_options(synchronize_session=False)
    changed: Any = db.session.execute(statement)
    return int(changed.rowcount)


def find_next(channel: Channel, now: datetime) -> tuple[OutboxMessage, Person] | None:
    """The first that is due, with its person. Others who look at the same moment get another one.

    On PostgreSQL a row that somebody else holds is skipped; on SQLite whoever may write is alone.
    """
    found = db.session.execute(
        select(OutboxMessage, Person)
        .join(Person, Person.id == OutboxMessage.person_id)
        .where(is_due(channel, now))
        .order_by(OutboxMessage.event.not_in(ALERTS), OutboxMessage.next_try_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(of=OutboxMessage, skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    return found and (found[0], found[1])


def problem_with(message: OutboxMessage, person: Person) -> Problem | None:
    """Why this person is not to be told, as things are now."""
    if person.role.is_young or message.role.is_young:
        return Problem.YOUNG
    if person.role != message.role:
        return Problem.OTHER_ROLE
    if not person.is_active:
        return Problem.PAUSED
    if message.channel is Channel.EMAIL and not person.email:
        return Problem.NO_ADDRESS
    return None
