"""Who has an account, and how it stands with each."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.models import Authenticator, JoiningLink, Passkey, Person, Role, SignIn, utc_now
from app.services.powers import ROLES

PAGE = 50


class State(StrEnum):
    """Where an account is. Somebody paused stays paused, joined or not."""

    WAITING = "waiting to join"
    ACTIVE = "active"
    PAUSED = "paused"


@dataclass(frozen=True)
class Account:
    """One person, with what a list of accounts says of them."""

    person: Person
    has_second_step: bool
    last_signed_in_at: datetime | None

    @property
    def state(self) -> State:
        return state_of(self.person)

    @property
    def needs_second_step(self) -> bool:
        return ROLES[self.person.role].two_step


@dataclass(frozen=True)
class NewestLink:
    """The last way in that was made for somebody: when, by whom, and what became of it."""

    link: JoiningLink
    made_by: Person | None  # nobody: made at the server itself

    @property
    def is_open(self) -> bool:
        return self.link.used_at is None and self.link.expires_at > utc_now()


def state_of(person: Person) -> State:
    if not person.is_active:
        return State.PAUSED
    return State.ACTIVE if person.passphrase_hash else State.WAITING


IN_STATE: dict[State, tuple[Any, ...]] = {
    State.WAITING: (Person.is_active.is_(True), Person.passphrase_hash.is_(None)),
    State.ACTIVE: (Person.is_active.is_(True), Person.passphrase_hash.is_not(None)),
    State.PAUSED: (Person.is_active.is_(False),),
}


def accounts(
    *, role: Role | None = None, state: State | None = None, username: str = "", page: int = 1
) -> tuple[list[Account], bool]:
    """One page of everybody who has an account, by username, and whether there are more.

    `username` is how the username begins. Names are sealed: no database can look for them.
    """
    query = with_what_is_said().order_by(Person.username).offset((page - 1) * PAGE).limit(PAGE + 1)
    if role:
        query = query.where(Person.role == role)
    if state:
        query = query.where(*IN_STATE[state])
    if username:
        query = query.where(Person.username.startswith(username.strip().lower(), autoescape=True))
    found = [Account(*row) for row in db.session.execute(query)]
    return found[:PAGE], len(found) > PAGE


def account_of(person_id: uuid.UUID) -> Account:
    """One account. Raises NoResultFound when there is none."""
    return Account(*db.session.execute(with_what_is_said().where(Person.id == person_id)).one())


def with_what_is_said() -> Select[Person, bool, datetime]:
    """Each person with whether they have a second step, and when they last signed in with every step."""
    has_second_step = or_(
        exists().where(Authenticator.person_id == Person.id, Authenticator.confirmed_at.is_not(None)),
        exists().where(Passkey.person_id == Person.id),
    )
    last_signed_in_at = (
        select(func.max(SignIn.created_at))
        .where(SignIn.person_id == Person.id, SignIn.confirmed_at.is_not(None))
        .correlate(Person)
        .scalar_subquery()
    )
    return select(Person, has_second_step, last_signed_in_at).options(joinedload(Person.agency))


def get_person(person_id: uuid.UUID) -> Person:
    """Somebody who has an account. Raises NoResultFound when there is nobody."""
    return db.session.get_one(Person, person_id)


def find_by_username(username: str) -> Person | None:
    """Whoever has this username, paused or not."""
    return db.session.scalar(select(Person).where(Person.username == username.strip().lower()))


def by_ids(person_ids: set[uuid.UUID]) -> dict[uuid.UUID, Person]:
    """These people, by their ids. One query."""
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(person_ids)))}


def newest_links(person_ids: set[uuid.UUID]) -> dict[uuid.UUID, NewestLink]:
    """The last joining link that was made for each of these people, for whom there was one."""
    made_by = aliased(Person)
    rows = db.session.execute(
        select(JoiningLink, made_by)
        .outerjoin(made_by, JoiningLink.made_by_id == made_by.id)
        .where(JoiningLink.person_id.in_(person_ids))
        .order_by(JoiningLink.created_at, JoiningLink.id)
    )
    return {link.person_id: NewestLink(link, maker) for link, maker in rows}
