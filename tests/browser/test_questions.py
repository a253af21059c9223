"""Members ask the board and put themes in order, on their phones, with scripts and without."""

import re

from playwright.sync_api import Page, expect

from tests.browser.test_usable import check, check_with_axe
from tests.browser.test_young_person import press

QUESTIONS, PRIORITIES = "/shadow-board/questions", "/shadow-board/priorities"
MEMBER = "shadow board member"


def open_first(page: Page, address: str, link: str) -> None:
    page.goto(address)
    with page.expect_navigation():
        page.get_by_role("link", name=link).first.click()


def takes(page: Page) -> int:
    (found,) = re.findall(r"It takes (\d+)", page.locator("main").inner_text())
    return int(found)


def write_together(zee: Page, ben: Page, desk: Page) -> None:
    zee.goto(f"{QUESTIONS}/new")
    check(zee)
    zee.get_by_label("What do you want to ask the board?").fill("Why are meetings so early?")
    press(zee, "Send it")
    expect(zee.get_by_text("Only you see this. A worker reads it by")).to_be_visible()
    check(zee)
    ben.goto(QUESTIONS)
    expect(ben.get_by_text("Why are meetings so early?")).to_have_count(0)
    desk.goto("/inbox/members")
    check_with_axe(desk)
    open_first(desk, "/inbox/members", "A question to the board")
    check_with_axe(desk)
    desk.get_by_label("Pass it on to the other members").check()
    press(desk, "Decide")
    open_first(ben, QUESTIONS, "Have your say")
    ben.get_by_label("Say what you think").fill("And why on school days?")
    press(ben, "Send the comment")
    expect(ben.get_by_text("We have your comment.")).to_be_visible()


def agree(zee: Page, ben: Page, join) -> None:
    open_first(zee, QUESTIONS, "Have your say")
    check(zee)
    votes, needed = 0, takes(zee)
    while votes < needed:
        page = (zee, ben)[votes] if votes < 2 else join(f"member{votes}", f"Member {votes}", MEMBER)
        open_first(page, QUESTIONS, "Have your say")
        needed = takes(page)
        press(page, "Yes, ask this")
        votes += 1
    open_first(zee, QUESTIONS, "See what happened")
    expect(zee.get_by_text("The board must answer by").first).to_be_visible()


def answer(board: Page) -> None:
    open_first(board, "/board/questions", "Why are meetings so early?")
    check_with_axe(board)
    board.get_by_label("Who there?").fill("head of meetings")
    press(board, "Take it")
    board.get_by_label("The answer").fill("They start at 4 now.")
    press(board, "Save it, and see how plain it is")
    check_with_axe(board)
    press(board, "Send the answer")


def test_from_a_draft_to_an_answer_that_is_judged(open_browser, join):
    desk = join("reads.members@example.org", "Sam", "participation worker")
    board = join("answers.members@example.org", "Alan", "board member")
    zee = join("zee-asks", "Zee", MEMBER, size={"width": 320, "height": 640})
    ben = join("ben-asks", "Ben", MEMBER, size={"width": 360, "height": 740}, javascript=False)

    write_together(zee, ben, desk)
    agree(zee, ben, join)
    anybody = open_browser()
    anybody.goto("/questions")
    expect(anybody.get_by_role("heading", name="Waiting since")).to_be_visible()
    check(anybody)
    answer(board)
    anybody.reload()
    expect(anybody.get_by_text("They start at 4 now.")).to_be_visible()

    open_first(ben, QUESTIONS, "Read the answer")
    ben.get_by_role("link", name="Say if it answers us").click()
    press(ben, "Send it")  # nothing picked: the error
    ben.get_by_label("Some of it").check()
    ben.get_by_label("If not: what is missing?").fill("On which days?")
    press(ben, "Send it")
    expect(ben.get_by_text("Some of it: 1")).to_be_visible()
    open_first(zee, QUESTIONS, "Read the answer")
    check(zee)
    expect(zee.get_by_text("On which days?")).to_have_count(0)  # until a worker has read it


def test_themes_are_put_in_order_with_buttons(join):
    desk = join("keeps.themes@example.org", "Tess", "participation worker")
    for theme in ("Buses to the club", "Meetings after school"):
        desk.goto("/themes")
        desk.get_by_role("textbox").fill(theme)
        press(desk, "Add it")

    for javascript in (True, False):
        name = "Kit" if javascript else "Dev"
        phone = join(f"{name.lower()}-ranks", name, MEMBER, size={"width": 320, "height": 640}, javascript=javascript)
        phone.goto(PRIORITIES)
        press(phone, "Buses to the club")
        press(phone, "Meetings after school")
        press(phone, "Up Meetings after school")
        expect(phone.get_by_text("Meetings after school is number 1 now.")).to_be_visible()
        if javascript:
            check(phone)
        phone.goto(PRIORITIES)
        expect(phone.locator("ol.cards h3")).to_have_text(["1. Meetings after school", "2. Buses to the club"])
