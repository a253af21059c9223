"""Guessing one account's passphrase from many places is slowed, and the right person is not."""

import pytest

from app.extensions import db
from app.models import Role, SignIn, utc_now
from app.protection import passphrases
from app.services import signing_in, slowing
from tests.factories import PersonFactory

pytestmark = pytest.mark.usefixtures("still_clock")

PASSPHRASE = "four brave otters sing"
HASH = passphrases.hash_passphrase(PASSPHRASE)
HOME = "192.0.2.7"


@pytest.fixture
def amara():
    return PersonFactory(username="amara", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)


@pytest.fixture
def at(app):
    """A browser at another address."""

    def browser_at(address):
        browser = app.test_client()
        browser.environ_base["REMOTE_ADDR"] = address
        return browser

    return browser_at


@pytest.fixture
def try_at(at):
    return lambda address, passphrase="not the one at all", username="amara": at(address).fill_in(
        "/sign-in", username=username, passphrase=passphrase
    )


@pytest.fixture
def guess_everywhere(try_at):
    """One guess from each of many addresses."""
    return lambda times, username="amara": [
        try_at(f"198.51.100.{number}", username=username).status_code for number in range(times)
    ][-1]


def test_twenty_tries_from_new_places_cost_nothing(amara, guess_everywhere):
    assert guess_everywhere(20) == 400


def test_then_every_new_place_waits(amara, guess_everywhere, try_at):
    guess_everywhere(21)
    response = try_at("203.0.113.1")

    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) <= 60


def test_an_unknown_name_waits_just_as_long(guess_everywhere, try_at):
    guess_everywhere(21, username="nobody")

    assert try_at("203.0.113.1", username="nobody").status_code == 429


def test_nobody_waits_for_longer_than_a_minute(amara, guess_everywhere, try_at, clock):
    for _ in range(3):
        guess_everywhere(25)
        clock.shift(61)

    assert try_at("203.0.113.1", PASSPHRASE).location == "/home"


def test_whoever_waited_as_they_were_told_has_their_try_however_often_others_tried_since(
    amara, guess_everywhere, try_at, clock
):
    guess_everywhere(25)
    told = int(try_at(HOME, PASSPHRASE).headers["Retry-After"])
    clock.shift(told)
    assert try_at("203.0.113.1").status_code == 400  # somebody else takes the turn, and all wait anew

    assert try_at(HOME, PASSPHRASE).location == "/home"


def test_asking_too_early_does_not_make_the_wait_longer(amara, guess_everywhere, try_at, clock):
    guess_everywhere(25)
    told = int(try_at(HOME, PASSPHRASE).headers["Retry-After"])
    clock.shift(told - 1)
    assert try_at("203.0.113.1").status_code == 429
    assert try_at(HOME, PASSPHRASE).headers["Retry-After"] == "1"
    clock.shift(1)

    assert try_at(HOME, PASSPHRASE).location == "/home"


def test_waiting_gives_one_try_and_then_the_wait_begins_anew(amara, guess_everywhere, try_at, clock):
    guess_everywhere(25)
    clock.shift(int(try_at(HOME).headers["Retry-After"]))
    assert try_at(HOME).status_code == 400

    assert try_at(HOME).status_code == 429


def test_the_right_person_does_not_wait_where_they_usually_are(amara, guess_everywhere, try_at):
    assert try_at(HOME, PASSPHRASE).location == "/home"
    guess_everywhere(25)

    assert try_at(HOME).status_code == 400
    assert try_at(HOME, PASSPHRASE).location == "/home"


@pytest.mark.parametrize(("days", "status"), [(89, 302), (91, 429)])
def test_a_place_is_usual_for_ninety_days(amara, guess_everywhere, try_at, clock, days, status):
    try_at(HOME, PASSPHRASE)
    clock.shift(days * 24 * 3600)
    guess_everywhere(25)

    assert try_at(HOME, PASSPHRASE).status_code == status


def test_a_place_where_somebody_only_got_half_way_is_not_usual(amara, guess_everywhere, try_at):
    now, mark = utc_now(), slowing.place_mark(HOME)
    db.session.add(SignIn(person_id=amara.id, secret_mark=b"x", last_seen_at=now, place_mark=mark))
    db.session.commit()
    guess_everywhere(25)

    assert try_at(HOME, PASSPHRASE).status_code == 429


def test_the_usual_place_of_one_person_is_nobody_elses(amara, guess_everywhere, try_at):
    PersonFactory(username="lee", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)
    try_at(HOME, PASSPHRASE, username="lee")
    guess_everywhere(25)

    assert try_at(HOME, PASSPHRASE).status_code == 429


def test_a_joining_link_never_waits(amara, guess_everywhere, at):
    token = signing_in.make_joining_link(amara)
    db.session.commit()
    guess_everywhere(25)

    typed = "seven teapots paint quietly"
    assert at("203.0.113.1").fill_in(f"/join/{token}", passphrase=typed, again=typed).location == "/home"


def test_at_one_place_the_usual_few_tries_still_count(amara, try_at):
    try_at(HOME, PASSPHRASE)
    for _ in range(6):
        response = try_at(HOME)
    assert response.status_code == 400

    assert try_at(HOME).status_code == 429


def test_right_tries_use_up_nothing_of_a_place_that_many_share(try_at):
    for number in range(25):
        PersonFactory(username=f"colleague{number}", role=Role.YOUNG_ADVISOR, passphrase_hash=HASH)

    for number in range(25):
        assert try_at(HOME, PASSPHRASE, username=f"colleague{number}").location == "/home"


def test_a_right_try_takes_back_nothing_of_what_was_wrong_there(amara, try_at, clock):
    for number in range(21):
        try_at(HOME, username=f"name{number}")
    clock.shift(3)
    assert try_at(HOME, PASSPHRASE).location == "/home"

    assert try_at(HOME, username="one-more").status_code == 429


def test_a_right_try_never_makes_a_count_less_than_nothing():
    shared, own = slowing.counted("a place", free=1), slowing.counted("an account")
    slowing.take_a_try([own])
    slowing.forgive([own], shared=[shared])
    slowing.take_a_try([own, shared])
    slowing.forgive([own], shared=[shared])
    slowing.forgive([own], shared=[shared])

    assert slowing.tries_of(shared) == slowing.tries_of(own) == 0


def test_showing_again_who_they_are_uses_up_nothing_of_the_place_either(amara, at):
    browser = at(HOME).sign_in(amara)
    for _ in range(25):
        assert browser.fill_in("/confirm", passphrase=PASSPHRASE).status_code == 302


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("192.0.2.7:51000", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::FFFF:C000:0207", "192.0.2.7"),
        ("[::ffff:192.0.2.7]:51000", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3:4:5:6]:443", "2001:db8:1:2::/64"),
        ("[2001:db8:1:2:3:4:5:6]", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unknown", "nowhere"),
        ("unix:", "nowhere"),
        ("[", "nowhere"),
        ("", "nowhere"),
        (None, "nowhere"),
    ],
)
def test_one_place_is_one_place_however_its_address_is_written(address, place):
    assert slowing.place_of(address) == place


def test_trying_many_names_from_one_place_is_slowed(try_at):
    for number in range(21):
        response = try_at(HOME, username=f"name{number}")
    assert response.status_code == 400

    assert try_at(HOME, username="one-more").status_code == 429
