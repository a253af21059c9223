"""Everybody can use every page: a small screen, big letters, the dark, own colours, a keyboard alone."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser import journeys
from tests.browser.conftest import QUIETLY
from tests.browser.test_young_person import four_words, press, say
from tests.machine import CHROMIUM_ALONE

SMALL = {"width": 320, "height": 640}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE: dict[str, object] = {"type": "tag", "values": RULES}
OF_COLOURS: dict[str, object] = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
TWICE_AS_BIG = "--blink-settings=defaultFontSize=32,minimumFontSize=0"  # as somebody sets it in their browser
# Everything that can be tapped. Of a link that goes over two lines one is enough.
TOO_SMALL = """[...document.querySelectorAll('a, button, label.opt, label.tile, label.face, summary, input')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && !e.closest('.vh, .skip'))
  .filter(e => !e.matches('input') || (!e.closest('label') && e.type !== 'hidden'))
  .map(e => [e.getBoundingClientRect(), e])
  .filter(([box]) => box.width > 1 && (box.height < 43.5 || box.width < 43.5)).map(([_, e]) => e.outerHTML)"""


def fits(page: Page) -> None:
    """Nothing makes the page scroll sideways."""
    too_wide = page.evaluate(
        """[...document.querySelectorAll('main *, header *, footer *')]
        .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.vh, .skip, .scroll'))
        .slice(0, 3).map(e => e.outerHTML.slice(0, 200))"""
    )
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (page.url, too_wide)


def check(page: Page, only: dict[str, object] = EVERY_RULE) -> None:
    """axe finds nothing; nothing scrolls sideways; what can be tapped is 44 by 44."""
    check_with_axe(page, only)
    check_sizes(page)


def check_with_axe(page: Page, only: dict[str, object] = EVERY_RULE) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": only}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url


def check_sizes(page: Page) -> None:
    fits(page)
    assert page.evaluate(TOO_SMALL) == [], page.url


def check_in_the_dark(page: Page) -> None:
    """It is the same page in other colours: only what looks at colours can find anything new."""
    check(page, OF_COLOURS)


@pytest.fixture(scope="module")
def big_letters(playwright) -> Iterator[Browser]:
    """A browser whose owner reads letters twice as big as usual."""
    browser = playwright.chromium.launch(executable_path=str(CHROMIUM_ALONE), args=[*QUIETLY, TWICE_AS_BIG])
    yield browser
    browser.close()


def choose_big_and_wide(page: Page) -> None:
    page.goto("/reading")
    page.get_by_label("Bigger words").check()
    page.get_by_label("More space between letters and lines").check()
    press(page, "Save")


@pytest.mark.parametrize("journey", journeys.ALL, ids=lambda journey: journey.__name__)
def test_everybody_can_use_every_page(open_browser, make_card, journey):
    journey(open_browser(size=SMALL, color_scheme="light"), check, make_card)


@pytest.mark.parametrize("journey", journeys.ALL, ids=lambda journey: journey.__name__)
def test_everybody_can_use_every_page_in_the_dark(open_browser, make_card, journey):
    journey(open_browser(size=SMALL, color_scheme="dark"), check_in_the_dark, make_card)


@pytest.mark.parametrize("journey", journeys.ALL, ids=lambda journey: journey.__name__)
def test_every_page_can_be_used_in_colours_of_their_own(open_browser, make_card, journey):
    journey(open_browser(size=SMALL, forced_colors="active"), check_sizes, make_card)


@pytest.mark.parametrize("journey", journeys.ALL, ids=lambda journey: journey.__name__)
def test_every_page_takes_bigger_words_and_wider_space(open_browser, make_card, journey):
    phone = open_browser(size=SMALL)
    choose_big_and_wide(phone)
    journey(phone, check, make_card)


@pytest.mark.parametrize("journey", journeys.ALL, ids=lambda journey: journey.__name__)
def test_letters_twice_as_big_do_not_make_a_page_scroll_sideways(big_letters, service, make_card, journey):
    context = big_letters.new_context(base_url=service.address, viewport=SMALL)
    phone = context.new_page()
    journey(phone, fits, make_card)
    assert phone.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
    context.close()


class Keyboard:
    """Somebody who has no mouse and no touch: Tab, Space, Enter and typing."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, name: str) -> None:
        """Tab until the focus is on what has this name, and see that the focus can be seen."""
        pattern = re.compile(name, re.DOTALL)
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if pattern.search(self.page.evaluate(NAME_OF_FOCUS)):
                outline = self.page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                around = self.page.evaluate(
                    "getComputedStyle(document.activeElement.closest('label') ?? document.activeElement).outlineStyle"
                )
                assert {outline, around} != {"none"}, f"The focus on {name!r} cannot be seen"
                return
        raise AssertionError(f"The keyboard does not reach {name!r} on {self.page.url}")

    def go(self, name: str) -> None:
        """Press Enter on a link or a button, and wait for the page it leads to."""
        self.reach(name)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def pick(self, name: str) -> None:
        """Choose one of a group: Tab into it, and arrows from there."""
        box = self.page.get_by_role("radio", name=re.compile(rf"^{name}\b"))
        group = box.get_attribute("name")
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.name") == group:
                break
        self.page.keyboard.press("Space")
        for _ in range(20):
            if box.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The keyboard does not reach {name!r} on {self.page.url}")

    def type(self, name: str, text: str) -> None:
        self.reach(name)
        self.page.keyboard.insert_text(text)


