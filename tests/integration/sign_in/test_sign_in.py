"""Signing in with a passphrase, and out again."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Person, Role, SignIn, WrongTry
from app.protection import passphrases
from app.services import signing_in
from tests import hashing
from tests.factories import AuthenticatorFactory, PersonFactory, code_for

PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)


@pytest.fixture
def priya():
    priya = PersonFactory(name="Priya", username="priya@example.org", role=Role.CHAIR, passphrase_hash=HASH)
    AuthenticatorFactory(person=priya)
    return priya


@pytest.fixture
def amara():
    return PersonFactory(name="Amara", username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)


def sign_in(browser, person, address="/sign-in"):
    """Both steps. Gives the answer to the last."""
    asked = browser.fill_in(address, username=person.username, passphrase=PASSPHRASE)
    return browser.fill_in(asked.location, code=code_for(person))


def test_the_right_passphrase_and_code_open_their_own_pages(browser, priya):
    asked = browser.fill_in("/sign-in", username=" Priya@Example.org ", passphrase=PASSPHRASE)
    assert asked.location == "/sign-in/code"

    assert browser.fill_in(asked.location, code=code_for(priya)).location == "/home"
    assert browser.get("/home").location == "/conferences/"


def test_a_young_advisor_has_a_passphrase_and_nothing_else(browser, amara):
    response = browser.fill_in("/sign-in", username=" Amara ", passphrase=PASSPHRASE)

    assert response.location == "/home"
    assert browser.get("/home").location == "/shadow-board/"


def test_they_come_to_the_page_they_wanted(browser, priya):
    wanted = browser.get("/conferences/new").location

    assert sign_in(browser, priya, wanted).location == "/conferences/new"


def test_they_come_back_with_the_filters_they_had_set(browser, priya):
    wanted = browser.get("/conferences/?page=2&kind=a+b").location

    assert sign_in(browser, priya, wanted).location == "/conferences/?page=2&kind=a+b"


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "javascript:x"]
)
def test_nobody_is_sent_to_another_site(browser, another_browser, priya, amara, address):
    alone = another_browser.fill_in(f"/sign-in?next={address}", username="amara", passphrase=PASSPHRASE)

    assert alone.location == "/home"
    assert sign_in(browser, priya, f"/sign-in?next={address}").location == "/home"


def test_a_wrong_passphrase_and_an_unknown_name_get_the_same_page(browser, priya):
    wrong = browser.fill_in("/sign-in", username="priya@example.org", passphrase="not the one at all")
    unknown = browser.fill_in("/sign-in", username="nobody@example.org", passphrase="not the one at all")

    assert wrong.page.errors == unknown.page.errors == [
        "The username or the passphrase is not right. Check both, then try again."
    ]  # fmt: skip
    assert wrong.status_code == unknown.status_code == 400


def test_the_passphrase_is_never_shown_back(browser, priya):
    response = browser.fill_in("/sign-in", username="priya@example.org", passphrase="not the one at all")

    assert "not the one at all" not in response.text
    assert response.page.field("username") == "priya@example.org"


def test_a_paused_person_cannot_sign_in(browser, priya):
    priya.is_active = False
    db.session.commit()

    assert browser.fill_in("/sign-in", username="priya@example.org", passphrase=PASSPHRASE).status_code == 400


def test_somebody_who_has_not_joined_yet_cannot_sign_in(browser):
    PersonFactory(username="new@example.org", passphrase_hash=None)

    assert browser.fill_in("/sign-in", username="new@example.org", passphrase="").status_code == 400


@pytest.mark.parametrize("address", ["/%09/[", "/[", "//["])
def test_an_address_nobody_can_read_leads_home(browser, priya, address):
    assert sign_in(browser, priya, f"/sign-in?next={address}").status_code == 302


def test_a_young_advisor_who_signs_in_while_writing_goes_on_writing(browser, amara):
    browser.fill_in("/say/1", topic="home")
    browser.fill_in("/say/2", words="my own words")
    browser.fill_in("/sign-in", username="amara", passphrase=PASSPHRASE)

    assert browser.get("/say/2").page.field("words") == "my own words"


def test_somebody_else_who_signs_in_does_not_see_what_was_being_written(browser, priya):
    browser.fill_in("/say/1", topic="home")
    browser.fill_in("/say/2", words="my own words")
    browser.fill_in("/sign-in", username="priya@example.org", passphrase=PASSPHRASE)

    assert "my own words" not in browser.get("/say/2").text


def test_signing_in_changes_the_cookie(browser, priya):
    shown = browser.get("/sign-in")
    before = browser.secret
    browser.send(shown, username="priya@example.org", passphrase=PASSPHRASE)

    assert before
    assert browser.secret != before


def test_only_a_hash_of_the_cookie_is_stored(browser, priya):
    browser.fill_in("/sign-in", username="priya@example.org", passphrase=PASSPHRASE)

    (row,) = db.session.scalars(select(SignIn))
    assert browser.secret.encode() not in row.secret_mark


def test_signing_out_ends_it_on_the_server_too(browser, priya):
    sign_in(browser, priya)
    stolen = browser.secret
    browser.fill_in("/account", form="form.bar__me")
    browser.set_cookie(browser.cookie_name, stolen)

    assert browser.get("/account").location == "/sign-in?next=/account"


def test_hide_page_signs_a_young_advisor_out(browser):
    browser.sign_in(PersonFactory(role=Role.YOUNG_ADVISOR))
    assert browser.get("/account").status_code == 200
    browser.get("/exit")

    assert browser.sign_ins()[0].ended_at is not None


def test_half_an_hour_of_nothing_signs_them_out(browser, priya, clock):
    browser.sign_in(priya)
    clock.shift(29 * 60)
    assert browser.get("/account").status_code == 200
    clock.shift(29 * 60)
    assert browser.get("/account").status_code == 200
    clock.shift(31 * 60)
    assert browser.get("/account").status_code == 302


def test_a_working_day_is_the_longest_they_stay_signed_in(browser, priya, clock):
    browser.sign_in(priya)
    for _ in range(30):
        clock.shift(21 * 60)
        last = browser.get("/account").status_code

    assert last == 302


def test_a_hash_made_in_an_older_way_is_made_anew(browser, priya):
    priya.passphrase_hash = passphrases.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSPHRASE)
    db.session.commit()
    browser.fill_in("/sign-in", username="priya@example.org", passphrase=PASSPHRASE)

    assert not passphrases.is_outdated(db.session.get(Person, priya.id).passphrase_hash)


@pytest.mark.usefixtures("still_clock")
class TestGuessing:
    def guess(self, browser, times):
        for _ in range(times):
            response = browser.fill_in("/sign-in", username="priya@example.org", passphrase="not the one at all")
        return response

    def test_after_a_few_wrong_tries_they_wait(self, browser, priya):
        response = self.guess(browser, 7)

        assert response.status_code == 429
        assert "Let us slow down. Wait" in response.page.text

    def test_the_account_is_not_locked_for_good(self, browser, priya, clock):
        self.guess(browser, 30)
        clock.shift(61)

        assert sign_in(browser, priya).location == "/home"

    def test_nobody_elsewhere_can_make_the_right_person_wait(self, browser, another_browser, priya):
        self.guess(browser, 10)
        response = another_browser.post(
            "/sign-in",
            data={
                "csrf_token": another_browser.get("/sign-in").page.field("csrf_token"),
                "username": "priya@example.org",
                "passphrase": PASSPHRASE,
            },
            environ_base={"REMOTE_ADDR": "192.0.2.7"},
        )

        assert response.location == "/sign-in/code"

    def test_a_right_passphrase_clears_the_count(self, browser, priya):
        self.guess(browser, 5)
        browser.fill_in("/sign-in", username="priya@example.org", passphrase=PASSPHRASE)

        assert self.guess(browser, 1).status_code == 400

    def test_neither_the_name_nor_the_address_is_stored(self, browser, priya):
        self.guess(browser, 1)

        for row in db.session.scalars(select(WrongTry)):
            assert len(row.who_mark) == 16


class TestJoining:
    @pytest.fixture
    def token(self):
        return signing_in.make_joining_link(PersonFactory(name="Priya", username="priya@example.org", role=Role.CHAIR))

    def test_the_link_lets_them_choose_a_passphrase_and_leads_to_their_second_step(self, browser, token):
        db.session.commit()
        response = browser.fill_in(f"/join/{token}", passphrase=PASSPHRASE, again=PASSPHRASE)

        assert response.location == "/sign-in/set-up"
        (person,) = db.session.scalars(select(Person))
        assert person.passphrase_hash.startswith(hashing.BEGINS)

    def test_a_young_advisor_is_in(self, browser):
        token = signing_in.make_joining_link(PersonFactory(role=Role.YOUNG_ADVISOR))
        db.session.commit()
        browser.fill_in(f"/join/{token}", passphrase=PASSPHRASE, again=PASSPHRASE)

        assert browser.get("/account").status_code == 200

    def test_it_works_once(self, browser, another_browser, token):
        db.session.commit()
        browser.fill_in(f"/join/{token}", passphrase=PASSPHRASE, again=PASSPHRASE)

        assert another_browser.get(f"/join/{token}").status_code == 404

    def test_it_ends_what_was_signed_in_before(self, browser, another_browser, token):
        another_browser.sign_in(db.session.scalars(select(Person)).one())
        browser.fill_in(f"/join/{token}", passphrase=PASSPHRASE, again=PASSPHRASE)

        assert another_browser.get("/account").status_code == 302

    def test_it_runs_out_after_a_week(self, browser, token, clock):
        db.session.commit()
        clock.shift(8 * 24 * 3600)

        assert browser.get(f"/join/{token}").status_code == 404

    @pytest.mark.parametrize(
        ("first", "again", "error"),
        [
            ("short", "short", "Your passphrase must be 12 letters or more"),
            ("", "", "Choose a passphrase"),
            (PASSPHRASE, "four brave otters sang", "Type the same passphrase in both boxes"),
        ],
    )
    def test_they_are_told_what_to_put_right(self, browser, token, first, again, error):
        db.session.commit()

        assert error in browser.fill_in(f"/join/{token}", passphrase=first, again=again).page.errors

    def test_the_link_itself_is_not_stored(self, token):
        from app.models import JoiningLink

        (link,) = db.session.scalars(select(JoiningLink))
        assert token.encode() not in link.token_mark
