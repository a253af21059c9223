"""A young person joins with 4 words: a name they choose, three words to sign in with, and no e-mail."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import JoiningLink, Person, Role, utc_now
from app.protection import passphrases
from app.services import joining, joining_words
from app.services.errors import RuleBroken
from tests.factories import PersonFactory
from tests.hashing import hash_cheaply
from tests.participation_factories import AdvisorProfileFactory

OWN = "four quiet blue teapots"


@pytest.fixture(autouse=True)
def cheap_hashing():
    hash_cheaply()


@pytest.fixture
def newcomer():
    return PersonFactory(name="Tuesday group", username="otter-maple-drum", role=Role.YOUNG_ADVISOR)


@pytest.fixture
def words(newcomer):
    made = joining_words.make_words(PersonFactory(), newcomer, once="a form")
    db.session.commit()
    return " ".join(made)


def type_words(browser, words):
    return browser.fill_in("/join", words=words)


def choose(browser, name="Purple Fox"):
    return browser.fill_in("/join/name", name=name)


def offered(shown) -> str:
    return " ".join(item.get_text() for item in shown.page.soup.select(".words li"))


def press(browser, button):
    shown = browser.get("/join/passphrase")
    token = shown.page.soup.select_one("main [name=csrf_token]")["value"]
    return shown, browser.post("/join/passphrase", data={"csrf_token": token, "go": button})


def test_with_the_three_words_we_offer(browser, newcomer, words):
    assert type_words(browser, words.upper()).location == "/join/name"
    assert choose(browser).location == "/join/passphrase"
    shown, answer = press(browser, "offered")
    person = db.session.get_one(Person, newcomer.id)

    assert answer.location == "/welcome"
    assert "purple-fox" in browser.get("/welcome").text
    assert (person.name, person.username, person.email) == ("Purple Fox", "purple-fox", None)
    assert len(offered(shown).split()) == 3
    assert passphrases.is_right(offered(shown), person.passphrase_hash)


def test_other_words_are_offered_when_asked_for(browser, words):
    type_words(browser, words)
    choose(browser)
    before, _ = press(browser, "another")

    assert offered(browser.get("/join/passphrase")) != offered(before)


def test_with_a_passphrase_of_their_own(browser, newcomer, words):
    type_words(browser, words)
    choose(browser)
    answer = browser.fill_in("/join/passphrase", form="#own", passphrase=OWN, again=OWN)

    assert answer.location == "/welcome"
    assert passphrases.is_right(OWN, db.session.get_one(Person, newcomer.id).passphrase_hash)


def test_not_with_one_made_of_the_name_they_chose(browser, words):
    type_words(browser, words)
    choose(browser)
    answer = browser.fill_in("/join/passphrase", form="#own", passphrase="purple fox purple", again="purple fox purple")

    assert answer.status_code == 400
    assert "would try first" in answer.text


def test_words_work_once(browser, another_browser, words):
    type_words(browser, words)
    choose(browser)
    press(browser, "offered")

    assert type_words(another_browser, words).status_code == 400


def test_words_are_no_address(browser, words):
    assert browser.get(f"/join/{words}").status_code == 404


def test_wrong_words_come_to_wait(browser, words, still_clock):
    answers = [type_words(browser, "otter otter otter otter").status_code for _ in range(7)]

    assert answers[0] == 400
    assert answers[-1] == 429


@pytest.mark.parametrize("address", ["/join/name", "/join/passphrase"])
def test_nothing_opens_without_words(browser, address):
    assert browser.get(address).location == "/join"


def test_new_words_stop_the_old_ones(browser, newcomer, words):
    joining_words.make_words(PersonFactory(), newcomer, once="another form")
    db.session.commit()

    assert type_words(browser, words).status_code == 400


class TestTheName:
    def test_that_looks_real_is_asked_about_once_and_may_be_kept(self, browser, newcomer, words):
        type_words(browser, words)
        asked = choose(browser, "Adam Whitlock")

        assert asked.status_code == 200
        assert "Is this your real name?" in asked.text
        assert browser.send(asked).location == "/join/passphrase"

    def test_that_is_changed_to_another_real_one_is_asked_about_again(self, browser, words):
        type_words(browser, words)
        asked = choose(browser, "Adam Whitlock")

        assert "Is this your real name?" in browser.send(asked, name="Eve Whitlock").text

    @pytest.mark.parametrize(
        ("name", "message"),
        [
            (" ", "Type a name"),
            ("x" * 41, "40 letters or fewer"),
            ("fox@example.org", "not an e-mail address"),
            ("PURPLE  fox", "Somebody has this name already"),
        ],
    )
    def test_must_be_one_that_can_be_used(self, browser, words, name, message):
        PersonFactory(name="Purple Fox", username="purple-fox", role=Role.YOUNG_ADVISOR)
        type_words(browser, words)
        shown = choose(browser, name)

        assert shown.status_code == 400
        assert message in shown.text

    def test_that_somebody_took_a_moment_ago_is_asked_for_again(self, browser, words):
        type_words(browser, words)
        choose(browser)
        PersonFactory(name="Purple Fox", username="purple-fox", role=Role.YOUNG_ADVISOR)
        _, answer = press(browser, "offered")

        assert answer.location == "/join/name"
        assert db.session.scalars(select(JoiningLink.used_at)).one() is None

    def test_stays_theirs_when_they_forgot_how_to_sign_in(self, browser):
        fox = PersonFactory(name="Purple Fox", username="purple-fox", role=Role.YOUNG_ADVISOR, passphrase_hash="x")
        words = joining_words.make_words(PersonFactory(), fox, once="a form")
        db.session.commit()
        type_words(browser, " ".join(words))

        assert browser.get("/join/name").location == "/join/passphrase"
        press(browser, "offered")
        assert db.session.get_one(Person, fox.id).username == "purple-fox"


def test_a_second_tap_ends_at_the_same_receipt(browser, newcomer, words):
    type_words(browser, words)
    choose(browser)
    before = browser.secret
    shown, _ = press(browser, "offered")
    joined, token = browser.secret, shown.page.soup.select_one("main [name=csrf_token]")["value"]

    browser.set_cookie(browser.cookie_name, before)  # as the browser sent it: the first answer had not come yet
    second = browser.post("/join/passphrase", data={"csrf_token": token, "go": "offered"})
    browser.set_cookie(browser.cookie_name, joined)

    assert browser.get(second.location).location == "/welcome"
    assert len(browser.sign_ins()) == 1


def test_of_two_taps_at_one_moment_the_later_leads_to_where_the_first_one_led(browser, newcomer, words, monkeypatch):
    type_words(browser, words)
    choose(browser)

    def was_used_meanwhile(*_args, **_more):
        raise RuleBroken("These words were used.")

    monkeypatch.setattr(joining, "finish", was_used_meanwhile)

    assert press(browser, "offered")[1].location == "/join/passphrase"


class TestSomebodyPaused:
    @pytest.fixture(autouse=True)
    def fox(self):
        stored = passphrases.hash_passphrase(OWN)
        return PersonFactory(
            name="Purple Fox", username="purple-fox", role=Role.YOUNG_ADVISOR, passphrase_hash=stored, is_active=False
        )

    def test_is_told_so_kindly_when_they_sign_in(self, browser):
        answer = browser.fill_in("/sign-in", username="Purple Fox", passphrase=OWN)

        assert answer.location == "/resting"
        assert "having a rest" in browser.get("/resting").text
        assert browser.get("/account").location != "/account"
        assert browser.sign_ins() == []

    def test_who_left_is_told_that_it_is_closed_as_they_asked(self, browser, another_browser, fox):
        another_browser.sign_in(fox)
        AdvisorProfileFactory(person=fox, left_at=utc_now(), name_before="Purple Fox")
        answer = browser.fill_in("/sign-in", username="Purple Fox", passphrase=OWN)

        assert (answer.location, another_browser.get("/account").location) == ("/closed", "/closed")
        assert "You asked us to close it." in browser.get("/closed").page.text
        assert len(browser.sign_ins()) == 1  # the one that was ended

    def test_is_told_nothing_with_a_wrong_passphrase(self, browser):
        assert browser.fill_in("/sign-in", username="purple-fox", passphrase="not the one").status_code == 400
