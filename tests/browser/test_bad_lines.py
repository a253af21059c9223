"""A cheap phone on a bad line: nothing they typed is lost, and nothing is sent twice."""

import re
import sqlite3
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.journeys import open_meeting, press_first
from tests.browser.test_young_person import four_words, press, say

SLOW_LINE = {  # 400 ms there and back, 400 kbit/s each way
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50_000,
    "uploadThroughput": 50_000,
}
BOX = "What do you want to say?"
NO_SIGNAL = "There is no signal. Your words are still here. Try again in a minute."


@pytest.fixture
def count(service) -> Callable[[str], int]:
    """How many rows there are in a table."""

    def rows(table: str) -> int:
        with sqlite3.connect(service.database) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    return rows


@pytest.fixture
def how_many_sent(count) -> Callable[[], int]:
    """How many views have been stored since the test began."""
    before = count("young_person_view")
    return lambda: count("young_person_view") - before


def to_the_box(page: Page, words: str) -> None:
    page.goto("/say/1")
    press(page, "Continue")
    page.get_by_label(BOX).fill(words)


def lose_the_answer(route: Route) -> None:
    """The request arrives, and its answer is lost on the way back."""
    route.fetch(max_redirects=0)
    route.abort("connectionreset")


def test_with_no_signal_the_page_and_their_words_stay(open_browser):
    phone = open_browser()
    to_the_box(phone, "I wrote this on a bus")
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_text(NO_SIGNAL)).to_be_visible()
    phone.locator("a.back").click()
    phone.locator("footer a").first.click()
    assert phone.get_by_label(BOX).input_value() == "I wrote this on a bus"

    phone.context.set_offline(False)
    press(phone, "Continue")
    phone.go_back()
    expect(phone.get_by_label(BOX)).to_have_value("I wrote this on a bus")
    expect(phone.get_by_text(NO_SIGNAL)).to_be_hidden()


def test_with_no_signal_the_page_to_send_and_the_4_words_stay(open_browser):
    phone = open_browser()
    say(phone)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Send it").click()
    expect(phone.get_by_text(NO_SIGNAL)).to_be_visible()
    phone.context.set_offline(False)
    press(phone, "Send it")
    words = four_words(phone)

    phone.goto("/answer")
    phone.get_by_label("Type your 4 words").fill(words)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="Show my answer").click()
    expect(phone.get_by_text(NO_SIGNAL)).to_be_visible()
    assert phone.get_by_label("Type your 4 words").input_value() == words
    phone.context.set_offline(False)
    press(phone, "Show my answer")


def test_while_the_server_is_away_the_page_and_their_words_stay(open_browser, service):
    phone = open_browser()
    to_the_box(phone, "I wrote this in the night")
    service.stop(at_once=True)
    phone.get_by_role("button", name="Continue").click()
    expect(phone.get_by_text(NO_SIGNAL)).to_be_visible()

    service.start()
    press(phone, "Continue")
    phone.go_back()
    expect(phone.get_by_label(BOX)).to_have_value("I wrote this in the night")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_page_that_broke_off_is_sent_when_it_is_loaded_again(open_browser, javascript):
    phone = open_browser(javascript=javascript)
    to_the_box(phone, "I wrote this in a tunnel")
    phone.context.route("**/say/2", lambda route: route.abort("internetdisconnected"))
    phone.get_by_role("button", name="Continue").click()
    expect(phone).to_have_url("chrome-error://chromewebdata/")
    phone.context.unroute_all()
    phone.reload()
    expect(phone.get_by_role("heading", level=1)).to_have_text("How do you feel about it?")

    phone.goto("/say/2")
    expect(phone.get_by_label(BOX)).to_have_value("I wrote this in a tunnel")


def a_view(phone: Page, _make_card) -> str:
    say(phone)
    return "Send it"


def an_addition(phone: Page, _make_card) -> str:
    come_back_with_words(phone)
    phone.goto("/answer/more")
    phone.locator("main textarea").fill("And my dog")
    return "Send it"


def how_to_find_them(phone: Page, _make_card) -> str:
    come_back_with_words(phone)
    phone.goto("/answer/find-me")
    phone.locator("main textarea").fill("At the library")
    return "Send it"


def a_complaint(phone: Page, _make_card) -> str:
    phone.goto("/complain")
    phone.locator("main textarea").first.fill("Nobody called me back")
    phone.get_by_label("Yes, I am safe").check()
    return "Send it"


def what_they_want_at_a_meeting(phone: Page, make_card) -> str:
    open_meeting(phone, make_card("to-come"))
    phone.goto("/meeting/2")
    phone.locator("main textarea").fill("My nan")
    press(phone, "Continue")
    phone.goto("/meeting/10")
    return "Send it"


def what_they_say_of_it(phone: Page, make_card) -> str:
    open_meeting(phone, make_card("told"))
    press_first(phone, re.compile("Is that right.*Wish 1"))
    phone.get_by_label("No, this is not right").check()
    return "Send it"


def come_back_with_words(phone: Page) -> None:
    say(phone)
    press(phone, "Send it")
    words = four_words(phone)
    phone.goto("/answer")
    phone.get_by_label("Type your 4 words").fill(words)
    press(phone, "Show my answer")


EVERYTHING_THAT_IS_SENT = {
    a_view: "young_person_view",
    an_addition: "addition",
    how_to_find_them: "contact",
    a_complaint: "young_person_view",
    what_they_want_at_a_meeting: "contribution",
    what_they_say_of_it: "meeting_reply",
}
sent = pytest.mark.parametrize(
    ("arrive", "table"), EVERYTHING_THAT_IS_SENT.items(), ids=lambda it: getattr(it, "__name__", "")
)


