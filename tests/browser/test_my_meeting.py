"""My meeting in real Chromium: written on a phone without JavaScript, read after it, judged."""

import re
import subprocess
import sys

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, ROOT, Service

WORDS = 'I <3 my nan & "dad" <of him> =1+1'
SMALL = {"width": 320, "height": 640}


@pytest.fixture
def make_card(service: Service):
    """Gives the words of a child whose meeting is `to-come`, or was `told`."""

    def go(kind: str) -> str:
        command = [sys.executable, "-m", "tests.browser.cards", kind]
        made = subprocess.run(command, cwd=ROOT, env=service.settings, capture_output=True, text=True, check=False)
        assert made.returncode == 0, made.stderr
        return made.stdout.strip().splitlines()[-1]

    return go


def press(page: Page, button: str | re.Pattern[str]) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).first.click()


def open_meeting(page: Page, words: str, address: str = "/meeting") -> None:
    page.goto(address)
    page.get_by_label("Type your 4 words").fill(words)
    press(page, "Go on" if address == "/meeting" else "Show my answer")


def boxes(page: Page) -> list[str]:
    return [box.input_value() for box in page.locator("main textarea").all()]


def write_wishes(page: Page, *wishes: str) -> None:
    for number, wish in enumerate(wishes, start=1):
        page.get_by_label(f"Wish {number}").fill(wish)
        if number < len(wishes):
            press(page, "Add a wish")


def test_written_checked_and_sent_without_javascript(open_browser, make_card):
    card = make_card("to-come")
    phone = open_browser(javascript=False)
    open_meeting(phone, card, "/answer")  # the other page: it goes to the right place
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your meeting")
    press(phone, "Start")
    phone.get_by_label("I want to draw it or record it").check()
    press(phone, "Continue")
    phone.get_by_label("What is good in your life?").fill(WORDS)
    press(phone, "Continue")
    press(phone, "Continue")
    write_wishes(phone, "first", "second", "third")
    press(phone, re.compile("Move up.*Wish 3"))
    assert boxes(phone) == ["first", "third", "second"]
    press(phone, re.compile("Take out.*Wish 1"))
    assert boxes(phone) == ["third", "second"]
    press(phone, "Continue")
    press(phone, "Continue")
    press(phone, "Continue")
    phone.get_by_label("2", exact=True).check()
    press(phone, "Continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you for telling us. Let us get you help.")
    press(phone, "Go to the next step")
    press(phone, "Continue")
    press(phone, "Skip this")
    assert phone.locator(".said").all_inner_texts() == [WORDS, "third", "second"]
    press(phone, "Send it")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you. We have got it.")

    later = open_browser(javascript=False)
    open_meeting(later, card)
    expect(later.get_by_text("Something is saved.")).to_be_visible()
    assert WORDS not in later.inner_text("body")


def test_read_after_the_meeting_and_judged_without_javascript(open_browser, make_card):
    phone = open_browser(javascript=False)
    open_meeting(phone, make_card("told"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("What happened at your meeting")
    press(phone, re.compile("Is that right.*Wish 1"))
    assert phone.locator(".said").all_inner_texts() == ["I want to stay at my school. I like it there."]
    phone.get_by_label("No, this is not right").check()
    phone.get_by_label("Not yet").check()
    phone.get_by_label("Is there more to say?").fill(WORDS)
    press(phone, "Send it")

    expect(phone.get_by_text("You said: no, this is not right.")).to_be_visible()
    expect(phone.get_by_text("We will answer you here by")).to_be_visible()
    assert WORDS not in phone.inner_text("body")


def test_after_a_button_the_box_that_moved_is_in_view(open_browser, make_card):
    phone = open_browser(size=SMALL)
    open_meeting(phone, make_card("to-come"))
    phone.goto("/meeting/4")
    write_wishes(phone, "first", "second", "third")
    press(phone, re.compile("Move up.*Wish 3"))

    expect(phone.get_by_label("Wish 2")).to_be_in_viewport()
    assert phone.get_by_label("Wish 2").input_value() == "third"


@pytest.mark.parametrize("javascript", [True, False])
def test_after_hide_page_back_shows_nothing_of_theirs(open_browser, make_card, javascript):
    phone = open_browser(javascript=javascript)
    open_meeting(phone, make_card("to-come"))
    phone.goto("/meeting/3")
    phone.get_by_label("What worries you?").fill("my own words")
    press(phone, "Continue")
    with phone.expect_navigation(url=re.compile("/weather")):
        phone.get_by_role("link", name=re.compile("Hide page")).click()
    for _ in range(4):
        phone.go_back()
        assert "my own words" not in phone.content()
        assert boxes(phone) in ([], [""])


def test_with_the_keyboard_alone(open_browser, make_card):
    phone = open_browser()
    open_meeting(phone, make_card("to-come"))
    phone.goto("/meeting/7")
    phone.locator("main input[type=radio]").first.focus()
    phone.keyboard.press("ArrowDown")
    phone.keyboard.press("ArrowDown")
    assert phone.get_by_label("2", exact=True).is_checked()
    with phone.expect_navigation(url=re.compile("/meeting/help")):
        phone.keyboard.press("Enter")


@pytest.mark.parametrize(("size", "colours"), [(PHONE, "light"), (SMALL, "dark")])
def test_no_page_has_anything_that_axe_finds_or_is_too_wide_or_too_small_to_touch(
    open_browser, make_card, size, colours
):
    phone = open_browser(size=size, color_scheme=colours)
    found: dict[str, object] = {}

    def look(name: str) -> None:
        options = {"resultTypes": ["violations"]}
        found[name] = [
            [violation["id"] for violation in Axe().run(phone, options=options).response["violations"]],
            phone.evaluate("document.documentElement.scrollWidth > innerWidth"),
            too_small(phone),
        ]

    phone.goto("/meeting")
    look("words")
    open_meeting(phone, make_card("to-come"))
    look("mine")
    for number in range(1, 10):
        phone.goto(f"/meeting/{number}")
        look(f"question {number}")
    phone.goto("/meeting/4")
    write_wishes(phone, "first", "second")
    press(phone, re.compile("Move down.*Wish 1"))
    look("wishes")
    phone.get_by_label("Wish 1").fill("x" * 1_001)
    press(phone, "Continue")
    look("wishes with an error")
    phone.goto("/meeting/9")
    phone.get_by_label("A friend").check()
    press(phone, "Continue")
    look("helped with an error")
    phone.goto("/meeting/7")
    phone.get_by_label("3", exact=True).check()
    press(phone, "Continue")
    look("help")
    phone.goto("/meeting/10")
    look("check")
    press(phone, "Send it")
    look("sent")
    phone.goto("/meeting/mine")
    look("saved")
    open_meeting(phone, make_card("told"))
    look("told")
    press(phone, re.compile("Is that right.*Wish 1"))
    look("reply")
    press(phone, "Send it")
    look("reply with an error")
    phone.get_by_label("No, this is not right").check()
    press(phone, "Send it")
    look("told and judged")

    assert {name: what for name, what in found.items() if what != [[], False, []]} == {}


def too_small(page: Page) -> list[str]:
    """What can be touched in the page's own part and is less than 44 px high or wide, but for links in a sentence."""
    return page.evaluate(
        """() => [...document.querySelectorAll('main a, main button, main label.opt, main textarea, main summary')]
          .filter((one) => !(one.matches('p > a') && !one.classList.contains('textbtn')))
          .filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width && (box.width < 44 || box.height < 43.9);
          })
          .map((one) => one.textContent.trim())"""
    )
