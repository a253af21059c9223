"""A young person who has come back tells us how to find them. They never have to."""

from sqlalchemy import select

from app.extensions import db
from app.models import Contact, View, utc_now
from app.models.codes import ViewStatus
from tests.factories import AnswerFactory, ViewFactory

HOW = "Ask for Jo at <school>\n at 8"


def contact() -> Contact:
    return db.session.scalars(select(Contact)).one()


def given_before(view: View, how: str = "The library") -> View:
    db.session.add(Contact(view_id=view.id, wants_contact=False, how=how))
    db.session.commit()
    return view


def test_it_is_kept_as_typed_apart_from_their_words(browser, come_back):
    view = ViewFactory()
    come_back(view)
    browser.fill_in("/answer/find-me", more=HOW)

    assert (contact().view_id, contact().how, contact().wants_contact) == (view.id, HOW, True)
    assert db.session.get(View, view.id).words == "I would like to see my brother more often."


def test_the_page_says_who_can_open_it_and_when_somebody_is_there(browser, come_back):
    come_back(ViewFactory())
    text = browser.get("/answer/find-me").page.text

    assert "You do not have to." in text
    assert "Only a safeguarding lead can open it." in text
    assert "We are here on Monday to Friday, 9am to 5pm." in text


def test_what_they_told_us_before_is_never_lost(browser, come_back):
    come_back(given_before(ViewFactory(unsafe=True)))
    browser.fill_in("/answer/find-me", more=HOW)

    assert contact().how == f"The library\n\n{HOW}"


def test_what_they_told_us_before_is_not_shown(browser, come_back):
    come_back(given_before(ViewFactory(unsafe=True)))
    shown = browser.get("/answer/find-me")

    assert "The library" not in shown.text
    assert "You have told us before." in shown.page.text


def test_a_double_tap_keeps_it_once(browser, come_back):
    come_back(given_before(ViewFactory(unsafe=True)))
    shown = browser.get("/answer/find-me")

    ends = [browser.send(shown, more=HOW).location for _ in range(2)]

    assert ends == ["/answer/sent"] * 2
    assert contact().how == f"The library\n\n{HOW}"


def test_the_receipt_says_by_when_somebody_looks_at_it(browser, come_back):
    come_back(AnswerFactory().view)
    page = browser.fill_in("/answer/find-me", more=HOW, follow_redirects=True).page

    assert "You told us how to find you on Tuesday 17 November We look at it by Thursday 19 November." in page.text
    assert "Jo" not in page.text


def test_an_answered_view_comes_back_to_staff(browser, come_back):
    view = AnswerFactory().view
    come_back(view)
    browser.fill_in("/answer/find-me", more=HOW)

    assert db.session.get(View, view.id).status is ViewStatus.WAITING


def test_what_they_add_is_to_be_opened_again(browser, come_back):
    view = given_before(ViewFactory(unsafe=True))
    contact().opened_at = utc_now()
    db.session.commit()
    come_back(view)
    browser.fill_in("/answer/find-me", more=HOW)

    assert contact().opened_at is None


def test_the_page_says_that_it_was_opened(browser, come_back):
    view = ViewFactory()
    come_back(view)
    browser.fill_in("/answer/find-me", more=HOW)
    contact().opened_at = utc_now()
    db.session.commit()

    assert "We looked at it on Tuesday 17 November." in browser.get("/answer/read").page.text


def test_the_page_admits_that_nobody_looked_in_time(browser, come_back, clock):
    view = ViewFactory()
    come_back(view)
    browser.fill_in("/answer/find-me", more=HOW)
    clock.shift(3 * 24 * 60 * 60)

    assert "We said we would look at it by Thursday 19 November. We are late." in come_back(view).text
