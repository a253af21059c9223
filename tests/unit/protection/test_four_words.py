"""The 4 words, as somebody types them on a phone."""

import pytest

from app.protection.four_words import choose_words, understand, words_mark, words_marks
from app.protection.keys import KeyRing
from app.protection.word_list import WORDS

RING = KeyRing.parse("1:" + "A" * 43 + "=")
LONG = tuple(word for word in WORDS if len(word) > 4)
FOUR = (LONG[0], LONG[100], LONG[50], LONG[7])


@pytest.mark.parametrize(
    "typed",
    [
        "{} {} {} {}",
        "  {}   {}\t{}\n{} ",
        "{},{},{},{}",
        "{}. {}. {}. {}.",
        "{}-{}-{}-{}",
        "1 {} 2 {} 3 {} 4 {}",
    ],
)
def test_what_stands_between_the_words_makes_no_difference(typed):
    assert understand(typed.format(*FOUR)) == FOUR


def test_capitals_make_no_difference():
    assert understand(" ".join(FOUR).upper()) == FOUR


def test_the_first_four_letters_are_enough():
    assert understand(" ".join(word[:4] for word in FOUR)) == FOUR


def test_a_wrong_ending_is_forgiven():
    assert understand(" ".join(word[:4] + "zzz" for word in FOUR)) == FOUR


def test_three_letters_of_a_longer_word_are_not_enough():
    assert understand(" ".join(word[:3] for word in FOUR)) is None


@pytest.mark.parametrize(
    "typed", ["", "   ", FOUR[0], " ".join(FOUR[:3]), " ".join((*FOUR, FOUR[0])), "0 1 2 3", "🦊 🦊 🦊 🦊"]
)
def test_anything_else_is_not_four_words(typed):
    assert understand(typed) is None


def test_a_whole_book_is_not_looked_through():
    assert understand("x" * 10_000_000) is None


def test_the_order_is_part_of_them():
    assert words_mark(RING, FOUR) != words_mark(RING, FOUR[::-1])


def test_the_mark_gives_nothing_away():
    assert len(words_mark(RING, FOUR)) == 16
    assert words_mark(RING, FOUR) in words_marks(RING, FOUR)


def test_they_come_from_the_list_and_differ():
    drawn = {choose_words() for _ in range(50)}

    assert len(drawn) == 50
    assert {word for words in drawn for word in words} <= set(WORDS)


def test_no_word_comes_twice(monkeypatch):
    """A child who is given the same word twice takes it for a mistake, and writes down three."""
    few = WORDS[:4]
    monkeypatch.setattr("app.protection.four_words.WORDS", few)

    assert all(sorted(choose_words()) == sorted(few) for _ in range(20))
