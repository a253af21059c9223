"""Somebody else may hold the phone next: nothing of theirs stays on it, and nobody else is asked for anything."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser import journeys
from tests.browser.test_young_person import WORDS, four_words, press, say

KEPT = """(async () => [
  localStorage.length, sessionStorage.length, (await indexedDB.databases()).length,
  self.caches ? (await caches.keys()).length : 0,
  navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
])()"""
THEIRS = re.compile(r"\bnan\b|you typed", re.IGNORECASE)


@pytest.mark.parametrize("journey", journeys.ALL, ids=lambda journey: journey.__name__)
def test_nothing_is_kept_on_the_phone_and_nobody_else_is_asked(open_browser, make_card, journey):
    asked: set[str] = set()
    phone = open_browser()
    phone.context.on("request", lambda request: asked.add(re.match(r"\w+://[^/]+", request.url)[0]))

    def look(page: Page) -> None:
        assert page.evaluate(KEPT) == [0] * 5, page.url
        assert {cookie["expires"] for cookie in page.context.cookies()} <= {-1}  # gone with the browser

    journey(phone, look, make_card)

    assert asked == {re.match(r"\w+://[^/]+", phone.url)[0]}


@pytest.mark.parametrize("journey", journeys.ALL, ids=lambda journey: journey.__name__)
def test_no_page_that_a_cookie_could_open_is_kept(open_browser, make_card, journey):
    kept: list[str] = []
    phone = open_browser()

    def note(response: Response) -> None:
        is_page = "text/html" in response.headers.get("content-type", "")
        if is_page and phone.context.cookies() and response.headers.get("cache-control") != "no-store":
            kept.append(response.url)

    phone.context.on("response", note)
    journey(phone, lambda page: None, make_card)

    assert kept == []


def test_no_cookie_is_set_before_a_page_with_a_form(open_browser):
    phone = open_browser()
    for address in journeys.WITHOUT_A_FORM:
        phone.goto(address)
        assert phone.context.cookies() == [], address


def while_writing(phone: Page) -> None:
    phone.goto("/say/1")
    press(phone, "Continue")
    phone.get_by_label("What do you want to say?").fill(WORDS)


def once_back(phone: Page) -> None:
    say(phone)
    press(phone, "Send it")
    words = four_words(phone)
    phone.goto("/answer")
    phone.get_by_label("Type your 4 words").fill(words)
    press(phone, "Show my answer")


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("arrive", [while_writing, once_back], ids=lambda arrive: arrive.__name__)
def test_after_hide_page_back_and_forward_show_nothing_of_theirs(open_browser, arrive, javascript):
    phone = open_browser(javascript=javascript)
    arrive(phone)
    with phone.expect_navigation(url=re.compile("/weather")):
        phone.get_by_role("link", name=re.compile("^Hide page")).click()
    expect(phone).to_have_title("Weather")
    assert [cookie for cookie in phone.context.cookies() if cookie["name"] == "heard"] == []
    moves: list[Callable[[], Response | None]] = [phone.go_back] * 4 + [phone.go_forward] * 3
    for move in moves:
        move()
        assert not THEIRS.search(phone.locator("body").inner_text() + phone.title()), phone.url
        assert phone.locator("textarea, :checked").evaluate_all("all => all.filter(e => e.value)") == [], phone.url
