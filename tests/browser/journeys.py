"""What young people come to do, step by step. At every state of every page somebody may have a look."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.test_young_person import four_words, press

Look = Callable[[Page], None]
WITHOUT_A_FORM = (
    *("/", "/before-you-start", "/private", "/help", "/you-said", "/reviews"),
    *("/about-your-words", "/accessibility", "/no-such-page"),
)
PAGES = (*WITHOUT_A_FORM, "/reading", "/language", "/answer", "/complain", "/sign-in")


def read_around(phone: Page, look: Look) -> None:
    """The pages that ask nothing."""
    for address in PAGES:
        phone.goto(address)
        look(phone)


def say_something(phone: Page, look: Look) -> None:
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


ALL = (read_around, say_something)
