"""Things that happen to a child's meeting at the same moment, with real commits."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import ChildRecord, Conference, Contribution, MeetingReply, MeetingWords, Wish, utc_now
from app.models.codes import Extent
from app.protection.four_words import choose_words
from app.services import meeting_opening
from tests.factories import ChildRecordFactory, ConferenceFactory, MeetingWordsFactory, WishFactory
from tests.page import Page


def how_many(app, model) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


@pytest.fixture
def card(shared_app):
    """The words of a child whose meeting is next week."""
    words = choose_words()
    with shared_app.app_context():
        record = ChildRecordFactory(conference=ConferenceFactory(held_on=date(2026, 11, 24)))
        MeetingWordsFactory(record=record, four_words=words)
    return " ".join(words)


@pytest.fixture
def child(shared_app, card):
    """A child who has written, and stands before the button that sends it."""
    visitor = shared_app.test_client()
    visitor.fill_in("/meeting", words=card)
    visitor.fill_in("/meeting/4", **{"wishes-0": "my own wish"})
    return visitor


def fingers(app, visitor, number):
    """The same browser, as often as it is tapped at once."""
    taps = [app.test_client() for _ in range(number)]
    for tap in taps:
        tap.set_cookie(visitor.cookie_name, visitor.secret)
    return taps


def test_taps_at_the_same_moment_send_once(shared_app, child):
    shown = child.get("/meeting/10")
    with ThreadPoolExecutor(4) as hands:
        ends = list(hands.map(lambda tap: tap.send(shown).location, fingers(shared_app, child, 4)))

    assert ends == ["/meeting/sent"] * 4
    assert how_many(shared_app, Contribution) == how_many(shared_app, Wish) == 1


def test_the_card_typed_twice_at_the_same_moment_opens_it_twice(shared_app, card):
    phones = [shared_app.test_client() for _ in range(4)]
    shown = [phone.get("/meeting") for phone in phones]
    with ThreadPoolExecutor(4) as hands:
        ends = list(hands.map(lambda one: one[0].send(one[1], words=card).location, zip(phones, shown, strict=True)))

    assert ends == ["/meeting/mine"] * 4


def test_two_at_two_phones_that_send_at_the_same_moment_are_both_kept(shared_app, card):
    phones = [shared_app.test_client() for _ in range(4)]
    for phone in phones:
        phone.fill_in("/meeting", words=card)
        phone.fill_in("/meeting/4", **{"wishes-0": "a wish"})
    shown = [phone.get("/meeting/10") for phone in phones]
    with ThreadPoolExecutor(4) as hands:
        ends = list(hands.map(lambda one: one[0].send(one[1]).location, zip(phones, shown, strict=True)))

    assert ends == ["/meeting/sent"] * 4
    assert how_many(shared_app, Contribution) == how_many(shared_app, Wish) == 4


def revoke(_conference: Conference) -> None:
    db.session.scalars(select(MeetingWords)).one().revoked_at = utc_now()


def begin(conference: Conference) -> None:
    """The chair moves the meeting to a day that is over."""
    conference.held_on = date(2026, 11, 10)


def remove(conference: Conference) -> None:
    db.session.execute(ChildRecord.__table__.delete())
    db.session.execute(Conference.__table__.delete().where(Conference.id == conference.id))


@pytest.mark.parametrize(
    ("what_the_chair_does", "leads_to"), [(revoke, "/meeting"), (begin, "/meeting/mine"), (remove, "/meeting")]
)
def test_what_the_chair_does_at_that_moment_is_seen_before_it_is_taken(
    shared_app, child, what_the_chair_does, leads_to
):
    """The chair holds the conference while the child sends: the child waits, and then sees what has become of it."""
    shown, holds, sends = child.get("/meeting/10"), Event(), Event()

    def chair() -> None:
        with shared_app.app_context():
            words = db.session.scalars(select(MeetingWords)).one()
            meeting_opening.lock(words.id)
            conference = db.session.scalars(select(Conference)).one()
            holds.set()
            sends.wait(timeout=0.5)  # long enough for the child's request to stand before the lock
            what_the_chair_does(conference)
            db.session.commit()

    def send() -> str:
        holds.wait(timeout=10)
        response = child.send(shown)
        sends.set()
        return response.location

    with ThreadPoolExecutor(2) as hands:
        done, end = hands.submit(chair), hands.submit(send)
        done.result()

        assert end.result() == leads_to
    assert how_many(shared_app, Contribution) == 0
    text = Page(child.get(leads_to).text).text
    assert ("my own wish" if leads_to == "/meeting/mine" else "What you wrote here is kept") in text


def test_a_reply_whose_wish_is_taken_out_at_that_moment_is_kept(shared_app, card):
    with shared_app.app_context():
        record = db.session.scalars(select(ChildRecord)).one()
        record.released_at = utc_now()
        db.session.scalars(select(Conference)).one().held_on = date(2026, 11, 10)
        wish_id = WishFactory(record=record, extent=Extent.FULLY).id
        db.session.commit()
    visitor = shared_app.test_client()
    visitor.fill_in("/meeting", words=card)
    visitor.fill_in("/meeting/mine", go=str(wish_id))
    shown, holds = visitor.get("/meeting/after"), Event()

    def chair() -> None:
        with shared_app.app_context():
            meeting_opening.lock(db.session.scalars(select(MeetingWords)).one().id)
            holds.set()
            db.session.delete(db.session.get_one(Wish, wish_id))
            db.session.commit()

    with ThreadPoolExecutor(2) as hands:
        done = hands.submit(chair)
        holds.wait(timeout=10)
        assert visitor.send(shown, is_right="no").location == "/meeting/mine#newest"
        done.result()

    with shared_app.app_context():
        assert [reply.wish_id for reply in db.session.scalars(select(MeetingReply))] == [None]
