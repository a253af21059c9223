"""The forms of a request for what is held, as its administrator fills them in."""

from typing import Any

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, ValidationError

from app.fields import DayField
from app.forms import HeardForm, OnceForm, strip
from app.models import utc_now
from app.models.codes import AskedBy
from app.services.clocks import london_day
from app.services.subject_access.requesting import LATER_THAN_TODAY, Asked
from app.staff_fields import no_longer_than, radio

LONGEST_REASON = 500


def about_it(label: str, description: str, *, when_empty: str) -> TextAreaField:
    return TextAreaField(
        label,
        description=description,
        filters=[strip],
        validators=[DataRequired(when_empty), no_longer_than(LONGEST_REASON)],
    )


class RequestForm(OnceForm):
    asked_by = radio("Who asks?", AskedBy, ask="Choose who asks.")
    who = about_it(
        "Who they are, and how you answer them",
        "Their name, and an address that is safe for them.",
        when_empty="Write who they are, and how you answer them.",
    )
    identity = about_it(
        "How you made sure who they are, and that they may ask",
        "What you saw, not a copy of it. When a parent asks: whether the young person understands, and what they want.",
        when_empty="Write how you made sure who they are.",
    )
    received_on = DayField(
        "The day it came",
        when_empty="Enter the day it came.",
        description="Or the day they proved who they are, when you had to ask. The month begins then.",
    )
    subject_reference = StringField(
        "A reference",
        description="A child’s, or a conference’s. It is not kept.",
        filters=[strip],
        validators=[no_longer_than(40)],
    )
    subject_words = StringField(
        "Or their 4 words",
        description="They are not kept either, and stand in no log. Of what a young advisor or shadow board member "
        "said under their name, they lead to all of their account.",
        filters=[strip],
        validators=[no_longer_than(200)],
    )
    found_nothing = BooleanField("If nothing is found, write that down: they are told that Heard holds nothing")

    def validate_subject_words(self, field: Any) -> None:
        if bool(field.data) == bool(self.subject_reference.data):
            raise ValidationError("Type either a reference or 4 words, and not both.")

    def validate_received_on(self, field: Any) -> None:
        """Before anything is looked for: no answer to it may say whether something was found."""
        if field.data and field.data > london_day(utc_now()):
            raise ValidationError(LATER_THAN_TODAY)

    def say_nothing_found(self) -> None:
        """Say so on the form; it is not taken like this."""
        field = self.subject_reference if self.subject_reference.data else self.subject_words
        field.errors = [
            "Heard holds nothing under this. Check it with who asked. What was taken back or cleared is not here any "
            "more. If it is right, tick the box below."
        ]

    @property
    def asked(self) -> Asked:
        return Asked(
            asked_by=self.asked_by.data,
            who=self.who.data,
            identity=self.identity.data,
            received_on=self.received_on.data,
        )


class ExtendForm(HeardForm):
    because = about_it(
        "Why is more time needed?",
        "It is complex, or they ask many things. You tell them this within the first month.",
        when_empty="Write why more time is needed.",
    )


class RefuseForm(HeardForm):
    because = about_it(
        "Why is nothing given?",
        "You tell them why, and that they may complain to the Information Commissioner. Nothing of what is held "
        "belongs here.",
        when_empty="Write why nothing is given.",
    )
