"""Who else writes in a conference, and who leads it next."""

from collections.abc import Iterable
from typing import Self

from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.forms import HeardForm, strip
from app.models import Person
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS, as_row_id, or_nothing

LONGEST_REASON = 500


def person_field(label: str, ask: str, **options: str) -> SelectField:
    """One of the people who are put in with `offer`."""
    return SelectField(
        label,
        coerce=or_nothing(as_row_id),
        validators=[InputRequired(ask)],
        **WHAT_A_TAMPERED_CHOICE_GETS,
        **options,
    )


class PersonForm(HeardForm):
    """A form that asks for one of some people."""

    def offer(self, people: Iterable[Person]) -> Self:
        """Who can be chosen: each with their name and role. Gives the form."""
        self["person"].choices = [
            SelectChoice("", "Choose somebody"),
            *(SelectChoice(person.id, f"{person.name}, {person.role.value}") for person in people),
        ]
        return self


class MinutesForm(PersonForm):
    person = person_field("Who takes the minutes?", "Choose who takes the minutes.")


class ChangeChairForm(PersonForm):
    """For a chair who hands one conference over."""

    person = person_field("Who leads it from now on?", "Choose who leads it from now on.")
    reason = TextAreaField(
        "Why does it get another chair?",
        description="The new chair reads it. It is kept with your name and the time. Write nothing that a child said.",
        filters=[strip],
        validators=[
            DataRequired("Write why it gets another chair."),
            Length(max=LONGEST_REASON, message="Your reason must be 500 characters or fewer."),
        ],
    )


class ReassignForm(ChangeChairForm):
    """For the chairs' manager, when a chair is away."""

    everything = BooleanField("Give them all conferences of this chair in which something is still to be done")
