"""What members see first of what they do with the board: questions, what matters most, its meetings and papers.

One function for each thing that can have news or wait (member_home.py says which there are). Nothing that a young
person wrote is in any of it.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import (
    AgendaProposal,
    AnswerVerdict,
    BoardMeeting,
    BoardQuestion,
    MeetingPaper,
    MemberText,
    Person,
    QuestionRound,
    QuestionVote,
)
from app.models.codes import BoardMeetingState, MemberTextKind, MemberTextState, ProposalState, QuestionState
from app.services import ranking
from app.services.member_news import MOST, NewsItem

SEEN: Final = (MemberTextState.PASSED_ON, MemberTextState.REPORTED)
QUESTION: Final = "shadow_board.show_question"
AGENDA: Final = "shadow_board.list_items"
OF_THEIR_TEXT: Final = {
    MemberTextState.PASSED_ON: "Other members can read what you wrote",
    MemberTextState.NOT_PASSED_ON: "We did not pass on what you wrote, and say why",
}
OF_THEIR_ITEM: Final = {
    ProposalState.PASSED_ON: "The board sees what you want to talk about",
    ProposalState.NOT_PASSED_ON: "We read what you want to talk about",
    ProposalState.ACCEPTED: "The board will talk about your item",
    ProposalState.DEFERRED: "The board put your item off, and says why",
}


def to_question(question_id: UUID) -> dict[str, str]:
    return {"question_id": str(question_id)}


def questions_answered(_person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """The board answered a question of members. The newest first."""
    query = (
        select(QuestionRound.question_id, QuestionRound.answered_at)
        .where(QuestionRound.answered_at > since)
        .order_by(QuestionRound.answered_at.desc(), QuestionRound.id)
        .limit(MOST)
    )
    for question_id, at in db.session.execute(query):
        yield NewsItem(
            words="The board answered a question", address=QUESTION, values=to_question(question_id), since=at
        )


def their_texts(person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """A worker passed on what they wrote about a question, or says why not: the newest of each question."""
    newer = aliased(MemberText)
    has_newer = exists().where(
        newer.question_id == MemberText.question_id,
        newer.written_by_id == person.id,
        newer.state.in_(OF_THEIR_TEXT),
        newer.read_at > MemberText.read_at,
    )
    query = (
        select(MemberText.question_id, MemberText.state, MemberText.read_at)
        .where(MemberText.written_by_id == person.id, MemberText.state.in_(OF_THEIR_TEXT), MemberText.read_at > since)
        .where(~has_newer)
        .order_by(MemberText.read_at.desc(), MemberText.id)
        .limit(MOST)
    )
    for question_id, state, at in db.session.execute(query):
        yield NewsItem(words=OF_THEIR_TEXT[state], address=QUESTION, values=to_question(question_id), since=at)


def their_items(person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """A worker read what they want on the agenda, or the board decided about it. The newest first."""
    query = (
        select(AgendaProposal.state, AgendaProposal.settled_at, AgendaProposal.decided_at)
        .where(
            AgendaProposal.person_id == person.id,
            AgendaProposal.state.in_(OF_THEIR_ITEM),
            (AgendaProposal.settled_at > since) | (AgendaProposal.decided_at > since),
        )
        .order_by(AgendaProposal.settled_at.desc(), AgendaProposal.id)
        .limit(MOST)
    )
    for state, settled_at, decided_at in db.session.execute(query):
        yield NewsItem(words=OF_THEIR_ITEM[state], address=AGENDA, since=decided_at or settled_at)


def papers_published(_person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """There is a paper for a meeting, with its plain words. The newest first."""
    query = (
        select(MeetingPaper.meeting_id, MeetingPaper.id, MeetingPaper.title, MeetingPaper.published_at)
        .where(MeetingPaper.published_at > since)
        .order_by(MeetingPaper.published_at.desc(), MeetingPaper.id)
        .limit(MOST)
    )
    for meeting_id, paper_id, title, at in db.session.execute(query):
        values = {"meeting_id": str(meeting_id), "paper_id": str(paper_id)}
        yield NewsItem(words=f"New paper: {title}", address="shadow_board.read_paper", values=values, since=at)


def minutes_published(_person: Person, since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """What was said at a meeting can be read. The newest first."""
    query = (
        select(BoardMeeting.id, BoardMeeting.minutes_published_at)
        .where(BoardMeeting.minutes_published_at > since)
        .order_by(BoardMeeting.minutes_published_at.desc(), BoardMeeting.id)
        .limit(MOST)
    )
    for meeting_id, at in db.session.execute(query):
        values = {"meeting_id": str(meeting_id)}
        yield NewsItem(words="What the board said", address="shadow_board.show_meeting", values=values, since=at)


def questions_to_answer(_person: Person, _since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """The board owes an answer. What is due first comes first."""
    query = (
        select(QuestionRound.question_id, QuestionRound.began_at, QuestionRound.due_at)
        .join(BoardQuestion, BoardQuestion.id == QuestionRound.question_id)
        .where(QuestionRound.answered_at.is_(None), BoardQuestion.state == QuestionState.WAITING)
        .order_by(QuestionRound.due_at, QuestionRound.id)
        .limit(MOST)
    )
    for question_id, since, due in db.session.execute(query):
        yield NewsItem(
            words="An answer to a question", address=QUESTION, values=to_question(question_id), since=since, due=due
        )


def items_to_decide(_person: Person, _since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """The board owes a decision about what members want to talk about. What is due first comes first."""
    query = (
        select(AgendaProposal.settled_at, AgendaProposal.decide_due_on)
        .where(AgendaProposal.state == ProposalState.PASSED_ON)
        .order_by(AgendaProposal.decide_due_on, AgendaProposal.id)
        .limit(MOST)
    )
    for since, due in db.session.execute(query):
        yield NewsItem(words="A decision about an agenda item", address=AGENDA, since=since, due=due)


def minutes_to_write(_person: Person, _since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """The board owes members what was said at a meeting. What is due first comes first."""
    query = (
        select(BoardMeeting.id, BoardMeeting.held_on, BoardMeeting.minutes_due_on)
        .where(BoardMeeting.state == BoardMeetingState.HELD, BoardMeeting.minutes_published_at.is_(None))
        .order_by(BoardMeeting.minutes_due_on, BoardMeeting.id)
        .limit(MOST)
    )
    for meeting_id, since, due in db.session.execute(query):
        values = {"meeting_id": str(meeting_id)}
        yield NewsItem(
            words="What the board said", address="shadow_board.show_meeting", values=values, since=since, due=due
        )


def questions_to_vote_on(person: Person, _since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """Members write a question, and this one has not voted on its newest words. The oldest first."""
    newer, words = aliased(MemberText), (MemberText.kind == MemberTextKind.QUESTION)
    has_newer = exists().where(
        newer.question_id == MemberText.question_id,
        newer.kind == MemberTextKind.QUESTION,
        newer.state.in_(SEEN),
        newer.sent_at > MemberText.sent_at,
    )
    has_voted = exists().where(QuestionVote.text_id == MemberText.id, QuestionVote.person_id == person.id)
    query = (
        select(MemberText.question_id)
        .join(BoardQuestion, BoardQuestion.id == MemberText.question_id)
        .where(words, MemberText.state == MemberTextState.PASSED_ON, BoardQuestion.state == QuestionState.WRITING)
        .where(~has_newer, ~has_voted)
        .order_by(MemberText.sent_at, MemberText.id)
        .limit(MOST)
    )
    for question_id in db.session.scalars(query):
        yield NewsItem(words="Vote on a question to the board", address=QUESTION, values=to_question(question_id))


def answers_to_judge(person: Person, _since: datetime, _now: datetime) -> Iterator[NewsItem]:
    """The board answered, and this member has not said whether that answers it. The oldest first."""
    has_judged = exists().where(AnswerVerdict.round_id == QuestionRound.id, AnswerVerdict.person_id == person.id)
    query = (
        select(QuestionRound.question_id)
        .join(BoardQuestion, BoardQuestion.id == QuestionRound.question_id)
        .where(BoardQuestion.state == QuestionState.ANSWERED, QuestionRound.answered_at.is_not(None))
        .where(QuestionRound.decided_at.is_(None), ~has_judged)
        .order_by(QuestionRound.answered_at, QuestionRound.id)
        .limit(MOST)
    )
    for question_id in db.session.scalars(query):
        words = "Say whether the board’s answer is one"
        yield NewsItem(words=words, address=QUESTION, values=to_question(question_id))


def themes_to_put_in_order(person: Person, _since: datetime, now: datetime) -> Iterator[NewsItem]:
    """This quarter they have not said yet what matters most."""
    quarter = ranking.quarter_now(now)
    if ranking.themes_to_rank() and not ranking.own_order(person, quarter):
        words = f"Say what matters most, until {quarter.last_day:%-d %B}"
        yield NewsItem(words=words, address="shadow_board.show_priorities")
