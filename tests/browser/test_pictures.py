"""Said in pictures, on a small phone without JavaScript, with a thumb or from the keyboard alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_young_person import four_words, open_from_the_inbox, press

SMALL = {"width": 320, "height": 640}
TAPS = ("A meeting about me", "Not good", "I am not sure")


def tap(page: Page, *pictures: str) -> None:
    for words in pictures:
        press(page, words)


def test_pictures_alone_arrive_with_staff(open_browser, join):
    phone = open_browser(javascript=False, size=SMALL)
    phone.goto("/before-you-start")
    phone.get_by_role("link", name="I like pictures better").click()
    tap(phone, "Where I live", "Really good", "Yes, I am safe", "Continue", "Everyone")
    expect(phone.get_by_text("Only pictures")).to_be_visible()
    press(phone, "Send it")
    assert len(four_words(phone).split()) == 4

    desk = join("pat.pictures@example.org", "Pat", "participation worker")
    open_from_the_inbox(desk, "Where I live")
    expect(desk.get_by_text("They picked pictures, and wrote no words.")).to_be_visible()


def test_it_works_from_the_keyboard_alone(open_browser):
    phone = open_browser()
    phone.goto("/say/pictures/1")
    phone.locator("#main").focus()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("button", name="Home")).to_be_focused()
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_have_text("How do you feel about it?")


@pytest.mark.parametrize("address", ["/say/pictures/1", "/say/with", "/before-you-start"])
def test_nothing_scrolls_sideways_from_right_to_left(open_browser, address):
    phone = open_browser(size=SMALL)
    phone.goto(address)
    phone.evaluate("document.documentElement.dir = 'rtl'")

    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    near = phone.locator(".exit--near").bounding_box()
    assert near["x"] < SMALL["width"] / 2  # at the end of the line, which is now on the left


def test_the_card_prints_on_one_page_with_nothing_but_the_words(open_browser):
    phone = open_browser()
    phone.goto("/say/pictures/1")
    tap(phone, "Home", "Really good", "Yes, I am safe", "Continue", "Everyone", "Send it")
    words = four_words(phone).split()
    phone.get_by_role("link", name="Show just the 4 words").click()
    printed = phone.pdf(format="A4", prefer_css_page_size=True, display_header_footer=True)
    phone.emulate_media(media="print")

    assert len(re.findall(rb"/Type /Page\b(?!s)", printed)) == 1
    assert (
        phone.evaluate(
            """[...document.querySelectorAll('body *')]
        .filter(e => e.checkVisibility() && !e.children.length && !e.closest('.vh')).map(e => e.textContent)"""
        )
        == words
    )
