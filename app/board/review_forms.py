"""The forms of reviews, their recommendations, and what those changed."""

from wtforms import BooleanField
from wtforms.validators import DataRequired, InputRequired

from app.board.fields import LONGEST_DID, LONGEST_SAID, agency_choices, one_figure, one_row, words
from app.fields import DayField
from app.forms import HeardForm, OnceForm
from app.models import Recommendation, Review
from app.models.codes import Impact, RecommendationState, RecommendationTheme, ReviewKind
from app.services import committing, reviewing
from app.services.reviewing import ImpactDetails, RecommendationDetails, ReviewDetails
from app.staff_fields import (
    ChangeForm,
    NoNamesForm,
    dropdown,
    line,
    local_reference,
    radio,
)


class ReviewFields(NoNamesForm):
    may_hold_names = ("title", "summary")
    reference = local_reference(
        "The child’s code", ask="Enter the child’s code.", description="A code only, such as Child B1. Never a name."
    )
    kind = radio("What kind of review is it?", ReviewKind, "Choose what kind of review it is.")
    title = line("What it is called", ask="Write what it is called.", description="Everybody reads this.")
    summary = words(
        "What was found",
        ask="Write what was found.",
        longest=LONGEST_DID,
        description="In plain words, for a reader of 9. No names, no places, no school: nobody may tell who it is.",
    )
    reported_on = DayField("When was it reported?", when_empty="Enter the day of the report.")

    @property
    def code(self) -> str:
        return self.reference.data or ""


class NewReviewForm(OnceForm, ReviewFields):
    @property
    def details(self) -> ReviewDetails:
        given: ReviewDetails = {name: self[name].data for name in ReviewDetails.__annotations__}  # type: ignore[assignment]
        return given


class ReviewForm(ChangeForm, ReviewFields):
    def __init__(self, review: Review) -> None:
        super().__init__({name: getattr(review, name) for name in ReviewDetails.__annotations__})


class RecommendationFields(NoNamesForm):
    may_hold_names = ("text", "action", "success_measure", "changed", "evidence")
    review: Review
    text = words("What must change?", ask="Write what must change.", longest=LONGEST_SAID)
    theme = dropdown("What is it about?", RecommendationTheme, nothing="Choose what it is about")
    agency_id = one_row("Which agency sees to it?", validators=[InputRequired("Choose the agency.")])
    owner_role = line("Who there?", ask="Write who sees to it.", description="A role, such as director of nursing.")
    action = words("What will be done?", longest=LONGEST_SAID)
    success_measure = words("How will we know that it worked?", longest=LONGEST_SAID)
    due_on = DayField("By when?", when_empty="Enter the day by which it is done.")
    indicator = one_figure(
        "Which figure should it move?", reviewing.INDICATORS, description="It is shown before and after."
    )
    state = radio("How far is it?", RecommendationState, "Choose how far it is.")
    is_at_risk = BooleanField("It may not be done in time")
    changed = words(
        "What has changed",
        longest=LONGEST_SAID,
        description="For everybody to read. Needed when it is done.",
    )
    evidence = words("What shows it?", longest=LONGEST_DID, description="For the board: it is on no public page.")

    @property
    def code(self) -> str:
        return self.review.reference

    def offer(self, recommendation: Recommendation | None = None) -> None:
        """The agencies there are to choose from, and the one it has."""
        self.theme.validators = [DataRequired("Choose what it is about.")]
        self.agency_id.choices = agency_choices(committing.agencies_to_choose_from(recommendation))


class NewRecommendationForm(OnceForm, RecommendationFields):
    def __init__(self, review: Review) -> None:
        super().__init__()
        self.review = review
        self.offer()

    @property
    def details(self) -> RecommendationDetails:
        given: RecommendationDetails = {  # type: ignore[assignment]
            name: self[name].data for name in RecommendationDetails.__annotations__
        }
        return given


class RecommendationForm(ChangeForm, RecommendationFields):
    def __init__(self, recommendation: Recommendation) -> None:
        super().__init__({name: getattr(recommendation, name) for name in RecommendationDetails.__annotations__})
        self.offer(recommendation)
        self.review = recommendation.review


class ImpactForm(ChangeForm):
    impact = radio("Did it make a difference for children?", Impact, "Choose whether it made a difference.")
    impact_says = words("How do you know?", ask="Write how you know.", longest=LONGEST_DID)

    def __init__(self, recommendation: Recommendation, *, is_sent: bool) -> None:
        stored = {name: getattr(recommendation, name) for name in ImpactDetails.__annotations__}
        super().__init__(stored, is_sent=is_sent)


class OpenAgainForm(HeardForm):
    because = words(
        "Why is it opened again?",
        ask="Write why it is opened again.",
        longest=LONGEST_SAID,
        description="Your reason is kept with your name and the time.",
    )
