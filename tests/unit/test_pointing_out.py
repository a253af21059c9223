"""Names and details in what staff write of reviews are pointed out, and nothing else is."""

import pytest

from app.services.pointing_out import in_texts


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nobody spoke with Ruby alone.", ["Ruby"]),
        ("They lived near Hill primary.", ["Hill"]),
        ("Her mother rang 01632 960999 again.", ["phone number"]),
        ("Child B1 was 9. Grown-ups from 4 different places came.", []),
        ("We did not hear Child B1 at all.", []),
    ],
)
def test_what_is_pointed_out(text, found):
    assert [one.words for one in in_texts(text, None, code="Child B1")] == found


def test_each_is_named_once_however_many_texts_have_it():
    assert [one.words for one in in_texts("We met Ruby.", "Then Ruby left.", code="Child B1")] == ["Ruby"]
