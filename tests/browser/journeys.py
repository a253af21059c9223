"""What young people come to do, step by step. At every state of every page somebody may have a look."""

import re
from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.test_young_person import four_words, press, say

Look = Callable[[Page], None]
MakeCard = Callable[[str], str]  # the 4 words of a child whose meeting is "to-come", or was "told"
WITHOUT_A_FORM = (
    *("/", "/before-you-start", "/private", "/help", "/you-said", "/questions", "/reviews"),
    *("/about-your-words", "/accessibility", "/no-such-page"),
)
PAGES = (*WITHOUT_A_FORM, "/reading", "/language", "/answer", "/complain", "/sign-in")


def read_around(phone: Page, look: Look, _make_card: MakeCard) -> None:
    """The pages that ask nothing."""
    for address in PAGES:
        phone.goto(address)
        look(phone)


def say_something(phone: Page, look: Look, _make_card: MakeCard) -> None:
    """The six questions, empty, wrong and filled; help; the receipt; coming back with wrong words and with theirs."""
    phone.goto("/say/1")
    look(phone)
    phone.get_by_label("Home").check()
    look(phone)
    press(phone, "Continue")
    look(phone)
    press(phone, "Continue")  # nothing typed: the error
    look(phone)
    phone.get_by_label("What do you want to say?").fill("Ring me on 07700 900123")
    press(phone, "Continue")
    look(phone)
    press(phone, "Continue")
    look(phone)
    press(phone, "Continue")  # nothing picked: the error
    look(phone)
    phone.get_by_label("I am not sure").check()
    press(phone, "Continue")
    look(phone)
    press(phone, "Go to the next step")
    look(phone)
    press(phone, "Continue")
    look(phone)
    press(phone, "Send it")
    look(phone)
    words = four_words(phone)
    phone.goto("/say/2")
    look(phone)
    phone.goto("/answer")
    phone.get_by_label("Type your 4 words").fill("no such words here")
    press(phone, "Show my answer")
    look(phone)
    phone.get_by_label("Type your 4 words").fill(words)
    press(phone, "Show my answer")
    look(phone)


def use_pictures(phone: Page, look: Look, _make_card: MakeCard) -> None:
    """The same questions in pictures, with somebody beside them; the receipt, and the card with the 4 words alone."""
    phone.goto("/say/with")
    look(phone)
    press(phone, "Go on with words")  # nothing picked: the error
    look(phone)
    phone.get_by_label("A friend").check()
    phone.get_by_label("Some of the words are theirs").check()
    press(phone, "Go on with pictures")
    for picture in ("Home", "Not good", "No, I am not safe"):
        look(phone)
        press(phone, picture)
    look(phone)
    press(phone, "Go to the next step")
    look(phone)
    press(phone, "Continue")
    look(phone)
    press(phone, "Just the Heard team")
    look(phone)
    press(phone, "Send it")
    look(phone)
    phone.get_by_role("link", name="Show just the 4 words").click()
    phone.locator("ol.card").wait_for()
    look(phone)


def come_back(phone: Page, look: Look, _make_card: MakeCard) -> None:
    """Add more, say how to be found, take it back: empty, filled and done."""
    say(phone)
    press(phone, "Send it")
    words = four_words(phone)
    for _ in range(2):
        phone.goto("/answer")
        phone.get_by_label("Type your 4 words").fill(words)
        press(phone, "Show my answer")
    look(phone)
    for address in ("/answer/more", "/answer/find-me"):
        phone.goto(address)
        look(phone)
        phone.locator("main form button[type=submit]").first.click()  # nothing typed: the error
        phone.locator(".oops").wait_for()
        look(phone)
        phone.locator("main textarea").fill("And my dog")
        with phone.expect_navigation():
            phone.locator("main form button[type=submit]").first.click()
        look(phone)
    phone.goto("/answer/read")
    look(phone)
    phone.goto("/answer/take-back")
    look(phone)
    with phone.expect_navigation():
        phone.locator("main form button[type=submit]").first.click()
    look(phone)


def write_for_a_meeting(phone: Page, look: Look, make_card: MakeCard) -> None:
    """Every question empty, filled and wrong; help; the last page; the receipt; coming back to it."""
    phone.goto("/meeting")
    look(phone)
    open_meeting(phone, make_card("to-come"))
    look(phone)
    for number in range(1, 10):
        phone.goto(f"/meeting/{number}")
        look(phone)
    phone.goto("/meeting/4")
    write_wishes(phone, "first", "second")
    press_first(phone, re.compile("Move down.*Wish 1"))
    look(phone)
    phone.get_by_label("Wish 1").fill("x" * 1_001)
    press(phone, "Continue")
    look(phone)
    phone.goto("/meeting/9")
    phone.get_by_label("A friend").check()
    press(phone, "Continue")
    look(phone)
    phone.goto("/meeting/7")
    phone.get_by_label("3", exact=True).check()
    press(phone, "Continue")
    look(phone)
    phone.goto("/meeting/10")
    look(phone)
    press(phone, "Send it")
    look(phone)
    phone.goto("/meeting/mine")
    look(phone)


def read_what_came_of_it(phone: Page, look: Look, make_card: MakeCard) -> None:
    """What was decided, and saying that it is not right."""
    open_meeting(phone, make_card("told"))
    look(phone)
    press_first(phone, re.compile("Is that right.*Wish 1"))
    look(phone)
    press(phone, "Send it")  # nothing picked: the error
    look(phone)
    phone.get_by_label("No, this is not right").check()
    press(phone, "Send it")
    look(phone)


def press_first(page: Page, button: str | re.Pattern[str]) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def open_meeting(page: Page, words: str, address: str = "/meeting") -> None:
    page.goto(address)
    page.get_by_label("Type your 4 words").fill(words)
    press_first(page, "Go on" if address == "/meeting" else "Show my answer")


def write_wishes(page: Page, *wishes: str) -> None:
    for number, wish in enumerate(wishes, start=1):
        page.get_by_label(f"Wish {number}").fill(wish)
        if number < len(wishes):
            press_first(page, "Add a wish")


ALL = (read_around, say_something, use_pictures, come_back, write_for_a_meeting, read_what_came_of_it)
