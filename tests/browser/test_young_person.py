"""The whole journey of a young person: said on a phone without JavaScript, answered, read, judged."""

import re

from playwright.sync_api import Page, expect

WORDS = 'I <3 my nan & "dad" <of him> =1+1'


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


def open_from_the_inbox(desk: Page, topic: str) -> None:
    """Open the first view about this, on whichever page of the inbox it stands: other tests fill it as well."""
    desk.goto("/inbox/")
    for _ in range(50):
        found = desk.locator(".rows").get_by_role("link", name=topic).first
        if found.count():
            found.click()
            return
        desk.get_by_role("link", name="Next page").click()
        desk.wait_for_load_state()
    raise AssertionError(f"Nothing about {topic!r} waits in the inbox")


def test_said_answered_and_judged_without_javascript(open_browser, join):
    phone = open_browser(javascript=False)
    say(phone, topic="Being online")
    assert phone.locator(".said").inner_text() == WORDS
    press(phone, "Send it")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Thank you. We have got it.")
    words = four_words(phone)
    phone.get_by_role("link", name="Finish and hide page").click()

    desk = join("sam@example.org", "Sam", "participation worker", javascript=False)
    open_from_the_inbox(desk, "Being online")
    assert desk.locator(".said").inner_text() == WORDS
    desk.get_by_label("Your answer").fill("You are right. From June they must ask you.")
    press(desk, "Look at it before you send")
    expect(desk.get_by_text("Most children of 10 can read this.")).to_be_visible()
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

    open_from_the_inbox(desk, "Being online")
    expect(desk.get_by_text("You did not say who")).to_be_visible()


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
    expect(first.get_by_role("alert")).to_contain_text("It is not sent yet.")
    press(first, "Send it")
    words = four_words(first)
    press(second, "Send it")

    assert four_words(second) == words
