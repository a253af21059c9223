"""Who works in the inbox."""

import pytest

from app.models import Role
from tests.factories import PersonFactory


@pytest.fixture
def sam():
    return PersonFactory(name="Sam", role=Role.PARTICIPATION_WORKER)


@pytest.fixture
def sams_browser(browser, sam):
    return browser.sign_in(sam)


@pytest.fixture
def leads_browser(another_browser):
    return another_browser.sign_in(PersonFactory(name="Lee", role=Role.SAFEGUARDING_LEAD))
