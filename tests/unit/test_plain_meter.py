"""The meter says how plain an answer is, and what to write instead. It never stands in anybody's way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.services.plain_meter import measure
from app.services.plain_words import JARGON
from tests import naughty

PLAIN = "Thank you for telling us. We asked your school. They will ring you on Monday."
OFFICIAL = (
    "Following your submission the multi-agency professionals will undertake an appropriate intervention regarding "
    "your placement, notwithstanding the statutory responsibilities of the authority."
)


def test_plain_words_are_for_children_of_10():
    assert measure(PLAIN).says == "Most children of 10 can read this."
    assert (measure(PLAIN).sentences, measure(PLAIN).words, measure(PLAIN).jargon) == (3, 15, ())


def test_a_letter_from_an_office_is_told_so():
    assert measure(OFFICIAL).says.startswith("It reads like a letter from an office.")
    assert measure(OFFICIAL).long_sentences == ("Following your submission the multi-agency professionals",)


def test_each_word_from_the_office_has_what_to_write_instead():
    found = {one.word: one.instead for one in measure("Your placement. All professionals").jargon}

    assert found == {"placement": "where you live", "professionals": "grown-ups, adults"}


def test_what_workers_say_of_their_meetings_is_pointed_out():
    said = "We will convene a strategy meeting, escalate your referral, and facilitate and implement it."

    assert [one.word for one in measure(said).jargon] == [
        *("convene", "strategy meeting", "escalate", "referral", "facilitate", "implement")
    ]


def test_of_two_words_that_overlap_the_longer_is_named():
    assert [one.word for one in measure("a looked after child").jargon] == ["looked after child"]


@pytest.mark.parametrize(
    ("age", "says"), [(11, "It takes a reader of about 11. Shorter"), (14, "It takes a reader of about 14. Write it")]
)
def test_between_them_it_says_the_age(age, says):
    texts = [f"We {'understand ' * hard}{'see it ' * plain}now." for hard in range(8) for plain in range(20)]
    measured = [measure(text) for text in texts]

    assert any(one.age == age for one in measured)
    assert all(one.says.startswith(says) for one in measured if one.age == age)


def test_a_text_without_words_is_no_plain_one():
    assert measure("0800 1111").says == "There are no words to read in it."


def test_twenty_words_are_not_too_many():
    assert measure("we see it " * 6 + "now then.").long_sentences == ()
    assert len(measure("we see it " * 7 + ".").long_sentences) == 1


@given(
    st.text(max_size=200) | st.sampled_from(naughty.EVERYTHING) | st.lists(st.sampled_from(list(JARGON))).map(" ".join)
)
def test_any_text_is_measured(text):
    plain = measure(text)

    assert 6 <= plain.age <= 18
    assert plain.says
    assert all(text[one.start : one.end] == one.word for one in plain.jargon)
    assert all(one.end <= other.start for one, other in zip(plain.jargon, plain.jargon[1:], strict=False))
