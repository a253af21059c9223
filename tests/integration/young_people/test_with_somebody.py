"""Somebody sits beside a young person and fills it in with them."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import View
from app.models.codes import HelpedBy
from tests.factories import PersonFactory, ViewFactory


def the_view() -> View:
    return db.session.scalars(select(View)).one()


@pytest.mark.parametrize("address", ["/before-you-start", "/say/1", "/say/pictures/1"])
def test_a_plain_link_leads_there(browser, address):
    assert browser.get(address).page.link("Someone is helping me") == "/say/with"


def test_nobody_else_is_asked(browser, say, send):
    say()
    assert "Who helps you" not in browser.get("/say/6").page.text
    send()

    assert (the_view().helped_by, the_view().words_are_own) == (None, None)


@pytest.mark.parametrize(("answer", "words_are_own"), [("yes", True), ("no", False)])
def test_who_helps_and_whose_words_they_are_is_sent_with_it(browser, send, answer, words_are_own):
    browser.fill_in("/say/with", helped_by="school", words_are_own=answer)
    send()

    assert (the_view().helped_by, the_view().words_are_own) == (HelpedBy.SCHOOL, words_are_own)


def test_it_can_be_the_first_page_of_all(browser):
    assert browser.fill_in("/say/with", helped_by="carer", words_are_own="yes").location == "/say/1"


def test_it_leads_to_the_pictures_as_well(browser):
    answers = {"helped_by": "carer", "words_are_own": "yes", "go": "pictures"}

    assert browser.fill_in("/say/with", **answers).location == "/say/pictures/1"


def test_the_check_page_says_it_and_leads_back(browser, say):
    browser.fill_in("/say/with", helped_by="advocate", words_are_own="no")
    say()
    page = browser.get("/say/6").page

    assert "My advocate" in page.text
    assert "Some of the words are theirs" in page.text
    assert page.link("Change: Who helps you") == "/say/with"


def test_changing_it_from_the_check_page_comes_straight_back(browser, say):
    browser.fill_in("/say/with", helped_by="advocate", words_are_own="no")
    say()

    assert browser.fill_in("/say/with", words_are_own="yes").location == "/say/6"
    assert "The words are mine" in browser.get("/say/6").page.text


def test_it_can_be_taken_back(browser, say):
    browser.fill_in("/say/with", helped_by="advocate", words_are_own="no")
    say()
    browser.fill_in("/say/with", helped_by="nobody")

    assert "Who helps you" not in browser.get("/say/6").page.text
    browser.fill_in("/say/6")
    assert (the_view().helped_by, the_view().words_are_own) == (None, None)


def test_whoever_is_helped_says_whose_words_they_are(browser):
    response = browser.fill_in("/say/with", helped_by="friend")

    assert response.page.errors == ["Pick if the words are yours"]
    assert response.page.field("helped_by") == "friend"


def test_nothing_picked_is_asked_again(browser):
    assert browser.fill_in("/say/with").page.errors == ["Pick who is helping you"]


def test_a_tampered_answer_is_asked_again(browser):
    response = browser.fill_in("/say/with", helped_by="a stranger", words_are_own="yes")

    assert response.page.errors == ["Pick one from the list"]


@pytest.mark.parametrize(
    ("words_are_own", "said"),
    [(True, "They say the words are their own."), (False, "They say some of the words are the helper's.")],
)
def test_whoever_reads_it_knows(browser, words_are_own, said):
    view = ViewFactory(helped_by=HelpedBy.INTERPRETER, words_are_own=words_are_own)
    page = browser.sign_in(PersonFactory()).get(f"/inbox/{view.id}").page

    assert f"Interpreter. {said}" in page.text
