"""Somebody complains: a view like any other, with 4 words, clocks and an answer."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, View
from app.models.codes import SafeNow
from app.services import sending
from tests.factories import PersonFactory

WORDS = "  You <said> you would ring.\n\nYou did not 😞 "


def complain(browser, words=WORDS, safe_now="yes", **how):
    return browser.fill_in("/complain", words=words, safe_now=safe_now, **how)


def the_view() -> View:
    return db.session.scalars(select(View)).one()


def four_words(page) -> str:
    return " ".join(word.get_text() for word in page.soup.select("ol.words li"))


def test_it_is_kept_as_typed_with_the_same_clocks_as_every_view(browser, send):
    page = complain(browser, follow_redirects=True).page
    complaint = the_view()
    send()
    other = db.session.scalars(select(View).where(View.is_complaint.is_(False))).one()

    assert page.heading == "Thank you. We have got it."
    assert complaint.words == WORDS
    assert complaint.is_complaint
    assert (complaint.read_due_at, complaint.answer_due_at) == (other.read_due_at, other.answer_due_at)
    assert (complaint.topic, complaint.advisor_id, complaint.permission) == (None, None, "team")


def test_the_4_words_open_its_answer_and_not_what_was_written(browser, another_browser):
    words = four_words(complain(browser, follow_redirects=True).page)
    page = another_browser.fill_in("/answer", words=words, follow_redirects=True).page

    assert page.heading == "We have your words"
    assert "You did not" not in page.text


def test_staff_see_that_it_is_a_complaint(browser, another_browser):
    complain(browser)
    inbox = another_browser.sign_in(PersonFactory()).get("/inbox/").page
    opened = another_browser.get(inbox.link("Complaint")).page

    assert opened.heading == "Complaint"
    assert WORDS in opened.said


@pytest.mark.parametrize(("safe_now", "alerts"), [("yes", 0), ("not sure", 1), ("no", 1)])
def test_somebody_who_may_not_be_safe_raises_an_alert_and_is_shown_who_to_call(browser, safe_now, alerts):
    page = complain(browser, safe_now=safe_now, follow_redirects=True).page

    assert the_view().safe_now is SafeNow(safe_now)
    assert len(db.session.scalars(select(Alert)).all()) == alerts
    assert bool(page.soup.select("main .calls")) is bool(alerts)


def test_sending_twice_sends_once_and_ends_at_the_same_receipt(browser):
    shown = browser.get("/complain")
    first = browser.send(shown, words=WORDS, safe_now="yes", follow_redirects=True).page
    second = browser.send(shown, words=WORDS, safe_now="yes", follow_redirects=True).page

    assert four_words(first) == four_words(second) != ""
    assert the_view().words == WORDS


def test_sent_again_when_the_visit_is_over_it_says_that_it_was_sent(browser, another_browser):
    shown = browser.get("/complain")
    browser.send(shown, words=WORDS, safe_now="yes")
    again = another_browser.send(shown, words=WORDS, safe_now="yes")

    assert again.page.heading == "You have sent this"
    the_view()


@pytest.mark.parametrize(
    ("answers", "errors"),
    [
        ({}, ["Type what you want to say", "Pick the one that fits best"]),
        ({"words": WORDS}, ["Pick the one that fits best"]),
        ({"words": " \n", "safe_now": "no"}, ["Type what you want to say"]),
        ({"words": WORDS, "safe_now": "perhaps"}, ["Pick one from the list"]),
    ],
)
def test_what_is_missing_is_asked_for_and_nothing_is_lost(browser, answers, errors):
    response = browser.fill_in("/complain", **answers)

    assert (response.status_code, response.page.errors) == (400, errors)
    assert response.page.field("words") == answers.get("words", "")
    assert db.session.scalars(select(View)).all() == []


def test_a_page_open_too_long_comes_back_with_every_word_and_can_then_be_sent(browser, another_browser):
    late = another_browser.send(browser.get("/complain"), words=WORDS, safe_now="no")

    assert late.status_code == 400
    assert late.page.field("words") == WORDS
    assert late.page.field("safe_now") == "no"
    assert "What you typed is still here." in late.page.text
    another_browser.send(late)
    assert the_view().words == WORDS


def test_what_is_half_written_in_the_same_browser_stays_there(browser):
    browser.fill_in("/say/1", topic="home")
    browser.fill_in("/say/2", words="half-written")
    complain(browser)

    assert browser.get("/say/2").page.field("words") == "half-written"


def test_help_is_beside_the_box_and_there_are_other_ways(browser):
    page = browser.get("/complain").page

    assert {link["href"] for link in page.soup.select("main form a[href^=tel]")} == {"tel:999", "tel:08001111"}
    for number in ("01632 960458", "01632 960456", "0300 061 0614"):
        assert number in page.text
    assert "1 Example Street" in page.text


def test_nobody_is_asked_for_a_name(browser):
    fields = {field["name"] for field in browser.get("/complain").page.soup.select("main form [name]")}

    assert fields == {"csrf_token", "once", "subject", "words", "safe_now"}  # the subject is for programs alone


def test_very_many_are_slowed_like_other_views_and_nothing_is_lost(browser, still_clock):
    for _number in range(sending.FREE_FOR_A_VISIT + 2):
        assert complain(browser).location == "/say/sent"
    slowed = complain(browser)

    assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "2")
    assert "Wait 2 seconds, then press Send it again." in slowed.page.text
    assert slowed.page.field("words") == WORDS
    assert complain(browser, safe_now="not sure").location == "/say/sent"


@pytest.mark.parametrize(("safe_now", "is_doubtful"), [("yes", True), ("no", False)])
def test_what_a_program_filled_in_says_so_to_staff_unless_somebody_is_not_safe(browser, safe_now, is_doubtful):
    complain(browser, safe_now=safe_now, subject="Buy now")

    assert the_view().looks_automatic is is_doubtful
