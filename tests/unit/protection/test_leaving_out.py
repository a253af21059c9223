"""What a lead leaves out of a text is left out, and every other word stays as it was."""

import pytest

from app.protection.leaving_out import only_leaves_out

SAID = "My neighbour Ann told the nurse about it. I like the club."


@pytest.mark.parametrize(
    "given",
    [
        "My neighbour [left out] told the nurse about it. I like the club.",
        "[left out] I like the club.",
        "My neighbour[left out]",
        "My [left out] told the [left out] about it. I like the club.",
        "[left out]",
        "My[left out]neighbour[left out].",
        "My[left out]the[left out]nurse about it. I like the club.",
    ],
    ids=["a word", "the beginning", "the end", "two parts", "all of it", "one letter", "a word that comes again"],
)
def test_parts_can_be_left_out_anywhere(given):
    assert only_leaves_out(SAID, given)


@pytest.mark.parametrize(
    "given",
    [
        SAID,
        "My neighbour [left out] told the doctor about it. I like the club.",
        "Their neighbour [left out] I like the club.",
        "My neighbour [left out] I like the club!",
        "I like the club. [left out] about it.",
        SAID + "[left out]",
        "My [left out]neighbour Ann told the nurse about it. I like the club.",
        "My neighbour Ann [left out] told [left out] told the nurse about it. I like the club.",
        "My neighbour Ann told the nurse[left out] Ann[left out].",
        "My[left out]the nurse[left out]the nurse about[left out].",
        "[left out]about it. I like[left out]like the club.",
        "My neighbour[left out] Ann[left out] club.",
        "",
    ],
    ids=[
        "nothing",
        "another word",
        "another start",
        "another end",
        "another order",
        "after it",
        "no part",
        "twice",
        "a word of before",
        "the same words twice",
        "the end twice",
        "nothing at one mark",
        "empty",
    ],
)
def test_no_word_can_be_changed(given):
    assert not only_leaves_out(SAID, given)
