"""Pages that run from right to left, and where languages are chosen, at the smallest phone."""

import pytest

SMALLEST = {"width": 320, "height": 640}
PAGES = ["/", "/before-you-start", "/private", "/help", "/reading", "/language", "/answer", "/no-such-page"]


def turn(page) -> None:
    """As a page in Arabic or Urdu comes; its words do not matter to where boxes stand."""
    page.evaluate("document.documentElement.dir = 'rtl'")


def sticks_out(page) -> list[str]:
    return page.evaluate(
        """() => {
            const wide = document.documentElement.clientWidth;
            return [...document.querySelectorAll("body *")].filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width > 1 && !element.closest(".skip, .vh") && (box.left < -1 || box.right > wide + 1);
            }).map((element) => element.tagName + "." + element.className);
        }"""
    )


@pytest.mark.parametrize("address", PAGES)
def test_nothing_sticks_out_from_right_to_left(open_browser, address):
    page = open_browser(size=SMALLEST)
    page.goto(address)
    turn(page)

    assert sticks_out(page) == []


def test_no_question_sticks_out_from_right_to_left(open_browser):
    page = open_browser(size=SMALLEST)
    page.goto("/say/1")
    for _ in range(5):
        turn(page)
        assert sticks_out(page) == []
        if page.locator("textarea[name=words]").count():
            page.locator("textarea[name=words]").fill("My words")
        if page.locator("input[name=safe_now]").count():
            page.locator("input[name=safe_now]").first.check()
        with page.expect_navigation():
            page.locator("main form button.btn").first.click()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_language_is_one_tap_from_the_page_and_comes_back_to_it(open_browser, javascript):
    page = open_browser(size=SMALLEST, javascript=javascript)
    page.goto("/help")
    page.locator("footer a[href='/language']").click()
    with page.expect_navigation():
        page.locator("button[value=en_GB]").click()

    assert page.url.endswith("/language")
    assert page.locator("[aria-current]").inner_text() == "English"
