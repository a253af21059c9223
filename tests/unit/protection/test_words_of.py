"""Where words begin and end, in whatever script they are written."""

import pytest

from app.protection.words_of import words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("it's", ["it's"]),
        ("it’s Tom’s", ["it’s", "Tom’s"]),
        ("the dogs' house", ["the", "dogs", "house"]),
        ("he said 'no'", ["he", "said", "no"]),
        ("O'Neill, 12 years", ["O'Neill", "12", "years"]),
        ("عمي أحمد", ["عمي", "أحمد"]),
        ("a+b = c", ["a", "b", "c"]),
        ("", []),
    ],
)
def test_an_apostrophe_belongs_to_a_word_only_between_two_letters(text, words):
    assert [word.typed for word in words_of(text)] == words


def test_each_word_says_where_it_stands_and_whether_it_begins_a_sentence():
    text = "My uncle came. Tom left"

    assert [(text[word.start : word.end], word.begins_sentence) for word in words_of(text)] == [
        ("My", True),
        ("uncle", False),
        ("came", False),
        ("Tom", True),
        ("left", False),
    ]
