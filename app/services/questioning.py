"""Members write a question to the board together: words, other words, comments. A worker reads each of them first.

Other members see only what was passed on. Whoever wrote a text sees it themselves, with where it stands.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import BoardQuestion, MemberText, Person, QuestionRound, utc_now
from app.models.codes import MemberTextKind, MemberTextState, QuestionState
from app.services import clocks, due_next, raising, settings
from app.services.errors import RuleBroken

PAGE: Final = 20
MOST_COMMENTS: Final = 200  # of one question
LONGEST_QUESTION: Final = 600  # characters
LONGEST_COMMENT: Final = 1_000


def list_questions(member: Person, state: QuestionState, *, page: int = 1) -> tuple[Sequence[BoardQuestion], bool]:
    """One page of the questions in this state that this member may see, each with its texts and rounds; and whether
    there are more. What waits comes by when it is due, others the newest first."""
    due = select(func.max(QuestionRound.due_at)).where(QuestionRound.question_id == BoardQuestion.id)
    first = due.scalar_subquery() if state is QuestionState.WAITING else BoardQuestion.created_at.desc()
    query = whole().where(BoardQuestion.state == state, may_see(member)).order_by(first, BoardQuestion.id)
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).unique().all()
    return found[:PAGE], len(found) > PAGE


def whole() -> Select[BoardQuestion]:
    return select(BoardQuestion).options(
        selectinload(BoardQuestion.texts).joinedload(MemberText.written_by, innerjoin=True),
        selectinload(BoardQuestion.rounds),
        joinedload(BoardQuestion.agency),
    )


def may_see(member: Person) -> ColumnElement[bool]:
    """Their own; and those whose words were ever passed on to all members."""
    was_passed_on = exists().where(
        MemberText.question_id == BoardQuestion.id,
        MemberText.kind == MemberTextKind.QUESTION,
        MemberText.state.in_((MemberTextState.PASSED_ON, MemberTextState.REPORTED)),
    )
    return or_(BoardQuestion.asked_by_id == member.id, BoardQuestion.sent_at.is_not(None), was_passed_on)


def get_question(member: Person, question_id: UUID, *, for_change: bool = False) -> BoardQuestion:
    """One question that this member may see, with its texts and rounds. Raises NoResultFound.

    For change it is held: whoever votes or judges at the same moment waits, so that nothing is counted twice.
    """
    if for_change:
        db.session.execute(hold(question_id)).one()
    query = whole().where(BoardQuestion.id == question_id, may_see(member))
    return db.session.scalars(query.execution_options(populate_existing=True)).unique().one()


def hold(question_id: UUID) -> Select[UUID]:
    return select(BoardQuestion.id).where(BoardQuestion.id == question_id).with_for_update(of=BoardQuestion)


def get_text(member: Person, question: BoardQuestion, text_id: UUID) -> MemberText:
    """One text that another member wrote and that everybody sees. Raises NoResultFound."""
    query = select(MemberText).where(
        MemberText.id == text_id,
        MemberText.question_id == question.id,
        MemberText.written_by_id != member.id,
        MemberText.state.in_((MemberTextState.PASSED_ON, MemberTextState.REPORTED)),
    )
    return db.session.scalars(query).one()


def wording(question: BoardQuestion) -> MemberText | None:
    """The words that members talk about now: the newest that were passed on. None while nobody but the writer may see
    any, and while the newest are reported and nobody has looked at them yet."""
    seen = MemberTextState.PASSED_ON, MemberTextState.REPORTED
    passed = [one for one in question.texts if one.kind is MemberTextKind.QUESTION and one.state in seen]
    newest = passed[-1] if passed else None
    return newest if newest is not None and newest.state is MemberTextState.PASSED_ON else None


def own_unseen(question: BoardQuestion, member: Person) -> list[MemberText]:
    """What this member wrote and nobody else sees: it waits, or was not passed on. Of a question, only the newest
    words."""
    own = [one for one in question.texts if one.written_by_id == member.id]
    newest = next((one for one in reversed(own) if one.kind is MemberTextKind.QUESTION), None)
    hidden = [one for one in own if one.state is not MemberTextState.PASSED_ON]
    return [one for one in hidden if one.kind is not MemberTextKind.QUESTION or one is newest]


def comments(question: BoardQuestion) -> list[MemberText]:
    """What members say about it, as everybody sees it, the first first."""
    return [
        one for one in question.texts if one.kind is MemberTextKind.COMMENT and one.state is MemberTextState.PASSED_ON
    ]


def missing_in(round_: QuestionRound, texts: Sequence[MemberText]) -> list[MemberText]:
    """What members say is missing in the answer of this round, as everybody sees it."""
    return [one for one in texts if one.round_number == round_.number and one.state is MemberTextState.PASSED_ON]


def find_by_token(once: str) -> MemberText | None:
    """The text that the form with this token sent, if it was sent before."""
    return db.session.scalar(select(MemberText).where(MemberText.once == once))


def begin(member: Person, words: str, *, once: str) -> BoardQuestion:
    """Begin a question. The same form sent again begins none."""
    if found := db.session.scalar(select(BoardQuestion).where(BoardQuestion.once == once)):
        return found
    question = BoardQuestion(asked_by_id=member.id, once=once)
    db.session.add(question)
    db.session.flush()
    write(member, question, MemberTextKind.QUESTION, words, once=once)
    return question


def reword(member: Person, question: BoardQuestion, words: str, *, once: str) -> None:
    """Say it in other words, which are read before others see them. Until then the words before stand.

    Of a question got `for_change`. Raises RuleBroken when it is sent already, or when it is somebody else's to say.
    """
    if find_by_token(once):
        return
    check_is_written(question)
    if not may_reword(member, question):
        raise RuleBroken("Only the member who began this question can change its words. Write a comment instead.")
    write(member, question, MemberTextKind.QUESTION, words, once=once)


def may_reword(member: Person, question: BoardQuestion) -> bool:
    """Whoever began it; and any member once whoever began it has no account any more."""
    if question.asked_by_id == member.id:
        return True
    began = db.session.get_one(Person, question.asked_by_id)
    return not began.is_active


def comment(member: Person, question: BoardQuestion, words: str, *, once: str) -> None:
    """Say something about it. Of a question got `for_change`. Raises RuleBroken when it is sent already."""
    if find_by_token(once):
        return
    check_is_written(question)
    if len(question.texts) >= MOST_COMMENTS:
        raise RuleBroken("There are very many comments here. Vote on the question, or begin another one.")
    write(member, question, MemberTextKind.COMMENT, words, once=once)


def check_is_written(question: BoardQuestion) -> None:
    if question.state is not QuestionState.WRITING:
        raise RuleBroken("We agreed on this question and sent it. Its words cannot change now.")


def write(
    member: Person,
    question: BoardQuestion,
    kind: MemberTextKind,
    words: str,
    *,
    once: str,
    round_number: int | None = None,
) -> MemberText:
    """Keep what a member wrote until a worker has read it. A worrying word raises an alert, in the same transaction."""
    now, place = utc_now(), due_next.place_of_members(words)
    text = MemberText(
        question_id=question.id,
        kind=kind,
        round_number=round_number,
        written_by_id=member.id,
        words=words,
        sent_at=now,
        place=place,
        read_due_at=read_due(now),
        once=once,
    )
    db.session.add(text)
    db.session.flush()
    if place == due_next.FIRST:
        raising.raise_alert(now, text_id=text.id)
    return text


def read_due(now: datetime) -> datetime:
    """By when what was written now is read: like everything that a young person writes."""
    return clocks.due_by(now, settings.current().read_days)
