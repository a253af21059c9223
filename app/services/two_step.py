"""The second step of signing in: the code an app shows, or a recovery code when the phone is lost.

Passkeys are the other second step (app/services/passkeys.py). What is said here of second steps holds for both.
"""

import hmac
import uuid
from base64 import b32encode
from typing import Any, cast

import pyotp
from sqlalchemy import CursorResult, Update, delete, exists, func, select, update

from app.extensions import db
from app.models import Authenticator, Passkey, Person, RecoveryCode, SignIn, utc_now
from app.protection.fingerprints import fingerprint, mark, marks
from app.protection.sealing import vault
from app.services import auditing
from app.services.errors import RuleBroken
from app.services.powers import ROLES

ISSUER = "Heard"
STEP_SECONDS = 30
CLOCKS_DIFFER_BY = 1  # step, either way (RFC 6238, 5.2)
SECRET_BYTES = 20  # as long as the hash (RFC 4226, 4)

CODES = 10
# Twelve of nineteen letters are 50 bits. No vowels: no code is a word. None looks like a number, or like another.
LETTERS = "bcdfghjkmnpqrstvwxz"
CODE_LETTERS = 12
GROUP = 4


def needs_second_step(person: Person) -> bool:
    """Whether a passphrase alone does not sign this person in."""
    return ROLES[person.role].two_step


def has_second_step(person: Person) -> bool:
    """Whether they have set one up: an app that was used once, or a passkey. Recovery codes alone are none."""
    return has_authenticator(person) or has_passkey(person)


def has_authenticator(person: Person) -> bool:
    """Whether they sign in with the codes of an app."""
    return find_authenticator(person) is not None


def has_passkey(person: Person) -> bool:
    """Whether they have a passkey."""
    return bool(db.session.scalar(select(exists().where(Passkey.person_id == person.id))))


def find_authenticator(person: Person) -> Authenticator | None:
    """The app whose codes this person signs in with."""
    return db.session.scalar(
        select(Authenticator).where(Authenticator.person_id == person.id, Authenticator.confirmed_at.is_not(None))
    )


def hold(person_id: uuid.UUID | None) -> None:
    """Whoever uses or changes a second step of this person waits for whoever does so already.

    Before anything else of theirs is touched: two who took the same rows in another order would wait for each other.
    """
    db.session.execute(select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))


def secret_to_set_up(signed_in: SignIn) -> str:
    """What the app is given, in base32. It is nobody's second step until its first code has come back.

    It belongs to this one sign-in, however often the page is opened: somebody else who knows the passphrase never sees
    what this person's phone will hold. Setting one up proves again who they are, so that an app that was replaced or
    removed is never given the same again.
    """
    known, proved_at = find_authenticator(signed_in.person), signed_in.confirmed_at
    since = proved_at.timestamp() if proved_at else "half-way"
    text = f"authenticator|{signed_in.id}|{since}|{known.secret if known else ''}"
    return b32encode(fingerprint(vault.ring.key(vault.ring.newest, "two-step"), text)[:SECRET_BYTES]).decode()


def address_for_app(person: Person, secret: str) -> str:
    """What the picture says to the app: an otpauth:// address (the Key Uri Format that apps share)."""
    return pyotp.TOTP(secret).provisioning_uri(name=person.username, issuer_name=ISSUER)


def confirm_authenticator(signed_in: SignIn, typed: str) -> bool:
    """Make the app this person's second step, when the code is one that it shows now. An app before it ends.

    Raises RuleBroken when they were signed out, or are half-way and have set up a second step, in the meantime.
    """
    person = signed_in.person
    hold(person.id)
    check_may_add(signed_in)
    secret = secret_to_set_up(signed_in)
    step = step_of(secret, compact(typed))
    if step is None:
        return False
    known = find_authenticator(person)
    authenticator = known or Authenticator(person_id=person.id)
    authenticator.secret = secret
    authenticator.confirmed_at = utc_now()
    authenticator.last_step = step
    db.session.add(authenticator)
    auditing.note(person, "replaced their authenticator app" if known else "set up an authenticator app", person)
    db.session.flush()
    return True


def check_may_add(signed_in: SignIn) -> None:
    """Raises RuleBroken when this sign-in was ended in the meantime, by whoever comes back with a joining link.

    And when somebody who only knows the passphrase would add a second step beside the owner's.
    """
    if db.session.scalar(select(SignIn.ended_at).where(SignIn.id == signed_in.id)):
        raise RuleBroken("You were signed out in the meantime. Sign in again.")
    if signed_in.confirmed_at is None and has_second_step(signed_in.person):
        raise RuleBroken("You have a second step already. Sign in again, and use it.")


def remove_authenticator(person: Person) -> None:
    """Take the app away. Raises RuleBroken when nothing else would be left, or there is none."""
    hold(person.id)
    if not has_authenticator(person):
        raise RuleBroken("You have no authenticator app here.")
    if not has_passkey(person):
        raise RuleBroken("Add a passkey first: you need one second step.")
    db.session.execute(delete(Authenticator).where(Authenticator.person_id == person.id))
    auditing.note(person, "removed their authenticator app", person)
    db.session.flush()


