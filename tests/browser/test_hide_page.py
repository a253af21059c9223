"""Hide page in real Chromium: nothing of theirs comes back, whichever way somebody goes through the history."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Response, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.conftest import PHONE
from tests.browser.test_young_person import WORDS, four_words, press, say
from tests.machine import CHROMIUM

NEAR = ".exit--near"


def nothing_of_theirs(page: Page) -> None:
    """The first question may be there, empty, as for anybody."""
    shown = page.locator("body").inner_text()
    for words in ("my nan", *(f"Step {number}" for number in range(2, 7)), "You have sent", "Thank you"):
        assert words not in shown, f"{page.url} shows {words!r}"
    assert page.locator(":checked, ol.words").count() == 0, page.url


def through_the_history(page: Page) -> None:
    """As far back as it goes, and forward again."""
    for step in (page.go_back, page.go_forward):
        for _ in range(9):
            if not has_moved(page, step):
                break
            nothing_of_theirs(page)


def has_moved(page: Page, step: Callable[..., Response | None]) -> bool:
    """Go one page on; whether there was one. While one page makes room for another, the browser is asked again."""
    for _ in range(50):
        try:
            there = step(wait_until="commit")
        except PlaywrightError as error:
            if "Not attached" not in str(error):
                raise
            page.locator("body").wait_for(state="attached")
            continue
        page.locator("body").wait_for(state="attached")
        return there is not None
    raise AssertionError(f"The browser stays between two pages: {page.url}")


def hide(page: Page, link: str = ".exit:not(.exit--near)") -> None:
    with page.expect_navigation(url=re.compile("/weather")):
        page.locator(link).click()


@pytest.mark.parametrize("javascript", [True, False])
def test_back_and_forward_show_nothing_of_theirs(open_browser, javascript):
    phone = open_browser(javascript=javascript)
    say(phone)
    hide(phone)
    through_the_history(phone)


@pytest.mark.parametrize("javascript", [True, False])
def test_the_four_words_do_not_come_back_either(open_browser, javascript):
    phone = open_browser(javascript=javascript)
    say(phone)
    press(phone, "Send it")
    words = four_words(phone).split()
    phone.get_by_role("link", name="Show just the 4 words").click()
    expect(phone.locator("ol.card li")).to_have_text(words)
    hide(phone)
    through_the_history(phone)
    for address in ("/say/sent", "/say/card"):
        phone.goto(address)
        nothing_of_theirs(phone)


@pytest.fixture
def keeping(chromium) -> Iterator[Browser]:
    """Chromium as people have it: it keeps pages for Back, which a test's own browser is told not to do."""
    browser = chromium.browser_type.launch(
        executable_path=str(CHROMIUM), args=["--no-sandbox"], ignore_default_args=["--disable-back-forward-cache"]
    )
    yield browser
    browser.close()


@pytest.mark.parametrize("javascript", [True, False])
def test_nor_in_a_browser_that_keeps_whole_pages_for_back(keeping, service, javascript):
    context = keeping.new_context(base_url=service.address, viewport=PHONE, java_script_enabled=javascript)
    context.set_default_timeout(10_000)
    phone = context.new_page()
    say(phone)
    hide(phone)
    through_the_history(phone)
    context.close()


def test_there_and_without_javascript_what_was_sent_is_not_shown_by_back(keeping, service):
    context = keeping.new_context(base_url=service.address, viewport=PHONE, java_script_enabled=False)
    context.set_default_timeout(10_000)
    phone = context.new_page()
    say(phone)
    press(phone, "Send it")
    for _ in range(2):
        phone.go_back()
        expect(phone.get_by_role("heading", level=1)).to_have_text("You have sent this")
    context.close()


def test_the_page_itself_is_no_longer_in_the_history(open_browser):
    phone = open_browser()
    phone.goto("/")
    phone.goto("/say/1")
    hide(phone)
    phone.go_back()

    assert phone.url.rstrip("/") == phone.context.pages[0].url.rstrip("/")
    assert not phone.url.endswith("/say/1")


def test_the_page_is_covered_before_the_neutral_site_is_there(open_browser, weather):
    phone = open_browser()
    phone.goto("/say/1")
    press(phone, "Continue")
    phone.get_by_label("What do you want to say?").fill(WORDS)
    covered = phone.evaluate(
        """near => {
          document.querySelector(near).click();
          return [document.documentElement.className, document.body.textContent, document.title];
        }""",
        NEAR,
    )

    assert covered == ["gone", "", re.sub("https?://|/weather", "", weather)]


def test_other_tabs_go_with_it(open_browser):
    first = open_browser()
    say(first)
    second = first.context.new_page()
    second.goto("/say/2")
    with second.expect_navigation(url=re.compile("/weather")):
        hide(first)
    through_the_history(second)


def test_there_is_one_where_a_thumb_is_wherever_they_have_scrolled(open_browser):
    phone = open_browser()
    phone.goto("/before-you-start")
    for height in (0, 10_000):
        phone.evaluate(f"scrollTo(0, {height})")
        near, above = phone.locator(NEAR).bounding_box(), phone.locator(".exit").first.bounding_box()
        assert near["width"] >= 44
        assert near["height"] >= 44
        assert near["y"] > PHONE["height"] * 2 / 3
        assert near["y"] + near["height"] <= PHONE["height"]
        assert 0 <= above["y"] < 60
    hide(phone, NEAR)


def test_nothing_that_can_be_pressed_lies_beside_the_one_where_a_thumb_is(open_browser):
    phone = open_browser()
    phone.goto("/say/1")
    top = int(phone.locator(NEAR).bounding_box()["y"])
    found = phone.evaluate(
        """top => {
          const there = new Set();
          for (let x = 4; x < innerWidth; x += 8)
            for (let y = top; y < innerHeight; y += 4)
              there.add(document.elementFromPoint(x, y).closest(".exit--near, main, body").className);
          return [...there];
        }""",
        top,
    )
    assert sorted(found) == ["exit exit--near", "yp"]


def test_three_shifts_are_counted_aloud(open_browser):
    phone = open_browser()
    phone.clock.install()
    phone.goto("/say/1")
    told = phone.locator("header [role=status]")
    phone.keyboard.press("Shift")
    expect(told).to_have_text("Shift, press 2 more times to hide this page.")
    phone.keyboard.press("Shift")
    expect(told).to_have_text("Shift, press 1 more time to hide this page.")
    phone.clock.run_for(5_001)
    expect(told).to_have_text("Time ran out. Press Shift 3 times to hide this page.")
    phone.keyboard.press("Shift")
    expect(told).to_have_text("Shift, press 2 more times to hide this page.")
