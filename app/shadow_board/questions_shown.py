"""Questions to the board, in the words members read: where each stands, and what they can do about it."""

from dataclasses import dataclass
from datetime import datetime

from app.formats import long_date, short_date
from app.models import BoardQuestion, MemberText, Person
from app.models.codes import MemberTextKind, MemberTextState, QuestionState
from app.services import overdue, questioning
from app.services.agreeing import newest_round

HEADINGS = {
    QuestionState.ANSWERED: "Does this answer us?",
    QuestionState.WRITING: "We are writing these",
    QuestionState.WAITING: "The board has to answer these",
    QuestionState.DONE: "Answered",
}
NOTHING = {
    QuestionState.ANSWERED: "There is no new answer.",
    QuestionState.WRITING: "Nobody is writing a question just now.",
    QuestionState.WAITING: "The board owes us no answer.",
    QuestionState.DONE: "Nothing is answered yet.",
}
SHOWN = {
    "answered": QuestionState.ANSWERED,
    "writing": QuestionState.WRITING,
    "waiting": QuestionState.WAITING,
    "done": QuestionState.DONE,
}


@dataclass(frozen=True)
class Standing:
    """Where a question stands: a few words with their colour, and a sentence more."""

    tag: str
    colour: str  # as in components/clock.html
    line: str
    link: str


@dataclass(frozen=True)
class ShownQuestion:
    """One question as this member sees it. `words` is None where nobody may see them just now."""

    question: BoardQuestion
    words: str | None
    standing: Standing


def to_show(question: BoardQuestion, member: Person, now: datetime) -> ShownQuestion:
    return ShownQuestion(question, words_for(question, member), standing_of(question, member, now))


def words_for(question: BoardQuestion, member: Person) -> str | None:
    """What was agreed; else what members talk about; else the member's own words that nobody else sees yet."""
    if question.agreed is not None:
        return question.agreed
    text = questioning.wording(question) or own_newest(question, member)
    return text.words if text else None


def own_newest(question: BoardQuestion, member: Person) -> MemberText | None:
    own = [one for one in questioning.own_unseen(question, member) if one.kind is MemberTextKind.QUESTION]
    return own[-1] if own else None


def standing_of(question: BoardQuestion, member: Person, now: datetime) -> Standing:
    round_ = newest_round(question)
    if round_ is None:
        return standing_of_draft(question, member)
    if question.state is QuestionState.WAITING:
        since = f"Waiting since {short_date(round_.began_at)}."
        if overdue.is_late(round_.due_at, now):
            line = f"{since} The board had to answer by {short_date(round_.due_at)}."
            return Standing("Late", "late", line, "See what happened")
        line = f"{since} The board must answer by {short_date(round_.due_at)}."
        return Standing("With the board", "wait", line, "See what happened")
    if question.state is QuestionState.ANSWERED:
        return Standing("New answer", "plum", "Read it, and say if it answers us.", "Read the answer")
    return Standing("Answered", "done", "More than half of us said: this answers us.", "Read the answer")


def standing_of_draft(question: BoardQuestion, member: Person) -> Standing:
    if questioning.wording(question) is not None:
        return Standing("Have your say", "plum", "Say yes or no, or write a comment.", "Have your say")
    own = own_newest(question, member)
    if own is not None and own.state is MemberTextState.NOT_PASSED_ON:
        return Standing("Not passed on", "late", "Read why, and write it in other words.", "Read why")
    if own is not None and own.state is MemberTextState.WAITING:
        return Standing("Only you see this", "off", f"A worker reads it by {long_date(own.read_due_at)}.", "Open it")
    return Standing("Hidden for now", "off", "Somebody reported this. A worker looks at it.", "Open it")
