"""A member of the shadow board on their phone: their page, a check on a visit, their own phone, leaving."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSPHRASE
from tests.browser.test_usable import check
from tests.browser.test_young_person import press

SMALL = {"width": 320, "height": 740}


@pytest.fixture
def desk(join):
    """A worker has made a checklist."""
    page = join("check.worker@example.org", "Sam", "participation worker")
    page.goto("/inbox/checklists/new")
    press(page, "Make it")
    return page


def tap_one_of_each(phone: Page, answer: str) -> None:
    for group in phone.locator("main form").get_by_role("group").all()[1:]:
        group.get_by_label(answer, exact=True).check()


def test_a_member_at_work(desk, join, open_browser):
    """With JavaScript off; axe looks at each page, and at what a page says when something is missing."""
    phone = join("quill", "Quill", "shadow board member", size=SMALL)
    for address in ("", "said", "figures", "checks", "checks/new", "you", "you/break", "you/leave", "report"):
        phone.goto(f"/shadow-board/{address}")
        check(phone)
        expect(phone.get_by_role("link", name="Hide page").first).to_be_visible()
    phone.get_by_text("More", exact=True).click()
    expect(phone.get_by_role("link", name="Papers", exact=True)).to_be_visible()
    check(phone)

    plain = open_browser(size=SMALL, javascript=False)
    plain.goto("/sign-in")
    plain.get_by_label("Username").fill("quill")
    plain.get_by_label("Passphrase").fill(PASSPHRASE)
    press(plain, "Sign in")
    expect(plain).to_have_url(re.compile("/shadow-board/$"))
    expect(plain.get_by_role("heading", level=1)).to_be_in_viewport()
    plain.get_by_text("More", exact=True).click()
    plain.get_by_role("link", name="Checks").click()
    expect(plain.get_by_text("More: Checks")).to_be_visible()
    plain.get_by_role("link", name="Ten wishes").first.click()
    phone.goto(plain.url)
    press(phone, "Send it")  # nothing chosen: what is missing is said
    check(phone)
    plain.get_by_label("A youth club").check()
    plain.get_by_label("When were you there?").fill("2026-01-05")
    tap_one_of_each(plain, "Partly")
    plain.get_by_label("What else did you see?").fill("The door was open.")
    press(plain, "Send it")
    expect(plain.get_by_role("status").filter(has_text="What you saw is in")).to_be_visible()

    desk.goto("/inbox/members")
    desk.get_by_role("link", name="What they saw on a visit").first.click()
    desk.get_by_label("Put it with the results").check()
    press(desk, "Decide")
    expect(desk.get_by_role("heading", name="Passed on")).to_be_visible()

    plain.goto("/shadow-board/you")
    press(plain, "This is my own phone")
    kept = [cookie for cookie in plain.context.cookies() if cookie["expires"] > 0]
    assert [cookie["httpOnly"] for cookie in kept] == [True]
    plain.goto("/shadow-board/you/leave")
    press(plain, "Yes, I leave")
    expect(plain.get_by_text("Ask your participation worker to do this for you.")).to_be_visible()
