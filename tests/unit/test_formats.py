"""How dates, numbers and words are shown."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from app.formats import (
    breakable,
    grouped,
    in_groups,
    long_date,
    phone_link,
    qr_picture,
    short_date,
    short_time,
    words_as_typed,
)


@pytest.fixture(autouse=True)
def spring_2026():
    with time_machine.travel(datetime(2026, 5, 1, 12, tzinfo=UTC)):
        yield


def test_dates_read_as_people_say_them():
    assert long_date(date(2026, 5, 14)) == "Thursday 14 May"
    assert short_date(date(2026, 5, 14)) == "14 May 2026"


def test_thousands_are_grouped_and_nothing_else_is():
    assert [grouped(number) for number in (0, 999, 1164, 1_000_000)] == ["0", "999", "1,164", "1,000,000"]


def test_an_address_breaks_between_its_parts_and_is_never_taken_for_html():
    assert breakable("a.b@<i>.example") == "a.<wbr>b@<wbr>&lt;i&gt;.<wbr>example"


def test_the_year_is_said_when_it_is_another():
    assert long_date(date(2027, 5, 14)) == "Friday 14 May 2027"


def test_days_and_times_are_londons_not_utc():
    late_evening = datetime(2026, 5, 13, 23, 30, tzinfo=UTC)

    assert long_date(late_evening) == "Thursday 14 May"
    assert short_time(late_evening) == "12.30am"
    assert short_time(datetime(2026, 1, 13, 14, 41, tzinfo=UTC)) == "2.41pm"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('I <3 my nan & "dad" <of him> =1+1', "I &lt;3 my nan &amp; &#34;dad&#34; &lt;of him&gt; =1+1"),
        ("one\n\ntwo", "one<br><br>two"),
        ("&amp;", "&amp;amp;"),
    ],
)
def test_words_are_shown_as_typed_and_never_as_html(typed, shown):
    assert str(words_as_typed(typed)) == shown


def test_a_number_can_be_called():
    assert phone_link("0800 1111") == "08001111"


def test_a_key_is_read_in_groups_of_four():
    assert in_groups("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_a_picture_holds_what_it_says_as_squares_only():
    picture = qr_picture("<script>alert(1)</script>")

    assert picture.startswith("<svg ")
    assert "script" not in picture
    assert "style" not in picture
    assert "class" not in picture
    assert picture != qr_picture("<script>alert(2)</script>")
