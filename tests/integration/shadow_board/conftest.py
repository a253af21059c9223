import pytest

from app.models import Role
from tests.factories import PersonFactory
from tests.participation_factories import AdvisorProfileFactory


@pytest.fixture
def worker():
    return PersonFactory(name="Priya", role=Role.PARTICIPATION_WORKER)


@pytest.fixture
def zee(worker):
    """A member of the shadow board whose account somebody looks after."""
    person = PersonFactory(name="Zee", role=Role.SHADOW_BOARD_MEMBER)
    AdvisorProfileFactory(person=person, looked_after_by_id=worker.id)
    return person


@pytest.fixture
def visit(app):
    """Somebody signed in at a browser of their own: `visit(zee)`."""
    return lambda person: app.test_client().sign_in(person)
