"""Every word a young person reads can be translated: a made-up language that marks each string leaves none unmarked."""

import re
from datetime import date, time

import pytest
from babel.support import NullTranslations

from app import board_words
from app.extensions import db
from app.models import utc_now
from app.models.codes import Extent, SharedBy, SharedWhen
from app.services import signing_in
from app.services.settings import Settings
from tests.factories import ActionFactory, AnswerFactory, PersonFactory, ViewFactory, WishFactory
from tests.integration.young_people import pages

# What may stand unmarked: numbers, dates, the board's own settings, what people typed, the 4 words.
DATA = re.compile(
    "|".join(
        re.escape(str(getattr(Settings(), name))) for name in board_words.SENTENCES
    )  # said in the language of the page: board_words.py
    + r"|999bsl\.co\.uk|childline\.org\.uk|ico\.org\.uk|[a-z]+@heard\.example|typed words|from staff|heard|Child B\d+"
    r"|Complaints, Northbank Board, 1 Example Street, Northbank|Northbank Young People's Advocacy|Northbank"
    r"|Northbank Safeguarding Children Board"
    r"|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+|\d+|[/.:%,·–-]"
)


class Marked(NullTranslations):
    def gettext(self, message):
        return f"«{message}»"

    def ngettext(self, singular, plural, number):
        return f"«{singular if number == 1 else plural}»"

    ugettext, ungettext = gettext, ngettext

    def pgettext(self, _context, message):
        return self.gettext(message)


@pytest.fixture(autouse=True)
def marked(app):
    domain = app.extensions["babel"].instance.domain_instance
    before = dict(domain.cache)
    domain.cache[("en_GB", "messages")] = Marked()
    yield
    domain.cache.clear()
    domain.cache.update(before)


def unmarked(page) -> list[str]:
    """The pieces of visible text that no translator would ever see."""
    found = []
    for hidden in page.soup.select("script, style, textarea, ol.words, .said, svg, [dir=auto], body [lang]"):
        hidden.extract()
    spoken = [element[name] for name in ("aria-label", "title", "alt") for element in page.soup.select(f"[{name}]")]
    text = " ".join(page.soup.get_text(" ").split())
    for piece in (text, *spoken):
        rest = piece
        while re.search(r"«[^«»]*»", rest):
            rest = re.sub(r"«[^«»]*»", " ", rest)
        found += [part for part in DATA.sub(" ", rest).split() if part]
    return found


@pytest.mark.parametrize(
    "address",
    [
        *("/", "/before-you-start", "/private", "/help", "/say/1", "/answer", "/meeting", "/sign-in", "/no-such-page"),
        *("/you-said", "/reviews", "/about-your-words", "/accessibility", "/complain"),
    ],
)
def test_pages(browser, address):
    assert unmarked(browser.get(address).page) == []


def test_the_questions_and_their_errors(browser):
    browser.fill_in("/say/1")
    for number in (2, 3, 4, 5):
        assert unmarked(browser.get(f"/say/{number}").page) == []
    assert unmarked(browser.fill_in("/say/2", words="").page) == []
    assert unmarked(browser.fill_in("/say/2", words="x" * 5_001).page) == []
    assert unmarked(browser.fill_in("/say/4").page) == []
    assert unmarked(browser.fill_in("/say/5", permission="x").page) == []


def test_pictures_and_somebody_beside_them(browser):
    assert unmarked(browser.get("/say/with").page) == []
    assert unmarked(browser.fill_in("/say/with", helped_by="friend").page) == []
    browser.fill_in("/say/with", helped_by="friend", words_are_own="yes")
    browser.fill_in("/say/pictures/1", topic="home")
    browser.fill_in("/say/pictures/3", safe_now="yes")
    browser.fill_in("/say/pictures/5", permission="team")
    for number in range(1, 6):
        assert unmarked(browser.get(f"/say/pictures/{number}").page) == []
    assert unmarked(browser.fill_in("/say/pictures/1").page) == []
    assert unmarked(browser.get("/say/6").page) == []


def test_help_checking_and_sending(browser, say):
    say("typed words 07700 900123", safe_now="no", age_group="11 to 13", area="city")
    assert unmarked(browser.get("/say/help").page) == []
    assert unmarked(browser.get("/say/6").page) == []
    assert unmarked(browser.fill_in("/say/6", follow_redirects=True).page) == []
    assert unmarked(browser.get("/say/2").page) == []


def test_the_answer(browser, another_browser, send):
    words = " ".join(send("typed words"))
    assert unmarked(another_browser.fill_in("/answer", words="no such words here").page) == []
    assert unmarked(another_browser.fill_in("/answer", words=words, follow_redirects=True).page) == []


