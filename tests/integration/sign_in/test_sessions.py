"""How long somebody stays signed in, and what ends it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Role, SignIn, utc_now
from app.protection import passphrases
from app.services import settings, signing_in
from tests.factories import AgencyFactory, PersonFactory

PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"

# Minutes of nothing, and hours at most, as Heard comes.
LIMITS = {role: (30, 10) for role in Role} | {Role.ADMINISTRATOR: (15, 8)}


# What every page is made of, in the end: a page of staff, or one that anybody may have on their phone.
SIGN_OUT, HIDE_PAGE = "form[action='/sign-out'] button", "a.exit[href='/exit']"
MADE_OF = {"staff/base.html": SIGN_OUT, "young_people/base.html": HIDE_PAGE}
OF_NOBODY = {"errors/wrong_host.html"}  # who asks for it has come to no address of ours, and is signed in nowhere
EXTENDS = re.compile(r"{% extends (.+?) ?%}")


def somebody(role):
    return PersonFactory(role=role, agency_id=AgencyFactory().id if role is Role.AGENCY_LEAD else None)


def is_in(browser):
    return browser.get("/account").status_code == 200


@pytest.mark.parametrize("role", Role)
def test_doing_nothing_signs_them_out(browser, clock, role):
    idle, _ = LIMITS[role]
    browser.sign_in(somebody(role))

    clock.shift(idle * 60 - 1)
    assert is_in(browser)
    clock.shift(idle * 60 + 1)
    assert not is_in(browser)


@pytest.mark.parametrize("role", Role)
def test_nobody_stays_in_for_longer_than_a_working_day(browser, clock, role):
    idle, hours = LIMITS[role]
    browser.sign_in(somebody(role))
    for _ in range(hours * 60 // (idle - 1)):
        assert is_in(browser)
        clock.shift((idle - 1) * 60)

    clock.shift(hours * 3600 % ((idle - 1) * 60))
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Role.YOUNG_ADVISOR, "young_idle_minutes"),
        (Role.CHAIR, "sign_in_idle_minutes"),
        (Role.ADMINISTRATOR, "administrator_idle_minutes"),
    ],
)
def test_the_board_sets_the_limits(browser, clock, role, name):
    settings.change(name, "5")
    db.session.commit()
    browser.sign_in(somebody(role))

    clock.shift(5 * 60 + 1)
    assert not is_in(browser)


def test_looking_at_young_peoples_pages_keeps_nobody_signed_in(browser, clock):
    browser.sign_in(somebody(Role.CHAIR))
    for _ in range(4):
        clock.shift(10 * 60)
        browser.get("/help")

    assert not is_in(browser)


def test_pausing_somebody_shuts_every_page_at_once(browser):
    person = somebody(Role.CHAIR)
    browser.sign_in(person)
    person.is_active = False
    db.session.commit()

    assert not is_in(browser)


def test_ending_everything_signs_them_out_everywhere_and_nobody_else(browser, another_browser, app):
    person, third = somebody(Role.CHAIR), app.test_client()
    browser.sign_in(person)
    another_browser.sign_in(person)
    third.sign_in(somebody(Role.CHAIR))
    signing_in.end_all(person)
    db.session.commit()

    assert not is_in(browser)
    assert not is_in(another_browser)
    assert is_in(third)


def test_an_old_cookie_opens_nothing_after_they_have_signed_in_again(browser):
    PersonFactory(username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)
    before = browser.secret
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)
    assert browser.secret != before


def test_the_sign_in_this_browser_had_before_is_over_once_they_sign_in_again(browser, another_browser):
    PersonFactory(username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)
    known_to_somebody = browser.secret
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)
    another_browser.set_cookie(another_browser.cookie_name, known_to_somebody)

    assert is_in(browser)
    assert not is_in(another_browser)


def test_so_it_is_when_somebody_else_signs_in_there(browser, another_browser):
    PersonFactory(username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)
    before = browser.sign_in(somebody(Role.CHAIR)).secret
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)
    another_browser.set_cookie(another_browser.cookie_name, before)

    assert is_in(browser)
    assert not is_in(another_browser)


def test_and_when_somebody_joins_there(browser, another_browser):
    before = browser.sign_in(somebody(Role.CHAIR)).secret
    token = signing_in.make_joining_link(PersonFactory(username="amara", role=Role.YOUNG_ADVISOR))
    db.session.commit()
    browser.fill_in(f"/join/{token}", passphrase=PASSPHRASE, again=PASSPHRASE)
    another_browser.set_cookie(another_browser.cookie_name, before)

    assert is_in(browser)
    assert not is_in(another_browser)


def test_of_the_browser_only_its_kind_is_kept_and_of_the_place_only_a_hash(browser):
    PersonFactory(username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)
    browser.environ_base["HTTP_USER_AGENT"] = FIREFOX
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)

    (row,) = db.session.scalars(select(SignIn))
    assert row.browser_name == "Firefox on Windows"
    assert len(row.place_mark) == 16
    assert b"127.0.0.1" not in row.place_mark


def test_what_is_long_over_goes_at_the_next_sign_in(browser):
    amara = PersonFactory(username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)
    for days in (89, 91):
        then = utc_now() - timedelta(days=days)
        mark = days.to_bytes(32)
        db.session.add(SignIn(person_id=amara.id, secret_mark=mark, created_at=then, last_seen_at=then))
    db.session.commit()
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)

    days_ago = sorted((utc_now() - row.created_at).days for row in db.session.scalars(select(SignIn)))
    assert days_ago == [0, 89]


def templates_behind(app, name) -> set[str]:
    """What a page is made of: the last template before base.html; two, where it depends on who reads it."""
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, name)
    extends = EXTENDS.search(source)
    above = set(re.findall(r'"(.+?)"', extends[1])) if extends else set()
    return {name} if above == {"base.html"} else set().union(*(templates_behind(app, one) for one in above))


def test_every_page_is_made_of_one_that_signs_out(app):
    """Nothing but these two says what stands at the top of a page."""
    names = set(app.jinja_env.list_templates(extensions=["html"])) - OF_NOBODY
    written = {name: app.jinja_env.loader.get_source(app.jinja_env, name)[0] for name in names}

    assert set().union(*(templates_behind(app, name) for name in names)) == set(MADE_OF)
    assert {name for name, source in written.items() if "{% block header" in source} - {"base.html"} == set(MADE_OF)


@pytest.mark.parametrize("address", ["/account", "/conferences/", "/conferences/new"])
def test_a_page_of_staff_has_a_button_that_signs_out(browser, address):
    browser.sign_in(somebody(Role.CHAIR))

    assert browser.get(address).page.soup.select_one(SIGN_OUT).get_text() == "Sign out"


def test_a_member_hides_any_of_their_pages_or_signs_out_one_press_away(browser, app):
    browser.sign_in(somebody(Role.SHADOW_BOARD_MEMBER))
    shown = [
        browser.get(rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("shadow_board.") and "GET" in rule.methods and not rule.arguments
    ]
    pages = {response.request.path: response.page.soup for response in shown if response.mimetype == "text/html"}

    assert len(pages) > 8
    for address, page in pages.items():
        assert page.select(HIDE_PAGE), address
        assert page.select("nav a[href='/shadow-board/you']"), address
    assert pages["/shadow-board/you"].select(SIGN_OUT)
