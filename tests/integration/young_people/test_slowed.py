"""Whatever else a young person sends often is slowed like views are: never the first, and nothing typed is lost."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Addition, Answer, CommitmentVerdict, Contact, Contribution, MeetingReply, utc_now
from app.models.codes import Extent, SafeNow, Verdict
from app.protection.four_words import choose_words
from app.services import sending, slowing
from tests.factories import (
    AnswerFactory,
    ChildRecordFactory,
    CommitmentFactory,
    MeetingWordsFactory,
    ViewFactory,
    WishFactory,
)

pytestmark = pytest.mark.usefixtures("still_clock")

AT_ONCE = 1 + sending.FREE_FOR_A_VISIT + 1  # the first, the free ones, and one more: after that they wait
WORDS = ' I <3 my "nan" '
HERE = "127.0.0.1"  # the address of every browser here
HOUR = 60 * 60


def make_busy(doing: str = "sending") -> None:
    """Very many have just come from this address: each more one that is counted for it waits."""
    for _ in range(sending.FREE_FOR_A_PLACE + 1):
        assert slowing.take_a_try([sending.count_of_place(HERE, doing)]) == 0
    db.session.commit()


def counted_here(doing: str = "sending") -> int:
    return slowing.tries_of(sending.count_of_place(HERE, doing))


def kept() -> list[str]:
    """Everything they have sent, in their words."""
    found = [*db.session.scalars(select(Addition)), *db.session.scalars(select(MeetingReply))]
    told = [way for contact in db.session.scalars(select(Contact)) for way in contact.how.split("\n\n")]
    reasons = [answer.missing for answer in db.session.scalars(select(Answer)) if answer.verdict]
    return (
        [one.words for one in found] + told + reasons + [one.good for one in db.session.scalars(select(Contribution))]
    )


class Way(NamedTuple):
    """How something is sent: a page that is open, ready for these words, and what is filled in there."""

    open: Callable
    fields: Callable[[str], dict]
    receipt: str


@pytest.fixture
def view():
    return ViewFactory()


def from_the_answer(browser, come_back, view, address) -> Way:
    def type_the_words(_words, of=view):
        come_back(of)
        return browser.get(address)

    return Way(type_the_words, lambda words: {"more": words}, "/answer/sent")


@pytest.fixture
def more(browser, come_back, view):
    return from_the_answer(browser, come_back, view, "/answer/more")


@pytest.fixture
def how_to_find_me(browser, come_back, view):
    return from_the_answer(browser, come_back, view, "/answer/find-me")


@pytest.fixture
def verdict(browser, come_back, view):
    def read_another_answer(_words):
        turns = len(db.session.scalars(select(Answer)).all())
        AnswerFactory(view=view, turn=turns + 1)
        come_back(view)
        return browser.get("/answer/read")

    return Way(read_another_answer, lambda words: {"verdict": "no", "more": words}, "/answer/read")


@pytest.fixture
def contribution(browser, open_meeting):
    def write(words, card=None, **more):
        browser.fill_in("/meeting", words=card) if card else open_meeting()
        browser.fill_in("/meeting/mine", go="add")
        browser.fill_in("/meeting/2", good=words)
        if more:
            browser.fill_in("/meeting/7", **more)
        return browser.get("/meeting/10")

    return Way(write, lambda _words: {}, "/meeting/sent")


@pytest.fixture
def wish(record):
    """A wish of a child whose meeting is over, and what came of it is there to be read."""
    record.conference.held_on, record.released_at = date(2026, 11, 10), utc_now()
    db.session.commit()
    return WishFactory(record=record, extent=Extent.FULLY)


@pytest.fixture
def reply(browser, open_meeting, wish):
    def choose(_words, about=wish):
        open_meeting()
        browser.fill_in("/meeting/mine", go=str(about.id))
        return browser.get("/meeting/after")

    return Way(choose, lambda words: {"is_right": "no", "more": words}, "/meeting/mine#newest")


@pytest.fixture(params=["more", "how_to_find_me", "verdict", "contribution", "reply"])
def way(request):
    """Each of the things they can send, one after the other."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def send(browser):
    return lambda way, words=WORDS, **how: browser.send(way.open(words, **how), **way.fields(words))


