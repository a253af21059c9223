"""What members ask the board: somebody takes it, writes an answer that members can read, and sends it by its clock.

Overdue ones rise as every clock does (overdue.py); those that wait stand in public as well, with since when.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import BoardQuestion, MemberText, Person, QuestionRound, utc_now
from app.models.codes import ClockName, MemberTextKind, MemberTextState, QuestionState
from app.services import auditing, overdue, public, recording
from app.services.agreeing import newest_round
from app.services.errors import RuleBroken
from app.services.plain_meter import Plain, measure

PAGE: Final = 25
CHOICES: Final = 100


class Shown(StrEnum):
    """Which questions a list shows."""

    WAITING = "waiting"
    ANSWERED = "answered"
    DONE = "done"


STATES: Final = {
    Shown.WAITING: QuestionState.WAITING,
    Shown.ANSWERED: QuestionState.ANSWERED,
    Shown.DONE: QuestionState.DONE,
}


def list_questions(shown: Shown, *, page: int = 1) -> tuple[Sequence[BoardQuestion], bool]:
    """One page of the questions that stand so, each with its rounds and who sees to it; and whether there are more.

    What waits comes by when it is due, others the newest first.
    """
    query = select(BoardQuestion).where(BoardQuestion.state == STATES[shown])
    if shown is Shown.WAITING:
        newest = select(func.max(QuestionRound.due_at)).where(QuestionRound.question_id == BoardQuestion.id)
        query = query.order_by(newest.scalar_subquery(), BoardQuestion.id)
    else:
        query = query.order_by(BoardQuestion.sent_at.desc(), BoardQuestion.id)
    query = query.options(selectinload(BoardQuestion.rounds), joinedload(BoardQuestion.agency))
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def how_many() -> dict[Shown, int]:
    """How many questions each list has. One query."""
    each = [func.count().filter(BoardQuestion.state == STATES[shown]) for shown in Shown]
    return dict(zip(Shown, db.session.execute(select(*each).select_from(BoardQuestion)).one(), strict=True))


def get_question(question_id: UUID, *, for_change: bool = False) -> BoardQuestion:
    """One question that was sent to the board, with its rounds, who sees to it, and who took it. Raises NoResultFound.

    What members wrote before they agreed is no business of the board's.
    """
    if for_change:
        held = select(BoardQuestion.id).where(BoardQuestion.id == question_id).with_for_update(of=BoardQuestion)
        db.session.execute(held).one()
    query = (
        select(BoardQuestion)
        .where(BoardQuestion.id == question_id, BoardQuestion.sent_at.is_not(None))
        .options(
            selectinload(BoardQuestion.rounds),
            joinedload(BoardQuestion.agency),
            joinedload(BoardQuestion.taken_by),
        )
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).one()


def missing(question: BoardQuestion) -> dict[int, list[str]]:
    """What members say is missing, by the number of the round in whose answer; only what a worker passed on."""
    query = (
        select(MemberText)
        .where(
            MemberText.question_id == question.id,
            MemberText.kind == MemberTextKind.MISSING,
            MemberText.state == MemberTextState.PASSED_ON,
        )
        .order_by(MemberText.sent_at, MemberText.id)
    )
    found: dict[int, list[str]] = {}
    for text in db.session.scalars(query):
        if text.round_number is not None:  # as the database says
            found.setdefault(text.round_number, []).append(text.words)
    return found


def take(by: Person, question: BoardQuestion, *, agency_id: UUID | None, owner_role: str) -> None:
    """Say who sees to the answer: an agency, or with None the board itself; and who there. Again changes who it is.

    Of a question that was got `for_change`.
    """
    by_id, now = by.id, utc_now()
    question.agency_id, question.owner_role = agency_id, owner_role
    question.taken_by_id, question.taken_at = by_id, now
    auditing.note(by, "took a question of members", question)
    db.session.flush()


def write_answer(by: Person, question: BoardQuestion, answer: str) -> None:
    """Keep an answer that is being written. Nobody but the board reads it before it is sent.

    Of a question that was got `for_change`. Raises RuleBroken when it was answered meanwhile.
    """
    round_ = open_round(question)
    round_.answer, round_.written_by_id = answer, by.id
    auditing.note(by, "wrote an answer to members", question)
    db.session.flush()


def open_round(question: BoardQuestion) -> QuestionRound:
    """The round that waits for an answer. Raises RuleBroken when none does."""
    round_ = newest_round(question)
    if question.state is not QuestionState.WAITING or round_ is None:
        raise RuleBroken("This question was answered meanwhile.")
    return round_


def mark_of_answer(round_: QuestionRound) -> str:
    """Stands for what would be sent, by which a page knows whether it has changed since it was shown."""
    return recording.mark_of({"answer": round_.answer})


def send_answer(by: Person, question: BoardQuestion, *, seen: str) -> None:
    """Everybody can read the answer from now on, and members say whether it answers them. Again changes nothing.

    Of a question that was got `for_change`. Raises RuleBroken when nobody has taken it, when nothing is written, and
    when it is not what they saw.
    """
    if question.state is not QuestionState.WAITING:
        return
    round_ = open_round(question)
    public.check_as_seen(seen, mark_of_answer(round_))
    if question.taken_at is None:
        raise RuleBroken("Say first who sees to this question. Then the answer can be sent.")
    if not round_.answer:
        raise RuleBroken("Write an answer first.")
    round_.answered_at, round_.written_by_id = utc_now(), by.id
    question.state = QuestionState.ANSWERED
    auditing.note(by, "answered members", question)
    db.session.flush()


def how_plain(text: str) -> Plain:
    """How plain an answer is. It advises, and stands in nobody's way."""
    return measure(text)


def questions_to_choose_from() -> Sequence[BoardQuestion]:
    """Every question that was sent, the newest first: what a promise can come from."""
    query = select(BoardQuestion).where(BoardQuestion.sent_at.is_not(None))
    return db.session.scalars(query.order_by(BoardQuestion.sent_at.desc(), BoardQuestion.id).limit(CHOICES)).all()


def is_public() -> ColumnElement[bool]:
    return and_(BoardQuestion.sent_at.is_not(None), BoardQuestion.off_public_at.is_(None))


def public_questions(*, page: int = 1, per_page: int = PAGE) -> tuple[Sequence[BoardQuestion], bool]:
    """One page of what everybody reads: what waits, the longest first; then what was answered, the newest first."""
    waits = BoardQuestion.state == QuestionState.WAITING
    of_it = QuestionRound.question_id == BoardQuestion.id
    began = select(func.max(QuestionRound.began_at)).where(of_it).scalar_subquery()
    answered = select(func.max(QuestionRound.answered_at)).where(of_it).scalar_subquery()
    query = (
        select(BoardQuestion)
        .where(is_public())
        .options(selectinload(BoardQuestion.rounds))
        .order_by(waits.desc(), case((waits, began)), answered.desc(), BoardQuestion.id)
    )
    found = db.session.scalars(query.offset((page - 1) * per_page).limit(per_page + 1)).all()
    return found[:per_page], len(found) > per_page


def late_questions(now: datetime, limit: int) -> Sequence[QuestionRound]:
    """Rounds whose clock ran out and runs still, the longest ago first, each with its question."""
    query = (
        select(QuestionRound)
        .where(*overdue.has_run_out(ClockName.QUESTION_ANSWERED, now))
        .options(joinedload(QuestionRound.question, innerjoin=True))
        .order_by(QuestionRound.due_at, QuestionRound.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()
