"""What in a quote could point at somebody. It only looks, so it must not cry wolf either."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protection.pointing_at import Pointer, PointsAt, pointers_in


def found(quote: str, *said: str) -> list[tuple[str, str]]:
    return [(pointer.kind.value, pointer.words) for pointer in pointers_in(quote, said)]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("I want to see Adam more.", ["Adam"]),
        ("We moved to Rutland in the spring.", ["Rutland"]),
        ("Adam's dad shouts.", ["Adam's"]),
        ("Adam shouts. I am afraid of Adam.", ["Adam"]),
        ("my brother adam hits me", ["adam"]),
        ("She is called ruby.", ["ruby"]),
        ("mr khan is nice", ["khan"]),
        ("I walk down elm road alone.", ["elm"]),
        ("At hill primary nobody asks.", ["hill"]),
    ],
)
def test_names_and_places_are_pointed_out(quote, words):
    assert found(quote) == [("a name or a place", word) for word in words]


@pytest.mark.parametrize(
    "quote",
    [
        "I want to see my brother more often.",
        "Nobody tells us why. When we ask, they say later.",
        "My brother is not allowed to come. I'm sad on Mondays and at Christmas.",
        "School starts too early for me, and the road is not safe.",
        "My primary school is far away and I'd like to walk.",
        "It's loud. That's why I cannot sleep. Mum says so.",
        "I want my worker to listen.",
        "We hate school, we leave college and I feel close to nobody.",
        "",
    ],
)
def test_what_points_at_nobody_is_left_alone(quote):
    assert found(quote) == []


def test_a_name_at_the_beginning_is_known_by_what_they_wrote():
    assert found("Adam shouts at night.") == []
    assert found("Adam shouts at night.", "I hate it when Adam shouts") == [("a name or a place", "Adam")]


def test_a_name_is_known_without_its_capital():
    assert found("and then adam came", "My brother is Adam") == [("a name or a place", "adam")]


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("I am 11.", ["11"]),
        ("We live at 14b now.", ["14b"]),
        ("I have six brothers and we are twins", ["six", "twins"]),
    ],
)
def test_numbers_are_pointed_out(quote, words):
    assert found(quote) == [("a number", word) for word in words]


def test_details_are_named_by_their_kind_and_each_thing_once():
    quote = "Ring 07700 900123 or 07700 900123. Ask Adam, only Adam."

    assert found(quote) == [
        ("a name or a place", "Adam"),
        ("a number", "07700"),
        ("a number", "900123"),
        ("a detail", "phone number"),
    ]


@given(st.text(), st.lists(st.text(), max_size=3))
def test_every_pointer_stands_in_the_quote(quote, said):
    for pointer in pointers_in(quote, said):
        assert isinstance(pointer, Pointer)
        assert pointer.kind is PointsAt.DETAIL or pointer.words in quote


@pytest.mark.parametrize("short", ["It's", "That's", "He's", "She's", "There's", "What's", "Who's", "Let's"])
def test_a_short_way_to_say_is_is_nobodys(short):
    assert pointers_in(f"{short} loud") == []
