"""Passkeys for real: Chromium, its own virtual authenticator, and the server."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page, expect


class Device:
    """What a phone or computer keeps passkeys in, and how it sees who is there: as in Chromium's developer tools."""

    def __init__(self, page: Page) -> None:
        self.tools: CDPSession = page.context.new_cdp_session(page)
        self.tools.send("WebAuthn.enable")
        kind = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        self.id = self.tools.send("WebAuthn.addVirtualAuthenticator", {"options": kind})["authenticatorId"]

    def sees_that_it_is_they(self, is_so: bool) -> None:
        self.tools.send("WebAuthn.setUserVerified", {"authenticatorId": self.id, "isUserVerified": is_so})

    def keeps(self) -> list[dict]:
        return self.tools.send("WebAuthn.getCredentials", {"authenticatorId": self.id})["credentials"]


def press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def add_passkey(page: Page) -> None:
    """From a page of theirs to the account with a passkey in it."""
    page.goto("/account/passkeys/add")
    press(page, "Add a passkey")


def sign_out(page: Page) -> None:
    page.goto("/account")
    press(page, "Sign out")
    page.goto("/account")
    assert "/sign-in" in page.url


def test_somebody_adds_a_passkey_and_signs_in_with_it_alone(join, service):
    page = join("priya.passkey@example.org", "Priya", "conference chair", at=service.passkey_address)
    device = Device(page)
    add_passkey(page)
    (kept,) = device.keeps()
    assert kept["rpId"] == "localhost"
    assert kept["isResidentCredential"]
    assert "Priya" not in (kept["userName"], kept["userDisplayName"])

    sign_out(page)
    page.goto("/sign-in?next=/conferences/new")
    page.get_by_role("link", name="Sign in with a passkey").click()
    press(page, "Use a passkey")
    expect(page).to_have_url(re.compile("/conferences/new$"))

    sign_out(page)
    page.goto("/sign-in/passkey")
    press(page, "Use a passkey")
    expect(page).to_have_url(re.compile("/conferences/$"))
    assert device.keeps()[0]["signCount"] == kept["signCount"] + 2


def test_a_device_that_does_not_see_who_it_is_signs_nobody_in(join, service):
    page = join("sam.passkey@example.org", "Sam", "conference chair", at=service.passkey_address)
    device = Device(page)
    add_passkey(page)
    sign_out(page)
    device.sees_that_it_is_they(False)

    page.goto("/sign-in/passkey")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Your device did not give us a passkey")
    assert "/sign-in/passkey" in page.url

    device.sees_that_it_is_they(True)
    press(page, "Use a passkey")
    expect(page).to_have_url(re.compile("/conferences/$"))


def test_a_device_that_has_one_makes_no_other(join, service):
    page = join("lee.passkey@example.org", "Lee", "conference chair", at=service.passkey_address)
    device = Device(page)
    add_passkey(page)

    page.goto("/account/passkeys/add")
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("It may have one for Heard already")
    assert len(device.keeps()) == 1


def test_without_javascript_the_page_says_what_to_do(open_browser, service):
    page = open_browser(at=service.passkey_address, javascript=False)
    page.goto("/sign-in/passkey")

    expect(page.get_by_text("This needs a newer browser, with JavaScript on.")).to_be_visible()
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()


def test_at_another_address_the_page_says_where_to_go(open_browser, service):
    page = open_browser()
    page.goto("/sign-in/passkey")
    page.get_by_role("link", name="Open that address").click()

    expect(page).to_have_url(f"{service.passkey_address}/sign-in/passkey")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_visible()


def test_everybody_can_use_these_pages(join, service):
    for scheme in ("light", "dark"):
        username = f"{scheme}.passkey@example.org"
        page = join(username, "Somebody", "conference chair", at=service.passkey_address, color_scheme=scheme)
        Device(page)
        add_passkey(page)
        page.goto("/account")
        remove = page.get_by_role("link", name=re.compile("^Remove")).first.get_attribute("href")
        for address in ("/sign-in/passkey", "/account/passkeys/add", remove):
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(address)
                found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
                assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], address
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {width}"
