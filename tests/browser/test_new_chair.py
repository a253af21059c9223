"""Somebody new: from the joining link, through two steps, to the first conference with a child in it."""

import re

from playwright.sync_api import expect

from tests.browser.conftest import DESK, PASSPHRASE
from tests.browser.test_chair_and_board import HELD_ON, add_child, make_conference
from tests.browser.test_passkeys import Device, press, sign_out


def test_a_new_chair_joins_and_makes_their_first_conference(open_browser, service):
    page = open_browser(size=DESK, at=service.passkey_address)
    device = Device(page)
    page.goto(service.add("new.chair@example.org", "Noor", "conference chair"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Hello Noor")
    page.get_by_label("Choose a passphrase").fill(PASSPHRASE)
    page.get_by_label("Type it again").fill(PASSPHRASE)
    press(page, "Join")

    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    page.goto("/conferences/")  # nothing opens before that is done
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second step")
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_label("A name for it").fill("My work phone")
    press(page, "Add a passkey")
    assert len(device.keeps()) == 1

    expect(page.get_by_role("heading", level=1)).to_have_text("Your recovery codes")
    press(page, "Make my ten codes")
    codes = page.locator("main li code").all_inner_texts()
    assert len(set(codes)) == 10
    page.get_by_role("link", name="I have kept them").click()

    expect(page).to_have_url(re.compile("/conferences/"))
    make_conference(page, "NB-1")
    add_child(page, "C-1", "May", HELD_ON.year - 11)
    expect(page.get_by_role("link", name=re.compile("record.*for C-1$"))).to_be_visible()

    sign_out(page)
    page.goto("/sign-in")
    page.get_by_label("Username").fill("new.chair@example.org")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    press(page, "Sign in")
    page.get_by_role("link", name="Use your passkey").click()
    press(page, "Use a passkey")
    expect(page.get_by_text("NB-1. First review")).to_be_visible()

    sign_out(page)
    page.goto("/sign-in")
    page.get_by_label("Username").fill("new.chair@example.org")
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    press(page, "Sign in")
    page.get_by_label("Your code").fill(codes[0])  # the phone is at home
    press(page, "Sign in")
    expect(page.get_by_text("You have 9 of ten left.")).to_be_visible()
    page.get_by_role("link", name="Not now").click()
    expect(page.get_by_text("NB-1. First review")).to_be_visible()
