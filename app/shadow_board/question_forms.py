"""The forms of members about questions: a question, a comment, a vote, what they say of an answer, and a report."""

from wtforms import HiddenField

from app.forms import HeardForm, OnceForm, strip
from app.models.codes import ReportReason, Verdict
from app.services.questioning import LONGEST_COMMENT, LONGEST_QUESTION
from app.shadow_board.fields import own_words
from app.staff_fields import radio_of

YES = "yes"
NOTHING_SAID = "Type what you want to say"
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


class QuestionForm(OnceForm):
    words = own_words(
        "What do you want to ask the board?",
        longest=LONGEST_QUESTION,
        hint="Ask one thing. Do not put names in it: if we agree, everybody can read it.",
        ask=NOTHING_SAID,
    )


class CommentForm(OnceForm):
    words = own_words("Say what you think", longest=LONGEST_COMMENT, ask=NOTHING_SAID)


class VoteForm(HeardForm):
    """Two buttons. `text` is the id of the words that were on the page."""

    text = HiddenField(filters=[strip])
    choice = HiddenField(filters=[strip])


class VerdictForm(OnceForm):
    verdict = radio_of("Does it answer us?", VERDICTS, ask="Pick the one that fits best")
    missing = own_words(
        "If not: what is missing?",
        longest=LONGEST_COMMENT,
        hint="A worker reads this first. Then the board and the other members can.",
    )


class ReportTextForm(HeardForm):
    reason = radio_of("What is wrong with it?", REPORTS, ask="Pick the one that fits best")
