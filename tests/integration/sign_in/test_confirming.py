"""Showing again that it is you, before something that does much."""

import pytest
from sqlalchemy import select

from app.access import confirmed_lately
from app.extensions import db
from app.models import AuditLine, KeptWork, Role
from app.protection import passphrases
from app.services import settings, signing_in
from tests.factories import AuthenticatorFactory, PersonFactory, ViewFactory, code_for

PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)
OTHERS = "/account/sign-ins/end-others"


@pytest.fixture
def amara():
    """A young advisor: a passphrase is enough."""
    return PersonFactory(name="Amara", username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)


@pytest.fixture
def jo():
    """A participation worker, who signs in with two steps."""
    jo = PersonFactory(name="Jo", username="jo@example.org", passphrase_hash=HASH)
    AuthenticatorFactory(person=jo)
    return jo


@pytest.fixture
def guarded(app):
    """Reading and answering a view asks for fresh proof, as exports and changes of role do."""
    route = confirmed_lately(app.view_functions["participation.open_view"])
    yield
    del route.confirmed_lately


def deeds():
    return list(db.session.scalars(select(AuditLine.deed)))


def test_for_ten_minutes_nobody_is_asked(browser, jo, guarded, clock):
    view = ViewFactory()
    browser.sign_in(jo)
    clock.shift(10 * 60 - 1)

    assert browser.get(f"/inbox/{view.id}").status_code == 200


def test_then_they_are_asked_first_and_come_back_to_the_page(browser, jo, guarded, clock):
    view = ViewFactory()
    browser.sign_in(jo)
    clock.shift(10 * 60)
    asked = browser.get(f"/inbox/{view.id}")
    assert asked.location == f"/confirm?next=/inbox/{view.id}"
    back = browser.fill_in(asked.location, passphrase=PASSPHRASE, code=code_for(jo))

    assert back.location == f"/inbox/{view.id}"
    assert browser.get(back.location).status_code == 200


def test_the_board_sets_how_long(browser, jo, guarded, clock):
    settings.change("confirm_minutes", "1")
    view = ViewFactory()
    db.session.commit()
    browser.sign_in(jo)
    clock.shift(60)

    assert browser.get(f"/inbox/{view.id}").status_code == 302


def test_seeing_pages_is_no_proof(browser, jo, guarded, clock):
    view = ViewFactory()
    browser.sign_in(jo)
    for _ in range(3):
        clock.shift(5 * 60)
        browser.get("/account")

    assert browser.get(f"/inbox/{view.id}").status_code == 302


def test_what_they_had_typed_waits_behind_the_question(browser, jo, guarded, clock):
    view = ViewFactory()
    shown = browser.sign_in(jo).get(f"/inbox/{view.id}")
    clock.shift(11 * 60)
    asked = browser.send(shown, form="form#answer", text="We asked <them> & they said yes.")
    assert asked.location == f"/confirm?next=/inbox/{view.id}"

    kept = browser.fill_in(asked.location, passphrase=PASSPHRASE, code=code_for(jo))
    assert kept.location == f"/kept?next=/inbox/{view.id}"
    page = browser.get(kept.location)
    assert "We asked <them> & they said yes." in page.page.said
    assert browser.send(page).status_code == 302
    assert db.session.scalars(select(KeptWork)).all() == []


def test_a_form_sent_too_late_twice_still_waits(browser, jo, guarded, clock):
    """Sending kept work to a page that asks again does not lose it."""
    view = ViewFactory()
    shown = browser.sign_in(jo).get(f"/inbox/{view.id}")
    clock.shift(11 * 60)
    browser.send(shown, form="form#answer", text="We asked them.")
    browser.fill_in("/confirm", passphrase=PASSPHRASE, code=code_for(jo))
    waiting = browser.get("/kept")
    clock.shift(11 * 60)

    assert browser.send(waiting).location == f"/confirm?next=/inbox/{view.id}"
    assert len(db.session.scalars(select(KeptWork)).all()) == 1


def test_a_form_that_another_site_made_is_not_kept(browser, jo, guarded, clock):
    view = ViewFactory()
    browser.sign_in(jo)
    clock.shift(11 * 60)
    response = browser.post(f"/inbox/{view.id}", data={"text": "made up", "csrf_token": "x"})

    assert response.status_code == 403
    assert "made up" in response.page.said
    assert db.session.scalars(select(KeptWork)).all() == []


