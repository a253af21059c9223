"""Sixty members at once: no vote and no order is lost, and a question is sent once."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from sqlalchemy import select

from app.extensions import db
from app.models import BoardQuestion, PriorityRanking, QuestionRound, QuestionVote, Theme, utc_now
from app.models.codes import QuestionState
from app.services import agreeing, questioning, ranking
from app.services.people import get_person
from tests.member_factories import make_member, open_question
from tests.participation_factories import ThemeFactory

MANY = 60


def make_members(app: Flask, many: int):
    with app.app_context():
        return [make_member().id for _ in range(many)]


def at_once(work, people):
    with ThreadPoolExecutor(16) as phones:
        return list(phones.map(work, people))


def test_sixty_members_who_rank_at_once_are_all_counted(shared_app):
    people = make_members(shared_app, MANY)
    with shared_app.app_context():
        themes = [ThemeFactory().id for _ in range(4)]
    orders = {person: themes[number % 4 :] + themes[: number % 4] for number, person in enumerate(people)}

    def rank(person) -> None:
        with shared_app.app_context():
            ranking.rank(get_person(person), orders[person], now=utc_now())
            db.session.commit()

    at_once(rank, people)

    with shared_app.app_context():
        kept = {row.person_id: row.themes["in_order"] for row in db.session.scalars(select(PriorityRanking))}
        known = set(db.session.scalars(select(Theme.id)))
    assert kept == {person: [str(theme) for theme in order] for person, order in orders.items()}
    assert known == set(themes)


def test_sixty_members_who_vote_at_once_send_a_question_once_and_no_vote_is_lost(shared_app):
    people = make_members(shared_app, MANY)
    with shared_app.app_context():
        asked_by = people[0]
        question_id = open_question(asked_by_id=asked_by).id

    def vote(person) -> bool:
        with shared_app.app_context():
            member = get_person(person)
            question = questioning.get_question(member, question_id, for_change=True)
            if question.state is not QuestionState.WRITING:
                return False
            text = questioning.wording(question)
            assert text is not None
            is_sent = agreeing.vote(member, question, text.id, is_for=True)
            db.session.commit()
            return is_sent

    sent = at_once(vote, people)

    with shared_app.app_context():
        votes = len(db.session.scalars(select(QuestionVote)).all())
        rounds = db.session.scalars(select(QuestionRound)).all()
        question = db.session.get_one(BoardQuestion, question_id)
    assert sent.count(True) == 1
    assert votes == agreeing.members.majority_of(MANY)  # the last of them sent it
    assert (len(rounds), question.state) == (1, QuestionState.WAITING)