def compact(typed: str) -> str:
    """What was typed, without the spaces and dashes people read codes with, and without capitals."""
    return "".join(char for char in typed.casefold() if char.isalnum())


def step_of(secret: str, code: str) -> int | None:
    """The half-minute whose code this is: now, or as far away as clocks may differ. Every one is compared."""
    totp, now = pyotp.TOTP(secret), int(utc_now().timestamp()) // STEP_SECONDS
    steps = range(now - CLOCKS_DIFFER_BY, now + CLOCKS_DIFFER_BY + 1)
    fitting = [step for step in steps if hmac.compare_digest(totp.generate_otp(step).encode(), code.encode())]
    return max(fitting, default=None)


def is_of_an_app(typed: str) -> bool:
    """Whether this is a code as apps show them. Recovery codes are letters, and cannot be guessed."""
    return compact(typed).isdecimal()


def take(person: Person, typed: str) -> bool:
    """Whether this is the second step: the app's code, or else a recovery code. Each is taken once."""
    hold(person.id)
    code = compact(typed)
    is_right = check_code(person, code) if is_of_an_app(code) else use_recovery_code(person, code)
    if not is_right:
        auditing.note(person, "wrong code at the second step", person)
    db.session.flush()
    return is_right


def check_code(person: Person, typed: str) -> bool:
    """Whether the app shows this code now. No code is taken twice, not by two requests at once (RFC 6238, 5.2)."""
    authenticator = find_authenticator(person)
    step = step_of(authenticator.secret, compact(typed)) if authenticator else None
    if authenticator is None or step is None:
        return False
    return changes_one(
        update(Authenticator)
        .where(Authenticator.id == authenticator.id, Authenticator.last_step < step)
        .values(last_step=step)
    )


def make_recovery_codes(person: Person, *, once: str) -> list[str]:
    """Ten codes, to be shown by this one form. Those made before are gone.

    The same form sent again shows the same codes and changes nothing: what somebody has printed goes on working.
    """
    hold(person.id)
    codes = [recovery_code(person, once, number) for number in range(CODES)]
    code_marks = [mark(vault.ring, "tokens", hashed_text(person, code)) for code in codes]
    if not is_made(person, code_marks[0]):
        db.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
        for code_mark in code_marks:
            db.session.add(RecoveryCode(person_id=person.id, code_mark=code_mark, key_id=vault.ring.newest))
        auditing.note(person, "made recovery codes", person)
        db.session.flush()
    return ["-".join(code[at : at + GROUP] for at in range(0, CODE_LETTERS, GROUP)) for code in codes]


def recovery_code(person: Person, once: str, number: int) -> str:
    """What only this form and our own key give, so that it need not be stored to be shown again (50 bits)."""
    key = vault.ring.key(vault.ring.newest, "two-step")
    left = int.from_bytes(fingerprint(key, f"recovery code|{person.id}|{once}|{number}"))
    letters = ""
    for _ in range(CODE_LETTERS):
        left, letter = divmod(left, len(LETTERS))
        letters += LETTERS[letter]
    return letters


def is_made(person: Person, code_mark: bytes) -> bool:
    query = select(exists().where(RecoveryCode.person_id == person.id, RecoveryCode.code_mark == code_mark))
    return bool(db.session.scalar(query))


def use_recovery_code(person: Person, typed: str) -> bool:
    """Whether this is one of their codes, not used yet. It is used now. Right or wrong, the same is asked and done."""
    is_right = changes_one(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person.id,
            RecoveryCode.code_mark.in_(marks(vault.ring, "tokens", hashed_text(person, compact(typed)))),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=utc_now())
    )
    if is_right:
        auditing.note(person, "used a recovery code", person)
    return is_right


def hashed_text(person: Person, code: str) -> str:
    """What is hashed: the code is its owner's alone."""
    return f"recovery code|{person.id}|{code}"


def codes_left(person: Person) -> int:
    """How many recovery codes still work."""
    query = select(func.count()).where(RecoveryCode.person_id == person.id, RecoveryCode.used_at.is_(None))
    return db.session.scalar(query) or 0


def forget_all(person: Person, *, by: Person) -> None:
    """Nothing of before is a second step any more: app, passkeys and recovery codes go. `by` is who did it."""
    had_one = has_second_step(person)
    for kind in (Authenticator, Passkey, RecoveryCode):
        db.session.execute(delete(kind).where(kind.person_id == person.id))
    if had_one:
        auditing.note(by, "second step removed", person)
    db.session.flush()


def changes_one(change: Update) -> bool:
    """Make this change. Whether there was a row for it: of two at once, one finds none."""
    return cast("CursorResult[Any]", db.session.execute(change)).rowcount == 1
