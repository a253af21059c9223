"""Reading aloud: behind a button, with a voice of the device, and only what we have written."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_young_person import press, say

# This machine has no voices. A stand-in of the browser's own part notes what it is asked to say.
VOICES = """
window.said = []; window.hushed = 0;
Object.defineProperty(window, 'speechSynthesis', { value: {
  getVoices: () => VOICES_HERE,
  speak: utterance => said.push(utterance),
  cancel: () => { hushed += 1; },
} });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
AT_HOME = "{ localService: true, lang: 'en-GB' }"
ELSEWHERE = "{ localService: false, lang: 'en-GB' }"
GERMAN = "{ localService: true, lang: 'de-DE' }"
AMERICAN = "{ localService: true, lang: 'en_US' }"


def with_voices(page: Page, *voices: str) -> Page:
    page.add_init_script(VOICES.replace("VOICES_HERE", f"[{', '.join(voices)}]"))
    return page


def heard(page: Page) -> list[str]:
    return page.evaluate(r"said.map(utterance => utterance.text.replace(/\s+/g, ' ').trim())")


@pytest.mark.parametrize("voices", [(), (ELSEWHERE,), (GERMAN,), (GERMAN, ELSEWHERE)])
def test_no_button_without_a_voice_of_the_device_in_this_language(open_browser, voices):
    phone = with_voices(open_browser(), *voices)
    phone.goto("/help")

    expect(phone.locator("[data-aloud]")).to_be_hidden()


def test_no_button_without_javascript(open_browser):
    phone = open_browser(javascript=False)
    phone.goto("/help")

    expect(phone.locator("[data-aloud]")).to_be_hidden()


def test_nothing_is_said_before_they_press_it_and_pressing_again_stops(open_browser):
    phone = with_voices(open_browser(), AT_HOME)
    phone.goto("/help")
    assert heard(phone) == []
    phone.get_by_role("button", name="Read aloud").click()
    assert "Who can help you now" in heard(phone)
    before = phone.evaluate("hushed")
    phone.get_by_role("button", name="Stop reading").click()

    assert phone.evaluate("hushed") > before
    expect(phone.get_by_role("button", name="Read aloud")).to_be_visible()


def test_the_button_can_start_again_when_all_is_said(open_browser):
    phone = with_voices(open_browser(), AT_HOME)
    phone.goto("/help")
    phone.get_by_role("button", name="Read aloud").click()
    phone.evaluate("said[said.length - 1].onend()")

    expect(phone.get_by_role("button", name="Read aloud")).to_be_visible()


def test_the_voice_is_the_nearest_of_the_device(open_browser):
    phone = with_voices(open_browser(), ELSEWHERE, AMERICAN, AT_HOME)
    phone.goto("/help")
    phone.get_by_role("button", name="Read aloud").click()

    assert phone.evaluate("said.every(one => one.voice.localService && one.voice.lang === 'en-GB')")


def test_never_what_they_typed(open_browser):
    phone = with_voices(open_browser(), AT_HOME)
    say(phone, "my own words", safe="I am not sure")
    phone.goto("/say/help")
    phone.get_by_label("how can we reach you").fill("Ask for Jo")
    phone.get_by_role("button", name="Read aloud").click()
    on_the_help_page = heard(phone)
    press(phone, "Go to the next step")
    phone.get_by_role("button", name="Read aloud").click()
    on_the_check_page = heard(phone)
    phone.goto("/say/2")
    phone.get_by_role("button", name="Read aloud").click()
    beside_the_box = heard(phone)

    assert "Check it, then send it" in on_the_check_page
    assert "A meeting about me" in on_the_check_page
    assert "What do you want to say?" in beside_the_box
    for text in (*on_the_help_page, *on_the_check_page, *beside_the_box):
        assert "my own words" not in text
        assert "Ask for Jo" not in text


def test_nothing_that_is_folded_away(open_browser):
    phone = with_voices(open_browser(), AT_HOME)
    phone.goto("/before-you-start")
    phone.get_by_role("button", name="Read aloud").click()

    assert "Show me what that means" in heard(phone)
    assert "this is happening to a child you know" not in heard(phone)


def test_each_picture_is_read_by_its_words(open_browser):
    phone = with_voices(open_browser(), AT_HOME)
    phone.goto("/say/pictures/1")
    phone.get_by_role("button", name="Read aloud").click()

    assert heard(phone)[1:4] == ["What is it about?", "Tap one picture.", "Home"]


@pytest.mark.parametrize("leave", ["pagehide", "visibilitychange", "exit"])
def test_it_stops_when_they_leave(open_browser, leave):
    phone = with_voices(open_browser(), AT_HOME)
    phone.goto("/help")
    phone.get_by_role("button", name="Read aloud").click()
    hushed = phone.evaluate(
        """leave => {
          const before = hushed;
          if (leave === 'visibilitychange') {
            Object.defineProperty(document, 'hidden', { value: true });
            document.dispatchEvent(new Event('visibilitychange'));
          } else if (leave === 'pagehide') {
            dispatchEvent(new PageTransitionEvent('pagehide'));
          } else {
            document.querySelector('.exit').click();
          }
          return hushed - before;
        }""",
        leave,
    )

    assert hushed > 0
