import pytest

from app.models import Action, Agency, Person, Role
from tests.factories import ActionFactory, AgencyFactory, ChildFactory, ChildRecordFactory, PersonFactory
from tests.visitor import Visitor


@pytest.fixture
def police() -> Agency:
    return AgencyFactory(name="Northbank Police")


@pytest.fixture
def colin(police) -> Person:
    return PersonFactory(name="Colin Reed", role=Role.AGENCY_LEAD, agency_id=police.id)


@pytest.fixture
def lead_browser(browser, colin) -> Visitor:
    return browser.sign_in(colin)


@pytest.fixture
def record():
    return ChildRecordFactory(child=ChildFactory(reference="C-2041"))


@pytest.fixture
def action(police, record) -> Action:
    """Due on 1 December 2026, two weeks after the tests' today, for a conference on 10 November."""
    return ActionFactory(record=record, agency=police, what="Tell the family the same day", owner_role="Sergeant")
