"""Whose a conference is: the one place that says who may open which, as part of every query.

A conference has one chair, who leads it. The chair may let somebody else write in it: they open the conference and its
records as the chair does, and no more than that. To everybody else it does not exist.
"""

from collections.abc import Callable
from typing import TypeAlias

from sqlalchemy import ColumnElement, and_, false, or_, select

from app.models import Conference, MinuteTaker, Person
from app.services import powers
from app.services.powers import Power

Whose: TypeAlias = Callable[[Person], ColumnElement[bool]]


def led_by(person: Person) -> ColumnElement[bool]:
    """In a query: this person is the chair of the conference. One that is cleared is nobody's.

    Somebody who was a chair and has another role now leads none.
    """
    if not powers.may(person.role, Power.RECORD_CONFERENCES):
        return false()
    return and_(Conference.chair_id == person.id, Conference.cleared_at.is_(None))


def written_by(person: Person) -> ColumnElement[bool]:
    """In a query: this person leads the conference, or its chair lets them write in it."""
    return or_(led_by(person), minuted_by(person))


def minuted_by(person: Person) -> ColumnElement[bool]:
    """In a query: the chair of the conference lets this person write in it, and has not ended that."""
    if not powers.may(person.role, Power.TAKE_MINUTES):
        return false()
    given = select(MinuteTaker.conference_id).where(MinuteTaker.person_id == person.id, MinuteTaker.ended_at.is_(None))
    return and_(Conference.id.in_(given), Conference.cleared_at.is_(None))


def overseen_by(person: Person) -> ColumnElement[bool]:
    """In a query: this person sees the clocks of the conference and what is missing, and may give it another chair."""
    if not powers.may(person.role, Power.OVERSEE_CONFERENCES):
        return false()
    return Conference.cleared_at.is_(None)


def is_led_by(conference: Conference, person: Person) -> bool:
    """Whether this person is its chair, of a conference that is open to them: they alone release, answer, hand over."""
    return conference.chair_id == person.id and powers.may(person.role, Power.RECORD_CONFERENCES)
