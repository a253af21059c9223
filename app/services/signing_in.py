"""Who can sign in, from the one-time link to the sign-out."""

import uuid
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import JoiningLink, Person, Role, SignIn, utc_now
from app.protection.cookie_secret import new_secret
from app.protection.fingerprints import mark, marks
from app.protection.sealing import vault
from app.services import auditing, settings
from app.services.errors import RuleBroken
from app.services.powers import ROLES, Stay

LONGEST_NAME = 120  # what the column of the name to sign in with holds
SEEN_EVERY = timedelta(minutes=1)
LONGEST_HALF_WAY = timedelta(minutes=15)  # from the passphrase to the second step


def add_person(*, username: str, name: str, role: Role, agency_id: uuid.UUID | None = None) -> Person:
    """Add somebody who may sign in, with no passphrase yet. Staff sign in with their e-mail address.

    Raises RuleBroken when the name to sign in with is taken, or is not of the kind this role needs, or is too long.
    """
    username, name = username.strip().lower(), name.strip()
    if not username or not name:
        raise RuleBroken("Give a username and a name.")
    if max(len(username), len(name)) > LONGEST_NAME:
        raise RuleBroken(f"Give a username and a name of {LONGEST_NAME} characters or fewer each.")
    if role.is_young == ("@" in username):
        raise RuleBroken(
            "Choose a username that is not an e-mail address." if role.is_young else "Enter a work e-mail address."
        )
    if db.session.scalar(select(Person.id).where(Person.username == username)):
        raise RuleBroken(f"{username} can already sign in.")
    if (role is Role.AGENCY_LEAD) != (agency_id is not None):
        raise RuleBroken("An agency lead needs an agency, and nobody else has one.")
    email = None if role.is_young else username
    person = Person(username=username, name=name, role=role, email=email, agency_id=agency_id)
    db.session.add(person)
    auditing.note(None, f"added person as {role.value}", person)
    db.session.flush()
    return person


def make_joining_link(person: Person) -> str:
    """A secret for a link that lets this person choose a passphrase, once. Only its hash is kept."""
    token = new_secret()
    expires_at = utc_now() + timedelta(days=settings.current().joining_days)
    token_mark = mark(vault.ring, "tokens", token)
    db.session.add(JoiningLink(person_id=person.id, token_mark=token_mark, expires_at=expires_at))
    db.session.flush()
    return token


def find_joining_link(token: str, *, for_change: bool = False) -> JoiningLink | None:
    """The link with its person, when it is there, unused and in time."""
    query = (
        select(JoiningLink)
        .where(
            JoiningLink.token_mark.in_(marks(vault.ring, "tokens", token)),
            JoiningLink.used_at.is_(None),
            JoiningLink.expires_at > utc_now(),
        )
        .options(joinedload(JoiningLink.person))
    )
    return db.session.scalar(query.with_for_update(of=JoiningLink) if for_change else query)


def join(token: str, *, passphrase_hash: str) -> Person:
    """Use the link: from now on this passphrase signs its person in, and everything signed in before is ended.

    Raises RuleBroken when the link has been used in the meantime.
    """
    link = find_joining_link(token, for_change=True)
    if link is None:
        raise RuleBroken("This link has been used already. Sign in with the passphrase you chose.")
    link.used_at = utc_now()
    link.person.passphrase_hash = passphrase_hash
    end_all(link.person)
    db.session.flush()
    return link.person


def find_person(username: str) -> Person | None:
    """Somebody who may sign in, by the name they typed."""
    return db.session.scalar(
        select(Person).where(Person.username == username.strip().lower(), Person.is_active.is_(True))
    )


def sign_in(person: Person, *, secret_mark: bytes, half_way: bool = False, renewed_hash: str | None = None) -> SignIn:
    """Remember that this browser is this person from now on, and keep their passphrase's hash if it was made anew.

    `half_way`: their second step is still to come, and until then the sign-in opens nothing else.
    """
    if renewed_hash:
        person.passphrase_hash = renewed_hash
    now = utc_now()
    signed_in = SignIn(
        person_id=person.id, secret_mark=secret_mark, last_seen_at=now, confirmed_at=None if half_way else now
    )
    db.session.add(signed_in)
    db.session.flush()
    return signed_in


def find_sign_in(secret_mark: bytes) -> SignIn | None:
    """The sign-in this hash stands for, with its person: not ended, not idle too long, not too old, not paused.

    It may be half-way: `confirmed_at` says whether it opens anything.
    """
    signed_in = db.session.scalar(
        select(SignIn)
        .join(SignIn.person)
        .where(SignIn.secret_mark == secret_mark, SignIn.ended_at.is_(None), Person.is_active.is_(True))
        .options(joinedload(SignIn.person))
    )
    return signed_in if signed_in and is_in_time(signed_in) else None


def is_in_time(signed_in: SignIn) -> bool:
    """Whether neither limit of this role has passed: since they were last seen, and since they signed in."""
    idle, longest = limits_of(signed_in.person.role)
    if signed_in.confirmed_at is None:
        idle = longest = LONGEST_HALF_WAY
    now = utc_now()
    return now - signed_in.last_seen_at < idle and now - signed_in.created_at < longest


def limits_of(role: Role) -> tuple[timedelta, timedelta]:
    """How long somebody of this role may do nothing, and how long they stay signed in at most."""
    in_force = settings.current()
    minutes, hours = {
        Stay.YOUNG: (in_force.young_idle_minutes, in_force.young_hours),
        Stay.STAFF: (in_force.sign_in_idle_minutes, in_force.sign_in_hours),
        Stay.ADMINISTRATOR: (in_force.administrator_idle_minutes, in_force.administrator_hours),
    }[ROLES[role].stay]
    return timedelta(minutes=minutes), timedelta(hours=hours)


def confirm(signed_in: SignIn) -> None:
    """They have just proved who they are, with every step their role needs."""
    signed_in.confirmed_at = utc_now()
    db.session.flush()


def is_seen_again(signed_in: SignIn) -> bool:
    """Whether it is time to write down that they are still there."""
    return utc_now() - signed_in.last_seen_at > SEEN_EVERY


def see_again(sign_in_id: uuid.UUID) -> None:
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(last_seen_at=utc_now()))


def end(secret_mark: bytes) -> None:
    """Sign this browser out."""
    db.session.execute(
        update(SignIn).where(SignIn.secret_mark == secret_mark, SignIn.ended_at.is_(None)).values(ended_at=utc_now())
    )


def end_all(person: Person) -> None:
    """Sign this person out everywhere."""
    db.session.execute(
        update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None)).values(ended_at=utc_now())
    )
