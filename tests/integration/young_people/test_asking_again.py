"""What could not be taken comes back as a page that the browser asks for, so that Back can ask for it again."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.models import Visit
from tests.integration.young_people.conftest import WORDS
from tests.visitor import already_there

HOUR = 61 * 60
AGAIN = "/say/2?again"
TOO_LONG = "Sam " + "a" * 5_000


def post_only(browser, address: str, **data):
    """Send a form, and go nowhere from there."""
    with browser.application.app_context():
        return FlaskClient.open(browser, address, method="POST", data=data, buffered=True)


@pytest.fixture
def asked_again(browser):
    """Somebody wrote too much, and is asked again."""
    browser.fill_in("/say/1", topic="home")
    return browser.fill_in("/say/2", words=TOO_LONG)


def test_the_browser_is_sent_to_ask_for_it_and_the_address_says_nothing(browser):
    browser.fill_in("/say/1", topic="home")
    response = post_only(browser, "/say/2", words=TOO_LONG)

    assert (response.status_code, response.location) == (303, AGAIN)
    assert b"Sam" not in response.data


def test_the_page_says_what_to_do_and_has_all_they_typed(asked_again):
    assert asked_again.status_code == 400
    assert asked_again.page.errors == ["That is a lot to say. Take out 4 letters, and send the rest after"]
    assert asked_again.page.field("words") == TOO_LONG


def test_the_page_is_stored_nowhere_but_with_us(asked_again):
    assert asked_again.headers["Cache-Control"] == "no-store"


def test_it_is_the_same_however_often_it_is_opened(browser, asked_again):
    assert browser.get(AGAIN).data == asked_again.data


def test_once_it_is_put_right_back_shows_what_was_kept(browser, asked_again):
    browser.send(asked_again, words=WORDS)
    back = browser.get(AGAIN)

    assert (back.status_code, back.page.errors, back.page.field("words")) == (200, [], WORDS)


def test_a_form_that_goes_elsewhere_is_put_right_as_well(browser, send):
    words = send()
    asked = browser.fill_in("/answer", words="spoon river table lamp")
    typed = already_there(asked.page.soup.select_one("main form")) | {"words": " ".join(words)}
    browser.post("/answer", data=typed, headers={"Referer": "http://localhost/answer?again"})

    assert browser.get("/answer?again").page.field("words") == ""


def test_it_stands_only_at_its_own_address(browser, asked_again):
    assert browser.get("/say/3?again").status_code == 200


def test_another_browser_does_not_see_it(asked_again, app):
    other = app.test_client()
    assert other.get(AGAIN).status_code == 302


def test_nobody_can_read_it_in_the_database(asked_again):
    assert all(b"Sam" not in row.contents_sealed for row in db.session.scalars(select(Visit)))


def test_a_browser_without_a_cookie_has_the_page_at_once(browser):
    response = post_only(browser, "/say/1", topic="home")

    assert response.status_code == 400


@pytest.mark.parametrize("end", ["hide page", "an hour", "another language", "sent"])
def test_it_goes(browser, asked_again, clock, end):
    if end == "hide page":
        browser.get("/exit")
    elif end == "an hour":
        clock.shift(HOUR)
    elif end == "another language":
        browser.fill_in("/language", language="pl")
    else:
        browser.fill_in("/say/2", words=WORDS)
        browser.fill_in("/say/4", safe_now="yes")
        browser.fill_in("/say/5", permission="team")
        browser.fill_in("/say/6")

    assert TOO_LONG not in browser.get(AGAIN).text
