"""Tell somebody who works here that there is something for them. Never a young person, never a word of anybody's.

Only written down here, in the same transaction as what it is about; app/services/handing_over.py hands it over.
"""

import uuid
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import func, select

from app.extensions import db
from app.models import Base, OutboxMessage, Person, Role, utc_now
from app.models.codes import Channel, Event
from app.services import powers
from app.services.adding import add_if_new
from app.services.powers import Power

ON_EVERY_CHANNEL: Final = frozenset({Event.ALERT_RAISED, Event.ALERT_WAITS})
ONCE: Final = ("person_id", "channel", "event", "subject_id", "round")


def tell(people: Iterable[Person], event: Event, subject: Base, *, round_number: int = 1) -> None:
    """Put down that each of these people is to be told; in one round about one thing, each of them once.

    Raises ValueError for a young person: they are never told anything in this way.
    """
    channels = list(Channel) if event in ON_EVERY_CHANNEL else [Channel.EMAIL]
    now = utc_now()
    for person in people:
        if person.role.is_young:
            raise ValueError("A young person is never told anything by e-mail or by any other message.")
        for channel in channels:
            message = {
                "id": uuid.uuid4(),
                "created_at": now,
                "event": event,
                "channel": channel,
                "person_id": person.id,
                "role": person.role,
                "subject_table": subject.__tablename__,
                "subject_id": subject.id,
                "round": round_number,
                "tries": 0,
                "next_try_at": now,
            }
            add_if_new(OutboxMessage, message, key=ONCE)
    db.session.flush()


def everybody_who(power: Power) -> Sequence[Person]:
    """Everybody who may do this, to be told of something that anyone of them can see to."""
    roles = [role for role in Role if powers.may(role, power)]
    query = select(Person).where(Person.role.in_(roles), Person.is_active.is_(True)).order_by(Person.id)
    return db.session.scalars(query).all()


def tell_anew(person: Person, event: Event, subject: Base) -> None:
    """The same, each time anew, however often the same thing comes to the same person."""
    rounds = db.session.scalar(
        select(func.max(OutboxMessage.round)).where(
            OutboxMessage.person_id == person.id,
            OutboxMessage.subject_id == subject.id,
            OutboxMessage.event == event,
        )
    )
    tell([person], event, subject, round_number=(rounds or 0) + 1)
