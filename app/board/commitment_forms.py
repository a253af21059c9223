"""The forms of what the board promises."""

from collections.abc import Mapping
from uuid import UUID

from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange, Optional

from app.board.fields import LONGEST_DID, LONGEST_SAID, PLAINLY, agency_choices, one_figure, one_row, words
from app.fields import DayField, NumberField
from app.forms import HeardForm, OnceForm
from app.models import Commitment
from app.models.codes import CommitmentSource, CommitmentState
from app.services import board_questions, committing
from app.services.committing import Details
from app.services.figures import BY_NAME
from app.staff_fields import ChangeForm, dropdown, line, radio

STATE_WORDS = {
    CommitmentState.STARTED: "We are still working on it",
    CommitmentState.DONE: "We did it",
    CommitmentState.NOT_POSSIBLE: "We cannot, because …",
}

COMES_FROM = {
    "theme_id": CommitmentSource.THEME,
    "recommendation_id": CommitmentSource.RECOMMENDATION,
    "question_id": CommitmentSource.QUESTION,
}


class CommitmentFields(HeardForm):
    title = line("Its name", ask="Write its name.", description="A few words, such as: Meetings at a good time.")
    said = words(
        "What did young people say?",
        ask="Write what young people said.",
        longest=LONGEST_SAID,
        description="In the board’s own words, and never about one child. Young people read this.",
    )
    said_by = NumberField(
        "How many said it?",
        [Optional(), NumberRange(min=0, max=1_000_000, message="Enter a whole number, or leave it empty.")],
        description="Leave it empty if nobody counted. A small number is shown to nobody.",
    )
    comes_from = dropdown("Where does it come from?", CommitmentSource, nothing="Choose where it comes from")
    theme_id = one_row("If many say it: which theme?")
    recommendation_id = one_row("If it is from a review: which recommendation?")
    question_id = one_row("If it is from a question of members: which one?")
    figure = one_figure("If conferences show it: which figure?", committing.PATTERNS)
    agency_id = one_row("Which agency does it?", validators=[InputRequired("Choose the agency.")])
    owner_role = line("Who there?", ask="Write who does it.", description="A role, such as head of transport.")
    due_on = DayField("By when?", when_empty="Enter the day by which it is done.")
    state = radio("How far is it?", CommitmentState, "Choose how far it is.", STATE_WORDS)
    did = words(
        "What we did, are doing, or why we cannot",
        ask="Write what was done, is being done, or why it cannot be.",
        longest=LONGEST_DID,
        description=f"{PLAINLY} If you cannot do it, say why first.",
    )
    for_now = words("What can young people do for now?", longest=LONGEST_SAID, description="If there is something.")
    look_again_on = DayField("When do you look at it again?", description="If you will.")
    evidence = words(
        "How do you know?",
        longest=LONGEST_DID,
        description="What shows that it was done. For the board: it is on no public page.",
    )

    def offer(self, commitment: Commitment | None = None) -> None:
        """The rows there are to choose from, and those it has."""
        self.comes_from.validators = [InputRequired("Choose where it comes from.")]
        agencies = committing.agencies_to_choose_from(commitment)
        themes = committing.themes_to_choose_from(commitment)
        recommendations = committing.recommendations_to_choose_from()
        self.agency_id.choices = agency_choices(agencies)
        self.theme_id.choices = [
            SelectChoice("", "No theme"),
            *(SelectChoice(str(one.id), one.name) for one in themes),
        ]
        self.recommendation_id.choices = [
            SelectChoice("", "No recommendation"),
            *(SelectChoice(str(one.id), f"{review}, {one.number}: {one.text}") for one, review in recommendations),
        ]
        self.question_id.choices = [
            SelectChoice("", "No question"),
            *(SelectChoice(str(one.id), one.agreed) for one in board_questions.questions_to_choose_from()),
        ]


class NewCommitmentForm(OnceForm, CommitmentFields):
    def begin_with(self, asked: Mapping[str, str]) -> None:
        """Choose where it comes from, as the address says of the page it was opened from: a theme, a recommendation or
        a question that can be chosen here; or a figure, which shows what many say or what conferences show."""
        for name, source in COMES_FROM.items():
            row_id = asked.get(name.removesuffix("_id"), "")
            if row_id in {choice.value for choice in self[name].choices} - {""}:
                self.comes_from.data, self[name].data = source, UUID(row_id)
        if figure := BY_NAME.get(asked.get("figure", "")):
            is_pattern = figure.name in committing.PATTERNS
            self.comes_from.data = CommitmentSource.PATTERN if is_pattern else CommitmentSource.THEME
            self.figure.data = figure.name if is_pattern else None

    @property
    def details(self) -> Details:
        given: Details = {name: self[name].data for name in Details.__annotations__}  # type: ignore[assignment]
        return given


class CommitmentForm(ChangeForm, CommitmentFields):
    def __init__(self, commitment: Commitment) -> None:
        super().__init__({name: getattr(commitment, name) for name in Details.__annotations__})
        self.offer(commitment)
