"""How typed text and numbers are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from wtforms import Form
from wtforms.validators import NumberRange

from app.fields import NumberField
from app.forms import as_typed, strip, strip_or_none


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (None, None),
        ("  as it is  ", "  as it is  "),
        ("one\r\ntwo\rthree\n", "one\ntwo\nthree\n"),
        ("e\u0301", "é"),
        ("a\x00b\x1bc\x7fd\x9fe\tf", "abcde\tf"),
        ("\u200d\u202e\ufeff", "\u200d\u202e\ufeff"),
        ("<b>&amp;</b> =1+1", "<b>&amp;</b> =1+1"),
    ],
)
def test_a_childs_words_stay_as_typed(typed, kept):
    assert as_typed(typed) == kept


@given(st.text())
def test_reading_twice_changes_nothing_more(typed):
    once = as_typed(typed)

    assert as_typed(once) == once


def test_staff_fields_lose_the_spaces_around_them():
    assert strip("  Priya \n") == "Priya"
    assert strip_or_none("   ") is None


class OfANumber(Form):
    number = NumberField("How many?", [NumberRange(min=0, max=9, message="Enter a number from 0 to 9.")])


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (" 7 ", []),
        ("10", ["Enter a number from 0 to 9."]),
        ("9" * 18, ["Enter a number from 0 to 9."]),
        ("9" * 19, ["Enter a whole number."]),
        ("9" * 400, ["Enter a whole number."]),  # too large for what compares it
        ("many", ["Enter a whole number."]),
    ],
)
def test_a_number_is_read_or_asked_for_again(typed, says):
    form = OfANumber(MultiDict({"number": typed}))

    assert (form.validate(), list(form.number.errors[:1])) == (not says, says)
