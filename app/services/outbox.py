"""How the outbox stands: what waits, since when, and what was given up. For whoever runs the service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, false, func, or_, select

from app.extensions import db
from app.models import OutboxMessage, Person, Role
from app.models.codes import Channel
from app.services.carriers import Problem
from app.services.handing_over import is_free, waits
from app.services.powers import Power, may

SHOWN_FOR: Final = timedelta(days=7)  # how long what was given up is pointed out
# There is nobody to tell, or the board has decided not to: that is as it should be.
NO_FAULT: Final = (Problem.PAUSED.value, Problem.OTHER_ROLE.value, Problem.NOT_SET.value)


@dataclass(frozen=True, kw_only=True)
class State:
    """How one channel stands."""

    waiting: int
    oldest: datetime | None  # since when the oldest of those waits
    tried: int  # how many of those were tried before
    handed_over: int  # in the last week, like what was given up
    given_up: int


def state(channel: Channel, now: datetime) -> State:
    """How this channel stands. One query."""
    unfinished, lately = waits(channel), now - SHOWN_FOR
    counted = db.session.execute(
        select(
            func.count().filter(unfinished),
            func.min(OutboxMessage.created_at).filter(unfinished),
            func.count().filter(unfinished, OutboxMessage.tries > 0),
            func.count().filter(OutboxMessage.handed_over_at > lately),
            func.count().filter(OutboxMessage.given_up_at > lately),
        ).where(OutboxMessage.channel == channel)
    ).one()
    waiting, oldest, tried, handed_over, given_up = counted
    return State(waiting=waiting, oldest=oldest, tried=tried, handed_over=handed_over, given_up=given_up)


def unfinished(now: datetime, *, most: int) -> Sequence[OutboxMessage]:
    """What waits, and what was given up in the last week: the oldest first, at most so many."""
    given_up = and_(OutboxMessage.given_up_at.is_not(None), OutboxMessage.given_up_at > now - SHOWN_FOR)
    query = select(OutboxMessage).where(or_(*(waits(channel) for channel in Channel), given_up))
    return db.session.scalars(query.order_by(OutboxMessage.created_at, OutboxMessage.id).limit(most)).all()


def untried_since(channels: Sequence[Channel], now: datetime) -> datetime | None:
    """Since when the oldest is due that nothing has tried to hand over, on these channels."""
    waiting = or_(false(), *(waits(channel) for channel in channels))
    return db.session.scalar(select(func.min(OutboxMessage.next_try_at)).where(waiting, is_free(now)))


def who_sees_alerts() -> Sequence[Person]:
    """Everybody who may be told of an alert: whoever reads views."""
    roles = [role for role in Role if may(role, Power.READ_VIEWS)]
    active = select(Person).where(Person.is_active.is_(True), Person.role.in_(roles))
    return db.session.scalars(active.order_by(Person.username)).all()
