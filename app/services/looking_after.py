"""What a participation worker does for the account of a young advisor or shadow board member.

Never an e-mail address: they are invited by 4 words. Who agreed and how to reach them safely are sealed, and every
opening is written down. One worker at a time changes an account.
"""

import uuid
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from app.extensions import db
from app.models import AdvisorProfile, Person, Role, utc_now
from app.models.codes import AgeGroup
from app.protection.four_words import FourWords, words_of
from app.protection.sealing import vault
from app.services import accounts, auditing, clocks, inviting, joining_words, powers
from app.services.advisors import LEFT_NAME, find_profile, get_young_person
from app.services.errors import RuleBroken
from app.services.powers import Power

OPENED_NOTES: Final = "opened who agreed and how to reach them"
HOW_THEY_BEGIN: Final = 3  # words of the name they sign in with until they choose one


@dataclass(frozen=True, kw_only=True)
class Kept:
    """What the worker knows about them. Nothing for a note: what was written before stays."""

    age_group: AgeGroup
    consented_on: date | None
    consent: str | None = field(default=None, repr=False)
    safe_contact: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Notes:
    """What is sealed, opened for somebody with a reason."""

    consent: str | None
    safe_contact: str | None
    paused_because: str | None


def check_may(by: Person) -> None:
    """Raises RuleBroken for anybody who does not look after these accounts."""
    if not powers.may(by.role, Power.KEEP_YOUNG_ACCOUNTS):
        raise RuleBroken("Only a participation worker looks after these accounts.")


def invite(by: Person, *, name: str, role: Role, kept: Kept, once: str) -> tuple[Person, FourWords]:
    """Somebody new, with the 4 words they join with. The same form sent again gives the same.

    `name` is what we call them until they choose their own. Raises RuleBroken when the role is not a young person's,
    and when this form's words cannot be used any more.
    """
    check_may(by)
    if not role.is_young:
        raise RuleBroken("Choose young advisor or shadow board member.")
    person_id = inviting.id_from(once)
    person = db.session.get(Person, person_id)
    if person is None:
        check_kept(kept, is_new=True)
        username = "-".join(words_of(vault.ring, f"username|{person_id}")[:HOW_THEY_BEGIN])
        person = inviting.add_person(username=username, name=name, role=role, by=by, person_id=person_id)
        keep_notes(by, person, kept)
    return person, joining_words.make_words(by, person, once=once)


def check_kept(kept: Kept, *, is_new: bool) -> None:
    """Raises RuleBroken when somebody new comes without consent and a safe way, or consent lies in the future."""
    if is_new and not (kept.consent and kept.consented_on and kept.safe_contact):
        raise RuleBroken("Write who agreed and when, and how to reach them safely.")
    if kept.consent and not kept.consented_on:
        raise RuleBroken("Enter the day they agreed.")
    if kept.consented_on and kept.consented_on > clocks.london_day(utc_now()):
        raise RuleBroken("The day they agreed cannot be in the future.")


def keep_notes(by: Person, person: Person, kept: Kept, *, is_mine: bool = True) -> AdvisorProfile:
    """Keep what was written; a note that is left empty stays as it was."""
    profile = find_profile(person) or AdvisorProfile(person_id=person.id, role=person.role, looked_after_by_id=by.id)
    profile.age_group = kept.age_group
    if kept.consent:
        profile.consent = kept.consent
    if profile.consent_sealed is not None:
        profile.consented_on = kept.consented_on or profile.consented_on
    if kept.safe_contact:
        profile.safe_contact = kept.safe_contact
    if is_mine:
        profile.looked_after_by_id = by.id
    db.session.add(profile)
    db.session.flush()
    return profile


def begin(by: Person, person_id: uuid.UUID) -> tuple[Person, AdvisorProfile | None]:
    """From now until the end of this work nobody else changes this account; it is as others left it.

    Raises RuleBroken for anybody but a participation worker, NoResultFound when there is no such young person.
    """
    check_may(by)
    person = get_young_person(person_id, for_change=True)
    return person, find_profile(person, for_change=True)