NAME_OF_FOCUS = """(() => {
  const e = document.activeElement;
  return e.getAttribute('aria-label') || (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText) || '';
})()"""


def test_a_young_person_gets_through_from_the_keyboard_alone(open_browser):
    phone = open_browser()
    phone.goto("/")
    keys = Keyboard(phone)
    keys.go("^Say something")
    keys.go("OK, I am ready")
    keys.pick("Home")
    keys.go("^Continue")
    keys.type("What do you want to say", "Nobody asks me")
    keys.go("^Continue")
    keys.pick("Not good")
    keys.go("^Continue")
    keys.pick("No, I am not safe")
    keys.go("^Continue")
    keys.go("Go to the next step")
    keys.pick("11 to 13")
    keys.go("^Continue")
    keys.go("Send it")
    words = four_words(phone)
    keys.go("Say something else")
    phone.goto("/answer")
    keys.type("Type your 4 words", words)
    keys.go("Show my answer")
    expect(phone.get_by_role("heading", level=1)).to_have_text("We have your words")


def test_a_child_gets_through_their_meeting_from_the_keyboard_alone(open_browser, make_card):
    phone = open_browser()
    words = make_card("to-come")
    phone.goto("/")
    keys = Keyboard(phone)
    keys.go("I have a card for my meeting")
    keys.type("Type your 4 words", words)
    keys.go("^Go on")
    keys.go("^Start")
    keys.pick("I want to be there")
    keys.go("^Continue")
    keys.type("What is good in your life", "My nan")
    keys.go("^Continue")
    keys.go("^Continue")
    keys.type("Wish 1", "Stay at my school")
    keys.go("Add a wish")
    keys.type("Wish 2", "See my brother")
    keys.go("Move up.*Wish 2")
    for _ in range(3):
        keys.go("^Continue")
    keys.pick("2")
    keys.go("^Continue")
    keys.go("Go to the next step")
    keys.go("^Continue")
    keys.go("^Skip this")
    assert phone.locator(".said").all_inner_texts() == ["My nan", "See my brother", "Stay at my school"]
    keys.go("Send it")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you. We have got it.")


def test_somebody_comes_back_adds_more_and_takes_it_back_from_the_keyboard_alone(open_browser):
    phone = open_browser()
    say(phone)
    press(phone, "Send it")
    words, keys = four_words(phone), Keyboard(phone)
    phone.goto("/answer")
    keys.type("Type your 4 words", words)
    keys.go("Show my answer")
    keys.go("Add more")
    keys.type("What do you want to add", "And my dog")
    keys.go("^Send it")
    phone.goto("/answer/read")
    keys.go("^Take it back")
    keys.go("^Take it back")
    phone.goto("/answer/read")
    expect(phone.get_by_label("Type your 4 words")).to_be_visible()


def test_the_first_stop_of_the_keyboard_hides_the_page(open_browser):
    phone = open_browser()
    phone.goto("/say/1")
    phone.keyboard.press("Tab")
    assert phone.evaluate(NAME_OF_FOCUS) == "Hide this page now"
    phone.keyboard.press("Tab")
    assert phone.evaluate(NAME_OF_FOCUS) == "Skip to main content"


def test_an_error_is_where_the_focus_is(open_browser):
    phone = open_browser()
    phone.goto("/say/2")
    phone.goto("/say/1")
    press(phone, "Continue")
    press(phone, "Continue")
    assert "Type what you want to say" in phone.evaluate("document.activeElement.innerText")
