"""What an answer repeats of a young person's own words is pointed out: never an exception, never a word changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms import as_typed
from app.protection.repeating import Kind, repeats
from app.protection.words_of import words_of
from tests import naughty

TEXTS = (st.text(max_size=80) | st.sampled_from(naughty.EVERYTHING)).map(as_typed)
A_WORD = st.text(alphabet="abcdefghijklmnopqrstuvwxyzéßاب'", min_size=1, max_size=8).filter(
    lambda word: word.strip("'") == word
)


def found(answer: str, *said: str, hidden: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(answer[one.start : one.end], one.kind.value) for one in repeats(answer, said, hidden)]


@pytest.mark.parametrize(
    ("said", "answer", "pointed_out"),
    [
        # three words in a row, and not two
        ("he locks the door at night", "Nobody locks the door here", [("locks the door", "their own words")]),
        ("he locks the door at night", "We keep the doors open. They lock the door", []),
        ("I want to see you more", "You want to see you more", [("You want to see you more", "their own words")]),
        ("it is my room now", "It is your room now", [("It is your room now", "their own words")]),
        ("LOCKS THE DOOR", "locks, the door", [("locks, the door", "their own words")]),
        ("he doesn’t let me", "He doesn't let you", [("He doesn't let you", "their own words")]),
        # names: a capital in the one or the other
        ("I told Tom about it", "Thank you. tom knows", [("tom", "a name")]),
        ("tom knows", "We asked Tom.", [("Tom", "a name")]),
        ("I live on Oak Lane", "We know Oak Lane.", [("Oak", "a name"), ("Lane", "a name")]),
        ("Then I went home. The end", "Then we asked. The answer is yes", []),
        ("I am sad on Monday", "We will ask on Monday", []),
        ("school is bad", "School can be hard", []),
        ("I LIKE FOOD AND GAMES", "We know that games help", []),
        ("Tom's dog bites", "We will call about Tom", [("Tom", "a name")]),
        ("I told Tom about it", "We spoke to Tom’s mum", [("Tom’s", "a name")]),
        # people
        ("my uncle shouts", "We spoke to your uncle", [("your uncle", "a person")]),
        ("mum shouts", "Your mother can call us", [("Your mother", "a person")]),
        ("my step dad shouts", "We know a step dad", [("a step dad", "a person")]),
        ("my uncle's car", "That is your uncle's choice.", [("your uncle's", "a person")]),
        ("my uncle shouts", "Your aunt can call us", []),
        # numbers and postcodes
        ("call me on 07700 900123", "We rang 07700900123.", [("07700900123", "a number")]),
        ("I am 9", "At 9 you can choose", [("9", "a number")]),
        ("I am 9", "At 19 you can choose", []),
        ("flat ٣", "It is flat 3", [("3", "a number")]),
        ("we live in LE1 1AA", "We looked at le11aa", [("le11aa", "a postcode")]),
        ("", "Thank you for telling us", []),
        ("my uncle", "", []),
    ],
)
def test_what_is_pointed_out(said, answer, pointed_out):
    assert found(answer, said) == pointed_out


def test_a_hidden_detail_is_pointed_out_first_of_all():
    assert found("We spoke to Tom", "I told Tom", hidden=("Tom",)) == [("Tom", "what is hidden")]


def test_words_in_a_row_do_not_go_on_from_one_text_to_the_next():
    assert found("the door at night", "he locks the door", "at night it is dark") == []


def test_two_rows_with_other_words_between_them_are_two():
    said = "he locks the door. I cannot get out of bed"

    assert [text for text, _kind in found("He locks the door, and so you cannot get out of it", said)] == [
        "He locks the door",
        "you cannot get out of",
    ]


def test_what_lies_in_another_is_not_named_twice():
    assert found("Your uncle Tom shouts", "my uncle Tom shouts") == [("Your uncle Tom shouts", "their own words")]


@given(TEXTS, st.lists(TEXTS, max_size=3), st.lists(TEXTS, max_size=2))
def test_any_text_has_places_within_it_in_order(answer, said, hidden):
    places = repeats(answer, said, hidden)

    assert all(0 <= one.start < one.end <= len(answer) for one in places)
    assert all(one.start <= other.start and one.end < other.end for one, other in zip(places, places[1:], strict=False))


@given(st.lists(A_WORD, max_size=4), st.lists(A_WORD, min_size=3, max_size=6), st.lists(A_WORD, max_size=4))
def test_three_words_of_theirs_in_a_row_are_always_within_what_is_pointed_out(before, theirs, after):
    answer = " ".join([*before, *theirs, *after])
    begin = len(" ".join(before)) + bool(before)
    end = begin + len(" ".join(theirs))

    places = repeats(answer, [" ".join(theirs)])
    assert any(one.kind is Kind.WORDS and one.start <= begin and end <= one.end for one in places)


@given(TEXTS, TEXTS)
def test_nothing_is_pointed_out_that_stands_only_in_the_answer(answer, said):
    letters = {letter.casefold() for letter in said}
    if letters.isdisjoint({letter.casefold() for letter in answer}):
        assert repeats(answer, [said]) == []


@given(TEXTS)
def test_words_stand_where_they_say(text):
    assert all(text[word.start : word.end] == word.typed and word.typed for word in words_of(text))


@pytest.mark.timeout(20)
def test_the_longest_texts_there_can_be_are_looked_through():
    said, answer = "my uncle Tom 12 " * 312, "your uncle Tom 12 and " * 227

    assert repeats(answer, [said] * 20)


def test_what_holds_something_hidden_says_so_and_what_only_touches_it_does_not():
    assert found("He locks the door at night", "he locks the door at night", hidden=("door",)) == [
        ("He locks the door at night", "what is hidden")
    ]
    assert found("He locks the door", "he locks the door", hidden=("he locks",)) == [
        ("He locks the door", "what is hidden")
    ]
    assert found("He locks the door", "he locks the door", hidden=("the door",)) == [
        ("He locks the door", "what is hidden")
    ]
    assert found("Tom came. He locks the door", "he locks the door", hidden=("Tom",)) == [
        ("Tom", "what is hidden"), ("He locks the door", "their own words")
    ]  # fmt: skip


def test_two_rows_that_follow_each_other_are_two_and_those_that_overlap_are_one():
    assert found("one two three four five six", "one two three", "four five six") == [
        ("one two three", "their own words"), ("four five six", "their own words")
    ]  # fmt: skip
    assert found("one two three four", "one two three", "two three four") == [("one two three four", "their own words")]


def test_the_beginning_of_what_they_said_makes_no_row_with_its_end():
    assert found("so I go", "go home now so I") == []


@pytest.mark.parametrize(
    ("said", "pointed_out"),
    [
        ("I saw TOM there", [("tom", "a name")]),  # one of four is no shouting
        ("so I saw TOM THERE now", [("tom", "a name")]),  # half is none yet
        ("I SAW TOM THERE", []),
        ("SAY Bo", [("bo", "a name")]),
    ],
)
def test_a_name_in_capitals_is_one_unless_all_is_shouted(said, pointed_out):
    assert found("now tom and bo", said) == pointed_out


def test_one_letter_is_no_name_and_an_ordinary_word_with_an_s_is_none():
    assert found("we asked X", "I told X") == []
    assert found("What's next", "I know What's on. It is What's") == []
