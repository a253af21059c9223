import pytest

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