def test_an_answer_to_judge(another_browser):
    view = ViewFactory(answered=True)
    AnswerFactory(view=view, text="from staff")
    from app.protection.four_words import choose_words, words_mark
    from app.protection.sealing import vault

    words = choose_words()
    view.words_mark = words_mark(vault.ring, words)
    db.session.commit()
    page = another_browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page

    assert "«Here is your answer»" in page.text
    assert unmarked(page) == []
    assert unmarked(another_browser.fill_in("/answer/read").page) == []


def test_what_they_can_do_when_they_have_come_back(browser, come_back, clock):
    view = ViewFactory()
    come_back(view)
    for address in ("/answer/more", "/answer/find-me"):
        assert unmarked(browser.get(address).page) == []
        assert unmarked(browser.fill_in(address, more="").page) == []
        assert unmarked(browser.fill_in(address, more="typed words", follow_redirects=True).page) == []
    clock.shift(30 * 24 * 60 * 60)
    assert unmarked(come_back(view)) == []
    for address in ("/answer/sent", "/answer/take-back"):
        assert unmarked(browser.get(address).page) == []
    assert unmarked(browser.fill_in("/answer/take-back", follow_redirects=True).page) == []


def test_my_meeting_before_it(browser, card, write, record):
    """Every question, its errors, help, the last page, and what is said after sending."""
    assert unmarked(browser.fill_in("/meeting", words="no such words here").page) == []
    shown = write()
    browser.fill_in("/meeting/4", go="add")
    browser.fill_in("/meeting/7", how_safe="2")
    for number in range(1, 10):
        assert unmarked(browser.get(f"/meeting/{number}").page) == [], number
    assert unmarked(browser.get("/meeting/help").page) == []
    assert unmarked(browser.fill_in("/meeting/4", **{"wishes-0": "x" * 1_001}).page) == []
    assert unmarked(browser.fill_in("/meeting/9", helped_by="friend").page) == []
    assert unmarked(browser.get("/meeting/mine").page) == []
    shown = browser.get("/meeting/10")
    assert unmarked(shown.page) == []
    assert unmarked(browser.send(browser.get("/meeting/10"), follow_redirects=True).page) == []
    assert unmarked(browser.get("/meeting/mine").page) == []


def test_my_meeting_after_it(browser, open_meeting, record):
    record.conference.held_on = date(2026, 11, 17)
    record.conference.start_time = time(9)
    db.session.commit()
    open_meeting()
    assert unmarked(browser.get("/meeting/mine").page) == []
    record.conference.held_on = date(2026, 11, 10)
    db.session.commit()
    assert unmarked(browser.get("/meeting/mine").page) == []
    wish = WishFactory(record=record, text="typed words", extent=Extent.FULLY, changed="heard")
    ActionFactory(record=record, wish=wish, what="heard", owner_role="heard")
    record.released_at, record.shared_when, record.shared_by = utc_now(), SharedWhen.START, SharedBy.ADVOCATE
    db.session.commit()
    browser.fill_in("/meeting/mine", go=str(wish.id))
    assert unmarked(browser.fill_in("/meeting/after").page) == []
    browser.fill_in("/meeting/after", is_right="no", has_happened="no", more="typed words")
    assert unmarked(browser.get("/meeting/mine").page) == []


@pytest.mark.usefixtures("still_clock")
def test_waiting_after_guesses(browser):
    for _ in range(7):
        response = browser.fill_in("/answer", words="no such words here")

    assert unmarked(response.page) == []


def test_what_the_board_promised_and_what_reviews_found(browser):
    for page in (*pages.promised(browser), *pages.did_it_help(browser), *pages.reviewed(browser)):
        assert unmarked(page) == []


def test_complaining(browser):
    for page in pages.complained(browser):
        assert unmarked(page) == []


def test_joining(browser):
    token = signing_in.make_joining_link(PersonFactory(name="heard", username="heard@heard"))
    page = browser.get(f"/join/{token}").page

    assert [piece for piece in unmarked(page) if "@" not in piece] == []
    assert unmarked(browser.get("/join/x").page) == []


def test_something_went_wrong(browser):
    assert unmarked(browser.put("/say/2").page) == []
    assert unmarked(browser.post("/say/2", data={"words": "x" * 300_000}).page) == []


def typed_by_staff(page) -> list[str]:
    """What no translator sees, no young person wrote, and no screen reader is told the language of."""
    typed = page.soup.select("main [dir=auto]:not([lang], [translate=no], textarea)")
    return [text for text in (element.get_text(" ", strip=True) for element in typed) if "«" not in text]


@pytest.mark.parametrize(
    "state",
    [pages.promised, pages.did_it_help, pages.reviewed, pages.answered, pages.after_the_meeting],
    ids=lambda state: state.__name__,
)
def test_what_staff_wrote_is_said_to_be_english(app, state):
    for page in state(app.test_client()):
        assert typed_by_staff(page) == []
