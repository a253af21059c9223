"""Details that could show who somebody is are noticed; ordinary words are left in peace."""

import pytest

from app.protection.identifying import Detail, details_in


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("ring 07700 900123", [Detail.PHONE]),
        ("ring +44 7700 900123", [Detail.PHONE]),
        ("0116 496 0123", [Detail.PHONE]),
        ("I live at LE1 5WW", [Detail.POSTCODE]),
        ("le15ww", [Detail.POSTCODE]),
        ("me@example.org", [Detail.EMAIL]),
        ("943 476 5919", [Detail.NHS_NUMBER]),
        ("943 476 0070", [Detail.NHS_NUMBER]),
        ("born 03/04/2012", [Detail.BIRTHDAY]),
        ("LE1 5WW and me@example.org", [Detail.POSTCODE, Detail.EMAIL]),
    ],
)
def test_it_is_noticed(text, details):
    assert details_in(text) == details


@pytest.mark.parametrize(
    "text",
    [
        "",
        "I am 11 and my brother is 14",
        "I live in LE1",
        "943 476 5918",  # the check digit is wrong
        "it was 1-0 in 2019",
        "999 or 0800 1111",
        "see you @ school",
        "I <3 my nan",
    ],
)
def test_nothing_is_seen_where_there_is_nothing(text):
    assert details_in(text) == []
