"""The whole journey of a young person: said on a phone without JavaScript, answered, read, judged."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

WORDS = 'I <3 my nan & "dad" <of him> =1+1'
PUBLIC = (
    *("/", "/before-you-start", "/private", "/help", "/answer", "/sign-in", "/no-such-page"),
    *("/say/with", "/say/pictures/1"),
)


def press(page: Page, button: str) -> None:
    """Press a button and wait until the page it leads to is there."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def say(page: Page, words: str = WORDS, *, safe: str = "Yes, I am safe", topic: str = "A meeting about me") -> None:
    """From the front page to the page where they check it."""
    page.goto("/")
    page.get_by_role("link", name="Say something").first.click()
    page.get_by_role("link", name="OK, I am ready").click()
    page.get_by_label(topic).check()
    press(page, "Continue")
    page.get_by_label("What do you want to say?").fill(words)
    press(page, "Continue")
    page.get_by_label("Not good").check()
    press(page, "Continue")
    page.get_by_label(safe).check()
    press(page, "Continue")
    if not safe.startswith("Yes"):
        press(page, "Go to the next step")
    page.get_by_label("The team and the board").check()
    page.get_by_label("11 to 13").check()
    press(page, "Continue")


def four_words(page: Page) -> str:
    page.locator("ol.words").wait_for()
    return " ".join(page.locator("ol.words li").all_inner_texts())


