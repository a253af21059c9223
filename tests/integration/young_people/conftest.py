from datetime import date, time

import pytest

from app.extensions import db
from app.models import View
from app.protection.four_words import choose_words, words_mark
from app.protection.sealing import vault
from tests.factories import ChildRecordFactory, ConferenceFactory, MeetingWordsFactory
from tests.visitor import Visitor

WORDS = 'I <3 my nan & "dad" <of him> =1+1'


@pytest.fixture
def say(browser):
    """Answer the six questions at this browser, as far as the last page before sending."""

    def go(words=WORDS, *, at: Visitor = browser, topic="home", feeling="good", safe_now="yes", **who):
        at.fill_in("/say/1", topic=topic)
        at.fill_in("/say/2", words=words)
        at.fill_in("/say/3", feeling=feeling)
        at.fill_in("/say/4", safe_now=safe_now)
        return at.fill_in("/say/5", **({"permission": "team"} | who))

    return go


@pytest.fixture
def send(say, browser):
    """Say something and send it. Gives the 4 words."""

    def go(words=WORDS, *, at: Visitor = browser, **answers):
        say(words, at=at, **answers)
        page = at.fill_in("/say/6", follow_redirects=True).page
        return [word.get_text() for word in page.soup.select("ol.words li")]

    return go


@pytest.fixture
def words_of():
    """The 4 words of a view that a factory made, ready to be typed: the same each time."""
    given: dict = {}

    def words(view: View) -> str:
        if view.id not in given:
            given[view.id] = choose_words()
            view.words_mark = words_mark(vault.ring, given[view.id])
            db.session.commit()
        return " ".join(given[view.id])

    return words


@pytest.fixture
def come_back(browser, words_of):
    """Somebody types the 4 words of a view at this browser. Gives the page they arrive at."""
    return lambda view, *, at=browser: at.fill_in("/answer", words=words_of(view), follow_redirects=True).page


@pytest.fixture
def record():
    """A child whose meeting is next Tuesday at 2 in the afternoon."""
    return ChildRecordFactory(conference=ConferenceFactory(held_on=date(2026, 11, 24), start_time=time(14)))


@pytest.fixture
def card(record):
    """The words on the child's card, as they are typed."""
    words = choose_words()
    MeetingWordsFactory(record=record, four_words=words)
    return " ".join(words)


@pytest.fixture
def open_meeting(card, browser):
    """Type the words of the card, at this browser."""

    def go(*, at: Visitor = browser) -> Visitor:
        assert at.fill_in("/meeting", words=card).location == "/meeting/mine"
        return at

    return go


@pytest.fixture
def open_sisters(record, browser):
    """Her sister types the words of her own card, at the same phone."""
    words = choose_words()
    MeetingWordsFactory(record=ChildRecordFactory(conference=record.conference), four_words=words)
    return lambda: browser.fill_in("/meeting", words=" ".join(words))


ANSWERS = {  # the addresses of the questions, each with what is typed there
    "/meeting/1": {"joining": "write it"},
    "/meeting/2": {"good": "  My nan.\n<b>Football"},
    "/meeting/3": {"worries": "Shouting"},
    "/meeting/4": {"wishes-0": WORDS},
    "/meeting/5": {"speaker": "My teacher"},
    "/meeting/6": {"understanding": "Pictures"},
    "/meeting/7": {"how_safe": "8"},
    "/meeting/8": {"private": "Dad must not know"},
}


@pytest.fixture
def write(open_meeting, browser):
    """Open the meeting and answer its questions, as far as the page where they are checked."""

    def go(answers=None, *, at: Visitor = browser):
        open_meeting(at=at)
        for address, typed in (ANSWERS if answers is None else answers).items():
            at.fill_in(address, **typed)
        return at.get("/meeting/10")

    return go


@pytest.fixture
def write_and_send(write, browser):
    def go(answers=None, *, at: Visitor = browser):
        response = at.send(write(answers, at=at))
        assert response.location == "/meeting/sent"
        return at.get("/meeting/sent")

    return go
