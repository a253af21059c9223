"""Children come in from a file; a card and a record go out on paper and as a file. All of it without JavaScript."""

import json
import re

from playwright.sync_api import Page, expect

from tests.browser.test_chair_and_board import HELD_ON, make_conference, record

LIST = f"sep=;\r\nReference;Born\r\nC-77;May-{HELD_ON.year - 11 - 2000}\r\n".encode("utf-8-sig")
SHOWN = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.checkVisibility() && !e.children.length && !e.closest('.vh, svg')).map(e => e.textContent)"""


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name).click()


def pages_of(printed: bytes) -> int:
    return len(re.findall(rb"/Type /Page\b(?!s)", printed))


def test_children_come_in_from_a_file_and_their_card_and_record_go_out(join):
    page = join("ines@example.org", "Ines", "conference chair", javascript=False)
    page.goto("/conferences/import")
    page.get_by_label("The CSV file").set_input_files({"name": "list.csv", "mimeType": "text/csv", "buffer": LIST})
    press(page, "Look at the file")
    expect(page.locator("main table tbody")).to_have_text(re.compile(r"C-77\s+May \d+\s+New"))
    press(page, "Bring them in")

    make_conference(page, "NB-77")
    page.get_by_role("link", name="Add a child").click()
    page.get_by_label("Reference of the child").fill("c-77")
    press(page, "Add the child")
    press(page, "The child’s 4 words")
    press(page, "Make the words")
    words = page.locator(".slip .words li").all_inner_texts()
    printed = page.pdf(format="A4", prefer_css_page_size=True, display_header_footer=True)
    page.emulate_media(media="print")
    assert pages_of(printed) == 1
    assert page.evaluate(SHOWN) == words
    page.emulate_media(media="null")

    page.goto("/conferences/")
    page.get_by_role("link", name=re.compile(r"^\w+ \d+ \w+")).first.click()
    record(page, "C-77")
    page.get_by_role("link", name="Print or download this record").click()
    page.get_by_label("Why do you need a copy?").fill("For the case file.")
    with page.expect_download() as fetched:
        page.get_by_role("button", name="Download it (JSON)").click()
    assert re.fullmatch(r"heard-record-[0-9a-f]{8}\.json", fetched.value.suggested_filename)
    assert json.loads(fetched.value.path().read_bytes())["child"]["reference"] == "C-77"
    press(page, "Show it for printing")
    assert pages_of(page.pdf(format="A4", prefer_css_page_size=True)) <= 2
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_have_text("Record of C-77")
    assert not page.get_by_text("Use your browser’s Print").is_visible()
    assert not all(word in page.content() for word in words)
