"""A chair records each child's voice; the board sees the quarter, and nothing that could point at a child."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.services.clocks import Quarter, add_working_days, london_day

WORDS = 'I <3 my nan & "dad" <of him> =1+1'
TODAY = london_day(datetime.now(UTC))
LAST_QUARTER = Quarter.containing(TODAY).previous
HELD_ON = add_working_days(LAST_QUARTER.first_day + timedelta(days=20), 1)


def save(page: Page, section: str) -> None:
    with page.expect_navigation():
        page.locator(f"#{section}").get_by_role("button", name=re.compile("^Save")).click()


def make_conference(page: Page, reference: str) -> None:
    page.goto("/conferences/")
    page.get_by_role("link", name="New conference").first.click()
    page.get_by_label("Reference of the conference").fill(reference)
    page.get_by_label("Date of the conference").fill(HELD_ON.isoformat())
    page.get_by_label("First review").check()
    before = add_working_days(HELD_ON - timedelta(days=70), 0)
    page.get_by_label("When was the conference before?").fill(before.isoformat())
    page.get_by_label("In person").check()
    page.get_by_role("button", name="Make the conference").click()


def add_child(page: Page, reference: str, month: str | None = None, year: int | None = None) -> None:
    page.get_by_role("link", name="Add a child").click()
    page.get_by_label("Reference of the child").fill(reference)
    if month:
        page.get_by_label("Month of birth").select_option(label=month)
        page.get_by_label("Year of birth").fill(str(year))
    else:
        page.get_by_label("Not born yet").check()
    page.locator("main form button").first.click()
    if "/children/" in page.url:
        page.get_by_role("button", name="Back to the conference").click()


def record(page: Page, reference: str) -> None:
    page.get_by_role("link", name=re.compile(rf"record.*for {reference}$")).click()


def fill_in_child_of_eleven(page: Page) -> None:
    page.locator("#space").get_by_label("Yes").first.check()
    save(page, "space")
    page.get_by_label(re.compile("^PN1")).check()
    page.get_by_label("What did the child say, in their own words?").fill(WORDS)
    page.get_by_label("Child spoke at the conference").check()
    save(page, "voice")
    assert page.get_by_label("What did the child say, in their own words?").input_value() == WORDS
    page.locator("#audience").get_by_label("Yes").first.check()
    page.get_by_label("At the start, before other views").check()
    page.locator("#audience").get_by_label("Child", exact=True).check()
    save(page, "audience")
    page.get_by_role("button", name=re.compile("Add a wish")).click()
    page.get_by_label("What does the child want?").fill("I want to stay at my school")
    page.get_by_label("Partly", exact=True).check()
    page.get_by_label(re.compile("the reason")).select_option(label="Not practical yet")
    page.get_by_label("What will the child be told?").fill("You can stay until the summer. We will look again in May.")
    page.get_by_role("button", name="Save the wish").click()
    page.get_by_label("Category for this child").select_option("NEG")
    page.get_by_label("Outcome for this child").select_option("plan continues")
    save(page, "influence")
    page.get_by_role("button", name=re.compile("Add an action$")).click()
    page.get_by_label("What will be done?").fill("Keep the place at school")
    page.get_by_label("Which agency?").select_option(label="Northbank County Council")
    page.get_by_label("Who there?").fill("Head of year")
    page.get_by_label("Or on this day").fill(LAST_QUARTER.last_day.isoformat())
    page.get_by_role("button", name=re.compile("Save the action")).click()
    fill_in_telling(page, "Who tells the child?")


def fill_in_baby(page: Page) -> None:
    page.get_by_label(re.compile("^PN0")).check()
    page.get_by_label("What was seen of the child’s daily life?").fill("Smiles at her aunt. Sleeps well.")
    page.get_by_label(re.compile("^Observation")).check()
    save(page, "voice")
    page.locator("#audience").get_by_label("Yes").first.check()
    page.get_by_label("At the start, before other views").check()
    page.locator("#audience").get_by_label("Social worker").check()
    save(page, "audience")
    page.get_by_label("No wishes were expressed").check()
    page.get_by_label("Category for this child").select_option("NEG")
    page.get_by_label("Outcome for this child").select_option("plan continues")
    save(page, "influence")
    page.get_by_label("No action was asked for").check()
    save(page, "actions")
    fill_in_telling(page, "Who tells the carer?")


def fill_in_telling(page: Page, who: str) -> None:
    page.get_by_label(who).fill("Their social worker")
    page.locator("#tell").get_by_label("Face to face").check()
    page.get_by_label("Told on").fill(add_working_days(HELD_ON, 2).isoformat())
    page.locator("#tell").get_by_label("Yes").first.check()
    save(page, "tell")
    page.get_by_role("button", name="Back to the conference").click()


@pytest.mark.parametrize("javascript", [False])
def test_from_a_new_conference_to_the_boards_page(join, service, javascript):
    service.flask("agencies", "add", "Northbank County Council")
    chair = join("priya@example.org", "Priya", "conference chair", javascript=javascript)
    make_conference(chair, "NB-2041")
    add_child(chair, "C-2041-1", "May", HELD_ON.year - 11)
    add_child(
        chair,
        "C-2041-2",
        f"{add_working_days(HELD_ON, 0) - timedelta(days=100):%B}",
        (HELD_ON - timedelta(days=100)).year,
    )
    chair.get_by_role("button", name="Finish conference").click()
    expect(chair.locator(".oops")).to_be_visible()
    assert "C-2041-1" in chair.locator("main").inner_text()

    record(chair, "C-2041-1")
    fill_in_child_of_eleven(chair)
    record(chair, "C-2041-2")
    assert WORDS not in chair.content()
    fill_in_baby(chair)
    chair.get_by_role("button", name="Finish conference").click()
    expect(chair.get_by_text("Finished", exact=True)).to_be_visible()

    assert LAST_QUARTER.label in service.flask("figures", "publish")
    member = join("dawn@example.org", "Dawn", "board member")
    expect(member.get_by_role("heading", level=1)).to_be_visible()
    assert LAST_QUARTER.label in member.locator("main").inner_text()
    assert "hidden" in member.locator("main").inner_text()
    for never in (WORDS, "C-2041", "NB-2041", "Head of year", "stay at my school"):
        assert never not in member.content()


def test_staff_can_use_every_page(join, service):
    for username, role, addresses in (
        ("kim@example.org", "conference chair", ("/conferences/", "/conferences/new", "/account")),
        ("alan@example.org", "board member", ("/board/", "/board/guidance/new", "/board/training")),
        ("tess@example.org", "participation worker", ("/inbox/", "/inbox/?topic=home", "/inbox/meetings")),
    ):
        page = join(username, "Somebody", role, color_scheme="dark")
        for address in addresses:
            for width in (1280, 320):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(address)
                found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
                assert [(one["id"], one["nodes"][0]["html"]) for one in found] == [], address
                assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{address} at {width}"
