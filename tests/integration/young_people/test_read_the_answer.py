"""A young person comes back with their 4 words."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, Answer, AuditLine, View, Visit
from app.models.codes import Verdict, ViewStatus
from app.protection.sealing import vault
from app.services import alerting, returning
from tests.factories import AdditionFactory, AnswerFactory, PersonFactory
from tests.integration.keys import restart_with, ring_of


@pytest.fixture
def words(send):
    return send("Nobody asks me.")


@pytest.fixture
def view(words):
    return db.session.scalars(select(View)).one()


@pytest.fixture
def answered(view):
    view.status, view.read_at, view.first_answered_at = ViewStatus.ANSWERED, view.sent_at, view.sent_at
    return AnswerFactory(view=view, text="Thank you.\nWe asked <them>.")


def test_any_case_and_the_first_four_letters_are_enough(another_browser, words, view):
    typed = "  ".join(word[:4].upper() for word in words)

    assert another_browser.fill_in("/answer", words=typed).location == "/answer/read"


def test_words_known_by_an_older_key_still_open_and_are_known_by_the_newest_from_then_on(
    another_browser, browser, words, view
):
    restart_with(1, 2)
    try:
        assert another_browser.fill_in("/answer", words=" ".join(words)).location == "/answer/read"
        assert view.words_key_id == 2
        vault.use(ring_of(2))
        assert returning.find_view_by_words(" ".join(words)) is view
    finally:
        vault.use(ring_of(1))


def test_the_order_counts(another_browser, words, view):
    turned = " ".join(reversed(words))
    if turned == " ".join(words):
        turned = " ".join([*words[1:], words[0]])

    assert another_browser.fill_in("/answer", words=turned).status_code == 400


@pytest.mark.parametrize(
    "typed", ["tiger lamp rain", "", "not four words of ours", "' OR 1=1 --", "a" * 10_000, "\x00"]
)
def test_words_that_open_nothing_all_get_the_same_kind_of_page(browser, typed):
    response = browser.fill_in("/answer", words=typed)

    assert response.status_code == 400
    assert response.page.errors[0] in (
        "Type your 4 words",
        "We cannot find those 4 words. Check the spelling and the order, then try again.",
    )


def test_before_there_is_an_answer_they_see_when_to_come_back(another_browser, words, view):
    page = another_browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page

    assert page.heading == "We have your words"
    assert "Come back after" in page.text


def test_their_own_words_are_not_shown(another_browser, words, view):
    page = another_browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page

    assert "Nobody asks me." not in page.html


class TestWhoMayNotBeSafe:
    """Whoever says so is promised a look within the hour: both pages give the same moment."""

    @pytest.fixture
    def words(self, send):
        return send("He waits outside.", safe_now="no")

    def test_both_pages_promise_the_same_moment(self, browser, words, view):
        sent = browser.get("/say/sent").page.text
        read = browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page.text

        assert "By 11.00am on Tuesday 17 November" in sent
        assert "By 11.00am on Tuesday 17 November" in read

    def test_that_it_is_late_is_admitted(self, another_browser, words, view, clock):
        clock.shift(2 * 60 * 60)
        page = another_browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page

        assert "We said by Tuesday 17 November. We are late." in page.text

    def test_that_somebody_has_seen_the_alert_does_not_put_off_when_it_is_read(
        self, another_browser, words, view, clock
    ):
        alert = db.session.scalars(select(Alert)).one()
        alerting.acknowledge(alert, PersonFactory())
        db.session.commit()
        clock.shift(2 * 60 * 60)
        page = another_browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page

        assert "We said by Tuesday 17 November. We are late." in page.text


def test_a_late_answer_is_admitted(another_browser, words, view, clock):
    clock.shift(30 * 24 * 60 * 60)
    page = another_browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page

    assert "We said we would answer by Tuesday 1 December. We did not. That is our fault" in page.text


def test_the_answer_is_shown_as_written(another_browser, words, answered):
    page = another_browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page

    assert page.heading == "Here is your answer"
    assert "We asked <them>." in page.text


def test_the_page_is_shut_to_a_browser_that_has_not_typed_the_words(another_browser, answered):
    assert another_browser.get("/answer/read").page.heading == "Type your 4 words"


def test_its_pages_are_small_however_much_has_happened(browser, come_back):
    view = AnswerFactory(text="We asked the school. " * 40).view
    for number in range(20):
        AdditionFactory(view=view, sent_at=view.sent_at + timedelta(days=number))
        opened = AuditLine(
            person_id=PersonFactory().id, deed="opened view", subject_table="young_person_view", subject_id=view.id
        )
        opened.created_at = view.sent_at - timedelta(days=number)
        db.session.add(opened)
    db.session.commit()
    come_back(view)

    for address in ("/answer/read", "/answer/more", "/answer/find-me", "/answer/take-back", "/answer/sent"):
        assert len(browser.get(address, headers={"Accept-Encoding": "br"}).data) <= 5_000, address


def test_saying_yes_keeps_it_answered(another_browser, words, answered):
    another_browser.fill_in("/answer", words=" ".join(words))
    another_browser.fill_in("/answer/read", verdict="yes")

    assert db.session.get(Answer, answered.id).verdict is Verdict.YES
    assert db.session.get(View, answered.view_id).status is ViewStatus.ANSWERED


def test_saying_no_opens_it_again_with_a_new_clock(another_browser, words, answered, clock):
    before = answered.view.answer_due_at
    clock.shift(7 * 24 * 60 * 60)
    another_browser.fill_in("/answer", words=" ".join(words))
    another_browser.fill_in("/answer/read", verdict="no", more="You did <not> say when")

    view = db.session.get(View, answered.view_id)
    assert view.status is ViewStatus.WAITING
    assert view.answer_due_at > before
    assert db.session.get(Answer, answered.id).missing == "You did <not> say when"


def test_partly_with_words_is_read_again(another_browser, words, answered):
    another_browser.fill_in("/answer", words=" ".join(words))
    another_browser.fill_in("/answer/read", verdict="partly", more="And when?")

    assert db.session.get(View, answered.view_id).status is ViewStatus.WAITING


def test_partly_without_words_stays_answered(another_browser, words, answered):
    another_browser.fill_in("/answer", words=" ".join(words))
    another_browser.fill_in("/answer/read", verdict="partly")

    assert db.session.get(View, answered.view_id).status is ViewStatus.ANSWERED


def test_a_second_verdict_changes_nothing(another_browser, words, answered):
    another_browser.fill_in("/answer", words=" ".join(words))
    shown = another_browser.get("/answer/read")
    another_browser.send(shown, verdict="yes")
    again = another_browser.send(shown, verdict="no", more="You never asked me")

    assert db.session.get(Answer, answered.id).verdict is Verdict.YES
    assert again.status_code == 400
    assert "You never asked me" in again.page.said


def test_a_verdict_from_an_old_tab_never_counts_for_an_answer_they_have_not_read(another_browser, words, answered):
    another_browser.fill_in("/answer", words=" ".join(words))
    old_tab = another_browser.get("/answer/read")
    another_browser.send(old_tab, verdict="no")
    newer = AnswerFactory(view=db.session.get(View, answered.view_id), turn=2, text="We asked again.")
    response = another_browser.send(old_tab, verdict="yes", more="Thank you")

    assert db.session.get(Answer, newer.id).verdict is None
    assert response.status_code == 400
    assert (response.page.field("verdict"), response.page.field("more")) == ("", "Thank you")
    assert "We asked again." in response.page.text
    another_browser.send(response, verdict="yes")
    assert db.session.get(Answer, newer.id).verdict is Verdict.YES


def test_no_verdict_is_asked_again_with_what_was_typed(another_browser, words, answered):
    another_browser.fill_in("/answer", words=" ".join(words))
    response = another_browser.fill_in("/answer/read", more="And when?")

    assert response.status_code == 400
    assert response.page.field("more") == "And when?"


def test_what_was_typed_is_shown_back_when_the_visit_is_over(another_browser, words, answered):
    another_browser.fill_in("/answer", words=" ".join(words))
    shown = another_browser.get("/answer/read")
    for row in db.session.scalars(select(Visit)):
        db.session.delete(row)
    db.session.commit()

    back = another_browser.send(shown, verdict="no", more="And when?")

    assert back.status_code == 400
    assert back.page.said == ["And when?"]


@pytest.mark.parametrize("typed", ["one two", "no such words here", "x" * 500])
def test_every_wrong_kind_of_words_costs_the_same_search(browser, count_queries, typed):
    browser.fill_in("/answer", words="no such words here")
    shown = browser.get("/answer")
    with count_queries() as wrong_words:
        browser.send(shown, words="bell goat rain sock")
    with count_queries() as other_words:
        browser.send(shown, words=typed)

    assert len(other_words) == len(wrong_words)


@pytest.mark.usefixtures("still_clock")
class TestGuessing:
    def test_a_place_that_many_share_has_more_tries_than_one_browser(self, app):
        for _ in range(20):
            response = app.test_client().fill_in("/answer", words="wrong wrong wrong wrong")

        assert response.status_code == 400

    def test_how_long_to_wait_is_said_to_machines_too(self, browser):
        assert int(self.guess(browser, 7).headers["Retry-After"]) > 0

    def guess(self, browser, times):
        for _ in range(times):
            response = browser.fill_in("/answer", words="wrong wrong wrong wrong")
        return response

    def test_a_few_wrong_tries_cost_nothing(self, browser):
        assert self.guess(browser, 5).status_code == 400

    def test_then_they_are_told_how_long_to_wait(self, browser):
        response = self.guess(browser, 7)

        assert response.status_code == 429
        assert "Let us slow down. Wait" in response.page.text

    def test_nobody_waits_longer_than_a_minute(self, browser, words, view, clock):
        for _ in range(20):
            clock.shift(61)
            browser.fill_in("/answer", words="wrong wrong wrong wrong")
        clock.shift(61)

        assert browser.fill_in("/answer", words=" ".join(words)).location == "/answer/read"

    def test_guessing_never_stops_somebody_from_saying_something(self, browser, send):
        self.guess(browser, 10)

        assert len(send()) == 4
