"""The board takes a question of members, answers it, and everybody reads since when one waits."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Commitment, QuestionRound, Role, utc_now
from app.models.codes import CommitmentSource, QuestionState
from app.services import board_questions
from app.services.errors import RuleBroken
from tests.factories import AgencyFactory, CommitmentFactory, PersonFactory
from tests.member_factories import ASKED, answered_question, make_member, open_question, waiting_question

ANSWER = "They start at 4 now."


@pytest.fixture
def alan(browser):
    member = PersonFactory(name="Alan", role=Role.BOARD_MEMBER)
    browser.sign_in(member)
    return member


def address(question) -> str:
    return f"/board/questions/{question.id}"


def reload(row):
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


def take(browser, question):
    return browser.fill_in(address(question), form="#take", **{"take-owner_role": "head of transport"})


def test_from_taking_it_to_the_answer(app, browser, alan):
    question = waiting_question()
    take(browser, question)
    browser.fill_in(address(question), form="#write", answer=ANSWER)
    member = app.test_client().sign_in(make_member())
    before = member.get(f"/shadow-board/questions/{question.id}").page.text
    browser.fill_in(address(question), form=f'form[action="{address(question)}/send"]')
    after = member.get(f"/shadow-board/questions/{question.id}").page.text

    assert (ANSWER in before, ANSWER in after) == (False, True)
    assert "head of transport" in before
    assert reload(question).state is QuestionState.ANSWERED


def test_an_agency_may_see_to_it(browser, alan):
    question, buses = waiting_question(), AgencyFactory(name="Buses")
    owner = {"take-owner_role": "head of transport", "take-agency_id": str(buses.id)}
    browser.fill_in(address(question), form="#take", **owner)

    assert "Head of transport, Buses." in browser.get(address(question)).page.text


def test_how_plain_it_is_stands_beside_it_before_it_is_sent(browser, alan):
    question = waiting_question()
    page = browser.fill_in(
        address(question), form="#write", answer="We will safeguard stakeholders.", follow_redirects=True
    ).page

    assert "This only advises: you decide." in page.text


def test_it_is_not_sent_while_nobody_sees_to_it(alan):
    question = board_questions.get_question(waiting_question(answer=ANSWER).id)
    seen = board_questions.mark_of_answer(question.rounds[-1])
    with pytest.raises(RuleBroken, match="who sees to"):
        board_questions.send_answer(alan, question, seen=seen)


def test_what_changed_since_the_page_was_opened_is_not_sent_unseen(browser, alan):
    question = waiting_question(answer=ANSWER)
    take(browser, question)
    shown = browser.get(address(question))
    browser.fill_in(address(question), form="#write", answer="Something else.")
    response = browser.send(shown, form=f'form[action="{address(question)}/send"]')

    assert response.status_code == 409
    assert db.session.scalars(select(QuestionRound.answered_at)).one() is None


def test_whoever_may_not_send_it_finds_the_way_back_to_the_question(browser, alan):
    question = waiting_question(answer=ANSWER)
    sent = {"csrf_token": browser.get(address(question)).page.field("csrf_token"), "seen": "of something else"}
    came_from = {"Referer": f"http://localhost{address(question)}"}
    response = browser.post(f"{address(question)}/send", data=sent, headers=came_from)

    assert response.status_code == 409
    assert [link["href"] for link in response.page.soup.select("main a.btn")] == [address(question), "/"]


def test_two_who_write_the_answer_lose_nothing(browser, alan):
    question = waiting_question()
    shown = browser.get(address(question))
    browser.send(shown, form="#write", answer="From the first")
    asked = browser.send(shown, form="#write", answer="From the second")

    assert asked.status_code == 400
    assert "From the first" in asked.page.text
    assert asked.page.field("answer") == "From the second"
    assert db.session.scalars(select(QuestionRound.answer)).one() == "From the first"


def test_what_members_have_not_agreed_on_does_not_exist_for_the_board(browser, alan):
    assert browser.get(address(open_question())).status_code == 404


def test_what_waits_comes_by_when_it_is_due(browser, alan):
    later, sooner = (waiting_question(due_at=utc_now() + timedelta(days=days)) for days in (9, 2))

    links = [link["href"] for link in browser.get("/board/questions").page.soup.select(".rows h2 a")]
    assert links == [address(sooner), address(later)]


class TestAPromiseFromAQuestion:
    def test_it_is_chosen_already_for_whoever_comes_from_the_question(self, browser, alan):
        question = answered_question()
        page = browser.get(browser.get(address(question)).page.link("Add a promise")).page

        assert page.field("question_id") == str(question.id)
        assert page.field("comes_from") == CommitmentSource.QUESTION

    def test_members_read_it_beside_their_question_once_it_is_published(self, app, browser, alan):
        question = answered_question()
        because_of_it = {"comes_from": CommitmentSource.QUESTION, "question_id": question.id}
        CommitmentFactory(title="Meetings at 4", **because_of_it)
        CommitmentFactory(title="Not published", published_at=None, **because_of_it)
        member = app.test_client().sign_in(make_member())
        text = member.get(f"/shadow-board/questions/{question.id}").page.text

        assert ("Meetings at 4" in text, "Not published" in text) == (True, False)
        assert ASKED in browser.get(f"/board/commitments/{db.session.scalars(select(Commitment.id)).first()}").page.text


class TestInPublic:
    def test_what_waits_says_since_when_and_what_is_late_says_so(self, browser):
        now = utc_now()
        waiting_question(began_at=now - timedelta(days=40), due_at=now - timedelta(days=1))

        text = browser.get("/questions").page.text
        assert "Waiting since 8 October 2026" in text
        assert "The board had to answer by 16 November 2026. It is late. That is our fault." in text

    def test_what_was_answered_stands_with_its_answer_and_no_name(self, browser):
        answered_question()

        text = browser.get("/questions").page.text
        assert (ASKED in text, ANSWER in text, "Person" in text) == (True, True, False)

    def test_what_members_are_still_writing_is_not_there(self, browser):
        open_question()

        assert "There is no question yet." in browser.get("/questions").page.text

    def test_an_answer_that_is_being_written_is_not_there(self, browser):
        waiting_question(answer=ANSWER)

        assert ANSWER not in browser.get("/questions").page.text

    def test_you_said_leads_to_it(self, browser):
        assert browser.get("/you-said").page.link("Questions to the board") == "/questions"
