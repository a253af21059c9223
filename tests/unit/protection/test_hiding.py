"""Details are hidden wherever they stand, and nothing else is changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms import as_typed
from app.protection.hiding import (
    HIDDEN,
    SHORTEST,
    as_compared,
    hidden_places,
    hide,
    hides_more,
    is_long_enough,
    pieces_of,
    places_of,
)
from tests import naughty

TEXTS = (st.text(max_size=60) | st.sampled_from(naughty.EVERYTHING)).map(as_typed)


@pytest.mark.parametrize(
    ("text", "detail", "shown"),
    [
        ("Tom hit me and tom laughed", "Tom", "[hidden] hit me and [hidden] laughed"),
        ("My uncle Tom", "uncle tom", "My [hidden]"),
        ("my uncle\nTom", "uncle Tom", "my [hidden]"),
        ("my uncle   Tom", "uncle Tom", "my [hidden]"),
        ("Tom’s house", "Tom's house", "[hidden]"),
        ("T\u200bom came", "Tom", "[hidden] came"),
        ("TOMS house", "Tom", "[hidden]S house"),
        ("Straße 4", "STRASSE", "[hidden] 4"),
        ("José", "jose", "José"),
        ("José", "Jose\u0301", "[hidden]"),
        ("nothing of it", "Tom", "nothing of it"),
        ("a b", "a", "a b"),
        ("", "Tom", ""),
        ("عمي أحمد", "أحمد", "عمي [hidden]"),
        ("nananana", "nana", "[hidden]"),
        ("ask uncle \n\t Tom first", "uncle Tom", "ask [hidden] first"),
    ],
)
def test_what_stands_there_when_a_detail_is_hidden(text, detail, shown):
    assert hide(text, [detail]) == shown


def test_a_place_begins_and_ends_where_the_detail_does():
    assert places_of("my  Tom", "Tom") == [(4, 7)]
    assert places_of("a b  c", "a b") == [(0, 3)]


def test_details_that_overlap_or_touch_are_hidden_as_one():
    assert hide("my uncle Tom Smith said", ["uncle Tom", "Tom Smith"]) == "my [hidden] said"
    assert hide("TomSmith", ["Tom", "Smith"]) == HIDDEN


def test_what_is_not_overlapping_stays_apart():
    assert hide("Tom and Jo", ["Tom", "Jo"]) == "[hidden] and [hidden]"


@pytest.mark.parametrize("detail", ["", " ", "x", "\u200b\u200b", "\n\n", " x "])
def test_too_little_hides_nothing(detail):
    assert places_of("x x x\n\nx\u200b\u200b", detail) == []


def test_whether_something_more_is_hidden():
    assert hides_more("Tom and Tom", "tom", [])
    assert not hides_more("Tom and Tom", "tom", ["Tom"])
    assert not hides_more("uncle Tom", "Tom", ["uncle Tom"])
    assert hides_more("uncle Tom, and Tom", "Tom", ["uncle Tom"])
    assert hides_more("uncle Tom Smith", "Tom Smith", ["uncle Tom"])


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_the_pieces_are_the_whole_text(text, details):
    assert "".join(piece.text for piece in pieces_of(text, details)) == text
    assert all(piece.text for piece in pieces_of(text, details))


@given(TEXTS, TEXTS, TEXTS)
def test_a_detail_is_found_between_whatever_stands_around_it(before, detail, after):
    text = f"{before} {detail} {after}"
    if is_long_enough(detail):
        begin, end = len(before) + 1, len(before) + 1 + len(detail)
        inside = [span for span in hidden_places(text, [detail]) if span.start < end and begin < span.end]

        assert inside
        assert as_compared(text[begin:end]) in as_compared(text[inside[0].start : inside[-1].end])


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_places_are_in_order_and_apart(text, details):
    spans = hidden_places(text, details)

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(one.end < other.start for one, other in zip(spans, spans[1:], strict=False))


@given(TEXTS, st.lists(TEXTS, max_size=3))
def test_nothing_that_is_hidden_stands_in_what_is_left(text, details):
    left = [piece.text for piece in pieces_of(text, details) if not piece.is_hidden]

    assert all(not places_of(part, detail) for part in left for detail in details)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("my \t uncle Tom", [(0, 14)]),
        ("so my uncle \n\n Tom came", [(3, 18)]),
        ("my uncle Tommy uncle Tom", [(0, 12), (12, 24)]),
    ],
)
def test_a_place_begins_and_ends_with_its_letters_whatever_spaces_are_in_it(text, places):
    assert [(span.start, span.end) for span in places_of(text, "my uncle Tom")] == places


def test_spaces_at_the_end_of_a_detail_hide_as_far_as_it_goes_over_itself():
    assert [(span.start, span.end) for span in places_of("aaaa", "aaa")] == [(0, 3), (1, 4)]


def test_a_detail_of_the_fewest_letters_is_long_enough():
    assert is_long_enough("x" * SHORTEST)
    assert not is_long_enough("x" * (SHORTEST - 1))


def test_a_piece_says_whether_it_is_hidden():
    assert [(piece.text, piece.is_hidden) for piece in pieces_of("so Tom came", ["Tom"])] == [
        ("so ", False), ("Tom", True), (" came", False)
    ]  # fmt: skip
