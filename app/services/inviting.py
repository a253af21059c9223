"""Letting somebody in: the account of somebody new, and the one-time link that they join with.

The way into an account that opens children's words takes two administrators (app/services/approving.py).
"""

import base64
import hashlib
import re
import uuid

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Agency, Approval, ApprovalKind, Person, Role
from app.protection.fingerprints import fingerprint
from app.protection.sealing import vault
from app.services import approving, auditing, signing_in
from app.services.administering import begin_work, check_not_paused
from app.services.errors import RuleBroken

LONGEST_NAME = 120  # what the column of the name to sign in with holds
E_MAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


def add_person(
    *,
    username: str,
    name: str,
    role: Role,
    agency_id: uuid.UUID | None = None,
    by: Person | None = None,
    person_id: uuid.UUID | None = None,
) -> Person:
    """Add somebody who may sign in, with no passphrase yet. Staff sign in with their e-mail address.

    `by` is nobody at the server itself. Raises RuleBroken when the name to sign in with is taken, or is not of the
    kind this role needs, or is too long.
    """
    username, name = username.strip().lower(), name.strip()
    check_username(username, role)
    check_name(name)
    check_agency(role, agency_id)
    if db.session.scalar(select(Person.id).where(Person.username == username)):
        raise RuleBroken(f"There is an account for {username} already.")
    email = None if role.is_young else username
    person = Person(id=person_id, username=username, name=name, role=role, email=email, agency_id=agency_id)
    try:
        with db.session.begin_nested():
            db.session.add(person)
            db.session.flush()
    except IntegrityError as taken:  # somebody at the server itself was first by a moment
        raise RuleBroken(f"There is an account for {username} already.") from taken
    of_agency = f"Agency: {db.session.get_one(Agency, agency_id).name}." if agency_id else None
    auditing.note(by, f"{'invited somebody' if by else 'added person'} as {role.value}", person, reason=of_agency)
    db.session.flush()
    return person


def check_name(name: str) -> None:
    """Raises RuleBroken when nobody can be called this."""
    if not name:
        raise RuleBroken("Enter a name.")
    if len(name) > LONGEST_NAME:
        raise RuleBroken(f"Enter a name of {LONGEST_NAME} characters or fewer.")


def check_username(username: str, role: Role) -> None:
    """Raises RuleBroken when nobody of this role can sign in with this name."""
    if not username:
        raise RuleBroken("Enter a username.")
    if len(username) > LONGEST_NAME:
        raise RuleBroken(f"Enter a username of {LONGEST_NAME} characters or fewer.")
    if any(char.isspace() for char in username):
        raise RuleBroken("Leave out the spaces in the username.")
    if role.is_young and "@" in username:
        raise RuleBroken("Choose a username that is not an e-mail address.")
    if not role.is_young and not E_MAIL.fullmatch(username):
        raise RuleBroken("Enter a work e-mail address.")


def check_agency(role: Role, agency_id: uuid.UUID | None) -> None:
    """Raises RuleBroken unless an agency lead has an agency, and nobody else has one."""
    if (role is Role.AGENCY_LEAD) != (agency_id is not None):
        raise RuleBroken("An agency lead needs an agency, and nobody else has one.")


def invite(
    by: Person,
    *,
    username: str,
    name: str,
    role: Role,
    agency_id: uuid.UUID | None = None,
    reason: str | None = None,
    once: str,
) -> tuple[Person, str | None]:
    """Somebody new, with the secret of their joining link; without it when another administrator decides first.

    The same form sent again gives the same. Raises RuleBroken as add_person does.
    """
    begin_work(by)
    person_id: uuid.UUID | None = id_from(once)
    person = db.session.get(Person, person_id)
    if person is not None and person.username != username.strip().lower():
        person, person_id = None, None  # the same page filled in for somebody else
    if person is None:
        person = add_person(username=username, name=name, role=role, agency_id=agency_id, by=by, person_id=person_id)
    return person, way_in(by, person, reason=reason, once=once)


def id_from(once: str) -> uuid.UUID:
    """The id of the row that a form makes: however often it is sent, it makes one."""
    return uuid.UUID(bytes=hashlib.sha256(once.encode()).digest()[:16], version=4)


def give_link(by: Person, person: Person, *, reason: str | None, once: str) -> str | None:
    """A new way in for somebody who lost theirs: its secret, or None when another administrator decides first.

    Raises RuleBroken for somebody who is paused.
    """
    begin_work(by, person)
    return way_in(by, person, reason=reason, once=once)


def way_in(by: Person, person: Person, *, reason: str | None, once: str) -> str | None:
    if approving.is_needed(person.role):
        check_not_paused(person)
        approving.ask(by, person, ApprovalKind.JOINING_LINK, reason=reason)
        return None
    return make_link(by, person, once=once, reason=reason)


def make_link(by: Person | None, person: Person, *, once: str | None = None, reason: str | None = None) -> str:
    """The secret of a new joining link. The same form sent again gives the same link, as long as it can be used.

    Raises RuleBroken for somebody who is paused, and when this form's link cannot be used any more.
    """
    check_not_paused(person)
    token = link_secret(person, once) if once else None
    if token and signing_in.find_joining_link(token):
        return token
    try:
        with db.session.begin_nested():
            token = signing_in.make_joining_link(person, by=by, token=token)
    except IntegrityError as made:
        raise RuleBroken("This link was made before, and does not work any more. Make a new one.") from made
    auditing.note(by, "made a joining link", person, reason=reason)
    db.session.flush()
    return token


def link_secret(person: Person, once: str) -> str:
    """What only this form and our own key give: nothing of it has to be stored to show it again."""
    key = vault.ring.key(vault.ring.newest, "tokens")
    return base64.urlsafe_b64encode(fingerprint(key, f"joining link|{person.id}|{once}")).decode().rstrip("=")


def take_link(by: Person, approval: Approval, *, once: str) -> str:
    """The secret of the joining link that was approved. The same form sent again gives the same.

    Who asked never holds it: a made-up reason gains nobody a way in. Raises RuleBroken for them, when it was not
    approved, has been used or has run out, and for their own account.
    """
    begin_work(by, approval.person)
    approval = approving.get_approval(approval.id)
    if approval.asked_by_id == by.id:
        raise RuleBroken("You asked for this link. Another administrator makes it, and gives it to them.")
    token = link_secret(approval.person, once)
    if approval.used_at is not None and signing_in.find_joining_link(token):
        return token
    approving.use(approval)
    return make_link(by, approval.person, once=once)
