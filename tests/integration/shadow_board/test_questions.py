"""Members ask the board: written together, read by a worker first, agreed, answered, judged."""

import pytest
from sqlalchemy import func, select

from app.extensions import db
from app.models import Alert, BoardQuestion, MemberText, OutboxMessage, QuestionRound, Role
from app.models.codes import Event, MemberTextKind, MemberTextState, QuestionState, Verdict
from app.services import agreeing, moderating, questioning, settings
from app.services.errors import RuleBroken
from tests.factories import PersonFactory
from tests.member_factories import (
    ASKED,
    MemberTextFactory,
    answered_question,
    make_member,
    open_question,
    waiting_question,
)

QUESTIONS = "/shadow-board/questions"


@pytest.fixture
def zee(browser):
    """A member at their phone."""
    member = make_member(name="Zee")
    browser.sign_in(member)
    return member


def reload(row):
    db.session.expire_all()
    return db.session.get_one(type(row), row.id)


def page_of(question) -> str:
    return f"{QUESTIONS}/{question.id}"


def vote(browser, question, choice):
    shown = browser.get(page_of(question))
    return browser.send(shown, form='form[action$="/vote"]', **{"vote-choice": choice})


class TestWriting:
    def test_nobody_but_its_writer_sees_a_question_before_a_worker_has(self, app, browser, zee):
        browser.fill_in(f"{QUESTIONS}/new", words="Why  does it take\r\nso long?")
        (text,) = db.session.scalars(select(MemberText))
        other = app.test_client().sign_in(make_member())

        assert (text.words, text.state) == ("Why  does it take\nso long?", MemberTextState.WAITING)
        assert "so long?" in browser.get(page_of(db.session.scalars(select(BoardQuestion)).one())).page.text
        assert "so long?" not in other.get(QUESTIONS).page.text
        assert other.get(f"{QUESTIONS}/{text.question_id}").status_code == 404

    def test_once_it_is_passed_on_everybody_sees_it(self, app, browser, zee):
        question = open_question()

        assert ASKED in browser.get(QUESTIONS).page.text
        assert browser.get(page_of(question)).page.said == [ASKED]

    def test_sent_twice_it_is_there_once(self, browser, zee):
        shown = browser.get(f"{QUESTIONS}/new")
        for _ in range(2):
            browser.send(shown, words="Why?")

        assert db.session.scalar(select(func.count()).select_from(MemberText)) == 1

    def test_a_comment_is_for_its_writer_alone_until_it_was_read(self, app, browser, zee):
        question = open_question()
        browser.fill_in(page_of(question), form='form[action$="/comment"]', words="Ask my sister too.")
        other = app.test_client().sign_in(make_member())

        assert "Ask my sister too." in browser.get(page_of(question)).page.text
        assert "Ask my sister too." not in other.get(page_of(question)).page.text

    def test_a_worrying_word_raises_an_alert(self, browser, zee):
        browser.fill_in(f"{QUESTIONS}/new", words="Somebody hits me.")

        assert db.session.scalars(select(Alert.text_id)).all() == db.session.scalars(select(MemberText.id)).all()

    def test_its_writer_reads_why_it_was_not_passed_on_and_nobody_else_does(self, app, browser, zee):
        browser.fill_in(f"{QUESTIONS}/new", words="Why is Mr Holt mean?")
        (text,) = db.session.scalars(select(MemberText))
        moderating.decide(PersonFactory(), text, passes=False, because="Leave the name out.")
        db.session.commit()
        other = app.test_client().sign_in(make_member())

        assert "Leave the name out." in browser.get(f"{QUESTIONS}/{text.question_id}").page.text
        assert other.get(f"{QUESTIONS}/{text.question_id}").status_code == 404

    def test_other_words_are_voted_on_anew(self, browser, zee):
        question = open_question(asked_by_id=zee.id)
        voters = [make_member() for _ in range(4)]  # five members with Zee: three make it
        for voter in voters[:2]:
            agreeing.vote(voter, reload(question_of(question, voter)), wording(question, voter).id, is_for=True)
        db.session.commit()
        browser.fill_in(f"{page_of(question)}/words", words="Why so early?")
        newest = db.session.scalars(select(MemberText).where(MemberText.state == MemberTextState.WAITING)).one()
        moderating.decide(PersonFactory(), newest, passes=True, because=None)
        db.session.commit()

        assert "0 of 5 members say yes" in browser.get(page_of(question)).page.text

    def test_nobody_changes_the_words_of_a_member_who_is_here(self, browser, zee):
        question = open_question()
        page = browser.fill_in(f"{page_of(question)}/words", words="Other words.").page

        assert page.errors == ["Only the member who began this question can change its words. Write a comment instead."]

    def test_any_member_does_once_whoever_began_it_has_no_account(self, browser, zee):
        gone = make_member(is_active=False)
        question = open_question(asked_by_id=gone.id)
        browser.fill_in(f"{page_of(question)}/words", words="Other words.")

        assert [text.words for text in db.session.scalars(select(MemberText).order_by(MemberText.created_at))] == [
            ASKED,
            "Other words.",
        ]


