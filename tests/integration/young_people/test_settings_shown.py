"""Every name, number and address that young people are shown is a setting of the board: none stands in a template."""

import re
from dataclasses import asdict

import pytest

from app.services import settings
from app.services.settings import Settings
from tests.integration.conftest import ON_ONE_DATABASE
from tests.integration.young_people import pages

pytestmark = ON_ONE_DATABASE
SHOWN_AS_THEY_STAND = [
    name
    for name, value in asdict(Settings()).items()
    if isinstance(value, str) and re.search(r"_(number|name|email|address|site|hours|times|text|bsl|relay)$", name)
    if name != "neutral_site"  # Hide page leads there
]
OTHERS = {
    "emergency_quiet_key": "77",
    "board_area": "Elsewhere",
    "reading_days": "some days",
    "team_size": "41",
    "answer_days": "23",
    "draft_minutes": "120",
    "draft_long_minutes": "1500",
    "view_months": "30",
    "meeting_months": "48",
    "accessibility_checked_on": "2025-01-06",
}
# What each of those reads like, where it is not as it was set.
READS = {
    "draft_minutes": "2 hours",
    "draft_long_minutes": "25 hours",
    "view_months": "30 months",
    "meeting_months": "4 years",
    "accessibility_checked_on": "Monday 6 January 2025",
    "reading_hours": "shown reading_hours",
}


def test_what_the_board_sets_is_what_young_people_see_and_nothing_else(app, browser, subtests):
    usual, walked = asdict(Settings()), everything_shown(app, browser)
    expected = {name: f"shown {name}" for name in SHOWN_AS_THEY_STAND} | OTHERS | READS

    with subtests.test("each setting is on some page"):
        assert [name for name, text in expected.items() if text not in walked] == []
    with subtests.test("nothing of what Heard comes with is left"):
        known = [*SHOWN_AS_THEY_STAND, "board_area"]
        assert [name for name in known if re.search(rf"\b{re.escape(usual[name])}\b", walked)] == []
    with subtests.test("no other number to call stands on a page"):
        typed = pages.IDENTIFYING_WORDS.rpartition("Dad ")[2]
        assert re.findall(r"\b0\d{2,4} \d{3,4}(?: \d{3,4})?\b", walked.replace(typed, "")) == []


def everything_shown(app, browser) -> str:
    """All that stands on the pages of young people in all their states, when the board has set everything anew."""
    for name in SHOWN_AS_THEY_STAND:
        settings.change(name, f"shown {name}")
    for name, value in OTHERS.items():
        settings.change(name, value)
    found = [page.soup.get_text(" ") for _name, page in [*pages.walk(app, browser), *pages.states(app)]]
    return " ".join(" ".join(found).split())


@pytest.mark.parametrize(("minutes", "says"), [("60", "for 1 hour"), ("90", "for 90 minutes"), ("240", "for 4 hours")])
def test_how_long_half_written_words_are_held(browser, minutes, says):
    settings.change("draft_minutes", minutes)
    browser.fill_in("/say/1")

    assert f"We hold them {says} while you finish" in browser.get("/say/2").page.text


def test_how_long_they_can_be_held_instead(browser):
    settings.change("draft_long_minutes", "2880")
    browser.fill_in("/say/1")

    assert "Hold them for 2 days" in browser.get("/say/2").page.text
