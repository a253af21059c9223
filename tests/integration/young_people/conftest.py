import pytest

from app.extensions import db
from app.models import View
from app.protection.four_words import choose_words, words_mark
from app.protection.sealing import vault
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
