"""The accounts of young advisors and shadow board members, and how it stands with each."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AdvisorProfile, AuditLine, Person, Role, SignIn
from app.services import auditing, people
from app.services.people import HAS_JOINED, NewestLink

PAGE: Final = 25
LEFT_NAME: Final = "A member"  # whoever left, wherever their name stood
MOST_LINES: Final = 200
SHOWN_OF_THEIRS: Final = frozenset({"joined", "chose their name", "chose a new passphrase with a joining link"})
YOUNG: Final = tuple(role for role in Role if role.is_young)


class State(StrEnum):
    """Where an account is, in the order of the list: who waits comes first."""

    INVITED = "invited"
    PAUSED = "paused"
    JOINED = "joined"
    LEFT = "left"


HERE: Final = [state.value for state in State if state is not State.LEFT]
STATE: Final = case(
    (AdvisorProfile.left_at.is_not(None), State.LEFT.value),
    (Person.is_active.is_(False), State.PAUSED.value),
    (HAS_JOINED, State.JOINED.value),
    else_=State.INVITED.value,
)
PLACE: Final = case({state.value: place for place, state in enumerate(State)}, value=STATE)


@dataclass(frozen=True)
class Account:
    """One young person with an account. No profile: whoever looks after accounts made it, and nothing is kept yet."""

    person: Person
    profile: AdvisorProfile | None
    state: State
    newest: NewestLink | None  # the last way in that was made for them

    @property
    def needs_words(self) -> bool:
        """Whether they wait for words that let them in."""
        return self.state is State.INVITED and (self.newest is None or not self.newest.is_open)


def list_accounts(state: State | None = None, *, page: int = 1) -> tuple[list[Account], bool]:
    """One page, and whether there are more: who waits first, and of those the oldest. Nobody whose account is cleared.

    Without a state, everybody but those who left. Two queries, however many there are.
    """
    query = everybody().where(STATE.in_([state.value] if state else HERE)).order_by(PLACE, Person.created_at, Person.id)
    rows = db.session.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return accounts_of(rows[:PAGE]), len(rows) > PAGE


def how_many() -> dict[State, int]:
    """How many there are in each state. One query."""
    counted = everybody().with_only_columns(STATE, func.count(), maintain_column_froms=True).group_by(STATE)
    found: dict[str, int] = {state: number for state, number in db.session.execute(counted)}
    return {state: found.get(state.value, 0) for state in State}


def everybody() -> Select[Person, AdvisorProfile, str]:
    return (
        select(Person, AdvisorProfile, STATE)
        .outerjoin(AdvisorProfile, AdvisorProfile.person_id == Person.id)
        .where(Person.role.in_(YOUNG), AdvisorProfile.cleared_at.is_(None))
    )


def accounts_of(rows: Sequence[tuple[Person, AdvisorProfile | None, str]]) -> list[Account]:
    newest = people.newest_links({person.id for person, _, _ in rows})
    return [Account(person, profile, State(state), newest.get(person.id)) for person, profile, state in rows]


def account_of(person_id: uuid.UUID) -> Account:
    """One account with who looks after it. Raises NoResultFound when there is no such young person, or not any more."""
    query = everybody().options(joinedload(AdvisorProfile.looked_after_by)).where(Person.id == person_id)
    return accounts_of([db.session.execute(query).one()])[0]


def get_young_person(person_id: uuid.UUID, *, for_change: bool = False) -> Person:
    """A young advisor or shadow board member. Raises NoResultFound for anybody else, whatever their account."""
    query = select(Person).where(Person.id == person_id, Person.role.in_(YOUNG))
    if for_change:
        query = query.with_for_update(key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def find_profile(person: Person, *, for_change: bool = False) -> AdvisorProfile | None:
    """What is kept about a young person beside their account; None where nobody has kept anything yet."""
    query = select(AdvisorProfile).where(AdvisorProfile.person_id == person.id)
    if for_change:
        query = query.with_for_update().execution_options(populate_existing=True)
    return db.session.scalar(query)


def history_of(person: Person) -> list[AuditLine]:
    """What was done to their account, newest first. When they sign in, and where, is nobody's business but theirs."""
    lines = auditing.lines_about(person, MOST_LINES)
    return [line for line in lines if line.person_id != person.id or line.deed in SHOWN_OF_THEIRS]


# Somebody who is paused, or who left, is told so, kindly: at the browser they were signed in at, and when they sign in.


def how_shown_out(secret_mark: bytes) -> State | None:
    """Whether this browser was signed in as a young person whose account is paused now, or who left."""
    found = db.session.scalar(
        who_is_away(STATE).join(SignIn, SignIn.person_id == Person.id).where(SignIn.secret_mark == secret_mark)
    )
    return State(found) if found else None


def how_away(person_id: uuid.UUID) -> State | None:
    """Whether this young person is paused, or left."""
    found = db.session.scalar(who_is_away(STATE).where(Person.id == person_id))
    return State(found) if found else None


def hash_of_away(person_id: uuid.UUID) -> str | None:
    """What the passphrase of a young person who is away is compared with. It opens nothing but a kind word."""
    found: str | None = db.session.scalar(who_is_away(Person.passphrase_hash).where(Person.id == person_id))
    return found


def who_is_away(what: Any) -> Select[Any]:
    query = select(what).select_from(Person).outerjoin(AdvisorProfile, AdvisorProfile.person_id == Person.id)
    return query.where(Person.role.in_(YOUNG), Person.is_active.is_(False))