class TestEachOfThem:
    @pytest.fixture
    def slowed(self, send, way):
        """As many as go at once, and then one that must wait."""
        for number in range(AT_ONCE):
            assert send(way, f"{number}").location == way.receipt
        return send(way)

    def test_the_page_comes_back_with_everything_and_says_how_long_to_wait(self, slowed):
        page = slowed.page
        typed = page.said if page.heading == "Check it, then send it" else [page.field("more")]

        assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "2")
        assert "Let us slow down. Wait 2 seconds, then" in page.text
        assert "Nothing is lost." in page.text
        assert WORDS in typed
        assert WORDS not in kept()

    def test_what_was_picked_is_still_picked(self, slowed):
        for name in ("verdict", "is_right"):
            if slowed.page.soup.select_one(f"[name={name}]"):
                assert slowed.page.field(name) == "no"

    def test_after_the_wait_the_same_page_sends_it_once(self, browser, slowed, way, clock):
        assert browser.send(slowed).status_code == 429
        clock.shift(2)

        assert browser.send(slowed).location == way.receipt
        assert kept().count(WORDS) == 1
        assert len(kept()) == AT_ONCE + 1

    def test_after_an_hour_it_is_a_first_one_again(self, browser, slowed, way, clock):
        clock.shift(HOUR + 1)

        assert browser.send(slowed).location == way.receipt
        assert counted_here() == 0

    def test_the_first_never_waits_and_is_not_counted_for_the_address_and_the_second_is(self, send, way):
        assert send(way, "first").location == way.receipt
        assert counted_here() == 0
        assert send(way, "second").location == way.receipt
        assert counted_here() == 1

    def test_at_a_busy_address_the_first_goes_at_once_and_the_second_waits(self, send, way):
        make_busy()

        assert send(way, "first").location == way.receipt
        assert send(way, "second").status_code == 429
        assert kept() == ["first"]

    def test_a_second_tap_on_what_is_sent_is_never_told_to_wait(self, browser, send, way):
        for number in range(AT_ONCE - 1):
            send(way, f"{number}")
        shown = way.open(WORDS)
        ends = [browser.send(shown, **way.fields(WORDS)) for _ in range(2)]

        assert ends[0].location == way.receipt
        assert ends[1].status_code != 429
        assert kept().count(WORDS) == 1

    def test_whoever_waited_for_the_address_need_not_wait_for_others_there_again(self, browser, send, way, clock):
        send(way, "first")
        make_busy()
        slowed = send(way)
        clock.shift(1)
        slowing.take_a_try([sending.count_of_place(HERE)])
        clock.shift(1)
        assert slowing.take_a_try([sending.count_of_place(HERE)]) == 0  # somebody else goes first
        db.session.commit()

        assert browser.send(slowed).location == way.receipt


class TestWhoIsNotSafe:
    @pytest.fixture(params=[SafeNow.NO, SafeNow.NOT_SURE])
    def view(self, request):
        return ViewFactory(unsafe=True, safe_now=request.param)

    @pytest.mark.parametrize("name", ["more", "how_to_find_me", "verdict"])
    def test_what_they_send_about_it_never_waits(self, request, send, view, name):
        way = request.getfixturevalue(name)
        make_busy()
        for number in range(AT_ONCE + 3):
            assert send(way, f"{number}").location == way.receipt

    @pytest.mark.parametrize("how_safe", ["0", "3"])
    @pytest.mark.parametrize("address", ["/meeting/help", "/meeting/10"])
    def test_a_low_answer_before_a_meeting_never_waits(self, browser, send, contribution, how_safe, address):
        make_busy()
        assert send(contribution, "first").location == "/meeting/sent"
        for _ in range(AT_ONCE + 3):
            contribution.open("x", how_safe=how_safe)
            pressed = {"go": "send"} if address == "/meeting/help" else {}
            assert browser.fill_in(address, **pressed).location == "/meeting/sent"

    def test_a_higher_answer_waits_like_any_other(self, send, contribution):
        make_busy()
        send(contribution, "first")

        assert send(contribution, how_safe="4").status_code == 429


