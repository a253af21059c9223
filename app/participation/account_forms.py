"""The forms of young advisors' accounts: inviting somebody, what is kept about them, pausing, and opening the notes."""

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.fields import DayField, as_one_of
from app.forms import HeardForm, OnceForm, strip, strip_or_none
from app.models import AdvisorProfile, Role
from app.models.codes import AgeGroup
from app.participation.forms import reason_field
from app.services.advisors import YOUNG
from app.services.looking_after import Kept
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS

LONGEST_NOTE = 2_000
LONGEST_FIRST_NAME = 40


def note_field(label: str, description: str, *, when_empty: str | None = None) -> TextAreaField:
    too_long = Length(max=LONGEST_NOTE, message="This must be 2,000 characters or fewer")
    return TextAreaField(
        label,
        description=description,
        filters=[strip_or_none],
        validators=[*([DataRequired(when_empty)] if when_empty else []), too_long],
    )


def age_field() -> RadioField:
    return RadioField(
        "How old are they?",
        choices=[SelectChoice(age.value, age.value) for age in AgeGroup],
        coerce=as_one_of(AgeGroup),
        validators=[InputRequired("Choose how old they are")],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )


class InviteForm(OnceForm):
    role = RadioField(
        "What will they be?",
        choices=[SelectChoice(role.value, role.value.capitalize()) for role in YOUNG],
        coerce=as_one_of(Role),
        validators=[InputRequired("Choose what they will be")],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )
    name = StringField(
        "What do we call them until they join?",
        description=(
            "Something you know them by, and not their full name: “Tuesday group, draws”. When they join, they choose "
            "the name that others see."
        ),
        filters=[strip],
        validators=[
            DataRequired("Type what we call them until they join"),
            Length(max=LONGEST_FIRST_NAME, message="This must be 40 characters or fewer"),
        ],
    )
    age_group = age_field()
    consented_on = DayField("When did they agree?", when_empty="Enter the day they agreed.")
    consent = note_field(
        "Who agreed, to what, and how?",
        "The young person, and whoever else has to. Sealed: opened only with a reason, which is written down.",
        when_empty="Write who agreed, to what, and how",
    )
    safe_contact = note_field(
        "How can we reach them safely?",
        "When and through whom, and what never to do. Heard itself sends them nothing, ever. Sealed as well.",
        when_empty="Write how to reach them safely",
    )

    @property
    def kept(self) -> Kept:
        return kept_of(self)


class NotesForm(HeardForm):
    """What is kept about somebody who is here already. The notes are not shown: an empty box leaves what is there."""

    age_group = age_field()
    consented_on = DayField("When did they agree?")
    consent = note_field(
        "Who agreed, to what, and how?", "If you write something, it takes the place of what is there."
    )
    safe_contact = note_field(
        "How can we reach them safely?", "If you write something, it takes the place of what is there."
    )
    is_mine = BooleanField("I look after this account from now on")

    def about(self, profile: AdvisorProfile | None) -> "NotesForm":
        """The form with what is not sealed, as it stands."""
        if self.is_submitted():
            return self
        self.is_mine.data = profile is None
        if profile:
            self.age_group.data, self.consented_on.data = profile.age_group, profile.consented_on
        return self

    @property
    def kept(self) -> Kept:
        return kept_of(self)


def kept_of(form: InviteForm | NotesForm) -> Kept:
    return Kept(
        age_group=form.age_group.data,
        consented_on=form.consented_on.data,
        consent=form.consent.data,
        safe_contact=form.safe_contact.data,
    )


class OpenNotesForm(HeardForm):
    reason = reason_field(
        "Why do you need to see it?",
        "Your reason is kept, with your name and the time. They can read that it was opened, and when.",
        when_empty="Write why you need to see it",
    )


class PauseForm(HeardForm):
    because = reason_field(
        "Why?",
        "Sealed with what we keep about them. They are not shown it: tell them yourself.",
        when_empty="Write why",
    )