def test_said_answered_and_judged_without_javascript(open_browser, join):
    phone = open_browser(javascript=False)
    say(phone, topic="Being online")
    assert phone.locator(".said").inner_text() == WORDS
    press(phone, "Send it")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you. We have got it.")
    words = four_words(phone)
    phone.get_by_role("link", name="Finish and hide page").click()

    desk = join("sam@example.org", "Sam", "participation worker", javascript=False)
    desk.get_by_role("link", name="Being online").click()
    assert desk.locator(".said").inner_text() == WORDS
    desk.get_by_label("Your answer").fill("You are right. From June they must ask you.")
    press(desk, "Send the answer")
    expect(desk.get_by_text("Answered", exact=True)).to_be_visible()

    later = open_browser(javascript=False)
    later.goto("/")
    later.get_by_role("link", name="See my answer").click()
    later.get_by_label("Type your 4 words").fill(" ".join(word[:4].upper() for word in words.split()))
    press(later, "Show my answer")
    expect(later.get_by_role("heading", level=1)).to_have_text("Here is your answer")
    expect(later.get_by_text("From June they must ask you.")).to_be_visible()
    assert WORDS not in later.content()
    later.get_by_label("No", exact=True).check()
    later.get_by_label("What is missing?").fill("You did not say who")
    press(later, "Tell us")
    expect(later.get_by_role("heading", level=1)).to_have_text("We have your words")

    desk.get_by_role("link", name="Inbox").first.click()
    desk.get_by_role("link", name="Being online").click()
    expect(desk.get_by_text("You did not say who")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_after_hide_page_back_shows_nothing_of_theirs(open_browser, javascript):
    phone = open_browser(javascript=javascript)
    say(phone)
    with phone.expect_navigation(url=re.compile("/weather")):
        phone.get_by_role("link", name=re.compile("Hide page")).click()
    for _ in range(3):
        phone.go_back()
        assert "nan" not in phone.locator("body").inner_text()
        assert "typed" not in phone.locator("body").inner_text()  # nor that anybody was writing
    assert [cookie for cookie in phone.context.cookies() if cookie["name"] == "heard"] == []


def test_three_shifts_hide_the_page_and_typing_capitals_does_not(open_browser):
    phone = open_browser()
    phone.goto("/say/1")
    for key in ("Shift+A", "Shift+B", "Shift+C"):
        phone.keyboard.press(key)
    assert "/say/1" in phone.url
    with phone.expect_navigation(url=re.compile("/weather")):
        for _ in range(3):
            phone.keyboard.press("Shift")


def test_not_safe_gets_help_at_once_and_can_send_at_once(open_browser):
    phone = open_browser(javascript=False)
    phone.goto("/say/1")
    press(phone, "Continue")
    phone.get_by_label("What do you want to say?").fill("I am scared")
    press(phone, "Continue")
    press(phone, "Continue")
    phone.get_by_label("No, I am not safe").check()
    press(phone, "Continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you for telling us. Let us get you help.")
    assert (
        phone.get_by_role("main").get_by_role("link", name=re.compile("999")).first.get_attribute("href") == "tel:999"
    )
    press(phone, "Send it now")
    assert len(four_words(phone).split()) == 4


def test_nothing_is_lost_when_the_server_is_killed_between_two_questions(open_browser, service):
    phone = open_browser(javascript=False)
    say(phone)
    expect(phone.get_by_role("button", name="Send it")).to_be_visible()
    phone.wait_for_load_state("load")
    service.stop(at_once=True)
    service.start()
    press(phone, "Send it")

    assert len(four_words(phone).split()) == 4


def test_two_tabs_are_one_view(open_browser):
    first = open_browser(javascript=False)
    say(first)
    second = first.context.new_page()
    second.goto("/say/2")
    second.get_by_label("What do you want to say?").fill("Said in the other tab")
    press(second, "Continue")
    assert second.locator(".said").inner_text() == "Said in the other tab"
    press(first, "Send it")
    assert first.locator(".said").inner_text() == "Said in the other tab"  # never sent unseen
    press(first, "Send it")
    words = four_words(first)
    press(second, "Send it")

    assert four_words(second) == words


def test_nothing_is_kept_on_the_phone_and_nobody_else_is_asked(open_browser):
    asked: list[str] = []
    phone = open_browser()
    phone.context.on("request", lambda request: asked.append(request.url))
    phone.goto("/")
    assert phone.context.cookies() == []
    say(phone)

    assert phone.evaluate("localStorage.length + sessionStorage.length") == 0
    assert [cookie["expires"] for cookie in phone.context.cookies()] == [-1]
    assert {re.match(r"https?://[^/]+", address)[0] for address in asked} == {phone.url.split("/say")[0]}


def check(page: Page) -> None:
    """axe finds nothing; nothing scrolls sideways; what can be tapped is 44 px high (links in sentences apart)."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"
    small = page.evaluate(
        """[...document.querySelectorAll('a, button, label.opt, label.tile, label.face, summary')]
        .filter(e => e.checkVisibility() && !e.closest('p, li, .skip, .vh') && !e.classList.contains('skip'))
        .filter(e => e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"""
    )
    assert small == [], page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_page(open_browser, scheme):
    phone = open_browser(size={"width": 320, "height": 640}, color_scheme=scheme)
    for address in PUBLIC:
        phone.goto(address)
        check(phone)
    phone.goto("/say/1")
    for number in range(1, 6):
        check(phone)
        if number in (2, 4):  # the error as well
            press(phone, "Continue")
            check(phone)
        if number == 2:
            phone.get_by_label("What do you want to say?").fill("Ring me on 07700 900123")
        if number == 4:
            phone.get_by_label("I am not sure").check()
        press(phone, "Continue")
        if number == 4:
            check(phone)
            press(phone, "Go to the next step")
    check(phone)
    press(phone, "Send it")
    check(phone)
    words = four_words(phone)
    phone.goto("/answer")
    phone.get_by_label("Type your 4 words").fill("no such words here")
    press(phone, "Show my answer")
    check(phone)
    phone.get_by_label("Type your 4 words").fill(words)
    press(phone, "Show my answer")
    check(phone)


def test_the_whole_journey_works_from_the_keyboard(open_browser):
    phone = open_browser()
    phone.goto("/say/1")
    phone.locator("#main").focus()
    phone.keyboard.press("Tab")
    phone.keyboard.press("Tab")
    phone.keyboard.press("Space")
    assert phone.get_by_label("Home").is_checked()
    phone.keyboard.press("Enter")
    expect(phone.get_by_label("What do you want to say?")).to_be_visible()
