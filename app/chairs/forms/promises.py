"""A wish with what became of it, and an action."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from flask import request
from wtforms import SelectField, SubmitField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, StopValidation

from app.chairs.refusals import FINISHED
from app.fields import DayField
from app.forms import HeardForm, OnceForm
from app.models import Action, Agency, ChildRecord, Wish
from app.models.codes import ActionStatus, Difference, Extent, Reason, VoiceTopic
from app.services import clocks, conferring, promising
from app.services.essentials import NOT_FULLY
from app.services.promising import ActionDetails, WishDetails
from app.staff_fields import (
    WHAT_A_TAMPERED_CHOICE_GETS,
    ChangeForm,
    as_row_id,
    ask_the_rules,
    chairs_words,
    childs_words,
    dropdown,
    line,
    or_nothing,
    radio,
)

LONGEST_ACTION = 500
LONGEST_IN_A_LIST = 60


class WishFields(HeardForm):
    text = childs_words(
        "What does the child want?", ask="Write what the child wants.", description="In their own words."
    )
    extent = radio("How far was it acted on?", Extent)
    topic = dropdown("What is it about?", VoiceTopic, nothing="Choose a topic")
    weight = chairs_words(
        "What did you weigh up?",
        description="The child’s age, how much they understand, and how sure they are. The child does not read this.",
    )
    changed = chairs_words("What changes because of it?")
    reason = dropdown(
        "If it was partly or not acted on: the reason",
        Reason,
        nothing="Choose a reason",
    )
    explanation = chairs_words(
        "What will the child be told?",
        description="Write it as you would say it to them. Needed when it was partly or not acted on.",
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators=extra_validators)
        if self.reason.data and self.extent.data is None and not self.extent.errors:
            self.extent.errors = ["Choose how far it was acted on."]
            is_right = False
        return is_right

    @property
    def saved(self) -> str:
        """The word for what has been saved: it says what is still needed where the wish was not fully acted on."""
        if self.extent.data not in NOT_FULLY or (self.reason.data and self.explanation.data):
            return "wish"
        if self.reason.data:
            return "wish-needs-words"
        return "wish-needs-reason" if self.explanation.data else "wish-needs-both"

    @property
    def details(self) -> WishDetails:
        return WishDetails(
            text=self.text.data,
            topic=self.topic.data,
            weight=self.weight.data,
            extent=self.extent.data,
            changed=self.changed.data,
            reason=self.reason.data,
            explanation=self.explanation.data,
        )


class NewWishForm(OnceForm, WishFields):
    another = SubmitField("Save and add another")


class WishForm(ChangeForm, WishFields):
    """What the child wrote themselves is not asked about."""

    def __init__(self, wish: Wish) -> None:
        super().__init__({name: getattr(wish, name) for name in WishDetails.__annotations__})
        if wish.contribution_id is not None:
            del self.text


class ActionFields(HeardForm):
    what = line(
        "What will be done?",
        ask="Write what will be done.",
        description="The child reads this. Write it so that they understand it.",
        longest=LONGEST_ACTION,
    )
    wish_id = SelectField(
        "Which wish is it for?", coerce=or_nothing(as_row_id), choices=[], **WHAT_A_TAMPERED_CHOICE_GETS
    )
    agency_id = SelectField(
        "Which agency?",
        coerce=or_nothing(as_row_id),
        choices=[],
        validators=[InputRequired("Choose the agency.")],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )
    owner_role = line("Who there?", ask="Write who does it.", description="A role, such as health visitor.")
    due_on = DayField("By when?", when_empty="Enter the day by which it is done.")
    status = radio("How far is it?", ActionStatus, "Choose how far the action is.", default=ActionStatus.NOT_STARTED)
    done_on = DayField("Done on", description="When it is done.")
    stopped_reason = chairs_words(
        "If it was stopped: why?", description="The child reads this. Write it as you would say it to them."
    )
    evidence = chairs_words(
        "How can anybody see that it was done?", description="The agency that owns it reads this. No child’s words."
    )
    difference = radio("Did it make a difference to the child?", Difference)
    child_said = childs_words("What does the child say about it?", description="In their own words.")

    def offer(self, record: ChildRecord, agencies: Sequence[Agency]) -> None:
        self.held_on = record.conference.held_on
        if "what" not in self:
            return
        self.wish_id.choices = [
            SelectChoice("", "No wish of its own"),
            *(
                SelectChoice(str(wish.id), f"{number}. {shortened(wish.text)}")
                for number, wish in enumerate(record.wishes, start=1)
            ),
        ]
        self.agency_id.choices = [
            SelectChoice("", "Choose an agency"),
            *(SelectChoice(str(agency.id), agency.name) for agency in agencies),
        ]

    def validate_due_on(self, field: DayField) -> None:
        if field.data:
            ask_the_rules(lambda: promising.check_due_on(field.data, held_on=self.held_on))

    def validate_done_on(self, field: DayField) -> None:
        if self.status.data:
            ask_the_rules(
                lambda: promising.check_done_on(
                    self.status.data, field.data, held_on=self.held_on, today=conferring.this_day()
                )
            )

    def validate_stopped_reason(self, field: Any) -> None:
        if self.status.data is ActionStatus.STOPPED and not field.data:
            raise ValidationError("Write why the action was stopped.")

    @property
    def details(self) -> ActionDetails:
        return ActionDetails(
            what=self.what.data,
            wish_id=self.wish_id.data,
            agency_id=self.agency_id.data,
            owner_role=self.owner_role.data,
            due_on=self.due_on.data,
            status=self.status.data,
            done_on=self.done_on.data,
            stopped_reason=self.stopped_reason.data,
            evidence=self.evidence.data,
            difference=self.difference.data,
            child_said=self.child_said.data,
        )


class Soon(StrEnum):
    """The days that most actions are due by, counted from today: one press in the place of a whole date."""

    ONE_WEEK = "in 1 week"
    TWO_WEEKS = "in 2 weeks"
    FOUR_WEEKS = "in 4 weeks"
    TWELVE_WEEKS = "in 12 weeks"

    def day(self, held_on: date) -> date:
        """The working day on which so many weeks are over: from today, or from a conference that is still to come."""
        weeks = {Soon.ONE_WEEK: 1, Soon.TWO_WEEKS: 2, Soon.FOUR_WEEKS: 4, Soon.TWELVE_WEEKS: 12}[self]
        return clocks.add_working_days(max(conferring.this_day(), held_on) + timedelta(weeks=weeks), 0)


def soon_or_on_a_day(form: HeardForm, field: DayField) -> None:
    """One of the two says by when."""
    is_soon, is_typed = form["soon"].data is not None, any(text.strip() for text in field.raw_data or [])
    if is_soon and is_typed:
        raise StopValidation("Choose how soon, or enter a day: not both.")
    if not is_typed:
        field.errors = []  # an empty box is not a date that cannot be read
        raise StopValidation("" if is_soon else "Choose how soon it is done, or enter a day.")


class NewActionForm(OnceForm, ActionFields):
    soon = radio("By when?", Soon, description="A working day, counted from today. Or enter a day of your own below.")
    due_on = DayField("Or on this day", [soon_or_on_a_day])
    another = SubmitField("Save and add another")

    def start_with(self, wish: str | None) -> None:
        """On a form that nobody has sent yet, the wish it was opened for stands there. Any other changes nothing."""
        offered = [choice.value for choice in self.wish_id.choices]
        if wish and wish in offered and not self.is_submitted():
            self.wish_id.data = as_row_id(wish)

    @property
    def details(self) -> ActionDetails:
        details = super().details
        return details | {"due_on": self.soon.data.day(self.held_on)} if self.soon.data else details


class ActionForm(ChangeForm, ActionFields):
    """When the conference is finished, only how far the action is can change.

    What an agency stopped can be left as it is: its chair has looked at it, and need not write to the child again.
    """

    looked = SubmitField("I have looked at it")

    def __init__(self, action: Action, *, is_finished: bool = False) -> None:
        super().__init__({name: getattr(action, name) for name in (*ActionDetails.__annotations__, "reported_at")})
        self.is_finished, self.has_only_looked = is_finished, False
        if is_finished and "what" not in request.form:
            del self.what, self.wish_id, self.agency_id, self.owner_role, self.due_on

    def validate(self, extra_validators: Any = None) -> bool:
        is_old = self.looked.data and self.seen.data != self.mark
        self.has_only_looked = self.looked.data and not self.is_filled_in_anew
        is_right = super().validate(extra_validators=extra_validators)
        if is_old and is_right:
            self.form_errors.append("The agency has said something since. Read it, then press the button again.")
            is_right = False
        if self.is_finished and self.all_given() != self.stored | self.progress:
            self.form_errors.append(FINISHED)
            is_right = False
        return is_right

    def validate_stopped_reason(self, field: Any) -> None:
        if not self.has_only_looked:
            super().validate_stopped_reason(field)

    @property
    def progress(self) -> dict[str, Any]:
        names = ("status", "done_on", "stopped_reason", "evidence", "difference", "child_said")
        return {name: self[name].data for name in names}


def shortened(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= LONGEST_IN_A_LIST else f"{plain[: LONGEST_IN_A_LIST - 1]}…"
