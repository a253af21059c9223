"""The board's promises from beginning to end, each by the people who keep it: asked, done, judged, reported."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from app.services.clocks import FinancialYear, london_day
from tests.browser.conftest import PASSPHRASE, served, set_up_app

TODAY = london_day(datetime.now(UTC))
SOON = (TODAY + timedelta(days=60)).isoformat()
YEAR = FinancialYear.containing(TODAY).code
CITY = "Northbank City Council"


@pytest.fixture(scope="module")
def service(tmp_path_factory, weather):
    """One of its own: figures are made up in it, and each quarter is published once."""
    with served(tmp_path_factory.mktemp("promises"), weather) as made:
        yield made


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def test_what_many_say_becomes_a_promise_that_cannot_be_kept_and_is_judged_and_reported(join, service, open_browser):
    service.ask("agencies", "add", "Northbank Buses")
    service.ask("have", "theme", "Getting there")
    board = join("nasreen.buses@example.org", "Nasreen", "board member", javascript=False)
    board.goto("/board/commitments/new")
    board.get_by_label("Its name").fill("A bus pass for every child")
    board.get_by_label("What did young people say?").fill("We cannot get to the youth club.")
    board.get_by_label("Where does it come from?").select_option(label="What many young people say")
    board.get_by_label("If many say it: which theme?").select_option(label="Getting there")
    board.get_by_label("Which agency does it?").select_option(label="Northbank Buses")
    board.get_by_label("Who there?").fill("Head of transport")
    board.get_by_label("By when?").fill(SOON)
    board.get_by_label("We cannot, because …").check()
    board.get_by_label("What we did, are doing, or why we cannot").fill("We do not run the buses. They said no.")
    board.locator("main form button").first.click()
    press(board, "Publish it")
    phone = open_browser(javascript=False)
    phone.goto("/you-said?show=not-possible")
    expect(phone.get_by_text("We do not run the buses. They said no.")).to_be_visible()
    phone.get_by_role("link", name="Does that answer you? A bus pass for every child").click()
    phone.get_by_label("No", exact=True).check()
    press(phone, "Tell us")
    expect(phone.get_by_text("Thank you. That helps us see if it works.")).to_be_visible()
    board.goto(f"/board/report/{YEAR}")
    said = board.locator(".report__one", has_text="A bus pass for every child")

    expect(said).to_contain_text("We cannot yet: We do not run the buses. They said no.")
    expect(said).to_contain_text("It did not help: hidden")


def test_a_recommendation_is_evidenced_and_checked_against_the_figure_it_should_move(join, service):
    service.ask("agencies", "add", "Northbank Hospitals")
    service.ask("have", "figures", "children_by_participation")
    board = join("nasreen.reviews@example.org", "Nasreen", "board member", javascript=False)
    board.goto("/board/reviews/new")
    board.get_by_label("The child’s code").fill("Child B1")
    board.get_by_label("Serious case review").check()
    board.get_by_label("What it is called").fill("Nobody asked the child")
    board.get_by_label("What was found").fill("Nobody sat down with the child.")
    board.get_by_label("When was it reported?").fill((TODAY - timedelta(days=200)).isoformat())
    board.locator("main form button").first.click()
    board.get_by_role("link", name="Add a recommendation").click()
    board.get_by_label("What must change?").fill("Somebody must see each child alone.")
    board.get_by_label("What is it about?").select_option(label="Hearing the child")
    board.get_by_label("Which agency sees to it?").select_option(label="Northbank Hospitals")
    board.get_by_label("Who there?").fill("Director of nursing")
    board.get_by_label("By when?").fill(SOON)
    board.get_by_label("Which figure should it move?").select_option("children_by_participation")
    board.get_by_label("Started", exact=True).check()
    board.locator("main form button").first.click()
    board.get_by_role("link", name="Change it").click()
    board.get_by_label("Done", exact=True).check()
    board.get_by_label("What has changed").fill("They see each child alone now.")
    board.get_by_label("What shows it?").fill("40 records that were read.")
    board.locator("main form button").first.click()
    expect(board.get_by_role("row", name="70%")).to_contain_text("before")
    expect(board.get_by_role("row", name="80%")).to_be_visible()
    board.get_by_label("It made a difference", exact=True).check()
    board.get_by_label("How do you know?").fill("More are heard than before.")
    press(board, "Save what you found")
    press(board, "Close it")

    expect(board.get_by_role("heading", name="Open it again")).to_be_visible()
    expect(board.get_by_text("It made a difference", exact=True).first).to_be_visible()


def test_an_agency_signs_the_framework_and_says_what_shows_that_an_action_is_done(join, service, open_browser):
    service.ask("agencies", "add", CITY)
    service.ask("have", "action", CITY)
    board = join("nasreen.framework@example.org", "Nasreen", "board member", javascript=False)
    board.goto("/board/agencies/framework/new")
    board.get_by_label("What agencies agree to").fill("We share what keeps a child safe.")
    board.get_by_label("Valid from").fill(TODAY.isoformat())
    board.locator("main form button").first.click()
    lead = open_browser(javascript=False)
    out = service.ask(
        *("people", "add", "sam.lead@example.org", "--name", "Sam Lead", "--role", "agency lead", "--agency", CITY)
    )
    lead.goto(re.search(r"/join/\S+", out)[0])
    lead.get_by_label("Choose a passphrase").fill(PASSPHRASE)
    lead.get_by_label("Type it again").fill(PASSPHRASE)
    lead.locator("main form button").first.click()
    set_up_app(lead)
    lead.goto("/agency/framework")
    lead.get_by_label("What are they in your agency?").fill("Chief executive")
    lead.get_by_label("I may sign for my agency, and it will work by this framework").check()
    press(lead, "Sign version 1")
    lead.goto("/agency/")
    lead.locator("main").get_by_role("link").filter(has_text="Keep the place at school").first.click()
    lead.get_by_label("Done", exact=True).check()
    lead.get_by_label("Done on").fill(TODAY.isoformat())
    lead.get_by_label("What shows it?").fill("The school wrote to confirm the place.")
    press(lead, "Save")
    board.goto("/board/agencies/framework")

    expect(board.get_by_text("Chief executive")).to_be_visible()
    lead.goto("/agency/?which=done")
    expect(lead.locator("main")).to_contain_text("Keep the place at school")
