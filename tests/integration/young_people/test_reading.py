"""Making it easier to read: until the browser is closed, and only for who asks."""

import pytest

from app.looks import Colours, Look, read

COOKIE = "__Host-heard-look"


def html(browser, address="/"):
    return browser.get(address).page.soup.html


def test_nothing_is_set_until_somebody_chooses(browser):
    assert "data-theme" not in html(browser).attrs
    assert browser.get_cookie(COOKIE) is None


def test_bigger_wider_and_dark_hold_on_every_page(browser):
    browser.fill_in("/reading", colours="dark", is_big="y", is_wide="y")

    for address in ("/", "/help", "/say/1", "/sign-in"):
        found = html(browser, address)
        assert (found["data-theme"], found["data-text"], found["data-space"]) == ("dark", "big", "wide")


def test_the_page_shows_what_was_chosen(browser):
    browser.fill_in("/reading", colours="light", is_wide="y")
    page = browser.get("/reading").page

    assert page.field("colours") == "light"
    assert page.soup.select_one("[name=is_wide]").has_attr("checked")
    assert not page.soup.select_one("[name=is_big]").has_attr("checked")


def test_the_usual_look_takes_the_cookie_away_again(browser):
    browser.fill_in("/reading", colours="dark")
    browser.fill_in("/reading", colours="auto")

    assert browser.get_cookie(COOKIE) is None
    assert "data-theme" not in html(browser).attrs


def test_the_cookie_goes_with_the_browser_and_with_hide_page(browser):
    response = browser.fill_in("/reading", colours="dark", is_big="y")
    (header,) = [header for header in response.headers.getlist("Set-Cookie") if COOKIE in header]
    assert "Max-Age" not in header
    assert "Expires" not in header

    browser.get("/exit")
    assert browser.get_cookie(COOKIE) is None


def test_somebody_who_picks_nothing_is_asked_again(browser):
    response = browser.fill_in("/reading", colours="purple")

    assert response.status_code == 400
    assert response.page.errors == ["Pick one from the list"]


@pytest.mark.parametrize(
    ("written", "look"),
    [
        ("", Look()),
        ("dark-big-wide", Look(Colours.DARK, is_big=True, is_wide=True)),
        ("wide-light", Look(Colours.LIGHT, is_wide=True)),
        ('"><script>-big', Look(is_big=True)),
        ("x" * 5_000 + "-big", Look()),
    ],
)
def test_only_what_is_ours_is_read_from_the_cookie(written, look):
    assert read(written) == look
