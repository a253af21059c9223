"""How hard a text is to read, and words that only grown-ups at work use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.plain_meter import jargon_in
from app.services.plain_words import grade, grade_of_all, sentences_of, syllables, words_of

SYLLABLES = {
    1: "a the be eye words named asked changed makes trust phone hour hours our used use clothes times gone"
    " grown friends school rules whole files voice leave leaves square eat heard year real through",
    2: "people little table wanted needed pages changes boxes wishes being doing trial quiet brother answer someone"
    " something sometimes meeting evening hidden uses"
    " lion million causes poem every review safely careful homeless",
    3: "idea ideas video area areas family advocate library serious decided different everyone safeguarding"
    " radio previous history",
    4: "information regulator usually January material equality emergency everybody",
    6: "accessibility",
}


@pytest.mark.parametrize(
    ("word", "number"),
    [(word, number) for number, words in SYLLABLES.items() for word in words.split()],
)
def test_how_many_syllables_a_word_has(word, number):
    assert syllables(word) == number
    assert syllables(word.upper()) == number


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzé'’", min_size=1))
def test_every_word_has_at_least_one(word):
    assert syllables(word) >= 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("You don't know. It’s ok", ["You", "don't", "know", "It’s", "ok"]),
        ("Call 0800 1111, or 999bsl.co.uk", ["Call", "or"]),
        ("Write to data@heard.example.", ["Write", "to"]),
        ("", []),
        ("14 – 15", []),
    ],
)
def test_numbers_and_addresses_are_no_words(text, words):
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One", "Two", "Three", "Four"]),
        ("A heading\nA line", ["A heading", "A line"]),
        ("We have to tell: you, or me.", ["We have to tell", "you, or me"]),
        ("At 2.41pm we read it.", ["At 2.41pm we read it"]),
        ("He said “no.” Then he went", ["He said “no", "” Then he went"]),
        ("... 12. !", []),
    ],
)
def test_where_a_sentence_ends(text, sentences):
    assert sentences_of(text) == sentences


def test_the_grade_is_that_of_flesch_and_kincaid():
    # 6 words, 6 syllables, 1 sentence: 0.39 × 6 + 11.8 × 1 − 15.59
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    # 9 words, 2 sentences, 11 syllables
    assert grade("Every child is heard. We answer in two weeks.") == pytest.approx(0.39 * 4.5 + 11.8 * 11 / 9 - 15.59)


def test_a_text_without_a_word_has_grade_0():
    assert grade("") == grade("0800 1111") == 0


def test_pieces_end_where_they_end():
    assert grade_of_all(["Front page", "Say something"]) == grade("Front page. Say something.")


def test_longer_words_and_longer_sentences_are_harder():
    assert grade("We must facilitate participation.") > grade("We must help you speak.")
    assert grade("We hear you and we help you and we write to you.") > grade(
        "We hear you. We help you. We write to you."
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Your placement and your siblings", ["placement", "siblings"]),
        ("Please contact us", ["Please", "contact"]),
        ("LAC, not lack or black", ["LAC"]),
        ("your case is open", ["case"]),
        ("in case you come, in that case, a case of need", []),
        ("Service users who are hard to reach", ["Service users", "hard to reach"]),
        ("SUBMIT a submission", ["SUBMIT", "submission"]),
        ("a non-engaging, non engaged child", ["non-engaging", "non engaged"]),
        ("secretary, professionally, caseworker", []),
        ("Tell us. Your 4 words. Brothers and sisters.", []),
    ],
)
def test_jargon_is_found_and_nothing_else(text, found):
    assert [one.word for one in jargon_in(text)] == found
