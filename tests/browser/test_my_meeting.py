"""My meeting in real Chromium: written on a phone without JavaScript, read after it, judged."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.journeys import open_meeting, write_wishes
from tests.browser.journeys import press_first as press

WORDS = 'I <3 my nan & "dad" <of him> =1+1'
SMALL = {"width": 320, "height": 640}


def boxes(page: Page) -> list[str]:
    return [box.input_value() for box in page.locator("main textarea").all()]


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
