"""An account is changed while somebody signs in to it: what held when they pressed the button does not let them in."""

from collections.abc import Callable

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from app.extensions import db
from app.models import Person, Role
from app.protection import passphrases
from app.services import signing_in
from tests.factories import PersonFactory
from tests.hashing import hash_cheaply

PASSPHRASE, NEW = "four brave otters sing", "seven teapots paint quietly"
HASH, NEW_HASH = passphrases.hash_passphrase(PASSPHRASE), passphrases.hash_passphrase(NEW)


class Interrupted(PasswordHasher):
    """A real one. While it looks at a passphrase, or hashes one, somebody else does something, once."""

    meanwhile: dict[str, Callable[[], None]] = {}

    def verify(self, *args, **kwargs):
        self.meanwhile.pop("looked at", lambda: None)()
        return super().verify(*args, **kwargs)

    def hash(self, *args, **kwargs):
        self.meanwhile.pop("hashed", lambda: None)()
        return super().hash(*args, **kwargs)


@pytest.fixture
def meanwhile():
    """What somebody else does while the next passphrase is looked at, or hashed, in a transaction of their own."""
    hash_cheaply(Interrupted)

    def change(*, it_is: str = "looked at", **values) -> None:
        def done() -> None:
            person = db.session.scalars(update(Person).values(**values).returning(Person)).one()
            signing_in.end_all(person)
            db.session.commit()

        Interrupted.meanwhile[it_is] = done

    yield change
    Interrupted.meanwhile.clear()
    hash_cheaply()


@pytest.fixture
def amara():
    return PersonFactory(username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)


def is_in(browser) -> bool:
    return browser.get("/account").status_code == 200


def test_the_old_passphrase_signs_nobody_in_once_there_is_a_new_one(browser, amara, meanwhile):
    meanwhile(passphrase_hash=NEW_HASH)

    assert browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE).status_code == 400
    assert not is_in(browser)


def test_who_is_paused_while_they_sign_in_is_not_in_when_they_are_let_back(browser, amara, meanwhile):
    meanwhile(is_active=False)
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)
    amara.is_active = True
    db.session.commit()

    assert not is_in(browser)


def test_an_old_passphrase_hashed_anew_takes_no_new_ones_place(browser, another_browser, amara, meanwhile):
    amara.passphrase_hash = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSPHRASE)
    db.session.commit()
    meanwhile(passphrase_hash=NEW_HASH, it_is="hashed")
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)

    assert another_browser.fill_in("/sign-in", username="amara", passphrase=NEW).location == "/home"


def test_of_two_new_passphrases_at_once_the_first_stays(browser, another_browser, amara, meanwhile):
    browser.sign_in(amara)
    meanwhile(passphrase_hash=NEW_HASH)
    typed = "nine lamps hum softly"
    response = browser.fill_in("/account/passphrase", present_passphrase=PASSPHRASE, passphrase=typed, again=typed)

    assert response.page.errors == ["This is not your passphrase now. Type it again."]
    assert another_browser.fill_in("/sign-in", username="amara", passphrase=NEW).location == "/home"
