"""What could not be taken comes back as a page that the browser asks for, so that Back can ask for it again."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.extensions import db
from app.models import Addition, Visit
from app.models.codes import SafeNow
from app.protection.cookie_secret import CookieSecret
from app.services import visiting
from tests.factories import AnswerFactory, ViewFactory
from tests.integration.young_people.conftest import WORDS
from tests.visitor import already_there

HOUR = 61 * 60
COOKIES = "Your browser may not keep cookies for us."
TOO_LONG = "Sam " + "a" * 5_000


def post_only(browser, address: str, **data):
    """Send a form, and go nowhere from there."""
    with browser.application.app_context():
        return FlaskClient.open(browser, address, method="POST", data=data, buffered=True)


def left_with(shown, **typed) -> dict:
    """What the script sends of a page that somebody goes back from."""
    return already_there(shown.page.soup.select_one("main form")) | typed | {"held": "yes"}


@pytest.fixture
def asked_again(browser):
    """Somebody wrote too much, and is asked again."""
    browser.fill_in("/say/1", topic="home")
    return browser.fill_in("/say/2", words=TOO_LONG)


class TestThePage:
    def test_the_browser_is_sent_to_ask_for_it_and_the_address_says_nothing(self, browser):
        browser.fill_in("/say/1", topic="home")
        response = post_only(browser, "/say/2", words=TOO_LONG)

        assert (response.status_code, response.location) == (303, "/say/2#top")
        assert b"Sam" not in response.data

    def test_it_says_what_to_do_and_has_all_they_typed(self, asked_again):
        assert asked_again.status_code == 400
        assert asked_again.page.errors == ["That is a lot to say. Take out 4 letters, and send the rest after"]
        assert asked_again.page.field("words") == TOO_LONG

    def test_it_is_there_however_often_it_is_opened(self, browser, asked_again):
        for _ in range(2):
            assert browser.get("/say/2").page.field("words") == TOO_LONG

    def test_it_is_there_whichever_way_they_come_back(self, browser, asked_again):
        browser.fill_in("/say/1", follow_redirects=True)

        assert browser.get("/say/2").page.field("words") == TOO_LONG

    def test_one_page_does_not_take_the_place_of_another(self, browser, asked_again):
        browser.fill_in("/complain", words="Nobody called")

        assert browser.get("/say/2").page.field("words") == TOO_LONG
        assert browser.get("/complain").page.field("words") == "Nobody called"

    def test_of_many_only_the_last_are_kept(self, browser, asked_again):
        pages = ["/complain", "/answer", "/meeting", "/say/with"]
        assert len(pages) == visiting.MOST_ASKED_AGAIN
        for page in pages:
            browser.fill_in(page)

        assert browser.get("/say/2").page.field("words") == ""

    def test_put_right_it_shows_what_was_kept(self, browser, asked_again):
        browser.send(asked_again, words=WORDS)
        back = browser.get("/say/2")

        assert (back.status_code, back.page.errors, back.page.field("words")) == (200, [], WORDS)

    def test_bigger_letters_and_another_language_lose_nothing(self, browser, asked_again):
        browser.fill_in("/reading", is_big="y")
        browser.fill_in("/language", language="pl")
        page = browser.get("/say/2").page

        assert page.field("words") == TOO_LONG
        assert page.errors == ["To bardzo dużo naraz. Usuń 4 litery, a resztę wyślij potem"]

    def test_words_that_are_not_found_are_said_to_be(self, browser):
        browser.fill_in("/answer", words="spoon river table lamp")
        page = browser.get("/answer").page

        assert page.errors == ["We cannot find those 4 words. Check the spelling and the order, then try again."]

    def test_once_they_are_found_the_wrong_ones_are_gone(self, browser, send):
        words = send()
        browser.fill_in("/answer", words="spoon river table lamp")
        browser.fill_in("/answer", words=" ".join(words))

        assert browser.get("/answer").page.field("words") == ""

    def test_a_day_when_they_asked_for_a_day(self, browser, clock):
        browser.fill_in("/say/1", topic="home")
        browser.fill_in("/say/2", words=TOO_LONG, keep_for_a_day="y")
        clock.shift(HOUR)

        assert browser.get("/say/2").page.field("words") == TOO_LONG


class TestWhatIsOnlyTyped:
    """They go back or on before they press Continue: the page sends what stands there, to be held for them."""

    def test_it_is_there_when_they_come_again_and_nothing_is_said_of_it(self, browser):
        browser.fill_in("/say/1", topic="home")
        shown = browser.get("/say/2")
        left = browser.post("/say/2", data=left_with(shown, words=TOO_LONG))
        page = browser.get("/say/2")

        assert (left.status_code, page.status_code, page.page.errors) == (204, 200, [])
        assert page.page.field("words") == TOO_LONG

    def test_it_is_not_taken_for_an_answer(self, browser):
        shown = browser.get("/say/1")
        browser.post("/say/1", data=left_with(shown, topic="home"))

        assert browser.get("/say/2").status_code == 302  # to the front page: there is nothing to go on from

    def test_a_page_of_one_is_not_held_for_the_other_whose_words_are_open_by_now(self, browser, come_back):
        come_back(ViewFactory())
        shown = browser.get("/answer/more")
        come_back(ViewFactory())
        browser.post("/answer/more", data=left_with(shown, more="About me"))

        assert browser.get("/answer/more").page.field("more") == ""

    def test_what_they_add_to_their_own_is(self, browser, come_back):
        come_back(ViewFactory())
        browser.post("/answer/more", data=left_with(browser.get("/answer/more"), more="About me"))

        assert browser.get("/answer/more").page.field("more") == "About me"

    def test_nor_is_a_page_before_the_meeting_of_a_sister(self, browser, open_meeting):
        open_meeting()
        shown = browser.get("/meeting/3")
        browser.post("/meeting/3", data=left_with(shown, worries="Mine", draft_of="another"))

        assert browser.get("/meeting/3").page.field("worries") == ""

    def test_the_4_words_are_not_held_which_open_what_was_sent(self, browser):
        browser.post("/answer", data=left_with(browser.get("/answer"), words="one two three four"))

        assert browser.get("/answer").page.field("words") == ""

    def test_nothing_is_held_for_whoever_brings_no_token_of_ours(self, browser):
        browser.fill_in("/say/1", topic="home")
        browser.post("/say/2", data={"words": WORDS, "held": "yes", "csrf_token": "x"})

        assert browser.get("/say/2").page.field("words") == ""


class TestWhoWaits:
    def test_the_seconds_run_down_and_nothing_is_sent_meanwhile(self, browser, asked_again, still_clock, clock):
        with browser.application.app_context():
            sent = {
                "fields": [["words", "one two"]],
                "says": {},
                "is_held": False,
                "wait_until": "2026-11-17T10:00:30+00:00",
            }
            secret = CookieSecret(browser.secret, browser.application.session_interface.server_key)
            visiting.keep_asked_again(secret, "/answer", sent)
            db.session.commit()
        waits = browser.get("/answer")
        clock.shift(20)
        later = browser.get("/answer")
        clock.shift(20)

        assert (waits.status_code, waits.headers["Retry-After"]) == (429, "30")
        assert later.headers["Retry-After"] == "10"
        assert browser.get("/answer").status_code == 400


class TestWhoMaySeeIt:
    def test_another_browser_does_not(self, asked_again, app):
        assert app.test_client().get("/say/2").status_code == 302

    def test_nobody_can_read_it_in_the_database(self, asked_again):
        assert all(b"Sam" not in row.contents_sealed for row in db.session.scalars(select(Visit)))

    def test_what_was_taken_back_elsewhere_shows_no_answer_any_more(self, browser, come_back, words_of, app):
        view = ViewFactory()
        AnswerFactory(view=view, text="The answer")
        come_back(view)
        asked = browser.fill_in("/answer/read", form="form:has([name=verdict])")
        elsewhere = app.test_client()
        come_back(view, at=elsewhere)
        elsewhere.fill_in("/answer/take-back")

        assert "The answer" in asked.page.text
        assert "The answer" not in browser.get("/answer/read").page.text

    def test_a_brother_who_opens_his_own_words_does_not(self, browser, come_back):
        come_back(ViewFactory())
        browser.fill_in("/answer/more", more=TOO_LONG)
        come_back(ViewFactory(safe_now=SafeNow.YES))

        assert browser.get("/answer/more").page.field("more") == ""

    def test_a_page_that_was_open_for_one_sends_nothing_to_the_other(self, browser, come_back):
        come_back(ViewFactory())
        shown = browser.get("/answer/more")
        come_back(ViewFactory())
        asked = browser.send(shown, more="About me")

        assert (asked.status_code, list(db.session.scalars(select(Addition)))) == (400, [])
        assert "About me" in asked.page.text


class TestWithoutACookie:
    def test_they_have_the_page_at_once_and_read_why_it_may_be(self, browser):
        response = post_only(browser, "/say/1", topic="home")

        assert response.status_code == 400
        assert COOKIES in response.text

    def test_with_one_nobody_speaks_of_cookies(self, browser):
        browser.get("/say/1")

        assert COOKIES not in browser.fill_in("/say/1", topic="home", csrf_token="").text


@pytest.mark.parametrize("end", ["hide page", "an hour", "sent"])
def test_it_goes(browser, asked_again, clock, end):
    if end == "hide page":
        browser.get("/exit")
    elif end == "an hour":
        clock.shift(HOUR)
    else:
        browser.fill_in("/say/2", words=WORDS)
        browser.fill_in("/complain")
        browser.fill_in("/say/4", safe_now="yes")
        browser.fill_in("/say/5", permission="team")
        browser.fill_in("/say/6")

    assert all(TOO_LONG not in browser.get(page).text for page in ("/say/2", "/complain"))


def test_too_much_for_any_page_is_said_to_be(browser):
    browser.fill_in("/say/1", topic="home")

    assert browser.fill_in("/say/2", words="a" * 600_000).status_code == 413
