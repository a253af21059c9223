from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.protection.carried import open_from_page, seal_for_page
from app.protection.cookie_secret import CookieSecret, new_secret
from tests.naughty import EVERYTHING

NOW = datetime(2026, 11, 17, 10, tzinfo=UTC)
DAY = timedelta(days=1)
PHONE = CookieSecret(new_secret(), b"server")
WORDS = {"words": "Nobody asks me", "topic": "home"}


def opened(sealed: str, *, by: CookieSecret = PHONE, what="view", after=timedelta(0), sent=None):
    return open_from_page(by, what, sealed, now=NOW + after, longest=DAY, after=sent)


@given(st.dictionaries(st.sampled_from(["words", "topic", "feeling"]), st.text(min_size=1), min_size=1))
def test_what_was_answered_comes_back_as_it_was(answers):
    assert opened(seal_for_page(PHONE, "view", answers, now=NOW)) == answers


@pytest.mark.parametrize("words", EVERYTHING)
def test_whatever_they_wrote_it_fits_into_a_field_of_a_page(words):
    sealed = seal_for_page(PHONE, "view", {"words": words} | WORDS, now=NOW)

    assert sealed.isascii()
    assert sealed.replace("-", "").replace("_", "").isalnum()


@pytest.mark.parametrize("answers", [{}, {"topic": "", "words": ""}])
def test_nothing_answered_puts_nothing_into_the_page(answers):
    assert seal_for_page(PHONE, "view", answers, now=NOW) == ""


@pytest.mark.parametrize(
    "other", [CookieSecret(new_secret(), b"server"), CookieSecret(PHONE.secret, b"another server")]
)
def test_it_takes_the_same_browser_and_the_same_server_to_open_it(other):
    assert opened(seal_for_page(PHONE, "view", WORDS, now=NOW), by=other) == {}


def test_what_was_written_for_a_meeting_is_no_part_of_a_view():
    assert opened(seal_for_page(PHONE, "meeting", WORDS, now=NOW)) == {}


def test_it_opens_for_a_day_and_not_a_moment_longer():
    sealed = seal_for_page(PHONE, "view", WORDS, now=NOW)

    assert opened(sealed, after=DAY) == WORDS
    assert opened(sealed, after=DAY + timedelta(microseconds=1)) == {}


@pytest.mark.parametrize(
    ("sent_later_by", "comes_back"), [(timedelta(seconds=1), {}), (timedelta(0), {}), (timedelta(seconds=-1), WORDS)]
)
def test_what_was_sent_does_not_come_back_and_what_was_written_since_does(sent_later_by, comes_back):
    sealed = seal_for_page(PHONE, "view", WORDS, now=NOW)

    assert opened(sealed, sent=NOW + sent_later_by) == comes_back


def test_a_clock_that_was_set_back_loses_nothing():
    assert opened(seal_for_page(PHONE, "view", WORDS, now=NOW), after=-DAY) == WORDS


@pytest.mark.parametrize("sealed", ["x", "é" * 40, "A" * 39, "A" * 40, "=" * 40, "[]", "\0" * 40])
def test_what_is_not_ours_brings_nothing(sealed):
    assert opened(sealed) == {}


def test_a_sign_that_no_page_of_ours_has_brings_nothing():
    assert opened(seal_for_page(PHONE, "view", WORDS, now=NOW)[:-4] + "!" + "A" * 3) == {}
    assert opened("!!!!" + seal_for_page(PHONE, "view", WORDS, now=NOW)) == {}


def test_what_was_changed_on_the_way_brings_nothing():
    sealed = seal_for_page(PHONE, "view", WORDS, now=NOW)

    assert opened(sealed[:-2] + ("A" if sealed[-2] != "A" else "B") + sealed[-1]) == {}
