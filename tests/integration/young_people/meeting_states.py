"""The pages of a child's meeting, in the states somebody can find them in: part of pages.py."""

from datetime import date, time

from app.extensions import db
from app.models import ChildRecord, utc_now
from app.models.codes import Extent, Reason, SharedBy, SharedWhen
from app.protection.four_words import choose_words
from tests.factories import (
    ActionFactory,
    ChildRecordFactory,
    ConferenceFactory,
    ContributionFactory,
    MeetingReplyFactory,
    MeetingWordsFactory,
    WishFactory,
)
from tests.page import Page
from tests.visitor import Visitor

TO_COME, BEGUN, OVER = date(2026, 11, 24), date(2026, 11, 17), date(2026, 11, 10)  # it is 17 November, 10 o'clock


def with_a_card(browser: Visitor, day: date, **more) -> tuple[ChildRecord, Page]:
    """A child whose meeting is on this day types the words of their card."""
    record = ChildRecordFactory(conference=ConferenceFactory(held_on=day, start_time=time(9)), **more)
    words = choose_words()
    MeetingWordsFactory(record=record, four_words=words)
    return record, browser.fill_in("/meeting", words=" ".join(words), follow_redirects=True).page


def before_the_meeting(browser: Visitor) -> list[Page]:
    """Every question empty, filled and wrong; help; the last page; the receipt; coming back to it."""
    record, first = with_a_card(browser, TO_COME)
    wrong_words = browser.fill_in("/meeting", words="no such words here").page
    browser.fill_in("/meeting/mine", go="add")
    empty = [browser.get(f"/meeting/{number}").page for number in range(1, 11)]
    browser.fill_in("/meeting/1", joining="draw or record it")
    too_long = browser.fill_in("/meeting/2", good="x" * 5_001).page
    browser.fill_in("/meeting/2", good="x")
    browser.fill_in("/meeting/4", go="add", **{"wishes-0": "x"})
    wishes = browser.get("/meeting/4").page
    browser.fill_in("/meeting/7", how_safe="2")
    help_at_once = browser.get("/meeting/help").page
    unsaid = browser.fill_in("/meeting/9", helped_by="friend").page
    browser.fill_in("/meeting/9", helped_by="friend", words_are_own="no")
    check = browser.get("/meeting/10")
    sent = browser.send(check, follow_redirects=True).page
    ContributionFactory(record=record)
    return [first, wrong_words, *empty, too_long, wishes, help_at_once, unsaid, check.page, sent, mine(browser)]


def after_the_meeting(browser: Visitor) -> list[Page]:
    """While it goes on, while nobody has told them, late, and told: with every kind of answer, and a reply."""
    found = [with_a_card(Visitor(browser.application), day)[1] for day in (BEGUN, OVER, date(2026, 10, 6))]
    told = {"shared_when": SharedWhen.START, "shared_by": SharedBy.ADVOCATE, "released_at": utc_now()}
    record, _ = with_a_card(browser, OVER, **told)
    wish = WishFactory(record=record, text="x", extent=Extent.FULLY, changed="You stay there.")
    WishFactory(record=record, text="x", extent=Extent.NOT_ACTED_ON, reason=Reason.LAW, explanation="We cannot.")
    WishFactory(record=record, text="x", extent=Extent.UNDECIDED)
    ActionFactory(record=record, wish=wish, what="Keep it.", owner_role="your head of year")
    MeetingReplyFactory(record=record)
    db.session.commit()
    shown = mine(browser)
    browser.fill_in("/meeting/mine", go=str(wish.id))
    asked = browser.get("/meeting/after").page
    nothing_picked = browser.fill_in("/meeting/after").page
    replied = browser.fill_in("/meeting/after", is_right="no", more="x", follow_redirects=True).page
    return [*found, shown, asked, nothing_picked, replied]


def mine(browser: Visitor) -> Page:
    return browser.get("/meeting/mine").page
