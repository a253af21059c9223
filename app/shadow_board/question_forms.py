"""The forms of members: a question, a comment, what they say of an answer, and a report."""

from typing import Any

from wtforms import Field, HiddenField, RadioField, TextAreaField
from wtforms.fields import enum_choices
from wtforms.validators import InputRequired, ValidationError

from app.fields import NOT_ON_THE_PAGE
from app.forms import HeardForm, OnceForm, as_typed, strip
from app.models.codes import ReportReason, Verdict
from app.services.questioning import LONGEST_COMMENT, LONGEST_QUESTION

YES, NO = "yes", "no"
VERDICTS = {
    Verdict.YES: "Yes, it answers us",
    Verdict.PARTLY: "Some of it",
    Verdict.NO: "No, it does not",
}
REPORTS = {
    ReportReason.WORRIED: "I am worried about somebody",
    ReportReason.UNKIND: "It is unkind",
    ReportReason.NAMES: "It says who somebody is",
    ReportReason.OTHER: "Something else",
}


def says_something(_form: HeardForm, field: Field) -> None:
    if not (field.data or "").strip():
        raise ValidationError("Type what you want to say")


def own_words(label: str, *, longest: int, description: str = "", needed: bool = True) -> TextAreaField:
    """A member's own words, exactly as typed."""

    def not_too_long(_form: HeardForm, field: Field) -> None:
        over = len(field.data or "") - longest
        if over > 0:
            raise ValidationError(f"Make it shorter by {over} {'letter' if over == 1 else 'letters'}")

    checks = [says_something, not_too_long] if needed else [not_too_long]
    return TextAreaField(label, description=description, filters=[as_typed], validators=checks)


def one_of(label: str, words: dict[Any, str], *, ask: str) -> RadioField:
    kind = type(next(iter(words)))
    return RadioField(
        label,
        choices=enum_choices(kind, label=words.__getitem__),
        validators=[InputRequired(ask)],
        invalid_value_message=NOT_ON_THE_PAGE,
        invalid_choice_message=NOT_ON_THE_PAGE,
    )


class QuestionForm(OnceForm):
    words = own_words(
        "What do you want to ask the board?",
        longest=LONGEST_QUESTION,
        description="Ask one thing. Do not put names in it: if we agree, everybody can read it.",
    )


class CommentForm(OnceForm):
    words = own_words("Say what you think", longest=LONGEST_COMMENT)


class VoteForm(HeardForm):
    """Two buttons. `text` is the id of the words that were on the page."""

    text = HiddenField(filters=[strip])
    choice = HiddenField(filters=[strip])


class VerdictForm(OnceForm):
    verdict = one_of("Does it answer us?", VERDICTS, ask="Pick the one that fits best")
    missing = own_words(
        "If not: what is missing?",
        longest=LONGEST_COMMENT,
        description="A worker reads this first. Then the board and the other members can.",
        needed=False,
    )

    @property
    def missing_words(self) -> str | None:
        words: str = self.missing.data or ""
        return words if words.strip() else None


class ReportForm(HeardForm):
    reason = one_of("What is wrong with it?", REPORTS, ask="Pick the one that fits best")
