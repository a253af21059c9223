"""The forms with which an agency answers to the board: signing the framework, Section 11, recommendations."""

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired, InputRequired

from app.fields import DayField
from app.forms import HeardForm, as_number, strip, strip_or_none
from app.models import Person, Recommendation, StandardScore
from app.models.codes import RecommendationState
from app.services import recommending
from app.services.self_assessing import ScoreDetails
from app.staff_fields import (
    ChangeForm,
    NoNamesForm,
    ask_the_rules,
    line,
    no_longer_than,
    radio,
    score_field,
)

LONGEST_EVIDENCE = 2_000
LONGEST_IMPROVEMENT = 1_000
NOTHING_SCORED: ScoreDetails = {"self_score": None, "evidence": "", "improvement": None, "improve_by": None}  # type: ignore[typeddict-item]
HOW_FAR = {RecommendationState.DONE: "Done: the board looks at what shows it"}


class SignForm(HeardForm):
    number = HiddenField()  # of the version that was read
    name = line("Who signs?", ask="Enter the name of whoever signs.", description="First name and last name.")
    role = line("What are they in your agency?", ask="Enter their role.", description="Such as chief executive.")
    is_sure = BooleanField(
        "I may sign for my agency, and it will work by this framework",
        validators=[InputRequired("Tick that you may sign for your agency.")],
    )

    def __init__(self, lead: Person) -> None:
        super().__init__(data={"name": lead.name})
        self.number.data = as_number(str(self.number.data)) if self.is_submitted() else None


class ScoreForm(ChangeForm):
    self_score = score_field("Our score", ask="Choose your score.")
    evidence = TextAreaField(
        "What shows it?",
        description="What there is, and where it can be seen. No names, and nothing about one child.",
        filters=[strip],
        validators=[DataRequired("Write what shows it."), no_longer_than(LONGEST_EVIDENCE)],
    )
    improvement = TextAreaField(
        "What gets better?",
        description="Needed unless all of it is in place.",
        filters=[strip_or_none],
        validators=[no_longer_than(LONGEST_IMPROVEMENT)],
    )
    improve_by = DayField("By when?")

    def __init__(self, score: StandardScore | None) -> None:
        names = ScoreDetails.__annotations__
        super().__init__({name: getattr(score, name) for name in names} if score else dict(NOTHING_SCORED))


class RecommendationReportForm(ChangeForm, NoNamesForm):
    may_hold_names = ("evidence",)
    state = radio("How far is it?", RecommendationState, "Choose how far it is.", HOW_FAR)
    is_at_risk = BooleanField("It may not be done in time")
    evidence = TextAreaField(
        "What shows it?",
        description="What was done, and where it can be seen. The board reads this. No names: a child is only a code.",
        filters=[strip_or_none],
        validators=[no_longer_than(LONGEST_EVIDENCE)],
    )

    def __init__(self, one: Recommendation) -> None:
        super().__init__(dict(recommending.reported(one)))
        self.review = one.review

    @property
    def code(self) -> str:
        return self.review.reference

    def validate_evidence(self, field: TextAreaField) -> None:
        ask_the_rules(lambda: recommending.check_shown(self.state.data, field.data))
