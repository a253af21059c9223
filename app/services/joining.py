"""A young person joins with their 4 words: they choose the name others see here, and how they sign in."""

import secrets
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import JoiningLink, Person
from app.protection.cookie_secret import CookieSecret
from app.protection.passphrases import why_not
from app.protection.word_list import WORDS
from app.services import auditing, joining_words, signing_in, visiting
from app.services.own_words import words_about

LONGEST_NAME: Final = 40
WORDS_OFFERED: Final = 3


class NameProblem(StrEnum):
    """Why nobody can be called this here."""

    EMPTY = "empty"
    TOO_LONG = "too long"
    E_MAIL = "an e-mail address"
    TAKEN = "somebody else's"


class NameTaken(Exception):
    """Somebody else chose the same name a moment ago."""


@dataclass(frozen=True)
class Joining:
    """Somebody on their way in at one browser: which way it is, and what they have chosen so far."""

    link: JoiningLink
    name: str | None
    offered: str

    @property
    def has_joined_before(self) -> bool:
        """They forgot how to sign in. Their name stays theirs."""
        return self.link.person.passphrase_hash is not None

    @property
    def person(self) -> Person:
        """As they are going to be, and not stored: what their passphrase must not be made of."""
        person = self.link.person
        if self.name is None:
            return person
        return Person(username=as_username(self.name), name=self.name, role=person.role)


def as_username(name: str) -> str:
    """What somebody with this name types to sign in: purple-fox, of Purple Fox."""
    return "-".join(name.split()).lower()


def why_not_this_name(name: str, person: Person) -> NameProblem | None:
    """Why this person cannot be called this, or nothing when they may."""
    if not as_username(name).strip("-"):
        return NameProblem.EMPTY
    if len(name) > LONGEST_NAME or len(as_username(name)) > LONGEST_NAME:
        return NameProblem.TOO_LONG
    if "@" in name:
        return NameProblem.E_MAIL
    return NameProblem.TAKEN if is_taken(name, person) else None


def is_taken(name: str, person: Person) -> bool:
    others = exists().where(Person.username == as_username(name), Person.id != person.id)
    return bool(db.session.scalar(select(others)))


def open_with(secret: CookieSecret, link: JoiningLink) -> None:
    """Remember for this browser which way in its 4 words opened. What was chosen for another one goes."""
    contents = visiting.remembered(secret, for_change=True)
    contents.joining = {"link": str(link.id), "offered": offer(link.person)}
    visiting.keep(secret, contents)


def opened(secret: CookieSecret | None) -> Joining | None:
    """What this browser has opened; None when its visit is over, or the way in cannot be used any more."""
    kept = visiting.remembered(secret).joining
    link = signing_in.find_way_in(joining_words.by_id(kept["link"])) if kept else None
    if link is None or not link.person.role.is_young:
        return None
    return Joining(link, kept.get("name"), kept["offered"])


def choose_name(secret: CookieSecret, joining: Joining, name: str) -> None:
    """Remember the name. It is theirs when they have joined."""
    person = Person(username=as_username(name), name=name, role=joining.link.person.role)
    remember(secret, name=name, offered=offer(person))


def offer_another(secret: CookieSecret, joining: Joining) -> None:
    remember(secret, offered=offer(joining.person))


def remember(secret: CookieSecret, **chosen: str) -> None:
    contents = visiting.remembered(secret, for_change=True)
    contents.joining |= chosen
    visiting.keep(secret, contents)


def offer(person: Person) -> str:
    """A passphrase of three words drawn by the system's random source, as hard to guess as any that people choose."""
    own = words_about(person)
    while True:
        words = " ".join(secrets.choice(WORDS) for _ in range(WORDS_OFFERED))
        if why_not(words, own_words=own) is None:
            return words


def finish(joining: Joining, *, passphrase_hash: str) -> Person:
    """They are in: under the name they chose, and with nothing of before.

    Raises NameTaken when somebody else has the name by now, and RuleBroken when their words were used meanwhile.
    """
    person = joining.link.person
    if joining.name is not None and joining.name != person.name:
        if is_taken(joining.name, person):
            raise NameTaken
        try:
            with db.session.begin_nested():
                person.name, person.username = joining.name, as_username(joining.name)
                db.session.flush()
        except IntegrityError as taken:
            raise NameTaken from taken
        auditing.note(person, "chose their name", person)
    return signing_in.join(JoiningLink.id == joining.link.id, passphrase_hash=passphrase_hash)


def forget(secret: CookieSecret) -> None:
    """Nothing of it is remembered: they are in."""
    contents = visiting.remembered(secret, for_change=True)
    contents.joining = {}
    visiting.keep(secret, contents)
