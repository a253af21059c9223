"""Which key is needed for how much, as administrators see it: counts, and no key."""

import pytest

from app.protection.sealing import vault
from tests.factories import ViewFactory
from tests.integration.keys import ring_of

PAGE = "/administration/keys"


def words_of(response) -> str:
    return " ".join(response.page.text.split())


def test_the_key_that_seals_is_named_with_how_much_it_opens(jos_browser):
    ViewFactory()

    assert f"Key {vault.ring.newest} Current: it seals" in words_of(jos_browser.get(PAGE))
    assert "Known by it alone: 4 words of views (" in words_of(jos_browser.get(PAGE))


def test_no_key_and_nothing_that_it_sealed_is_on_the_page(jos_browser):
    ViewFactory(words="turquoise")
    shown = jos_browser.get(PAGE).text

    assert "turquoise" not in shown
    assert [part for part in vault.ring.as_text().replace(":", " ").split() if len(part) > 20 and part in shown] == []


@pytest.fixture
def two_keys():
    before = vault.ring
    vault.use(ring_of(2, 1))
    yield
    vault.use(before)


def test_a_key_that_waits_says_what_comes_next(two_keys, jos_browser):
    shown = words_of(jos_browser.get(PAGE))

    assert "Key 2 Does not seal yet 0 sealed values need it." in shown
    assert "When every process has been restarted: flask keys use 2" in shown
