"""A short list of words brings a view forward. It is a help: nothing depends on it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protection.worrying_words import WORDS, has_worrying_word


@pytest.mark.parametrize(
    "text",
    [
        "He hits me",
        "HE HITS ME",
        "hits",
        "my brother—hits—me",
        "he ‘hits’ me.",
        "he\nhits\nme",
        "I self-harm",
        "I self harm",
        "I want to run away",
        "ｈｉｔｓ",
    ],
)
def test_a_word_of_the_list_is_found_however_it_is_written(text):
    assert has_worrying_word(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "white",
        "hitsch",
        "architect",
        "myself",
        "harm",
        "run, then go away",
        "Scarecrow killjoy",
        "hits2me" * 0,
    ],
)
def test_only_whole_words_count(text):
    assert not has_worrying_word(text)


@given(st.text(), st.sampled_from(sorted(WORDS)), st.text())
def test_it_is_found_wherever_it_stands(before, word, after):
    assert has_worrying_word(f"{before} {word} {after}")


def test_the_list_is_short_and_of_single_small_words():
    assert len(WORDS) <= 150
    assert [word for word in WORDS if not word.isalpha() or word != word.casefold()] == []
