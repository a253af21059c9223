"""Where members begin."""

from datetime import date, timedelta

import pytest

from app.models import Role, utc_now
from app.models.codes import MemberTextState, NoteState, ViewStatus
from tests.board_meeting_factories import BoardMeetingFactory
from tests.factories import AnswerFactory, CommitmentFactory, PersonFactory, ViewFactory
from tests.member_factories import BoardQuestionFactory, MemberTextFactory
from tests.note_factories import ChecklistFactory, MemberNoteFactory, fill_in

A_DAY = 24 * 3600


@pytest.fixture
def zee():
    return PersonFactory(name="Zee", role=Role.SHADOW_BOARD_MEMBER, created_at=utc_now() - timedelta(days=30))


@pytest.mark.parametrize("role", [role for role in Role if role.is_young])
def test_a_member_who_signs_in_comes_to_their_own_page(browser, role):
    browser.sign_in(PersonFactory(name="Zee", role=role))

    page = browser.get("/home", follow_redirects=True)

    assert page.request.path == "/shadow-board/"
    assert 'Hello <span dir="auto">Zee</span>' in page.text


def test_what_came_before_they_were_here_the_last_time_is_not_new(browser, clock, zee):
    CommitmentFactory(title="Later meetings", published_at=utc_now())
    assert "Later meetings" in browser.sign_in(zee).get("/shadow-board/").text

    clock.shift(timedelta(days=2))
    CommitmentFactory(title="Warmer rooms", published_at=utc_now())
    shown = browser.sign_in(zee).get("/shadow-board/").text

    assert "Warmer rooms" in shown
    assert "Later meetings" not in shown
    assert "You were here on Tuesday 17 November" in shown


def test_they_read_when_the_board_meets_next(browser, zee):
    meeting = BoardMeetingFactory(held_on=date(2026, 12, 16))

    shown = browser.sign_in(zee).get("/shadow-board/")

    (there,) = shown.page.soup.select(f"main a[href='/shadow-board/papers/{meeting.id}']")
    assert there.get_text() == "Wednesday 16 December"


def test_loading_the_page_again_wipes_nothing(browser, zee):
    CommitmentFactory(title="Later meetings", published_at=utc_now())
    browser.sign_in(zee).get("/shadow-board/")

    assert "Later meetings" in browser.get("/shadow-board/").text


def test_a_promise_that_is_not_published_is_not_news(browser, zee):
    CommitmentFactory(title="Later meetings", published_at=None)

    assert "Later meetings" not in browser.sign_in(zee).get("/shadow-board/").text


def test_a_member_sees_since_when_their_own_view_waits_and_that_the_answer_is_late(browser, clock, zee):
    ViewFactory(advisor_id=zee.id)
    ViewFactory(advisor_id=PersonFactory(role=Role.YOUNG_ADVISOR).id)
    clock.shift(timedelta(days=20))

    shown = browser.sign_in(zee).get("/shadow-board/").page

    (owed,) = [line for line in shown.soup.select(".rows li") if "An answer to what you said" in line.get_text()]
    assert "Late: we said by" in owed.get_text()
    assert "You have waited since Tuesday 17 November" in owed.get_text()


def test_a_member_opens_the_answer_to_what_they_said_without_their_words(browser, zee):
    view = ViewFactory(advisor_id=zee.id, answered=True)
    AnswerFactory(view=view, text="We will ask your brother’s social worker.")

    opened = browser.sign_in(zee).fill_in("/shadow-board/said", follow_redirects=True)

    assert opened.request.path == "/answer/read"
    assert "We will ask your brother’s social worker." in opened.text


@pytest.mark.parametrize("whose", ["another member's", "nobody's"])
def test_a_member_opens_no_view_of_anybody_else(browser, zee, whose):
    owner = PersonFactory(role=Role.YOUNG_ADVISOR).id if whose == "another member's" else None
    theirs = ViewFactory(advisor_id=owner, status=ViewStatus.WAITING)
    ViewFactory(advisor_id=zee.id)
    token = browser.sign_in(zee).get("/shadow-board/said").page.field("csrf_token")

    opened = browser.post(f"/shadow-board/said/{theirs.id}", data={"csrf_token": token})

    assert opened.status_code == 404


def test_a_checklist_is_to_be_filled_in_until_they_have_done_so(browser, zee):
    checklist = ChecklistFactory()
    assert "Fill in a checklist" in browser.sign_in(zee).get("/shadow-board/").text

    fill_in(checklist, person_id=zee.id)

    assert "Fill in a checklist" not in browser.get("/shadow-board/").text


@pytest.mark.parametrize(
    ("decided", "said"),
    [
        ({"state": MemberTextState.PASSED_ON}, "Other members can read what you wrote"),
        (
            {"state": MemberTextState.NOT_PASSED_ON, "because": "It names a school."},
            "We did not pass on what you wrote, and say why",
        ),
    ],
)
def test_what_became_of_their_words_for_a_question_is_news_to_them_alone(
    browser, another_browser, clock, zee, decided, said
):
    text = MemberTextFactory(written_by_id=zee.id, read_at=utc_now(), read_by_id=PersonFactory().id, **decided)

    (news,) = browser.sign_in(zee).get("/shadow-board/").page.soup.select(f"a[href$='{text.question_id}']")
    assert news.get_text() == said
    other = PersonFactory(role=Role.SHADOW_BOARD_MEMBER)
    assert said not in another_browser.sign_in(other).get("/shadow-board/").text
    clock.shift(timedelta(hours=1))
    assert said not in browser.sign_in(zee).get("/shadow-board/").text


def test_of_one_question_only_the_newest_is_news(browser, zee):
    question, now = BoardQuestionFactory(asked_by_id=zee.id), utc_now()
    first = {"state": MemberTextState.NOT_PASSED_ON, "because": "It names a school.", "read_at": now}
    second = {"state": MemberTextState.PASSED_ON, "read_at": now + timedelta(minutes=5)}
    for decided in first, second:
        MemberTextFactory(question=question, read_by_id=PersonFactory().id, **decided)

    news = browser.sign_in(zee).get("/shadow-board/").page.soup.select(f"a[href$='{question.id}']")
    assert "Other members can read what you wrote" in [one.get_text() for one in news]
    assert "We did not pass on what you wrote, and say why" not in [one.get_text() for one in news]


def test_that_somebody_opened_their_words_is_no_news_before_they_decide(browser, zee):
    MemberTextFactory(written_by_id=zee.id, read_at=utc_now(), read_by_id=PersonFactory().id)

    assert "what you wrote" not in browser.sign_in(zee).get("/shadow-board/").text


def test_that_somebody_read_what_they_wrote_is_news_to_them_alone(browser, another_browser, zee):
    now, by = utc_now(), PersonFactory()
    decided = {"state": NoteState.PASSED_ON, "read_at": now, "decided_at": now, "decided_by_id": by.id}
    MemberNoteFactory(person_id=zee.id, **decided)

    assert "We read what you wrote" in browser.sign_in(zee).get("/shadow-board/").text
    other = PersonFactory(role=Role.SHADOW_BOARD_MEMBER)
    assert "We read what you wrote" not in another_browser.sign_in(other).get("/shadow-board/").text
