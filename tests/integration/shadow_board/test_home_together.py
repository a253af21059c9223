"""What a member sees first of what members do with the board."""

from datetime import timedelta

import pytest

from app.extensions import db
from app.models import AnswerVerdict, MemberText, QuestionRound, QuestionVote, Role, utc_now
from app.models.codes import Verdict
from tests.board_meeting_factories import AgendaProposalFactory, BoardMeetingFactory, MeetingPaperFactory
from tests.factories import PersonFactory
from tests.member_factories import answered_question, open_question, rank, waiting_question
from tests.participation_factories import ThemeFactory

HOME = "/shadow-board/"
NEW, OWED, TO_DO = "New", "What the board owes you", "Before the next meeting"


@pytest.fixture
def zee():
    return PersonFactory(name="Zee", role=Role.SHADOW_BOARD_MEMBER, created_at=utc_now() - timedelta(days=30))


@pytest.fixture
def home(browser, zee):
    """What stands under each heading of Zee's page."""

    def open_it() -> dict[str, str]:
        soup, parts, heading = browser.sign_in(zee).get(HOME).page.soup, {}, None
        for element in soup.select("main h2, main .rows"):
            if element.name == "h2":
                heading = element.get_text(strip=True)
            else:
                parts[heading] = " ".join(element.get_text(" ").split())
        return parts

    return open_it


def test_a_question_that_waits_is_owed_and_its_answer_is_new(home):
    waiting_question(due_at=utc_now() + timedelta(days=3))
    assert "An answer to a question By Friday 20 November" in home()[OWED]

    answered_question()
    assert "The board answered a question" in home()[NEW]


def test_a_member_is_asked_to_vote_until_they_have(home, zee):
    open_question()
    assert "Vote on a question" in home()[TO_DO]

    db.session.add(QuestionVote(text_id=db.session.query(MemberText.id).scalar(), person_id=zee.id, is_for=True))
    db.session.commit()
    assert TO_DO not in home()


def test_a_member_is_asked_whether_an_answer_is_one_until_they_have_said(home, zee):
    answered_question()
    assert "Say whether the board’s answer is one" in home()[TO_DO]

    db.session.add(
        AnswerVerdict(round_id=db.session.query(QuestionRound.id).scalar(), person_id=zee.id, verdict=Verdict.NO)
    )
    db.session.commit()
    assert TO_DO not in home()


def test_a_member_is_asked_what_matters_most_once_in_a_quarter(home, zee):
    theme = ThemeFactory()
    assert "Say what matters most, until 31 December" in home()[TO_DO]

    rank("2026-4", zee, theme)
    assert TO_DO not in home()


def test_what_became_of_their_item_is_new_to_them_alone(home, zee):
    AgendaProposalFactory(deferred=True)
    assert NEW not in home()

    AgendaProposalFactory(person_id=zee.id, deferred=True)
    assert "The board put your item off, and says why" in home()[NEW]


def test_a_decision_about_an_item_is_owed(home):
    AgendaProposalFactory(passed_on=True)

    assert "A decision about an agenda item" in home()[OWED]


def test_papers_and_minutes_are_new_once_members_may_read_them(home):
    meeting = BoardMeetingFactory(held=True)
    MeetingPaperFactory(meeting=meeting, title="Buses")
    assert "What the board said" in home()[OWED]

    MeetingPaperFactory(meeting=meeting, title="Trains", published=True)
    meeting.minutes_published_at = utc_now()
    db.session.commit()
    found = home()

    assert "New paper: Trains" in found[NEW]
    assert "What the board said" in found[NEW]
    assert "Buses" not in found[NEW]
    assert OWED not in found
