"""A young person takes back what they sent: the page says before the button what happens, and then it is so."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Addition, Answer, AuditLine, Contact, Role, View, utc_now
from app.models.codes import AgeGroup, Feeling, HelpedBy, Permission, SafeNow, Topic, ViewStatus
from app.services import returning, taking_back
from app.services.taking_back import Kept
from tests.factories import AdditionFactory, AlertFactory, AnswerFactory, PersonFactory, ViewFactory
from tests.integration.inbox_list import in_the_inbox

CLEARED = "We clear your words, and all that you told us after that."
LOCKED = "Our team keeps your words for now. They are locked."


def read(**more) -> View:
    """Somebody has read it, and it waits for its first answer."""
    return ViewFactory(read_at=utc_now(), **more)


def answered(**more) -> View:
    return AnswerFactory(view=ViewFactory(answered=True, **more)).view


def opened_again() -> View:
    view = answered()
    view.status = ViewStatus.WAITING
    db.session.commit()
    return view


def with_something_unread() -> View:
    view = read()
    AdditionFactory(view=view)
    return view


def with_a_way_to_find_them_that_nobody_opened() -> View:
    view = read()
    now = utc_now()
    db.session.add(Contact(view_id=view.id, wants_contact=True, how="The library", given_at=now, read_due_at=now))
    db.session.commit()
    return view


def alerted(*, seen: bool = False, is_answered: bool = False) -> View:
    view = answered(unsafe=True) if is_answered else read(unsafe=True)
    seen_by = PersonFactory(role=Role.SAFEGUARDING_LEAD).id if seen else None
    AlertFactory(view=view, acknowledged_at=utc_now() if seen else None, acknowledged_by_id=seen_by)
    return view


def set_aside(**more) -> View:
    return read(status=ViewStatus.NOT_GENUINE, not_genuine_reason="A test", **more)


CLEARED_AT_ONCE = {"read": read, "answered": answered, "set aside": set_aside}
KEPT = {
    "unread": (ViewFactory, "We keep them because nobody has read them yet."),
    "opened again": (opened_again, "We keep them because you asked us to look at it again."),
    "unread addition": (with_something_unread, "We keep them because nobody has read the new part yet."),
    "unopened contact": (
        with_a_way_to_find_them_that_nobody_opened,
        "We keep them because nobody has read the new part yet.",
    ),
    "alerted": (alerted, "We keep them because you told us that you may not be safe."),
    "alert that was seen": (lambda: alerted(seen=True), "We keep them because you told us that you may not be safe."),
    "alert that was answered": (
        lambda: alerted(seen=True, is_answered=True),
        "We keep them because you told us that you may not be safe.",
    ),
    "alert that was set aside": (
        lambda: set_aside(unsafe=True),
        "We keep them because you told us that you may not be safe.",
    ),
}


def again(view: View) -> View:
    db.session.expire_all()
    return db.session.get_one(View, view.id)


class TestWhatThePageSays:
    @pytest.mark.parametrize("make", CLEARED_AT_ONCE.values(), ids=CLEARED_AT_ONCE)
    def test_what_somebody_has_dealt_with_is_cleared(self, browser, come_back, make):
        come_back(make())
        text = browser.get("/answer/take-back").page.text

        assert CLEARED in text
        assert LOCKED not in text

    @pytest.mark.parametrize(("make", "why"), KEPT.values(), ids=KEPT)
    def test_what_nobody_has_dealt_with_is_locked_and_why(self, browser, come_back, make, why):
        come_back(make())
        text = browser.get("/answer/take-back").page.text

        assert f"{LOCKED} {why}" in text
        assert "Someone else may have found your 4 words." in text
        assert CLEARED not in text

    def test_when_it_has_changed_since_nothing_is_taken_back_and_they_read_it_again(self, browser, come_back):
        view = answered()
        come_back(view)
        shown = browser.get("/answer/take-back")
        AdditionFactory(view=view)
        response = browser.send(shown)

        assert response.status_code == 400
        assert "Nothing is taken back yet." in response.page.text
        assert LOCKED in response.page.text
        assert again(view).taken_back_at is None
        assert browser.send(response).location == "/answer/taken-back"

    def test_when_less_is_kept_than_they_were_told_it_is_done_and_said(self, browser, come_back):
        view = ViewFactory()
        come_back(view)
        shown = browser.get("/answer/take-back")
        view.read_at = utc_now()
        db.session.commit()

        assert "All that you told us is cleared." in browser.send(shown, follow_redirects=True).page.text

    def test_a_page_that_was_open_too_long_takes_nothing_back(self, browser, come_back):
        view = answered()
        come_back(view)
        response = browser.fill_in("/answer/take-back", csrf_token="")

        assert response.status_code == 400
        assert "This page was open for a long time." in response.page.text
        assert again(view).taken_back_at is None


class TestCleared:
    @pytest.fixture
    def view(self):
        advisor = PersonFactory(role=Role.YOUNG_ADVISOR)
        view = answered(
            feeling=Feeling.REALLY_BAD, age_group=AgeGroup.AGE_8_TO_10, area="city", permission=Permission.EVERYONE,
            advisor_id=advisor.id, helped_by=HelpedBy.FAMILY, words_are_own=True, is_by_pictures=True,
            is_complaint=True, looks_automatic=True,
        )  # fmt: skip
        AdditionFactory(view=view, read_at=utc_now())
        db.session.add(Contact(view_id=view.id, wants_contact=True, how="The library"))
        db.session.commit()
        return view

    @pytest.fixture
    def taken_back(self, browser, come_back, view):
        come_back(view)
        assert browser.fill_in("/answer/take-back").location == "/answer/taken-back"
        return again(view)

    def test_a_row_stays_that_says_nothing(self, taken_back):
        gone = (
            "words_sealed", "topic", "feeling", "age_group", "area", "advisor_id", "helped_by", "words_are_own",
            "looked_at", "not_genuine_reason_sealed",
        )  # fmt: skip

        assert {getattr(taken_back, name) for name in gone} == {None}
        flags = {taken_back.is_by_pictures, taken_back.is_complaint, taken_back.looks_automatic}
        assert flags == {False}
        assert taken_back.permission is Permission.TEAM
        assert taken_back.status is ViewStatus.TAKEN_BACK
        assert taken_back.cleared_at == taken_back.taken_back_at

    def test_nothing_is_left_of_answers_additions_and_how_to_find_them(self, taken_back):
        for model in (Answer, Addition, Contact):
            assert list(db.session.scalars(select(model))) == []

    def test_they_are_told(self, browser, taken_back):
        page = browser.get("/answer/taken-back").page

        assert page.heading == "You have taken it back"
        assert "All that you told us is cleared." in page.text

    def test_the_trail_says_that_it_was_taken_back_and_by_nobody(self, taken_back):
        (line,) = db.session.scalars(select(AuditLine).where(AuditLine.deed == "took back view"))

        assert (line.person_id, line.subject_id) == (None, taken_back.id)

    def test_it_does_not_wait_in_the_inbox(self, taken_back):
        assert in_the_inbox() == []


class TestKept:
    @pytest.mark.parametrize("make", [make for make, _ in KEPT.values()], ids=KEPT)
    def test_every_word_stays_and_it_waits_with_a_clock_that_has_not_run_out(self, browser, come_back, make):
        view = make()
        come_back(view)
        page = browser.fill_in("/answer/take-back", follow_redirects=True).page
        kept = again(view)

        assert "Our team keeps your words locked until a person has read them" in page.text
        assert kept.words == "I would like to see my brother more often."
        assert (kept.status, kept.cleared_at) == (ViewStatus.WAITING, None)
        assert kept.answer_due_at > utc_now()
        assert in_the_inbox() == [view.id]

    def test_its_clock_goes_on_as_it_was(self, browser, come_back, clock):
        view = ViewFactory()
        before = view.answer_due_at
        clock.shift(24 * 60 * 60)
        come_back(view)
        browser.fill_in("/answer/take-back")

        assert again(view).answer_due_at == before

    def test_how_to_find_them_stays_as_well(self, browser, come_back):
        view = with_a_way_to_find_them_that_nobody_opened()
        come_back(view)
        browser.fill_in("/answer/take-back")

        assert db.session.scalars(select(Contact)).one().how == "The library"


@pytest.mark.parametrize("make", [read, ViewFactory], ids=["cleared", "kept"])
class TestNeverAgain:
    def test_the_words_open_nothing_any_more(self, browser, another_browser, come_back, words_of, make):
        view = make()
        words = words_of(view)
        come_back(view)
        browser.fill_in("/answer/take-back")
        response = another_browser.fill_in("/answer", words=words)

        assert response.status_code == 400
        assert response.page.errors == [
            "We cannot find those 4 words. Check the spelling and the order, then try again."
        ]

    def test_wrong_words_and_words_that_were_taken_back_cost_the_same(
        self, browser, another_browser, come_back, words_of, count_queries, make
    ):
        view = make()
        words = words_of(view)
        come_back(view)
        browser.fill_in("/answer/take-back")
        another_browser.fill_in("/answer", words="no such words here")
        shown = another_browser.get("/answer")
        with count_queries() as taken_back_words:
            gone = another_browser.send(shown, words=words)
        with count_queries() as wrong_words:
            wrong = another_browser.send(shown, words="bell goat rain sock")

        assert taken_back_words == wrong_words
        assert (gone.status_code, gone.page.errors) == (wrong.status_code, wrong.page.errors)

    @pytest.mark.parametrize(
        "address", ["/answer/read", "/answer/more", "/answer/find-me", "/answer/take-back", "/answer/sent"]
    )
    def test_another_browser_that_had_it_open_does_not_show_it_any_more(
        self, browser, another_browser, come_back, make, address
    ):
        view = make()
        come_back(view, at=another_browser)
        come_back(view)
        browser.fill_in("/answer/take-back")
        page = another_browser.get(address, follow_redirects=True).page

        assert page.heading == "Type your 4 words"

    def test_nor_does_another_tab(self, browser, come_back, make):
        come_back(make())
        browser.fill_in("/answer/take-back")

        assert browser.get("/answer/read").page.heading == "Type your 4 words"

    def test_nothing_can_be_added_from_a_page_that_was_still_open(self, browser, another_browser, come_back, make):
        view = make()
        come_back(view, at=another_browser)
        shown = another_browser.get("/answer/more")
        come_back(view)
        browser.fill_in("/answer/take-back")
        back = another_browser.send(shown, more="And my dog.")

        assert back.status_code == 400
        assert back.page.said == ["And my dog."]
        assert list(db.session.scalars(select(Addition))) == []

    def test_a_double_tap_ends_at_the_same_page(self, browser, come_back, make):
        come_back(make())
        shown = browser.get("/answer/take-back")

        assert [browser.send(shown).location for _ in range(2)] == ["/answer/taken-back"] * 2

    def test_a_key_that_knew_the_words_may_go(self, browser, come_back, make):
        view = make()
        come_back(view)
        mark = again(view).words_mark
        browser.fill_in("/answer/take-back")

        assert again(view).words_mark != mark


def test_the_receipt_of_what_was_taken_back_shows_its_words_no_more(browser, another_browser, send):
    words = " ".join(send("typed words"))
    another_browser.fill_in("/answer", words=words)
    another_browser.fill_in("/answer/take-back")

    assert browser.get("/say/sent").location == "/"


def test_in_the_same_browser_the_receipt_is_gone_as_well(browser, send):
    words = " ".join(send("typed words"))
    browser.fill_in("/answer", words=words)
    browser.fill_in("/answer/take-back")

    assert browser.get("/say/sent").location == "/"


def test_the_receipt_of_something_else_stays(browser, come_back, send):
    send("typed words")
    come_back(read())
    browser.fill_in("/answer/take-back")

    assert browser.get("/say/sent").page.heading == "Thank you. We have got it."


def test_nothing_says_that_something_was_taken_back_where_nothing_was(browser, come_back):
    assert browser.get("/answer/taken-back").location == "/"
    come_back(ViewFactory())
    assert browser.get("/answer/taken-back").location == "/"


def test_whoever_comes_back_for_something_else_is_not_told_of_it(browser, come_back):
    come_back(read())
    browser.fill_in("/answer/take-back")
    come_back(read())

    assert browser.get("/answer/taken-back").location == "/"


def test_all_reasons_are_found_together():
    view = ViewFactory(unsafe=True)
    AdditionFactory(view=view)

    assert taking_back.why_kept(returning.get_view(str(view.id))) == [Kept.UNSAFE, Kept.UNREAD, Kept.ADDED]


def test_a_way_to_find_them_that_came_with_the_view_and_was_opened_keeps_nothing():
    view = read()
    now = utc_now()
    db.session.add(
        Contact(
            view_id=view.id, wants_contact=True, how="x", given_at=now - timedelta(1), read_due_at=now, opened_at=now
        )
    )
    db.session.commit()

    assert taking_back.why_kept(returning.get_view(str(view.id))) == []
    assert view.safe_now is SafeNow.YES
    assert view.topic is Topic.FAMILY
