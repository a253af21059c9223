"""Making a conference, putting right one made with a mistake, and adding the children of the household."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.chairs.forms.fields import (
    WHAT_A_TAMPERED_CHOICE_GETS,
    ChangeForm,
    as_truth,
    ask_the_rules,
    chairs_words,
    local_reference,
    radio,
)
from app.fields import NOT_ON_THE_PAGE, DayField, HourField
from app.forms import HeardForm, OnceForm, strip
from app.models import Conference
from app.models.codes import ConferenceFormat, ConferenceType
from app.services import conferring, correcting
from app.services.conferring import ConferenceDetails
from app.services.stages import BirthMonth

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


class ConferenceFields(HeardForm):
    reference = local_reference(
        "Reference of the conference",
        ask="Enter the reference of the conference.",
        description="Your own, such as NB-2041. No names.",
    )
    held_on = DayField("Date of the conference", [InputRequired("Enter the date of the conference.")])
    start_time = HourField(
        "What time does it start?",
        description="If you know it. A child can write for their meeting until then; without it, until 9am that day.",
    )
    type = radio("What kind of conference is it?", ConferenceType, "Choose what kind of conference it is.")
    format = radio("How do people meet?", ConferenceFormat, "Choose how people meet.")
    strategy_discussion_on = DayField(
        "Date of the strategy discussion",
        description="Needed for an initial conference. If there were several, the one that started the enquiry.",
    )
    late_reason = chairs_words("Why is it late?")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.late_reason.description = (
            f"Only when it is more than {conferring.days_allowed()} working days after the strategy discussion."
        )

    def validate_held_on(self, field: DayField) -> None:
        if field.data:
            ask_the_rules(lambda: conferring.check_held_on(field.data, today=conferring.this_day()))

    def validate_start_time(self, field: HourField) -> None:
        ask_the_rules(lambda: conferring.check_start_time(field.data))

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators=extra_validators)
        return self.agrees() and is_right

    @property
    def details(self) -> ConferenceDetails:
        return ConferenceDetails(
            reference=self.reference.data,
            held_on=self.held_on.data,
            start_time=self.start_time.data,
            type=self.type.data,
            format=self.format.data,
            strategy_discussion_on=self.strategy_discussion_on.data,
            late_reason=self.late_reason.data,
        )

    def agrees(self) -> bool:
        """Whether the dates agree with each other and with the kind of conference."""
        discussed, held = self.strategy_discussion_on, self.held_on
        if discussed.errors or held.errors or held.data is None:
            return False
        try:
            ask_the_rules(lambda: conferring.check_strategy_discussion(self.type.data, discussed.data, held.data))
        except ValidationError as wrong:
            discussed.errors = [str(wrong)]
            return False
        if conferring.is_late(self.type.data, discussed.data, held.data) and not self.late_reason.data:
            due = conferring.latest_day(discussed.data)
            self.late_reason.errors = [
                f"Write why the conference is late. It was due by {due.day} {due:%B %Y}, "
                f"{conferring.days_allowed()} working days after the strategy discussion."
            ]
            return False
        return True


class NewConferenceForm(OnceForm, ConferenceFields):
    pass


class ConferenceForm(ChangeForm, ConferenceFields):
    """`codes_again` is only asked when, on the new date, a participation code does not fit the child's age."""

    codes_again = BooleanField("Take these codes away. I choose them again on each child’s record.")

    def __init__(self, conference: Conference) -> None:
        super().__init__({name: getattr(conference, name) for name in ConferenceDetails.__annotations__})
        self.conference = conference

    def validate_codes_again(self, field: BooleanField) -> None:
        if self.held_on.data and not self.held_on.errors and not field.data:
            ask_the_rules(lambda: correcting.check_codes(self.conference, self.held_on.data))


class ChildForm(OnceForm):
    reference = local_reference(
        "Reference of the child",
        ask="Enter the reference of the child.",
        description="Your own, such as C-2041. No names. A child from an earlier conference is found again by it.",
    )
    unborn = BooleanField("Not born yet")
    month = SelectField(
        "Month of birth",
        choices=[
            SelectChoice("", "Choose a month"),
            *(SelectChoice(str(number), name) for number, name in enumerate(MONTHS, start=1)),
        ],
        invalid_choice_message=NOT_ON_THE_PAGE,
    )
    year = StringField("Year of birth", filters=[strip], description="Four numbers, like 2019.")
    is_subject = RadioField(
        "Is the conference about this child?",
        choices=[
            SelectChoice("yes", "Yes, the conference is about this child"),
            SelectChoice("no", "No, another child of the household"),
        ],
        coerce=as_truth,
        default=True,
        validators=[Optional()],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )

    @property
    def details(self) -> dict[str, Any]:
        return {
            "reference": self.reference.data,
            "born": None if self.unborn.data else BirthMonth(int(self.year.data), int(self.month.data)),
            "is_subject": self.is_subject.data,
            "once": self.once.data,
        }

    def validate_month(self, field: SelectField) -> None:
        if not self.unborn.data and not field.data:
            raise ValidationError("Choose the month of birth, or tick “Not born yet”.")
        if self.unborn.data and (field.data or self.year.data):
            raise ValidationError("Take away the month and year of birth, or the tick at “Not born yet”.")

    def validate_year(self, field: StringField) -> None:
        year = field.data or ""
        if not self.unborn.data and not (len(year) == 4 and year.isascii() and year.isdigit()):
            raise ValidationError("Enter the year of birth in four numbers, like 2019.")
