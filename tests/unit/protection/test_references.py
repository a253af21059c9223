"""What is typed as a child's reference must not be their name."""

import pytest

from app.protection.references import looks_like_a_name


@pytest.mark.parametrize("typed", ["B1", "C-2041", "LE 12", "Child B1", "ab cd 3", "abc 12 def", "x7"])
def test_a_reference_holds_a_number(typed):
    assert not looks_like_a_name(typed)


@pytest.mark.parametrize("typed", ["Priya", "Priya Shah", "Priya Shah 2", "abc def 3", "2 Tom Lee"])
def test_two_words_of_letters_or_no_number_look_like_a_name(typed):
    assert looks_like_a_name(typed)
