import pytest

from app.models import Conference, Person, Role
from tests.factories import AgencyFactory, ConferenceFactory, PersonFactory
from tests.visitor import Visitor


@pytest.fixture
def chair() -> Person:
    return PersonFactory(name="Priya Shah", role=Role.CHAIR)


@pytest.fixture
def chair_browser(browser, chair) -> Visitor:
    return browser.sign_in(chair)


@pytest.fixture
def conference(chair) -> Conference:
    """Held on Tuesday 10 November 2026, a week before the tests' today."""
    return ConferenceFactory(chair=chair, reference="NB-2041")


@pytest.fixture
def school():
    return AgencyFactory(name="Mill Lane School")