def question_of(question, member):
    return questioning.get_question(member, question.id)


def wording(question, member):
    return questioning.wording(question_of(question, member))


class TestAgreeing:
    def test_it_goes_to_the_board_when_more_than_half_say_yes(self, browser, zee):
        question, ben = open_question(), make_member()  # with whoever wrote it there are three
        agreeing.vote(ben, question_of(question, ben), wording(question, ben).id, is_for=True)
        db.session.commit()
        board = PersonFactory(role=Role.BOARD_MEMBER)

        vote(browser, question, "yes")

        sent = reload(question)
        (told,) = db.session.scalars(select(OutboxMessage))
        assert (sent.state, sent.agreed) == (QuestionState.WAITING, ASKED)
        assert db.session.scalars(select(QuestionRound.number)).all() == [1]
        assert (told.event, told.person_id) == (Event.QUESTION_ASKED, board.id)

    def test_half_is_not_enough(self, browser, zee):
        question = open_question()  # whoever wrote it, and Zee

        vote(browser, question, "yes")

        assert reload(question).state is QuestionState.WRITING
        assert "1 of 2 members say yes. It takes 2" in browser.get(page_of(question)).page.text

    def test_a_member_has_one_vote_and_can_change_it(self, browser, zee):
        question = open_question()
        for choice in ("yes", "yes", "no"):
            vote(browser, question, choice)

        assert "0 of 2 members say yes" in browser.get(page_of(question)).page.text

    def test_who_is_paused_or_has_not_joined_does_not_count(self, browser, zee):
        make_member(is_active=False)
        make_member(passphrase_hash=None)
        question = open_question()

        assert "0 of 2 members" in browser.get(page_of(question)).page.text

    def test_when_members_leave_and_it_is_enough_one_press_sends_it(self, browser, zee):
        question, gone = open_question(asked_by_id=zee.id), make_member()
        make_member(is_active=False)
        vote(browser, question, "yes")
        gone.is_active = False
        db.session.commit()

        assert "That is enough. Press Yes to send it." in browser.get(page_of(question)).page.text
        vote(browser, question, "yes")
        assert reload(question).state is QuestionState.WAITING

    def test_words_that_changed_meanwhile_are_not_agreed_on_unread(self, browser, zee):
        question = open_question()
        shown = browser.get(page_of(question))
        MemberTextFactory(question=question, kind=MemberTextKind.QUESTION, words="Another?", passed=True)

        response = browser.send(shown, form='form[action$="/vote"]', **{"vote-choice": "yes"})

        assert (response.status_code, agreeing.CHANGED in response.page.text) == (400, True)

    def test_what_is_sent_has_the_clock_of_the_setting(self, zee):
        settings.change("board_question_days", "3")
        question = open_question(asked_by_id=zee.id)
        agreeing.vote(zee, question_of(question, zee), wording(question, zee).id, is_for=True)

        assert str(db.session.scalars(select(QuestionRound.due_at)).one().date()) == "2026-11-20"


