"""Who has an account, and how it stands with each."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, exists, func, not_, or_, select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.models import Authenticator, DemonstrationMark, JoiningLink, Passkey, Person, Role, SignIn, utc_now
from app.models.base import place_of
from app.protection.sealing import vault
from app.services.administering import KEEPERS
from app.services.powers import ROLES
from app.services.signing_in import KNOWN_FOR

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
    has_joined: bool
    has_second_step: bool
    last_signed_in_at: datetime | None

    @property
    def state(self) -> State:
        if not self.person.is_active:
            return State.PAUSED
        return State.ACTIVE if self.has_joined else State.WAITING

    @property
    def needs_second_step(self) -> bool:
        return ROLES[self.person.role].two_step

    @property
    def never_signed_in(self) -> bool:
        """Whether that is certain: the service forgets a sign-in after some months."""
        is_certain = not self.has_joined or self.person.created_at > utc_now() - KNOWN_FOR
        return is_certain and self.last_signed_in_at is None


@dataclass(frozen=True)
class PeoplePage:
    """One page of a list of accounts, and how many there are on all its pages."""

    accounts: list[Account]
    number: int
    total: int

    @property
    def first(self) -> int:
        """Which one of all it begins with, from 1."""
        return (self.number - 1) * PAGE + 1

    @property
    def last(self) -> int:
        return self.first + len(self.accounts) - 1

    @property
    def has_more(self) -> bool:
        return bool(self.accounts) and self.last < self.total


@dataclass(frozen=True)
class NewestLink:
    """The last way in that was made for somebody: when, by whom, and what became of it."""

    link: JoiningLink
    made_by: Person | None  # nobody: made at the server itself

    @property
    def is_open(self) -> bool:
        return self.link.used_at is None and self.link.expires_at > utc_now()


# Whoever came with the demonstration has no passphrase, and needs none.
HAS_JOINED: ColumnElement[bool] = or_(
    Person.passphrase_hash.is_not(None), exists().where(DemonstrationMark.created_at >= Person.created_at)
)
IN_STATE: dict[State, tuple[ColumnElement[bool], ...]] = {
    State.WAITING: (Person.is_active.is_(True), not_(HAS_JOINED)),
    State.ACTIVE: (Person.is_active.is_(True), HAS_JOINED),
    State.PAUSED: (Person.is_active.is_(False),),
}


def accounts(*, role: Role | None = None, state: State | None = None, called: str = "", page: int = 1) -> PeoplePage:
    """One page of everybody who has an account, by username.

    `called` stands somewhere in the name, or is how the username begins.
    """
    fits = [Person.role == role] if role else []
    fits += IN_STATE[state] if state else ()
    begin = (page - 1) * PAGE
    if called.strip():
        ids = ids_of_those_called(called.strip(), fits)
        query = with_what_is_said().where(Person.id.in_(ids[begin : begin + PAGE])).order_by(Person.username)
        return PeoplePage([Account(*row) for row in db.session.execute(query)], page, len(ids))
    everybody = with_what_is_said().add_columns(func.count().over())
    rows = db.session.execute(everybody.where(*fits).order_by(Person.username).offset(begin).limit(PAGE)).all()
    return PeoplePage([Account(*row[:-1]) for row in rows], page, rows[0][-1] if rows else 0)


def ids_of_those_called(called: str, fits: list[ColumnElement[bool]]) -> list[uuid.UUID]:
    """By username. Names are sealed, so no database can look for them: they are opened here, some thousands at most."""
    rows = db.session.execute(
        select(Person.id, Person.username, Person.name_sealed).where(*fits).order_by(Person.username)
    )
    return [
        row.id
        for row in rows
        if row.username.startswith(called.lower())
        or called.casefold() in vault.open(row.name_sealed, place_of("person", "name_sealed", row.id)).casefold()
    ]


def who_joined(person_ids: set[uuid.UUID]) -> set[uuid.UUID]:
    """Those of these people who have joined, paused or not. One query."""
    return set(db.session.scalars(select(Person.id).where(Person.id.in_(person_ids), HAS_JOINED)))


def who_decide() -> set[uuid.UUID]:
    """The administrators who can say yes to something now: they have joined, and are not paused."""
    return set(db.session.scalars(select(Person.id).where(Person.role.in_(KEEPERS), *IN_STATE[State.ACTIVE])))


def account_of(person_id: uuid.UUID) -> Account:
    """One account. Raises NoResultFound when there is none."""
    return Account(*db.session.execute(with_what_is_said().where(Person.id == person_id)).one())


def with_what_is_said() -> Select[Person, bool, bool, datetime]:
    """Each person: whether they have joined and have a second step, when they last signed in with every step."""
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
    return select(Person, HAS_JOINED, has_second_step, last_signed_in_at).options(joinedload(Person.agency))


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
