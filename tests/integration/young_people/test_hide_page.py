"""Hide page: what it takes with it, and what it honestly cannot do."""

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Visit
from app.protection.cookie_secret import CookieSecret
from app.services import settings, visiting
from app.services.visiting import Remembered

EVERY_WAY = ["GET", "POST"]


@pytest.fixture
def ours_alone():
    settings.change("is_domain_ours_alone", "yes")
    db.session.commit()


@pytest.mark.parametrize("method", EVERY_WAY)
def test_a_half_written_meeting_and_an_opened_one_go_with_it(app, browser, method):
    browser.get("/say/1")
    secret = CookieSecret(browser.secret, app.session_interface.server_key)
    visiting.keep(secret, Remembered(meeting={"good": "my own words"}, opened_meeting_id="some row"))
    db.session.commit()

    browser.open("/exit", method=method)

    assert db.session.scalar(select(func.count()).select_from(Visit)) == 0
    assert visiting.remembered(secret) == Remembered()


@pytest.mark.parametrize("method", EVERY_WAY)
def test_both_cookies_go(browser, method):
    browser.fill_in("/reading", colours="dark")
    browser.get("/say/1")
    gone = browser.open("/exit", method=method).headers.getlist("Set-Cookie")

    assert sorted(header.split("=")[0] for header in gone) == ["__Host-heard", "__Host-heard-look"]
    assert all("Expires=Thu, 01 Jan 1970" in header for header in gone)


@pytest.mark.parametrize("method", EVERY_WAY)
def test_what_others_keep_at_this_address_stays_unless_it_is_ours_alone(browser, method):
    browser.get("/say/1")

    assert "Clear-Site-Data" not in browser.open("/exit", method=method).headers


@pytest.mark.parametrize("method", EVERY_WAY)
def test_everything_goes_where_the_address_is_ours_alone(browser, ours_alone, method):
    browser.get("/say/1")

    assert browser.open("/exit", method=method).headers["Clear-Site-Data"] == '"cookies", "storage"'


def test_it_can_be_pressed_again(browser):
    browser.get("/say/1")
    browser.get("/exit")

    assert browser.get("/exit").location == "https://www.bbc.co.uk/weather"


@pytest.mark.parametrize("address", ["/", "/say/1", "/say/pictures/1", "/say/with", "/answer", "/no-such-page"])
def test_it_is_a_plain_link_on_every_page_and_twice_for_those_who_see(browser, address):
    page = browser.get(address).page
    ways = page.soup.select("a[data-exit]")

    assert {way["href"] for way in ways} == {"/exit"}
    assert [way.get("tabindex") for way in ways if way.get("aria-hidden")] == ["-1"]
    assert page.soup.select_one("a").get_text() == "Hide this page now"  # the first thing a keyboard comes to


@pytest.mark.parametrize(
    ("address", "honest"),
    [
        ("/before-you-start", "the phone may still show you were here"),
        ("/private", "It cannot clear the list of pages you have been on"),
        ("/private", "It cannot always close other tabs"),
        ("/private", "It cannot take back a photo, a screenshot or a page you printed"),
        ("/private", "apps on a phone to watch what you do"),
    ],
)
def test_it_says_what_it_cannot_do(browser, address, honest):
    assert honest in browser.get(address).page.text
