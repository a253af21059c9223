"""Who the members are whose voices count: young advisors and shadow board members with an account here.

Whoever is invited and has not joined, who is paused, or who left, does not count while that is so.
"""

from typing import Final

from sqlalchemy import ColumnElement, func, select

from app.extensions import db
from app.models import Person
from app.services.advisors import YOUNG
from app.services.people import IN_STATE, State

COUNT: Final[tuple[ColumnElement[bool], ...]] = (Person.role.in_(YOUNG), *IN_STATE[State.ACTIVE])


def how_many() -> int:
    """How many members there are now."""
    return db.session.scalar(select(func.count()).select_from(Person).where(*COUNT)) or 0


def majority_of(number: int) -> int:
    """The least that is more than half of them: 3 of 4, 3 of 5. Of nobody, 1: nothing is ever decided by nobody."""
    return number // 2 + 1