def change_notes(by: Person, person_id: uuid.UUID, kept: Kept, *, is_mine: bool) -> None:
    """Write down what the worker knows. Raises RuleBroken for somebody who left."""
    person, profile = begin(by, person_id)
    check_has_not_left(profile)
    check_kept(kept, is_new=profile is None)
    if kept.consented_on and not kept.consent and (profile is None or profile.consent_sealed is None):
        raise RuleBroken("Write who agreed.")
    profile = keep_notes(by, person, kept, is_mine=is_mine)
    auditing.note(by, "wrote what is kept about a young advisor", profile)
    db.session.flush()


def open_notes(by: Person, person_id: uuid.UUID, *, reason: str) -> Notes:
    """Who agreed, and how to reach them safely: for whoever reads views, with a reason. It is written down."""
    if not powers.may(by.role, Power.READ_VIEWS):
        raise RuleBroken("Only a participation worker or a safeguarding lead can open this.")
    person = get_young_person(person_id)
    profile = find_profile(person)
    if profile is None:
        return Notes(None, None, None)
    auditing.note(by, OPENED_NOTES, profile, reason=reason)  # of a profile no page shows why: it may say what they said
    db.session.flush()
    return Notes(profile.consent, profile.safe_contact, profile.paused_because)


def make_words(by: Person, person_id: uuid.UUID, *, once: str) -> tuple[Person, FourWords]:
    """New words for somebody who has not joined yet, or forgot how to sign in.

    Raises RuleBroken for somebody paused or gone, and as joining_words.make_words does.
    """
    person, profile = begin(by, person_id)
    check_has_not_left(profile)
    return person, joining_words.make_words(by, person, once=once)


def pause(by: Person, person_id: uuid.UUID, *, because: str) -> None:
    """Sign them out everywhere, until somebody lets them back in. Nothing of theirs is lost. Again changes nothing."""
    person, profile = begin(by, person_id)
    check_has_not_left(profile)
    if profile is None:
        raise RuleBroken("First write down what we keep about them.")
    if person.is_active:
        begin_pause(by, person, profile, because=because)


def begin_pause(by: Person, person: Person, profile: AdvisorProfile, *, because: str) -> None:
    person.is_active = False
    accounts.end_ways_in(person)
    profile.paused_at, profile.paused_because = utc_now(), because
    auditing.note(by, "paused", person)  # why may say something about them: it is sealed with their notes
    db.session.flush()


def resume(by: Person, person_id: uuid.UUID) -> None:
    """Let them back in. They sign in as before. Raises RuleBroken for somebody who left."""
    person, profile = begin(by, person_id)
    check_has_not_left(profile)
    if person.is_active:
        return
    if profile is None or profile.paused_at is None:
        raise RuleBroken("An administrator paused this account. Only an administrator can let them back in.")
    person.is_active = True
    profile.paused_at = profile.paused_because = None
    auditing.note(by, "resumed", person)
    db.session.flush()


def leave(by: Person, person_id: uuid.UUID) -> None:
    """They leave: signed out everywhere, and what they did stays as a member's. Again changes nothing.

    Until the account is cleared (`left_days`) they can come back. Raises RuleBroken when nothing is kept about them.
    """
    person, profile = begin(by, person_id)
    if profile is None:
        raise RuleBroken("First write down what we keep about them.")
    if profile.left_at is None:
        go(by, person, profile)


def go(by: Person, person: Person, profile: AdvisorProfile) -> None:
    person.is_active = False
    accounts.end_ways_in(person)
    profile.paused_at = profile.paused_because = None
    profile.left_at, profile.name_before = utc_now(), person.name
    person.name = LEFT_NAME
    auditing.note(by, "left", person)
    db.session.flush()


def come_back(by: Person, person_id: uuid.UUID) -> None:
    """They did not mean to leave: their name is theirs again, and they sign in as before.

    Raises RuleBroken when the account has been cleared.
    """
    person, profile = begin(by, person_id)
    if profile is None or profile.left_at is None:
        return
    if profile.name_before is None:
        raise RuleBroken("Their account has been cleared. Invite them again: it is a new account.")
    person.name, person.is_active = profile.name_before, True
    profile.left_at = profile.name_before = None
    auditing.note(by, "came back", person)
    db.session.flush()


def check_has_not_left(profile: AdvisorProfile | None) -> None:
    if profile is not None and profile.left_at is not None:
        raise RuleBroken("They left. If they come back, let them back in first.")
