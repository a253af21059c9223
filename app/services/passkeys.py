"""Passkeys: a key pair on somebody's own device stands for two steps at once. They have it, and it has seen it is they.

What is signed is a challenge for one browser, for minutes, once. Whatever does not fit gets the same answer.
"""

import secrets
import uuid
from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import contains_eager
from webauthn.helpers.structs import AuthenticationCredential

from app.extensions import db
from app.models import Passkey, PasskeyChallenge, Person, SignIn, utc_now
from app.protection.passkey_proofs import (
    LASTS,
    Site,
    creation_question,
    new_sign_count,
    read_creation,
    read_request,
    request_question,
)
from app.services import auditing, two_step
from app.services.adding import add_if_new
from app.services.errors import RuleBroken

CHALLENGE_BYTES = 32
MOST = 20  # of one person
NOT_ADDED = "The passkey was not added. Press the button, and do what your device asks."


def passkeys_of(person: Person) -> Sequence[Passkey]:
    """Somebody's passkeys, the oldest first."""
    return db.session.scalars(
        select(Passkey).where(Passkey.person_id == person.id).order_by(Passkey.created_at, Passkey.id)
    ).all()


def creation_options(person: Person, site: Site, secret_mark: bytes) -> str:
    """What to ask this person's browser for, as JSON.

    Their device will keep their username and a number of ours, never their name.
    """
    return creation_question(
        site,
        new_challenge(secret_mark),
        handle=person.id.bytes,
        username=person.username,
        known=[passkey.credential_id for passkey in passkeys_of(person)],
    )


def request_options(site: Site, secret_mark: bytes) -> str:
    """What to ask a browser for, as JSON, so that somebody signs in. Nobody's passkeys are named."""
    return request_question(site, new_challenge(secret_mark))


def new_challenge(secret_mark: bytes) -> bytes:
    """What this browser is to sign, in the place of what it was asked before. What has run out goes, whoever's."""
    now, challenge = utc_now(), secrets.token_bytes(CHALLENGE_BYTES)
    db.session.execute(delete(PasskeyChallenge).where(PasskeyChallenge.expires_at <= now))
    asked = {"challenge": challenge, "expires_at": now + LASTS}
    row = {"id": uuid.uuid4(), "created_at": now, "secret_mark": secret_mark} | asked
    add_if_new(PasskeyChallenge, row, key="secret_mark", otherwise=asked)
    return challenge


def use_challenge(secret_mark: bytes) -> bytes | None:
    """What this browser was asked to sign, when that was minutes ago. From now on it counts no more."""
    used = db.session.execute(
        delete(PasskeyChallenge)
        .where(PasskeyChallenge.secret_mark == secret_mark)
        .returning(PasskeyChallenge.challenge, PasskeyChallenge.expires_at)
    ).one_or_none()
    return used.challenge if used and used.expires_at > utc_now() else None


def add_passkey(signed_in: SignIn, site: Site, secret_mark: bytes, answer_json: str, name: str) -> Passkey:
    """Keep the passkey that this browser has just made for whoever is signed in at it.

    Raises RuleBroken when the answer is not to what was asked here, when nobody was verified, when the passkey is kept
    already, when they have as many as anybody needs, or when they were signed out, or are half-way and have set up a
    second step, in the meantime.
    """
    person, challenge = signed_in.person, use_challenge(secret_mark)
    made = read_creation(site, challenge, answer_json) if challenge else None
    if made is None:
        raise RuleBroken(NOT_ADDED)
    two_step.hold(person.id)
    two_step.check_may_add(signed_in)
    if len(passkeys_of(person)) >= MOST:
        raise RuleBroken(f"You have {MOST} passkeys. Remove one that you do not use, then add this one.")
    row_id = uuid.uuid4()
    row = {
        "id": row_id,
        "created_at": utc_now(),
        "person_id": person.id,
        "credential_id": made.credential_id,
        "public_key": made.credential_public_key,
        "sign_count": made.sign_count,
        "name": name,
    }
    add_if_new(Passkey, row, key="credential_id")
    passkey = db.session.scalar(select(Passkey).where(Passkey.id == row_id))
    if passkey is None:  # one with this id is kept already: it could not be told whose it was
        raise RuleBroken(NOT_ADDED)
    auditing.note(person, "added a passkey", person)
    db.session.flush()
    return passkey


def find_person_by_passkey(site: Site, secret_mark: bytes, answer_json: str) -> Person | None:
    """The person whose passkey signed what this browser was asked, when it saw that it is they; None for anything else.

    The passkey remembers how often it was used, so that a copy of it would be noticed.
    """
    challenge, answer = use_challenge(secret_mark), read_request(answer_json)
    passkey = find_passkey(answer) if answer else None
    if challenge is None or answer is None or passkey is None:
        return None
    count = new_sign_count(site, challenge, answer, public_key=passkey.public_key, sign_count=passkey.sign_count)
    if count is None:
        return None
    passkey.sign_count = count
    passkey.last_used_at = utc_now()
    db.session.flush()
    return passkey.person


def find_passkey(answer: AuthenticationCredential) -> Passkey | None:
    """The passkey that answers, with its person, when they may sign in and it was made for their own number."""
    person_id = as_id(answer.response.user_handle)
    two_step.hold(person_id)
    return db.session.scalar(
        select(Passkey)
        .join(Passkey.person)
        .where(
            Passkey.credential_id == answer.raw_id,
            Passkey.person_id == person_id,
            Person.is_active.is_(True),
        )
        .options(contains_eager(Passkey.person))
        .with_for_update(of=Passkey)
    )


def as_id(handle: bytes | None) -> uuid.UUID | None:
    return uuid.UUID(bytes=handle) if handle and len(handle) == 16 else None


def find_own_passkey(person: Person, passkey_id: uuid.UUID) -> Passkey:
    """Raises NoResultFound when it is not theirs, or not there."""
    return db.session.scalars(select(Passkey).where(Passkey.id == passkey_id, Passkey.person_id == person.id)).one()


def is_needed(passkey: Passkey, person: Person) -> bool:
    """Whether this person could not sign in any more without this passkey."""
    if not two_step.needs_second_step(person) or two_step.has_authenticator(person):
        return False
    return [other.id for other in passkeys_of(person)] == [passkey.id]


def remove_passkey(person: Person, passkey_id: uuid.UUID) -> None:
    """From now on this passkey signs nobody in.

    Raises NoResultFound when it is not theirs, RuleBroken when they could not sign in without it.
    """
    two_step.hold(person.id)  # two who each remove another of the last two would leave none
    passkey = find_own_passkey(person, passkey_id)
    if is_needed(passkey, person):
        raise RuleBroken("This is your only second step. Add another passkey or an app with codes first.")
    db.session.delete(passkey)
    auditing.note(person, "removed a passkey", person)
    db.session.flush()
