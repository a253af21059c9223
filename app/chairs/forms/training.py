"""A training that is written down: what it was, when, and who was there."""

from collections.abc import Iterable

from wtforms.fields import SelectChoice

from app.fields import DayField
from app.forms import OnceForm
from app.models import Person
from app.services.training import Training
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS, TickField, as_row_id, line


class TrainingForm(OnceForm):
    title = line("What was it about?", ask="Write what the training was about.")
    held_on = DayField("Which day was it?", when_empty="Enter the day of the training.")
    people = TickField("Who was there?", coerce=as_row_id, **WHAT_A_TAMPERED_CHOICE_GETS)

    @property
    def given(self) -> Training:
        """What was filled in."""
        return Training(title=self.title.data, held_on=self.held_on.data, person_ids=self.people.data)

    def offer(self, people: Iterable[Person]) -> None:
        """Who can be ticked."""
        self.people.choices = [SelectChoice(person.id, person.name) for person in people]