class TestEachHasAFirstOne:
    """At an address that is busy: brothers, sisters and a long list of wishes are not one and the same."""

    def test_each_view(self, send, more):
        make_busy()
        send(more)

        assert send(more, of=ViewFactory()).location == "/answer/sent"

    def test_each_childs_meeting(self, send, contribution, record):
        make_busy()
        send(contribution)
        words = choose_words()
        MeetingWordsFactory(record=ChildRecordFactory(conference=record.conference), four_words=words)

        assert send(contribution, card=" ".join(words)).location == "/meeting/sent"

    def test_each_wish(self, send, reply, wish):
        make_busy()
        send(reply)

        assert send(reply, about=WishFactory(record=wish.record)).location == "/meeting/mine#newest"
        assert send(reply).status_code == 429

    def test_each_kind(self, send, more, how_to_find_me):
        make_busy()
        send(more)

        assert send(how_to_find_me).location == "/answer/sent"


def test_what_another_tab_changed_is_shown_again_and_not_told_to_wait(browser, send, contribution):
    send(contribution)
    make_busy()
    shown = contribution.open("older")
    browser.fill_in("/meeting/2", good="newer")

    assert browser.send(shown).location == "/meeting/10?again=yes"


class TestDidItHelp:
    @pytest.fixture
    def address(self):
        return f"/you-said/{CommitmentFactory().id}"

    @pytest.fixture
    def tell(self, browser, address):
        return lambda pressed="yes", *, at=browser, where=address: at.fill_in(where, verdict=pressed)

    def how_many(self) -> int:
        return len(db.session.scalars(select(CommitmentVerdict)).all())

    def test_many_at_one_browser_are_slowed_and_what_was_picked_stays(self, browser, tell, clock):
        for _ in range(AT_ONCE):
            assert tell().location
        slowed = tell("no")

        assert (slowed.status_code, slowed.headers["Retry-After"]) == (429, "2")
        assert "Wait 2 seconds, then try again. Nothing is lost." in slowed.page.text
        assert slowed.page.field("verdict") == "no"
        assert self.how_many() == AT_ONCE
        clock.shift(2)
        assert browser.send(slowed).location
        assert [one.verdict for one in db.session.scalars(select(CommitmentVerdict))].count(Verdict.NO) == 1

    def test_each_promise_is_counted_by_itself(self, tell):
        for _ in range(AT_ONCE):
            tell()

        assert tell(where=f"/you-said/{CommitmentFactory().id}").location

    def test_a_program_that_begins_anew_each_time_is_slowed_by_its_address(self, tell, another_browser, clock):
        make_busy("telling")
        slowed = tell(at=another_browser)

        assert slowed.status_code == 429
        assert self.how_many() == 0
        clock.shift(2)
        assert another_browser.send(slowed).location

    def test_whoever_waited_need_not_wait_for_others_again(self, browser, tell, clock):
        make_busy("telling")
        slowed = tell()
        clock.shift(2)
        assert slowing.take_a_try([sending.count_of_place(HERE, "telling")]) == 0  # somebody else goes first
        db.session.commit()

        assert browser.send(slowed).location

    def test_a_second_tap_is_never_told_to_wait(self, browser, tell, address):
        for _ in range(AT_ONCE - 1):
            tell()
        shown = browser.get(address)

        assert [browser.send(shown, verdict="yes").status_code for _ in range(2)] == [302, 302]
        assert self.how_many() == AT_ONCE

    def test_taps_do_not_slow_words(self, tell, send, more):
        make_busy("telling")
        send(more, "first")

        assert send(more, "second").location == "/answer/sent"
        assert counted_here("telling") == sending.FREE_FOR_A_PLACE + 1