@pytest.mark.parametrize("javascript", [True, False])
@sent
def test_when_the_answer_is_lost_sending_again_sends_nothing_more(
    open_browser, make_card, count, arrive, table, javascript
):
    phone = open_browser(javascript=javascript)
    button, before = arrive(phone, make_card), count(table)
    address = phone.url
    phone.context.route(address, lose_the_answer, times=1)
    phone.get_by_role("button", name=button).first.click()
    expect(phone).to_have_url("chrome-error://chromewebdata/")
    assert count(table) == before + 1
    phone.reload()
    phone.locator("h1").wait_for()

    assert phone.locator(".oops").count() == 0
    assert count(table) == before + 1


@pytest.mark.parametrize("javascript", [True, False])
@sent
def test_a_double_tap_sends_once(open_browser, make_card, count, arrive, table, javascript):
    phone = open_browser(javascript=javascript)
    button, before = arrive(phone, make_card), count(table)
    address = phone.url
    phone.get_by_role("button", name=button).first.dblclick()
    expect(phone).not_to_have_url(address)

    assert count(table) == before + 1


def test_going_back_to_send_again_sends_nothing_more(open_browser, how_many_sent):
    phone = open_browser()
    say(phone)
    press(phone, "Send it")
    words = four_words(phone)
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("You have sent this")
    phone.go_forward()

    assert four_words(phone) == words
    assert how_many_sent() == 1


def test_the_whole_journey_goes_through_a_slow_line(open_browser, how_many_sent):
    phone = open_browser()
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_LINE)
    say(phone, "Slow, but I got there")
    press(phone, "Send it")

    assert len(four_words(phone).split()) == 4
    assert how_many_sent() == 1


@pytest.mark.parametrize("javascript", [True, False])
def test_back_over_a_question_that_came_back_shows_the_question(open_browser, javascript):
    phone = open_browser(javascript=javascript)
    to_the_box(phone, "a" * 5_001)
    press(phone, "Continue")
    press(phone, "Continue")
    expect(phone.locator(".oops")).to_be_visible()
    phone.get_by_label(BOX).fill("Said in the end")
    press(phone, "Continue")
    for _ in range(3):
        phone.go_back()
        expect(phone.get_by_label(BOX)).to_have_value("Said in the end")
    phone.go_forward()
    phone.reload()
    expect(phone.get_by_label(BOX)).to_have_value("Said in the end")


def test_back_before_continue_loses_nothing_typed(open_browser):
    phone = open_browser()
    to_the_box(phone, "Not sent on yet")
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What is it about?")
    phone.go_forward()
    expect(phone.get_by_label(BOX)).to_have_value("Not sent on yet")
    expect(phone.locator(".oops")).to_be_hidden()


def test_a_tab_in_which_nothing_was_changed_puts_nothing_over_what_came_after(open_browser):
    phone, sent = open_browser(), []
    phone.context.on("request", lambda request: sent.append(request.post_data or ""))
    to_the_box(phone, "First")
    press(phone, "Continue")
    phone.go_back()
    expect(phone.get_by_label(BOX)).to_have_value("First")
    phone.go_back()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What is it about?")

    assert not [data for data in sent if "held=yes" in data]


def test_what_was_typed_in_a_page_that_is_closed_is_held_nowhere(open_browser):
    phone = open_browser()
    to_the_box(phone, "Somebody came in")
    phone.close()
    again = phone.context.new_page()
    again.goto("/say/2")
    expect(again.get_by_label(BOX)).to_have_value("")


@pytest.mark.parametrize("javascript", [True, False])
def test_back_and_forward_between_questions_lose_nothing(open_browser, javascript):
    phone = open_browser(javascript=javascript)
    to_the_box(phone, "Said once")
    press(phone, "Continue")
    phone.get_by_label("Not good").check()
    press(phone, "Continue")
    phone.go_back()
    expect(phone.get_by_label("Not good")).to_be_checked()
    phone.go_back()
    expect(phone.get_by_label(BOX)).to_have_value("Said once")
    phone.go_forward()
    phone.go_forward()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Are you safe right now?")


@pytest.mark.parametrize("javascript", [True, False])
def test_what_runs_out_between_two_questions_loses_nothing(open_browser, service, javascript):
    phone = open_browser(javascript=javascript)
    to_the_box(phone, "I was called away")
    press(phone, "Continue")
    phone.get_by_label("Not good").check()
    with sqlite3.connect(service.database, timeout=20) as database:
        database.execute("UPDATE visit SET expires_at = '2020-01-01 00:00:00'")
    press(phone, "Continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Are you safe right now?")

    phone.go_back()
    expect(phone.get_by_label("Not good")).to_be_checked()
    phone.go_back()
    expect(phone.get_by_label(BOX)).to_have_value("I was called away")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_cookie_that_was_dropped_between_two_questions_loses_nothing_typed(open_browser, javascript):
    phone = open_browser(javascript=javascript)
    to_the_box(phone, "My phone cleared itself")
    phone.context.clear_cookies()
    press(phone, "Continue")
    expect(phone.get_by_label(BOX)).to_have_value("My phone cleared itself")
    press(phone, "Continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("How do you feel about it?")


@pytest.mark.parametrize("javascript", [True, False])
def test_a_server_that_starts_anew_between_two_questions_loses_nothing(open_browser, service, javascript):
    phone = open_browser(javascript=javascript)
    to_the_box(phone, "It went dark for a moment")
    phone.wait_for_load_state("load")
    service.stop(at_once=True)
    service.start()
    press(phone, "Continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("How do you feel about it?")

    phone.go_back()
    expect(phone.get_by_label(BOX)).to_have_value("It went dark for a moment")
