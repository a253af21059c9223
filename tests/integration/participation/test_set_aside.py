"""Marking a view as not genuine: with a reason, and never for good."""

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, AuditLine, View, utc_now
from app.models.codes import ViewStatus
from app.services import answering
from tests.factories import AlertFactory, AnswerFactory, ViewFactory

REASON = "The same text came from the school's IT lesson, 30 times."
FORM = "#not-genuine-form"


def mark(browser, view, reason=REASON):
    return browser.fill_in(f"/inbox/{view.id}", form=FORM, **{"aside-reason": reason})


def again(view: View) -> View:
    db.session.expire_all()
    return db.session.get_one(View, view.id)


def lines(deed: str) -> list[AuditLine]:
    return list(db.session.scalars(select(AuditLine).where(AuditLine.deed == deed)))


@pytest.fixture
def aside():
    return ViewFactory(status=ViewStatus.NOT_GENUINE, not_genuine_reason=REASON, read_at=utc_now())


def test_it_waits_no_more_and_the_reason_is_kept(sams_browser, sam):
    view = ViewFactory()
    assert mark(sams_browser, view).location == f"/inbox/{view.id}"

    assert (again(view).status, again(view).not_genuine_reason) == (ViewStatus.NOT_GENUINE, REASON)
    (line,) = lines("marked view as not genuine")
    assert (line.person_id, line.subject_id, line.reason) == (sam.id, view.id, REASON)
    assert "Nothing waits for an answer." in sams_browser.get("/inbox/").page.text


def test_not_a_word_is_lost(sams_browser, aside):
    page = sams_browser.get(f"/inbox/{aside.id}").page

    assert page.said == ["I would like to see my brother more often."]
    assert f"The reason: {REASON}" in page.text
    assert page.soup.select("#answer") == []


@pytest.mark.parametrize(
    ("reason", "error"),
    [("  ", "Write why this is not genuine"), ("x" * 501, "This must be 500 characters or fewer")],
)
def test_without_a_reason_it_goes_on_waiting(sams_browser, reason, error):
    view = ViewFactory()
    response = mark(sams_browser, view, reason)

    assert response.status_code == 400
    assert response.page.errors == [error]
    assert response.page.soup.select_one(f"details[open] {FORM}")
    assert again(view).status is ViewStatus.WAITING


def test_a_double_click_ends_where_one_does(sams_browser):
    view = ViewFactory()
    shown = sams_browser.get(f"/inbox/{view.id}")
    ends = [sams_browser.send(shown, form=FORM, **{"aside-reason": REASON}).location for _ in range(2)]

    assert ends == [f"/inbox/{view.id}"] * 2
    assert len(lines("marked view as not genuine")) == 1


def test_what_was_answered_meanwhile_stays_answered(sams_browser, leads_browser):
    view = ViewFactory()
    shown = sams_browser.get(f"/inbox/{view.id}")
    leads_browser.fill_in(f"/inbox/{view.id}", form="#answer", text="Thank you.")
    response = sams_browser.send(shown, form=FORM, **{"aside-reason": REASON})

    assert response.page.errors == ["Only what waits for an answer can be marked as not genuine."]
    assert again(view).status is ViewStatus.ANSWERED


def test_it_can_be_found_and_taken_up_again_with_the_date_it_had(sams_browser, aside):
    before = aside.answer_due_at
    page = sams_browser.get(sams_browser.get("/inbox/").page.link("Not genuine (1)")).page
    assert page.heading == "Not genuine"
    sams_browser.fill_in(page.soup.select_one(".rows h2 a")["href"], form="#genuine")

    view = again(aside)
    assert (view.status, view.not_genuine_reason, view.answer_due_at) == (ViewStatus.WAITING, None, before)
    assert len(lines("marked view as genuine")) == 1


def test_taking_it_up_twice_changes_nothing(sams_browser, aside):
    shown = sams_browser.get(f"/inbox/{aside.id}")
    for _ in range(2):
        assert sams_browser.send(shown, form="#genuine").location == f"/inbox/{aside.id}"

    assert len(lines("marked view as genuine")) == 1


def test_nobody_answers_what_is_set_aside_from_a_page_that_was_open(sams_browser, leads_browser):
    view = ViewFactory()
    shown = leads_browser.get(f"/inbox/{view.id}")
    mark(sams_browser, view)
    response = leads_browser.send(shown, form="#answer", text="Thank you.")

    assert response.page.errors == ["This is marked as not genuine. Mark it as genuine first, then answer it."]
    assert "Thank you." in response.page.text


class TestAlerted:
    @pytest.fixture
    def view(self):
        return AlertFactory().view

    def test_a_worker_cannot(self, sams_browser, view):
        shown = sams_browser.get(f"/inbox/{view.id}")
        token = shown.page.field("csrf_token")
        response = sams_browser.post(
            f"/inbox/{view.id}/not-genuine", data={"csrf_token": token, "aside-reason": REASON}
        )

        assert shown.page.soup.select(FORM) == []
        assert response.page.errors == [
            "They said they may not be safe, so only a safeguarding lead can mark this as not genuine."
        ]
        assert again(view).status is ViewStatus.WAITING

    def test_a_safeguarding_lead_can_and_has_then_seen_the_alert(self, leads_browser, view):
        mark(leads_browser, view)

        assert again(view).status is ViewStatus.NOT_GENUINE
        assert db.session.scalars(select(Alert)).one().acknowledged_at is not None
        assert answering.alerts_unacknowledged() == 0


class TestWhatTheYoungPersonSees:
    def test_it_is_said_plainly_with_a_way_to_put_it_right(self, aside, browser):
        from app.protection.four_words import choose_words, words_mark
        from app.protection.sealing import vault

        words = choose_words()
        aside.words_mark = words_mark(vault.ring, words)
        db.session.commit()
        page = browser.fill_in("/answer", words=" ".join(words), follow_redirects=True).page

        assert page.heading == "We are not going to answer this"
        assert "We looked at this and are not going to answer. If we got this wrong, add more." in page.text
        assert REASON not in page.html
        assert "We answer you" not in page.text

    def test_what_had_been_answered_before_is_still_there(self, browser, sams_browser):
        answer = AnswerFactory(verdict="no", verdict_at=utc_now())
        answer.view.status = ViewStatus.WAITING
        db.session.commit()
        mark(sams_browser, answer.view)

        assert again(answer.view).status is ViewStatus.NOT_GENUINE
        assert answer.text in sams_browser.get(f"/inbox/{answer.view_id}").page.text