def test_a_button_leads_back_to_its_page(browser, another_browser, amara, clock):
    another_browser.sign_in(amara)
    token = browser.sign_in(amara).get("/account").page.field("csrf_token")
    clock.shift(11 * 60)
    response = browser.post(OTHERS, data={"csrf_token": token}, headers={"Referer": "http://localhost/account"})

    assert response.location == "/confirm?next=/account"


@pytest.mark.parametrize("came_from", ["https://elsewhere.example/account", "http://localhost/no-such-page", "x"])
def test_nobody_is_led_back_to_anything_else(browser, amara, clock, came_from):
    token = browser.sign_in(amara).get("/account").page.field("csrf_token")
    clock.shift(11 * 60)

    assert browser.post(OTHERS, data={"csrf_token": token}, headers={"Referer": came_from}).location == "/confirm"


def test_a_right_answer_renews_the_cookie_and_is_written_down(browser, amara):
    browser.sign_in(amara)
    before = browser.secret
    browser.fill_in("/confirm", passphrase=PASSPHRASE)

    assert browser.secret != before
    assert deeds() == ["showed again who they are"]
    browser.set_cookie(browser.cookie_name, before)
    assert browser.get("/account").status_code == 302


def test_a_young_person_is_asked_for_a_passphrase_only(browser, amara):
    page = browser.sign_in(amara).get("/confirm").page

    assert page.soup.select("[name=passphrase]")
    assert not page.soup.select("[name=code]")
    assert "passkey" not in page.text


@pytest.mark.parametrize("wrong", ["passphrase", "code", "both"])
def test_both_must_be_right_and_nobody_learns_which_was_not(browser, jo, clock, wrong):
    browser.sign_in(jo)
    right = {"passphrase": PASSPHRASE, "code": code_for(jo)}
    typed = right | {name: "000000 not it" for name in ("passphrase", "code") if wrong in (name, "both")}
    clock.shift(11 * 60)
    response = browser.fill_in("/confirm", **typed)

    assert response.status_code == 400
    assert response.page.errors == ["Your passphrase or your code is not right. Check both, then try again."]
    assert "not it" not in response.text.replace(f'value="{typed["code"]}"', "")
    assert not signing_in.is_confirmed_lately(browser.sign_ins()[0])


def test_a_wrong_passphrase_uses_up_no_code(browser, jo):
    browser.sign_in(jo)
    code = code_for(jo)
    browser.fill_in("/confirm", passphrase="not the one at all", code=code)

    assert browser.fill_in("/confirm", passphrase=PASSPHRASE, code=code).status_code == 302


@pytest.mark.usefixtures("still_clock")
def test_guessing_is_slowed_as_it_is_when_signing_in(browser, amara):
    browser.sign_in(amara)
    for _ in range(7):
        response = browser.fill_in("/confirm", passphrase="not the one at all")

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) > 0


@pytest.mark.parametrize("address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example"])
def test_nobody_is_sent_to_another_site(browser, amara, address):
    assert browser.sign_in(amara).fill_in(f"/confirm?next={address}", passphrase=PASSPHRASE).location == "/home"


def test_who_is_not_signed_in_signs_in(browser):
    assert browser.get("/confirm").location == "/sign-in?next=/confirm"


class TestInADemonstration:
    def test_a_button_is_enough_for_somebody_made_up(self, app, monkeypatch, browser, clock):
        monkeypatch.setitem(app.config, "DEMO", True)
        browser.sign_in(PersonFactory())
        clock.shift(11 * 60)
        shown = browser.get("/confirm")
        assert "It is me" in shown.page.text

        assert browser.send(shown).location == "/home"
        assert signing_in.is_confirmed_lately(browser.sign_ins()[0])

    def test_who_has_a_passphrase_types_it(self, app, monkeypatch, browser, amara):
        monkeypatch.setitem(app.config, "DEMO", True)

        assert "It is me" not in browser.sign_in(amara).get("/confirm").page.text

    def test_nowhere_else_is_a_button_enough(self, browser):
        page = browser.sign_in(PersonFactory()).get("/confirm").page

        assert page.soup.select("[name=passphrase]")
        assert browser.fill_in("/confirm", passphrase="anything at all", code="1").status_code == 400
