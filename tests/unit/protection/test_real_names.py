"""Which chosen names are asked about: those that look like the one somebody is known by elsewhere."""

import pytest

from app.protection.real_names import looks_real


@pytest.mark.parametrize(
    "name",
    ["Adam Whitlock", "adam whitlock", "Adam W.", "Miss Otter", "fox2011", "07700 900123", "LE1 6ZG", "Zoë-Marie Ó"],
)
def test_is_asked_about(name):
    assert looks_real(name)


@pytest.mark.parametrize("name", ["Adam", "Purple Fox", "River", "Fox 7", "the silver comet", "🦊", "fox1234"])
def test_is_not(name):
    assert not looks_real(name)
