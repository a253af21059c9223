"""The keys of the inbox: they work in the list and in the links around a view, and nowhere else."""

from playwright.sync_api import expect

from tests.browser.test_young_person import press, say


def test_keys_go_through_the_list_and_from_view_to_view(open_browser, join):
    phone = open_browser()
    for _ in range(3):
        say(phone, topic="Friends")
        press(phone, "Send it")
    desk = join("keys@example.org", "Keys", "participation worker")
    desk.goto("/inbox/?topic=friends")
    rows = desk.locator("[data-step]")

    desk.keyboard.press("j")  # nowhere yet: a letter is a letter
    assert desk.evaluate("document.activeElement === document.body")
    rows.first.focus()
    desk.keyboard.press("j")
    expect(rows.nth(1)).to_be_focused()
    desk.keyboard.press("k")
    expect(rows.first).to_be_focused()
    desk.keyboard.press("k")  # there is none before the first
    expect(rows.first).to_be_focused()

    with desk.expect_navigation():
        desk.keyboard.press("Enter")
    first = desk.url
    desk.keyboard.press("j")
    assert desk.url == first
    desk.get_by_label("Your answer").press_sequentially("jk")
    expect(desk.get_by_label("Your answer")).to_have_value("jk")

    desk.get_by_role("link", name="Next in the inbox").focus()
    with desk.expect_navigation():
        desk.keyboard.press("j")
    assert desk.url != first
    expect(desk.locator("#next-and-previous")).to_be_focused()
    with desk.expect_navigation():
        desk.keyboard.press("j")
    expect(desk.locator("#next-and-previous")).to_be_focused()
    assert "topic=friends" in desk.url
