"""A line of the rota."""

from typing import Any
from uuid import UUID

from wtforms import BooleanField, SelectField, SelectMultipleField, widgets
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, NumberRange

from app.fields import DayField, HourField, NumberField
from app.forms import HeardForm
from app.services import rota
from app.services.rota_keeping import Line
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS

MOST_TURNS = 20
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class LineForm(HeardForm):
    """When somebody is there, and when it is their turn."""

    opens = HourField("From", when_empty="Enter when they begin.")
    closes = HourField("Until", when_empty="Enter when they end.")
    rank = NumberField(
        "Whose turn",
        description="1 is told first. If 1 has not seen the alert in time, 2 is told, and so on.",
        default=1,
        validators=[
            InputRequired("Enter a number, like 1."),
            NumberRange(min=1, max=MOST_TURNS, message=f"Enter a number from 1 to {MOST_TURNS}."),
        ],
    )
    is_out_of_hours = BooleanField(
        "Out of hours",
        description="They are told when nobody else is on. Young people are not promised these hours.",
    )
    on_bank_holidays = BooleanField("On bank holidays too")
    from_day = DayField("First day", when_empty="Enter the first day.")
    until_day = DayField("Last day", description="Leave it empty if there is none.")

    @property
    def line(self) -> Line:
        return Line(
            opens=self.opens.data,
            closes=self.closes.data,
            rank=self.rank.data,
            is_out_of_hours=self.is_out_of_hours.data,
            on_bank_holidays=self.on_bank_holidays.data,
            from_day=self.from_day.data,
            until_day=self.until_day.data,
        )


class NewLineForm(LineForm):
    """The same, with who and on which days of the week."""

    person_id = SelectField("Who", coerce=lambda value: UUID(value) if value else None, **WHAT_A_TAMPERED_CHOICE_GETS)
    weekdays = SelectMultipleField(
        "Days",
        choices=[SelectChoice(number, day) for number, day in enumerate(WEEKDAYS)],
        coerce=int,
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
        validators=[InputRequired("Choose one day or more.")],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        people = [SelectChoice(str(one.id), f"{one.name}, {one.role.value}") for one in rota.may_be_on()]
        self.person_id.choices = [SelectChoice("", "Choose somebody"), *people]

    def validate_person_id(self, field: SelectField) -> None:
        if field.data is None:
            field.errors = [*field.errors, "Choose who."]
