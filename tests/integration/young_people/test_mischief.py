"""Spam and mischief: slowed and marked, never refused. Real people are never caught."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import func, select, text

from app.extensions import db
from app.models import View
from app.services import sending, slowing
from tests.factories import PersonFactory, ViewFactory
from tests.integration.young_people.conftest import WORDS


@pytest.fixture(autouse=True)
def clock():
    """It moves only when a test moves it: how busy this machine is says nothing about how fast somebody was."""
    with time_machine.travel(datetime(2026, 11, 17, 10, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def how_many() -> int:
    return db.session.scalar(select(func.count()).select_from(View))


def newest() -> View:
    """Of a view without a name only the day is kept: the database knows which row it wrote last."""
    written = "rowid" if db.session.get_bind().dialect.name == "sqlite" else "ctid"
    return db.session.scalars(select(View).order_by(text(f"{written} DESC"))).first()


@pytest.fixture
def say_and_send(say, clock, browser):
    """Say something, taking so many seconds, and press Send. Gives what comes back."""

    def go(words=WORDS, *, at=browser, seconds=20, subject="", **answers):
        say(words, at=at, **answers)
        clock.shift(seconds)
        return at.fill_in("/say/6", subject=subject)

    return go


@pytest.fixture
def busy_address():
    """Very many have just been sent from the address of every browser here: from 60 on, each more one waits."""
    for _ in range(sending.FREE_FOR_A_PLACE + 1):
        assert slowing.take_a_try([sending.count_of_place("127.0.0.1")]) == 0
    db.session.commit()


class TestPeopleAreNeverCaught:
    def test_the_first_of_a_visit_is_sent_at_once_however_many_came_from_that_address(
        self, busy_address, say_and_send, another_browser
    ):
        assert say_and_send(seconds=0).location == "/say/sent"
        assert say_and_send(at=another_browser, seconds=0).location == "/say/sent"

    def test_brothers_and_sisters_share_a_phone_one_after_the_other(self, say_and_send):
        for name in ("Ana", "Ben", "Cal", "Dee", "Eli", "Fay"):
            assert say_and_send(f"I am {name}").location == "/say/sent"

        assert how_many() == 6
        assert db.session.scalars(select(View).where(View.looks_automatic)).all() == []

    def test_somebody_who_types_fast_or_has_it_filled_in(self, say_and_send):
        say_and_send("x" * 5_000, seconds=3)

        assert not newest().looks_automatic

    def test_pictures_tapped_as_fast_as_anybody_can(self, browser, clock):
        browser.fill_in("/say/pictures/1", topic="home")
        for number, answer in (
            (2, {"feeling": "good"}),
            (3, {"safe_now": "yes"}),
            (4, {}),
            (5, {"permission": "team"}),
        ):
            clock.shift(0.7)
            browser.fill_in(f"/say/pictures/{number}", **answer)
        clock.shift(0.7)
        browser.fill_in("/say/6")

        assert not newest().looks_automatic

    def test_somebody_who_waits_all_day_with_a_form_open(self, browser, say, clock):
        say()
        browser.fill_in("/say/2", keep_for_a_day="y")
        clock.shift(20 * 60 * 60)
        browser.fill_in("/say/6")

        assert not newest().looks_automatic

    @pytest.mark.parametrize("safe_now", ["no", "not sure"])
    def test_somebody_who_is_not_safe_never_waits_and_is_never_doubted(self, browser, say_and_send, safe_now):
        say_and_send()
        for number in range(sending.FREE_FOR_A_VISIT * 3):
            response = say_and_send(f"number {number}", safe_now=safe_now, seconds=0, subject="filled in")
            assert response.location == "/say/sent"

        assert db.session.scalars(select(View).where(View.looks_automatic)).all() == []

    def test_send_it_now_never_waits(self, browser, say, say_and_send):
        for _ in range(sending.FREE_FOR_A_VISIT + 2):
            say_and_send()
        say(safe_now="no")

        assert browser.fill_in("/say/help", go="send").location == "/say/sent"


class TestTheTrap:
    @pytest.mark.parametrize("safe_now", ["yes", "no"])
    def test_no_person_meets_it(self, browser, say, safe_now):
        say(safe_now=safe_now)
        for address in ("/say/6", "/say/help"):
            trap = browser.get(address).page.soup.select_one("[name=subject]")
            assert trap["tabindex"] == "-1"
            assert trap["autocomplete"] == "off"
            assert trap.find_parent(attrs={"aria-hidden": "true"})["class"] == ["vh"]
            assert trap["type"] == "text"
            assert not trap.has_attr("hidden")

    def test_whatever_fills_it_in_is_sent_and_marked_for_staff(self, say_and_send):
        assert say_and_send(subject="Buy now").location == "/say/sent"
        assert newest().looks_automatic

    def test_what_stood_in_it_is_kept_nowhere(self, say_and_send):
        say_and_send(subject="Buy now")

        assert newest().words == WORDS

    def test_space_alone_is_nothing(self, say_and_send):
        say_and_send(subject=" ")

        assert not newest().looks_automatic


def test_what_is_faster_than_a_person_is_sent_and_marked_for_staff(say_and_send):
    assert say_and_send(seconds=2.9).location == "/say/sent"
    assert newest().looks_automatic


def test_the_second_one_of_a_visit_is_measured_by_itself(say_and_send):
    say_and_send(seconds=600)
    say_and_send(seconds=2)

    assert newest().looks_automatic


class TestSlowing:
    @pytest.fixture
    def slowed(self, say_and_send):
        """The first, the free ones, and one more: it must wait."""
        for _ in range(1 + sending.FREE_FOR_A_VISIT + 1):
            assert say_and_send(seconds=0).location == "/say/sent"
        return say_and_send("kept whole", seconds=0, feeling="mixed")

    def test_the_check_page_comes_back_with_everything_and_says_how_long(self, browser, slowed):
        assert slowed.status_code == 429
        assert slowed.headers["Retry-After"] == "2"
        assert "Wait 2 seconds, then press Send it again. Nothing is lost." in slowed.page.text
        assert slowed.page.said == ["kept whole"]
        assert "Mixed" in slowed.page.text

    def test_after_the_wait_the_same_page_sends_it_once(self, browser, slowed, clock):
        before = how_many()
        assert browser.send(slowed).status_code == 429
        clock.shift(2)

        assert browser.send(slowed).location == "/say/sent"
        assert how_many() == before + 1
        assert newest().words == "kept whole"

    def test_the_wait_doubles_and_is_never_more_than_a_minute(self, browser, slowed, say_and_send, clock):
        waits = []
        response = slowed
        for _ in range(8):
            waits.append(int(response.headers["Retry-After"]))
            clock.shift(waits[-1])
            assert browser.send(response).location == "/say/sent"
            response = say_and_send(seconds=0)

        assert waits == [2, 4, 8, 16, 32, 60, 60, 60]

    def test_it_is_forgotten_after_an_hour(self, slowed, say_and_send, another_browser, clock):
        clock.shift(3_601)

        assert say_and_send(at=another_browser).location == "/say/sent"
        assert say_and_send(at=another_browser).location == "/say/sent"

    def test_a_new_visit_starts_anew(self, slowed, another_browser, say_and_send):
        assert say_and_send(at=another_browser, seconds=0).location == "/say/sent"
        assert say_and_send(at=another_browser, seconds=0).location == "/say/sent"

    def test_more_from_an_address_are_slowed_after_very_many(self, busy_address, say_and_send):
        say_and_send(seconds=0)
        response = say_and_send(seconds=0)

        assert response.status_code == 429
        assert response.headers["Retry-After"] == "2"

    def test_whoever_waited_for_the_address_need_not_wait_for_others_there_again(
        self, busy_address, say_and_send, browser, clock
    ):
        say_and_send(seconds=0)
        slowed = say_and_send(seconds=0)
        clock.shift(2)
        assert slowing.take_a_try([sending.count_of_place("127.0.0.1")]) == 0  # somebody else goes first
        db.session.commit()

        assert browser.send(slowed).location == "/say/sent"


def test_staff_are_told_that_it_is_only_a_hint(browser):
    view = ViewFactory(looks_automatic=True)
    page = browser.sign_in(PersonFactory()).get(f"/inbox/{view.id}").page

    assert "A program may have sent this" in page.text
    assert "Read it like any other." in page.text
