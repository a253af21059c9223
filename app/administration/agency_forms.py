"""The forms of the board's agencies: which there are, which take part, and which are children's social care."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField
from wtforms.fields import SelectChoice

from app.forms import HeardForm
from app.models import Agency
from app.services.agencies import LONGEST_NAME
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS, TickField, as_row_id, line


def tick_agencies(label: str, **options: Any) -> TickField:
    """Any of the agencies, which come with the form."""
    return TickField(label, coerce=as_row_id, **WHAT_A_TAMPERED_CHOICE_GETS, **options)


class AgenciesForm(HeardForm):
    taking_part = tick_agencies(
        "Which agencies take part?",
        description="The others are given nothing new. What they have signed, said and done stays.",
    )
    social_care = tick_agencies(
        "Which agencies are children’s social care?",
        description="A conference is quorate only when one of them was there.",
    )

    def __init__(self, listed: Sequence[Agency]) -> None:
        stored = {
            "taking_part": [agency.id for agency in listed if agency.is_active],
            "social_care": [agency.id for agency in listed if agency.is_social_care],
        }
        super().__init__(data=stored)
        for field in (self.taking_part, self.social_care):
            field.choices = [SelectChoice(str(agency.id), agency.name) for agency in listed]


class NewAgencyForm(HeardForm):
    name = line("What is it called?", ask="Give the agency a name.", longest=LONGEST_NAME)
    is_social_care = BooleanField("It is children’s social care")
