"""After sending: keeping the 4 words on a phone that somebody else may use too."""

import pytest

from app.models import Role
from tests.factories import PersonFactory

PAGES = ("/say/sent", "/say/card")


def words_on(page) -> list[str]:
    return [word.get_text() for word in page.soup.select("ol.words li")]


def test_they_are_asked_whether_they_have_kept_them_before_they_leave(browser, send):
    send()
    page = browser.get("/say/sent").page

    assert "Have you kept your 4 words?" in page.text
    assert page.link("Yes. Finish and hide page") == "/exit"
    assert page.link("Not yet. Show my words") == "#words"
    assert page.soup.select_one("#words") is not None


@pytest.mark.parametrize("way", ["Write them on paper", "Say them to someone you trust", "with your eyes shut"])
def test_there_are_safe_ways_to_keep_them(browser, send, way):
    send()

    assert way in browser.get("/say/sent").page.text


def test_the_card_shows_the_four_words_and_nothing_that_says_what_they_are_for(browser, send):
    words = send()
    page = browser.get(browser.get("/say/sent").page.link("Show just the 4 words")).page

    assert words_on(page) == words
    assert page.title == page.heading == "My list"
    page.soup.select_one("main button").extract()  # reads it aloud
    assert page.text == f"Back My list {''.join(words)}"
    assert page.soup.select("main img, main ol svg") == []


@pytest.mark.parametrize("address", PAGES)
def test_they_can_be_shown_again_while_the_visit_lasts(browser, send, clock, address):
    words = send()
    clock.shift(50 * 60)

    assert words_on(browser.get(address).page) == words
    assert words_on(browser.get(address).page) == words


def test_somebody_who_goes_back_finds_the_way_to_them(browser, send):
    send()

    assert browser.get("/say/2").page.link("Show my 4 words") == "/say/sent"


@pytest.mark.parametrize("address", PAGES)
class TestThenNever:
    def test_after_hide_page(self, browser, send, address):
        send()
        browser.get("/exit")

        assert browser.get(address).location == "/"

    def test_after_hide_page_with_the_cookie_put_back(self, browser, send, address):
        send()
        secret = browser.secret
        browser.post("/exit")
        browser.set_cookie(browser.cookie_name, secret)

        assert browser.get(address).location == "/"

    def test_after_the_hour(self, browser, send, clock, address):
        send()
        clock.shift(61 * 60)

        assert browser.get(address).location == "/"

    def test_after_signing_out(self, another_browser, send, address):
        another_browser.sign_in(PersonFactory(role=Role.YOUNG_ADVISOR))
        send(at=another_browser, with_name="no")
        secret = another_browser.secret
        another_browser.fill_in("/account", form="form[action='/sign-out']")
        another_browser.set_cookie(another_browser.cookie_name, secret)

        assert another_browser.get(address).location == "/"

    def test_at_another_browser(self, send, another_browser, address):
        send()

        assert another_browser.get(address).location == "/"

    def test_no_page_of_them_is_kept(self, browser, send, address):
        send()

        assert browser.get(address).headers["Cache-Control"] == "no-store"


def test_a_tab_that_still_holds_the_form_gives_nothing_away_after_hide_page(browser, say):
    say()
    shown = browser.get("/say/6")
    browser.send(shown)
    browser.get("/exit")
    page = browser.send(shown).page

    assert page.heading == "You have sent this"
    assert words_on(page) == []
    assert "Show my 4 words" not in page.text


def test_what_is_open_beside_it_stays_open_when_something_is_sent(browser, send, another_browser):
    """They look at an answer in one tab and say something new in another."""
    words = send(at=another_browser)
    browser.fill_in("/answer", words=" ".join(words))
    send()

    assert browser.get("/answer/read").page.heading == "We have your words"


@pytest.mark.parametrize(("how_to_find", "is_said"), [("Ask for Jo at Hill School", False), ("", True)])
def test_that_we_do_not_know_who_they_are_is_said_only_while_it_is_true(browser, say, how_to_find, is_said):
    say(safe_now="no")
    browser.fill_in("/say/help", how_to_find=how_to_find)
    page = browser.fill_in("/say/6", follow_redirects=True).page

    assert ("We do not know who you are" in page.text) is is_said


def test_for_an_alert_the_rota_is_read_once_and_its_first_steps_are_written_together(browser, say, count_queries):
    say(safe_now="no")
    with count_queries() as queries:
        assert browser.fill_in("/say/6").location == "/say/sent"

    assert sum("FROM rota_entry" in query for query in queries) == 1
    assert sum("INSERT INTO alert_step" in query for query in queries) == 1
