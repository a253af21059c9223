"""Making a conference, putting right one made with a mistake, and adding the children of the household."""

from functools import partial
from typing import Any

from wtforms import BooleanField, HiddenField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Optional

from app.fields import NOT_ON_THE_PAGE, DayField, HourField
from app.forms import HeardForm, OnceForm, strip
from app.models import ChildRecord, Conference
from app.models.codes import ConferenceFormat, ConferenceType
from app.services import conferring, correcting, including, settings, time_limits
from app.services.conferring import ConferenceDetails
from app.services.describing import Siblings
from app.services.stages import BirthMonth
from app.staff_fields import (
    WHAT_A_TAMPERED_CHOICE_GETS,
    ChangeForm,
    TickField,
    as_row_id,
    as_truth,
    ask_the_rules,
    chairs_words,
    line,
    local_reference,
    radio,
)

NEXT_TYPE = {
    ConferenceType.INITIAL: ConferenceType.FIRST_REVIEW,
    ConferenceType.PRE_BIRTH: ConferenceType.FIRST_REVIEW,
    ConferenceType.TRANSFER_IN: ConferenceType.FIRST_REVIEW,
    ConferenceType.RECONVENED: ConferenceType.FIRST_REVIEW,
    ConferenceType.FIRST_REVIEW: ConferenceType.LATER_REVIEW,
    ConferenceType.LATER_REVIEW: ConferenceType.LATER_REVIEW,
}
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
        description="For an initial conference. If there were several, the one that started the enquiry.",
    )
    told_of_move_on = DayField("When did the other area tell us?", description="For a transfer-in.")
    last_conference_on = DayField(
        "When was the conference before?",
        description="For a review or a reconvened conference. A first review is counted from the initial conference.",
    )
    late_reason = chairs_words("Why is it late?")

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        in_force = settings.current()
        self.late_reason.description = (
            "Only when it is after its time limit: an initial conference within "
            f"{in_force.initial_conference_days} working days, a first review within {in_force.first_review_months} "
            f"months, later ones within {in_force.later_review_months}."
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
            last_conference_on=self.last_conference_on.data,
            told_of_move_on=self.told_of_move_on.data,
            late_reason=self.late_reason.data,
        )

    def agrees(self) -> bool:
        """Whether the dates agree with each other and with the kind of conference."""
        held_on = self.held_on.data
        if held_on is None or self.held_on.errors:
            return False
        rules = {
            "strategy_discussion_on": time_limits.check_strategy_discussion,
            "told_of_move_on": time_limits.check_told_of_move,
            "last_conference_on": time_limits.check_last_conference,
        }
        for name, rule in rules.items():
            try:
                if not self[name].errors:
                    ask_the_rules(partial(rule, self.type.data, self[name].data, held_on))
            except ValidationError as wrong:
                self[name].errors = [str(wrong)]
        return not any(self[name].errors for name in rules) and self.is_in_time_or_says_why()

    def is_in_time_or_says_why(self) -> bool:
        days = conferring.days_of(self.details)
        limit = time_limits.limit_of(days)
        if limit and time_limits.is_late(days) and not self.late_reason.data:
            due = limit.due_on
            self.late_reason.errors = [
                f"Write why the conference is late. It was due by {due.day} {due:%B %Y}, {limit.rule}."
            ]
            return False
        return True


class NewConferenceForm(OnceForm, ConferenceFields):
    """A new conference. After an earlier one of the same household its children are ticked, and its days known."""

    after = HiddenField(filters=[strip])
    children = TickField(
        "Children of the household",
        coerce=as_row_id,
        description="They come with what they needed last time. Add others afterwards.",
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )

    def __init__(self, earlier: Conference | None) -> None:
        super().__init__(data=self.known_from(earlier) if earlier else None)
        self.earlier = earlier
        if earlier is None or not earlier.records:
            del self.children
            return
        self.children.choices = [SelectChoice(str(record.id), name_of(record)) for record in earlier.records]

    def known_from(self, earlier: Conference) -> dict[str, Any]:
        return {
            "after": str(earlier.id),
            "reference": earlier.reference,
            "type": NEXT_TYPE[earlier.type],
            "format": earlier.format,
            "last_conference_on": earlier.held_on,
            "children": [record.id for record in earlier.records],
        }

    @property
    def chosen(self) -> list[ChildRecord]:
        """The records of the earlier conference whose children are ticked."""
        if self.earlier is None or "children" not in self:
            return []
        return [record for record in self.earlier.records if record.id in (self.children.data or [])]


def name_of(record: ChildRecord) -> str:
    if record.child.born is None:
        return f"{record.child.reference}: not born yet, as we know it. If the baby is here, add them with their month"
    return f"{record.child.reference}{'' if record.is_subject else ', in the household'}"


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
        description="Your own, such as C-2041. No names. For a child from an earlier conference this is enough.",
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
    siblings = line(
        "Position among brothers and sisters", longest=10, description="If you know it: 2 of 3, the oldest first."
    )
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
            "born": self.born(),
            "siblings": Siblings.parse(self.siblings.data) if self.siblings.data else None,
            "is_subject": self.is_subject.data,
            "once": self.once.data,
        }

    def born(self) -> BirthMonth | None:
        """The month of birth as typed; or, when nothing is typed, as we know it of this child."""
        if self.unborn.data:
            return None
        if self.says_no_birth:
            return including.born_as_known(self.reference.data)
        return BirthMonth(int(self.year.data), int(self.month.data))

    @property
    def says_no_birth(self) -> bool:
        return not self.month.data and not self.year.data

    @property
    def is_known(self) -> bool:
        """Whether the reference alone is enough: we know this child, and when they were born."""
        return self.says_no_birth and bool(self.reference.data) and bool(including.born_as_known(self.reference.data))

    def validate_siblings(self, field: StringField) -> None:
        if field.data:
            ask_the_rules(lambda: Siblings.parse(field.data))

    def validate_month(self, field: SelectField) -> None:
        if not self.unborn.data and not field.data and not self.is_known:
            raise ValidationError("Choose the month of birth, or tick “Not born yet”.")
        if self.unborn.data and (field.data or self.year.data):
            raise ValidationError("Take away the month and year of birth, or the tick at “Not born yet”.")

    def validate_year(self, field: StringField) -> None:
        year = field.data or ""
        if not self.unborn.data and not self.is_known and not (len(year) == 4 and year.isascii() and year.isdigit()):
            raise ValidationError("Enter the year of birth in four numbers, like 2019.")
