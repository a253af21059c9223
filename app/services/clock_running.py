"""A clock that ran out is written down once, and who is above is told, in one transaction.

However many machines do this at once: a row that another one has written is not written again, and nobody is told
again. docs/decisions says how many messages somebody gets.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, or_, select

from app.extensions import db
from app.models import Overdue, Person
from app.models.codes import ClockName, Event
from app.services import overdue, telling
from app.services.adding import add_those_new
from app.services.clock_kinds import Clock
from app.services.overdue import CATALOGUE

ONCE: Final = ("clock", "subject_id", "due_at")


@dataclass(frozen=True)
class Ran:
    """What came of running one clock: how many run on though they ran out, how many of them were written down now,
    how many people were told, and how many could not be written down because nobody is above."""

    late: int
    noted: int
    told: int
    nobody_above: int


@dataclass(frozen=True)
class Above:
    """Who is above those whose clock it is."""

    everybody: Sequence[Person]
    leads: dict[uuid.UUID, list[Person]]  # of each agency

    def of(self, row: Row[Any]) -> list[Person]:
        return [*self.everybody, *self.leads.get(row.agency_id, ())]


def run(name: ClockName, now: datetime) -> Ran:
    """Write down the clocks of this kind that ran out since the last time, and tell who is above.

    One where nobody could be told is not written down: a young person must never read that somebody was.
    """
    late = db.session.execute(overdue.overdue_rows(name, now)).all()
    new = [row for row in late if row.noted != overdue.moment_of(row.due)]
    if not new:
        return Ran(len(late), 0, 0, 0)
    above = who_is_above(CATALOGUE[name], new)
    to_note = [row for row in new if above.of(row)]
    noted = {row.id: as_noted(name, row, now) for row in to_note}
    added = add_those_new(Overdue, [values_of(one) for one in noted.values()], key=ONCE)
    people = tell(above, [(row, noted[row.id]) for row in to_note if noted[row.id].id in added])
    return Ran(len(late), len(added), people, len(new) - len(to_note))


def who_is_above(clock: Clock, rows: Iterable[Row[Any]]) -> Above:
    """Everybody who is told of these rows, by their name in the list of accounts. Nobody who is paused."""
    agencies = {row.agency_id for row in rows if row.agency_id is not None}
    is_told: ColumnElement[bool] = Person.role.in_(clock.above)
    if agencies:
        is_told = or_(is_told, Person.agency_id.in_(agencies))  # nobody but its leads is of an agency
    people = db.session.scalars(select(Person).where(is_told, Person.is_active.is_(True)).order_by(Person.username))
    everybody, leads = [], defaultdict(list)
    for person in people:
        if person.role in clock.above:
            everybody.append(person)
        elif person.agency_id is not None:
            leads[person.agency_id].append(person)
    return Above(everybody, leads)


def as_noted(name: ClockName, row: Row[Any], now: datetime) -> Overdue:
    return Overdue(
        created_at=now,
        clock=name,
        subject_table=CATALOGUE[name].subject.__tablename__,
        subject_id=row.id,
        due_at=overdue.moment_of(row.due),
        noted_at=now,
    )


def values_of(one: Overdue) -> dict[str, Any]:
    return {column.key: getattr(one, column.key) for column in Overdue.__table__.columns}


def tell(above: Above, added: Iterable[tuple[Row[Any], Overdue]]) -> int:
    """Tell each person once, however many clocks of this kind ran out. Returns how many people that were.

    The message is about the first of them that was written down, and says no more than that a clock ran out.
    """
    first: dict[Person, Overdue] = {}
    for row, one in added:
        for person in above.of(row):
            first.setdefault(person, one)
    to_tell = defaultdict(list)
    for person, one in first.items():
        to_tell[one].append(person)
    for one, people in to_tell.items():
        telling.tell(people, Event.OVERDUE, one)
    return len(first)
