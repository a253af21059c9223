"""Members decide by simple majority: that a question goes to the board, and whether an answer answers it.

The published rule: more than half of the members with an account here. One vote each, which can be changed until it is
decided. A question is held while it is counted, so that two who vote at the same moment are both counted, and it is
sent once.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import func, select

from app.extensions import db
from app.models import AnswerVerdict, BoardQuestion, MemberText, Person, QuestionRound, QuestionVote, Role, utc_now
from app.models.codes import Event, MemberTextKind, QuestionState, Verdict
from app.services import clocks, members, questioning, settings, telling
from app.services.adding import add_if_new
from app.services.errors import RuleBroken

CHANGED: Final = "The words of this question have changed. Read them again, then vote."


@dataclass(frozen=True)
class Count:
    """How many say yes, how many members there are, how many it takes, and what this member said."""

    yes: int
    members: int
    own: bool | None

    @property
    def takes(self) -> int:
        return members.majority_of(self.members)

    @property
    def is_agreed(self) -> bool:
        return self.yes >= self.takes


@dataclass(frozen=True)
class Judged:
    """How many members say what of an answer, how many members there are, and what this member said."""

    said: dict[Verdict, int]
    members: int
    own: Verdict | None

    @property
    def takes(self) -> int:
        return members.majority_of(self.members)

    @property
    def outcome(self) -> Verdict | None:
        """What more than half say: that it answers; or that it does not, or only in part. None while neither do.

        It is "no" when more of those say no than partly.
        """
        partly, no = self.said[Verdict.PARTLY], self.said[Verdict.NO]
        if self.said[Verdict.YES] >= self.takes:
            return Verdict.YES
        if partly + no >= self.takes:
            return Verdict.NO if no > partly else Verdict.PARTLY
        return None


def count(text: MemberText, member: Person) -> Count:
    """How it stands with these words. Votes of whoever has no account now do not count."""
    votes = select(QuestionVote).where(QuestionVote.text_id == text.id)
    yes = db.session.scalar(
        select(func.count())
        .select_from(QuestionVote)
        .join(Person, Person.id == QuestionVote.person_id)
        .where(QuestionVote.text_id == text.id, QuestionVote.is_for.is_(True), *members.COUNT)
    )
    own = db.session.scalar(votes.where(QuestionVote.person_id == member.id))
    return Count(yes or 0, members.how_many(), own.is_for if own else None)


def vote(member: Person, question: BoardQuestion, text_id: UUID, *, is_for: bool) -> bool:
    """Say yes or no to the words of a question that was got `for_change`. Returns whether it is agreed, and sent, now.

    Again is one vote: the last one counts. Raises RuleBroken when it is sent already, or when other words stand now.
    """
    questioning.check_is_written(question)
    text = questioning.wording(question)
    if text is None or text.id != text_id:
        raise RuleBroken(CHANGED)
    values = {"id": uuid4(), "created_at": utc_now(), "text_id": text.id, "person_id": member.id, "is_for": is_for}
    add_if_new(QuestionVote, values, key=("text_id", "person_id"), otherwise={"is_for": is_for})
    if not count(text, member).is_agreed:
        return False
    send(question, text)
    return True


def send(question: BoardQuestion, text: MemberText) -> None:
    """It is the board's now, with a clock; and its words are everybody's to read."""
    now = utc_now()
    question.agreed, question.sent_at, question.state = text.words, now, QuestionState.WAITING
    begin_round(question, 1)


def begin_round(question: BoardQuestion, number: int) -> None:
    now = utc_now()
    due_at = clocks.due_by(now, settings.current().board_question_days)
    round_ = QuestionRound(question_id=question.id, number=number, began_at=now, due_at=due_at)
    db.session.add(round_)
    db.session.flush()
    board = select(Person).where(Person.role == Role.BOARD_MEMBER, Person.is_active.is_(True)).order_by(Person.id)
    telling.tell(db.session.scalars(board).all(), Event.QUESTION_ASKED, question, round_number=number)


def judged(round_: QuestionRound, member: Person) -> Judged:
    """How it stands with the answer of this round. Verdicts of whoever has no account now do not count."""
    rows = db.session.execute(
        select(AnswerVerdict.verdict, func.count())
        .join(Person, Person.id == AnswerVerdict.person_id)
        .where(AnswerVerdict.round_id == round_.id, *members.COUNT)
        .group_by(AnswerVerdict.verdict)
    )
    said = {verdict: 0 for verdict in Verdict} | {verdict: number for verdict, number in rows}
    own = select(AnswerVerdict.verdict).where(AnswerVerdict.round_id == round_.id, AnswerVerdict.person_id == member.id)
    return Judged(said, members.how_many(), db.session.scalar(own))


def judge(member: Person, question: BoardQuestion, verdict: Verdict, *, missing: str | None, once: str) -> bool:
    """Say whether the newest answer answers the question, which was got `for_change`. The last word counts.

    Returns whether it is decided now. When more than half say that it does not, it is asked again, with a new clock;
    when more than half say that it does, it is done. Raises RuleBroken while there is no answer to judge, and when what
    is missing is not said.
    """
    round_ = newest_round(question)
    if questioning.find_by_token(once) or (round_ and verdict_of(round_, member) is verdict and not missing):
        return question.state is not QuestionState.ANSWERED
    if question.state is not QuestionState.ANSWERED or round_ is None:
        raise RuleBroken("There is no answer to judge here just now.")
    if verdict is not Verdict.YES and missing is None:
        raise RuleBroken("Write what is missing.")
    values = {"id": uuid4(), "created_at": utc_now(), "round_id": round_.id, "person_id": member.id}
    add_if_new(
        AnswerVerdict, values | {"verdict": verdict}, key=("round_id", "person_id"), otherwise={"verdict": verdict}
    )
    if verdict is not Verdict.YES and missing is not None:
        questioning.write(member, question, MemberTextKind.MISSING, missing, once=once, round_number=round_.number)
    outcome = judged(round_, member).outcome
    if outcome is not None:
        decide(question, round_, outcome)
    return outcome is not None


def decide(question: BoardQuestion, round_: QuestionRound, outcome: Verdict) -> None:
    round_.outcome, round_.decided_at = outcome, utc_now()
    if outcome is Verdict.YES:
        question.state = QuestionState.DONE
        db.session.flush()
        return
    question.state = QuestionState.WAITING
    begin_round(question, round_.number + 1)


def newest_round(question: BoardQuestion) -> QuestionRound | None:
    """Of a question that was got with its rounds."""
    return question.rounds[-1] if question.rounds else None


def verdict_of(round_: QuestionRound, member: Person) -> Verdict | None:
    return db.session.scalar(
        select(AnswerVerdict.verdict).where(AnswerVerdict.round_id == round_.id, AnswerVerdict.person_id == member.id)
    )