class TestJudging:
    def test_when_more_than_half_say_it_does_not_answer_it_is_asked_again(self, browser, zee):
        question, ben = answered_question(), make_member()
        agreeing.judge(ben, question_of(question, ben), Verdict.PARTLY, missing="And the holidays?", once="b" * 43)
        db.session.commit()
        browser.fill_in(f"{page_of(question)}/verdict", verdict="no", missing="By when?")

        first, second = db.session.scalars(select(QuestionRound).order_by(QuestionRound.number))
        assert (first.outcome, second.number) == (Verdict.PARTLY, 2)
        assert reload(question).state is QuestionState.WAITING

    def test_what_is_missing_is_read_before_others_see_it(self, app, browser, zee):
        question = answered_question()
        browser.fill_in(f"{page_of(question)}/verdict", verdict="no", missing="By when?")
        board = app.test_client().sign_in(PersonFactory(role=Role.BOARD_MEMBER))

        assert "By when?" in browser.get(page_of(question)).page.text
        assert "By when?" not in board.get(f"/board/questions/{question.id}").page.text

    def test_when_more_than_half_say_yes_it_is_done(self, browser, zee):
        question, ben = answered_question(), make_member()
        agreeing.judge(ben, question_of(question, ben), Verdict.YES, missing=None, once="b" * 43)
        db.session.commit()
        said = browser.fill_in(f"{page_of(question)}/verdict", verdict="yes", follow_redirects=True)

        assert reload(question).state is QuestionState.DONE
        assert "so it is decided" in said.text
        assert "You can change it" not in said.text

    def test_one_member_decides_nothing_and_can_say_something_else(self, browser, zee):
        question = answered_question()  # whoever wrote it, and Zee
        first = browser.fill_in(f"{page_of(question)}/verdict", verdict="yes", follow_redirects=True)
        browser.fill_in(f"{page_of(question)}/verdict", verdict="partly", missing="Lunch.")
        page = browser.get(page_of(question)).page

        assert "You can change it until it is decided" in first.text
        assert "Some of it: 1" in page.text
        assert reload(question).state is QuestionState.ANSWERED

    def test_who_says_no_says_what_is_missing(self, browser, zee):
        page = browser.fill_in(f"{page_of(answered_question())}/verdict", verdict="no", missing=" ").page

        assert page.errors == ["Write what is missing."]

    def test_before_it_is_answered_there_is_nothing_to_judge(self, zee):
        question = waiting_question()
        with pytest.raises(RuleBroken, match="no answer"):
            agreeing.judge(zee, question_of(question, zee), Verdict.YES, missing=None, once="b" * 43)


class TestReporting:
    def test_it_is_hidden_at_once_and_whoever_reads_is_told(self, app, browser, zee):
        question = open_question()
        comment = MemberTextFactory(question=question, words="You are stupid.", passed=True)
        worker, lead = PersonFactory(), PersonFactory(role=Role.SAFEGUARDING_LEAD)
        other = app.test_client().sign_in(make_member())
        browser.fill_in(f"{page_of(question)}/report/{comment.id}", reason="it is unkind")

        told = db.session.scalars(select(OutboxMessage.person_id).where(OutboxMessage.event == Event.MEMBER_REPORTED))
        assert set(told) == {worker.id, lead.id}
        assert "You are stupid." not in other.get(page_of(question)).page.text
        assert reload(comment).place == 0

    def test_nobody_reports_what_is_not_shown_to_them(self, browser, zee):
        comment = MemberTextFactory(question=open_question())

        assert browser.get(f"{QUESTIONS}/{comment.question_id}/report/{comment.id}").status_code == 404

    def test_a_question_that_is_reported_is_voted_on_by_nobody(self, browser, zee):
        question = open_question()
        text = wording(question, zee)
        browser.fill_in(f"{page_of(question)}/report/{text.id}", reason="something else")

        page = browser.get(page_of(question)).page
        assert "Hidden for now" in page.text
        assert page.said == []
