import pytest

from app.models import Person, Role
from tests.factories import PersonFactory
from tests.visitor import Visitor

HASH = "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$c29tZWhhc2g"  # they have joined; nobody signs in with it


@pytest.fixture
def jo() -> Person:
    return PersonFactory(name="Jo Turner", role=Role.ADMINISTRATOR, passphrase_hash=HASH)


@pytest.fixture
def lena() -> Person:
    """The second administrator."""
    return PersonFactory(name="Lena Novak", role=Role.ADMINISTRATOR, passphrase_hash=HASH)


@pytest.fixture
def sam() -> Person:
    """Somebody who reads what young people wrote."""
    return PersonFactory(name="Sam Okafor", role=Role.PARTICIPATION_WORKER, passphrase_hash=HASH)


@pytest.fixture
def alan() -> Person:
    """Somebody who opens nobody's words."""
    return PersonFactory(name="Alan Whitmore", role=Role.BOARD_MEMBER, passphrase_hash=HASH)


@pytest.fixture
def jos_browser(browser, jo) -> Visitor:
    return browser.sign_in(jo)


@pytest.fixture
def lenas_browser(another_browser, lena) -> Visitor:
    return another_browser.sign_in(lena)
