"""Ready-made rows of what members of the shadow board do together, like those in tests/factories.py."""

from datetime import timedelta

import factory
from sqlalchemy import select

from app.extensions import db
from app.forms import new_once
from app.models import (
    AnswerVerdict,
    BoardQuestion,
    MemberText,
    Person,
    PriorityRanking,
    QuestionRound,
    Role,
    Theme,
    utc_now,
)
from app.models.codes import MemberTextKind, MemberTextState, QuestionState, Verdict
from tests.factories import ModelFactory, PersonFactory

ASKED = "Why do meetings start when we are at school?"


def make_member(**values) -> Person:
    """Somebody whose voice counts: they have joined."""
    return PersonFactory(**{"role": Role.SHADOW_BOARD_MEMBER, "passphrase_hash": "x"} | values)


class BoardQuestionFactory(ModelFactory):
    """`sent=True`: agreed, with the board, and with a round of its own."""

    class Meta:
        model = BoardQuestion

    class Params:
        sent = factory.Trait(state=QuestionState.WAITING, agreed=ASKED, sent_at=factory.LazyFunction(utc_now))

    asked_by_id = factory.LazyFunction(lambda: make_member().id)
    once = factory.LazyFunction(new_once)


class MemberTextFactory(ModelFactory):
    """A text that waits to be read; `passed=True`: one that everybody sees."""

    class Meta:
        model = MemberText

    class Params:
        question = factory.SubFactory(BoardQuestionFactory)
        passed = factory.Trait(
            state=MemberTextState.PASSED_ON,
            read_at=factory.LazyFunction(utc_now),
            read_by_id=factory.LazyFunction(lambda: PersonFactory(role=Role.ADMINISTRATOR).id),
        )

    question_id = factory.LazyAttribute(lambda text: text.question.id)
    kind = MemberTextKind.COMMENT
    written_by_id = factory.LazyAttribute(lambda text: text.question.asked_by_id)
    words = "I think so too."
    sent_at = factory.LazyFunction(utc_now)
    read_due_at = factory.LazyFunction(lambda: utc_now() + timedelta(days=2))
    once = factory.LazyFunction(new_once)


class QuestionRoundFactory(ModelFactory):
    class Meta:
        model = QuestionRound

    class Params:
        question = factory.SubFactory(BoardQuestionFactory, sent=True)

    question_id = factory.LazyAttribute(lambda round_: round_.question.id)
    number = 1
    began_at = factory.LazyFunction(utc_now)
    due_at = factory.LazyFunction(lambda: utc_now() + timedelta(days=28))


def open_question(**values) -> BoardQuestion:
    """A question that members talk about and vote on."""
    question = BoardQuestionFactory(**values)
    MemberTextFactory(question=question, kind=MemberTextKind.QUESTION, words=ASKED, passed=True)
    return question


def waiting_question(**round_values) -> BoardQuestion:
    """A question that the board has to answer."""
    question = BoardQuestionFactory(sent=True)
    MemberTextFactory(question=question, kind=MemberTextKind.QUESTION, words=ASKED, passed=True)
    QuestionRoundFactory(question=question, **round_values)
    return question


def answered_question() -> BoardQuestion:
    """A question that was answered, and about whose answer members decide."""
    board = PersonFactory(role=Role.BOARD_MEMBER)
    now = utc_now()
    question = waiting_question(answer="They start at 4 now.", answered_at=now, written_by_id=board.id)
    question.state = QuestionState.ANSWERED
    question.owner_role, question.taken_by_id, question.taken_at = "head of transport", board.id, now
    db.session.commit()
    return question


def one_of_each_of_members() -> None:
    """A saved row in every table of these."""
    question = answered_question()
    MemberTextFactory(question=question)
    db.session.add(
        AnswerVerdict(
            round_id=db.session.scalars(select(QuestionRound.id).where(QuestionRound.question_id == question.id)).one(),
            person_id=question.asked_by_id,
            verdict=Verdict.YES,
        )
    )
    db.session.commit()


def rank(quarter: str, member: Person, *themes: Theme) -> None:
    """This member put these themes in order in that quarter, which is written like 2026-3."""
    year, number = map(int, quarter.split("-"))
    order = {"in_order": [str(theme.id) for theme in themes]}
    db.session.add(PriorityRanking(year=year, quarter=number, person_id=member.id, themes=order, ranked_at=utc_now()))
    db.session.commit()


def rank_all(quarter: str, theme: Theme) -> Theme:
    """Three members say that this theme matters most to them."""
    for _ in range(3):
        rank(quarter, make_member(), theme)
    return theme
