"""A worker invites a young advisor and prints their words; they join on a phone; the account is paused."""

import os
import re
from pathlib import Path

from playwright.sync_api import Page, expect

SHOTS = os.environ.get("SHOTS")


def look(page: Page, name: str) -> None:
    """For somebody who wants to see it: SHOTS=folder."""
    if SHOTS:
        for colours in ("light", "dark"):
            page.emulate_media(color_scheme=colours)
            page.screenshot(path=Path(SHOTS) / f"{name}-{colours}.png", full_page=True)
        page.emulate_media(color_scheme="light")


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def test_from_the_invitation_to_a_rest(open_browser, join):
    desk = join("words.worker@example.org", "Sam", "participation worker")
    desk.goto("/inbox/accounts")
    desk.get_by_role("link", name="Invite somebody").click()
    look(desk, "invite-desk")
    desk.get_by_label("Shadow board member").check()
    desk.get_by_label("What do we call them until they join?").fill("Tuesday group")
    desk.get_by_label("14 to 15").check()
    desk.get_by_label("Who agreed, to what, and how?").fill("They and their carer signed the form.")
    desk.get_by_label("When did they agree?").fill("2026-01-05")
    desk.get_by_label("How can we reach them safely?").fill("Only at the youth club.")
    press(desk, "Make their 4 words")
    words = desk.locator(".slip .words li").all_inner_texts()
    assert len(words) == 4
    look(desk, "words-desk")
    desk.emulate_media(media="print")
    expect(desk.get_by_text("We show the words this once")).to_be_hidden()
    expect(desk.locator(".slip")).to_be_visible()
    look(desk, "words-printed")
    desk.emulate_media(media="screen")

    phone = open_browser()
    phone.goto("/join")
    look(phone, "join-1-words")
    phone.get_by_label("Type your 4 words").fill(" ".join(words))
    press(phone, "Continue")
    phone.get_by_label("What do you want to be called here?").fill("Adam Whitlock")
    press(phone, "Continue")
    expect(phone.get_by_text("Is this your real name?")).to_be_visible()
    look(phone, "join-2-name-asked")
    phone.get_by_label("What do you want to be called here?").fill("Purple Fox")
    press(phone, "Continue")
    expect(phone.get_by_role("heading", level=1)).to_have_text("Hello Purple Fox")
    look(phone, "join-3-passphrase")
    passphrase = " ".join(phone.locator("main .words li").all_inner_texts())
    press(phone, "Use these 3 words")
    expect(phone.get_by_role("heading", level=1)).to_have_text("You are in, Purple Fox")
    look(phone, "join-4-welcome")
    expect(phone.get_by_role("link", name="Hide page").first).to_be_visible()

    desk.goto("/inbox/accounts")
    look(desk, "list-desk")
    desk.get_by_role("link", name="Purple Fox").click()
    look(desk, "account-desk")
    desk.get_by_role("link", name="Pause").click()
    desk.get_by_label("Why?").fill("They want to rest.")
    look(desk, "pause-desk")
    press(desk, "Pause them")

    phone.goto("/account")
    expect(phone).to_have_url(re.compile("/resting$"))
    expect(phone.get_by_role("heading", level=1)).to_have_text("Your account is having a rest")
    look(phone, "resting")

    press(desk, "Let them back in")
    phone.goto("/sign-in")
    phone.get_by_label("Username").fill("Purple Fox")
    phone.get_by_label("Passphrase").fill(passphrase)
    press(phone, "Sign in")
    expect(phone).to_have_url(re.compile("/shadow-board/$"))

    desk.get_by_role("link", name="They leave").click()
    look(desk, "leave-desk")
    press(desk, "They leave")
    look(desk, "left-desk")
    for address in ("/inbox/accounts", "/inbox/accounts/invite"):
        desk.set_viewport_size({"width": 360, "height": 740})
        desk.goto(address)
        look(desk, "phone" + address.replace("/", "-"))
