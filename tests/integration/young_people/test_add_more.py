"""A young person who has come back adds something. It is read as well, and never shown again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Addition, View, Visit, utc_now
from app.models.codes import ViewStatus
from app.services import clocks
from tests.factories import AdditionFactory, AnswerFactory, ViewFactory

WORDS = '  I <3 my dog & "nan"\n\n=1+1  '
DAY = 24 * 60 * 60


def additions() -> list[Addition]:
    return list(db.session.scalars(select(Addition).order_by(Addition.sent_at)))


def test_what_they_add_is_kept_as_typed(browser, come_back):
    view = ViewFactory()
    come_back(view)
    browser.fill_in("/answer/more", more=WORDS)

    (added,) = additions()
    assert (added.view_id, added.words, added.read_at) == (view.id, WORDS, None)


def test_the_receipt_says_by_when_it_is_read_and_answered(browser, come_back):
    come_back(ViewFactory(read_at=utc_now()))
    page = browser.fill_in("/answer/more", more="And my dog.", follow_redirects=True).page

    assert page.heading == "Thank you. We have got it."
    assert "You added something on Tuesday 17 November We read it by Thursday 19 November." in page.text
    assert "We answer you by Tuesday 1 December." in page.text


def test_it_is_not_shown_again_anywhere(browser, come_back):
    view = ViewFactory()
    come_back(view)
    receipt = browser.fill_in("/answer/more", more="And my dog.", follow_redirects=True)

    assert "my dog" not in receipt.text
    for address in ("/answer/read", "/answer/more", "/answer/find-me", "/answer/take-back", "/answer/sent"):
        assert "my dog" not in browser.get(address).text


def test_the_page_says_when_it_was_read(come_back):
    addition = AdditionFactory(read_at=utc_now())

    assert "You added something on Tuesday 17 November We read it on Tuesday 17 November." in (
        come_back(addition.view).text
    )


def test_the_page_admits_that_it_is_not_read_in_time(come_back, clock):
    addition = AdditionFactory()
    clock.shift(3 * DAY)

    assert "We said we would read it by Thursday 19 November. We are late." in come_back(addition.view).text


def test_a_double_tap_adds_once_and_ends_at_the_receipt(browser, come_back):
    come_back(ViewFactory())
    shown = browser.get("/answer/more")

    ends = [browser.send(shown, more="And my dog.").location for _ in range(2)]

    assert ends == ["/answer/sent"] * 2
    assert len(additions()) == 1


def test_what_is_changed_after_going_back_is_added_as_well(browser, come_back):
    come_back(ViewFactory())
    shown = browser.get("/answer/more")
    browser.send(shown, more="And my dog.")
    browser.send(shown, more="And my dog and my cat.")

    assert {added.words for added in additions()} == {"And my dog.", "And my dog and my cat."}


def test_the_token_of_somebody_elses_addition_is_no_way_to_lose_words(browser, come_back):
    other = AdditionFactory(words="And my dog.")
    view = ViewFactory()
    come_back(view)
    browser.fill_in("/answer/more", more="And my dog.", once=other.once)

    assert {added.view_id for added in additions()} == {other.view_id, view.id}


def test_an_answered_view_is_opened_again_with_a_new_clock(browser, come_back, clock):
    view = AnswerFactory().view
    clock.shift(20 * DAY)
    come_back(view)
    page = browser.fill_in("/answer/more", more="And my dog.", follow_redirects=True).page

    view = db.session.get(View, view.id)
    assert view.status is ViewStatus.WAITING
    assert view.answer_due_at == clocks.due_by(utc_now(), 10)
    assert "We answer you by Monday 21 December." in page.text


def test_while_it_waits_the_date_they_were_given_stands(browser, come_back, clock):
    view = ViewFactory()
    before = view.answer_due_at
    clock.shift(5 * DAY)
    come_back(view)
    browser.fill_in("/answer/more", more="And my dog.")

    assert db.session.get(View, view.id).answer_due_at == before


def test_a_no_while_it_waits_again_moves_no_date_either(browser, come_back, clock):
    view = AnswerFactory().view
    come_back(view)
    browser.fill_in("/answer/more", more="And my dog.")
    promised = db.session.get(View, view.id).answer_due_at
    clock.shift(2 * DAY)
    come_back(view)
    browser.fill_in("/answer/read", verdict="no")

    assert db.session.get(View, view.id).answer_due_at == promised


def test_a_view_that_was_set_aside_is_looked_at_again(browser, come_back):
    view = ViewFactory(status=ViewStatus.NOT_GENUINE, not_genuine_reason="A test", read_at=utc_now())
    assert come_back(view).heading == "We are not going to answer this"
    browser.fill_in("/answer/more", more="It was me.")

    view = db.session.get(View, view.id)
    assert (view.status, view.not_genuine_reason) == (ViewStatus.WAITING, None)
    assert browser.get("/answer/read").page.heading == "We have your words"


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ("", "Type what you want to say"),
        ("   ", "Type what you want to say"),
        ("x" * 5_001, "That is a lot to say. Take out 1 letter, and send the rest after"),
    ],
)
@pytest.mark.parametrize("address", ["/answer/more", "/answer/find-me"])
def test_they_are_told_what_to_put_right(browser, come_back, address, typed, error):
    come_back(ViewFactory())
    response = browser.fill_in(address, more=typed)

    assert response.status_code == 400
    assert response.page.errors == [error]
    assert response.page.field("more") == typed


@pytest.mark.parametrize("address", ["/answer/more", "/answer/find-me", "/answer/read"])
def test_when_their_time_ran_out_their_words_come_back_with_the_question_for_the_4_words(
    browser, come_back, words_of, address
):
    view = AnswerFactory().view
    come_back(view)
    shown = browser.get(address)
    for row in db.session.scalars(select(Visit)):
        db.session.delete(row)
    db.session.commit()
    back = browser.send(shown, more="And my dog.")

    assert back.status_code == 400
    assert back.page.said == ["And my dog."]
    assert browser.send(back, words=words_of(view)).location == "/answer/read"


def test_the_help_numbers_are_beside_the_box(browser, come_back):
    come_back(ViewFactory())

    for address in ("/answer/more", "/answer/find-me"):
        assert "We do not read this at once. In danger, call 999" in browser.get(address).page.text


@pytest.mark.parametrize("address", ["/answer/more", "/answer/find-me", "/answer/take-back"])
def test_the_page_is_shut_to_a_browser_that_has_not_typed_the_words(another_browser, address):
    assert another_browser.get(address).page.heading == "Type your 4 words"


def test_there_is_no_receipt_for_nothing(browser, come_back):
    come_back(ViewFactory())

    assert browser.get("/answer/sent").location == "/answer/read"


def test_many_additions_are_told_in_one_short_page(come_back):
    view = ViewFactory()
    for number in range(30):
        AdditionFactory(view=view, sent_at=utc_now() - timedelta(minutes=number))

    assert come_back(view).text.count("You added something") == 10
