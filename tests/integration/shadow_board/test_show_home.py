"""Where members begin."""

import pytest

from app.models import Role
from tests.factories import PersonFactory


@pytest.mark.parametrize("role", [role for role in Role if role.is_young])
def test_a_member_who_signs_in_comes_to_their_own_page(browser, role):
    browser.sign_in(PersonFactory(name="Zee", role=role))

    page = browser.get("/home", follow_redirects=True)

    assert page.request.path == "/shadow-board/"
    assert 'Hello <span dir="auto">Zee</span>' in page.text
