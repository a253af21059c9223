"""The forms of what the board asks of its agencies: the framework, and Section 11."""

from wtforms import HiddenField
from wtforms.validators import InputRequired, NumberRange

from app.board.fields import LONGEST_DID, LONGEST_SAID, words
from app.fields import DayField, NumberField
from app.forms import HeardForm, OnceForm, as_number
from app.models import StandardScore
from app.services.framework import VersionDetails
from app.services.self_assessing import ModerationDetails
from app.staff_fields import ChangeForm, line, score_field

LONGEST_TEXT = 20_000


class TakeBackForm(HeardForm):
    """Nothing to fill in. `year` is the one that was on the page."""

    year = HiddenField(filters=[as_number])


class PaperForm(HeardForm):
    """What stands on a signature that came on paper."""

    number = HiddenField(filters=[as_number])  # of the version that was signed
    name = line("Who signed it?", ask="Enter the name on the paper.", description="First name and last name.")
    role = line("What are they in their agency?", ask="Enter their role.", description="Such as chief executive.")
    signed_on = DayField("Which day is on the paper?", when_empty="Enter the day on the paper.")


class NewVersionForm(OnceForm):
    summary = words(
        "What agencies agree to",
        ask="Write what agencies agree to.",
        longest=LONGEST_DID,
        description="In plain words. Whoever signs reads this first.",
    )
    changed = words("What is new, and why?", longest=LONGEST_SAID, description="Leave it empty for the first version.")
    text = words(
        "The whole text",
        longest=LONGEST_TEXT,
        description="Word for word, or leave it empty and say above where it is kept.",
    )
    valid_from = DayField("Valid from", when_empty="Enter the day from which it is valid.")

    @property
    def details(self) -> VersionDetails:
        given: VersionDetails = {name: self[name].data for name in VersionDetails.__annotations__}  # type: ignore[assignment]
        return given


class OpenYearForm(HeardForm):
    year = NumberField(
        "Which year?", [InputRequired("Enter the year."), NumberRange(min=2004, max=2100, message="Enter a year.")]
    )
    due_on = DayField("By when do agencies fill it in?", when_empty="Enter the day by which it is filled in.")


class ModerateForm(ChangeForm):
    moderated_score = score_field("The board’s score", ask="Choose the board’s score.")
    moderated_because = words(
        "Why?",
        ask="Write why.",
        longest=LONGEST_SAID,
        description="What the board looked at. The agency reads it.",
    )

    def __init__(self, score: StandardScore) -> None:
        super().__init__({name: getattr(score, name) for name in ModerationDetails.__annotations__})
