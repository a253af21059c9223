from collections.abc import Callable
from enum import StrEnum
from typing import Any
from uuid import UUID

from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.fields import as_one_of
from app.forms import HeardForm, OnceForm, strip, strip_or_none
from app.models import Person, Role
from app.services import agencies, approving, auditing, inviting, people
from app.services.errors import RuleBroken
from app.services.people import State

LONGEST_REASON = 500
NOT_ON_THE_PAGE = "Choose one of the answers on the page."
WHAT_A_TAMPERED_CHOICE_GETS = {
    "invalid_value_message": NOT_ON_THE_PAGE,
    "invalid_choice_message": NOT_ON_THE_PAGE,
}
REAL_DATE = "Enter a real date, like 12/05/2026."
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]


def or_nothing(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value in ("", None) else coerce(value)


def choices(kind: type[StrEnum]) -> list[SelectChoice]:
    return [SelectChoice(one.value, one.value.capitalize()) for one in kind]


def ask_the_rules(rule: Callable[[], None]) -> None:
    """Show what a rule of the service says beside the field it is about."""
    try:
        rule()
    except RuleBroken as broken:
        raise ValidationError(str(broken)) from broken


def role_radio(label: str) -> RadioField:
    return RadioField(
        label,
        choices=choices(Role),
        coerce=as_one_of(Role),
        validators=[InputRequired("Choose a role.")],
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )


def dropdown(label: str, kind: type[StrEnum], *, nothing: str) -> SelectField:
    return SelectField(
        label,
        choices=[SelectChoice("", nothing), *choices(kind)],
        coerce=or_nothing(as_one_of(kind)),
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )


def reason_box(label: str, *, ask: str | None = None, description: str) -> TextAreaField:
    """Why it is done. It stands in the audit trail, with who did it."""
    too_long = f"Write {LONGEST_REASON} characters or fewer. What you wrote is longer."
    return TextAreaField(
        label,
        description=description,
        filters=[strip_or_none],
        validators=[*([DataRequired(ask)] if ask else []), Length(max=LONGEST_REASON, message=too_long)],
    )


class AgencyChoice(HeardForm):
    """The agency of an agency lead: nobody else has one."""

    agency = SelectField(
        "Agency",
        description="Only for an agency lead.",
        choices=lambda: [SelectChoice("", "Choose an agency"), *(SelectChoice(name) for name in agencies.names())],
        coerce=or_nothing(str),
        **WHAT_A_TAMPERED_CHOICE_GETS,
    )
    role: RadioField

    def validate_agency(self, field: SelectField) -> None:
        if self.role.data is Role.AGENCY_LEAD and not field.data:
            raise ValidationError("Choose the agency they lead for.")

    @property
    def agency_id(self) -> UUID | None:
        is_lead = self.role.data is Role.AGENCY_LEAD and self.agency.data
        agency = agencies.find_agency(self.agency.data) if is_lead else None
        return agency.id if agency else None


class AddPersonForm(OnceForm, AgencyChoice):
    role = role_radio("What will they do?")
    name = StringField(
        "Name",
        description="As others will see it. A young person chooses the name they want here.",
        filters=[strip],
        validators=[DataRequired("Enter a name.")],
    )
    username = StringField(
        "Username",
        description="Staff: their work e-mail address. Young people: a name that is not an e-mail address.",
        filters=[strip],
        validators=[DataRequired("Enter a username.")],
    )
    reason = reason_box(
        "Why do they need it?",
        description="Needed where another administrator decides. They see what you write here.",
    )

    @property
    def details(self) -> dict[str, Any]:
        return {
            "username": self.username.data,
            "name": self.name.data,
            "role": self.role.data,
            "agency_id": self.agency_id,
            "reason": self.reason.data,
        }

    def validate_username(self, field: StringField) -> None:
        if self.role.data:
            ask_the_rules(lambda: inviting.check_username(field.data.lower(), self.role.data))

    def validate_name(self, field: StringField) -> None:
        ask_the_rules(lambda: inviting.check_name(field.data))

    def validate_reason(self, field: TextAreaField) -> None:
        if self.role.data and approving.is_needed(self.role.data) and not field.data:
            raise ValidationError("Write why. Another administrator decides, and needs to know.")


class ReasonForm(OnceForm):
    """Why an account is changed."""

    reason = reason_box(
        "Why?", ask="Write why.", description="It is kept in the audit trail, with your name and the time."
    )


class ClearForm(HeardForm):
    """Letting go what was kept long enough."""

    is_sure = BooleanField(
        "Clear it now",
        description="Nothing brings it back. What becomes old enough until you send this goes as well.",
        validators=[DataRequired("Tick the box to clear it.")],
    )


class RoleForm(AgencyChoice):
    """Another role. `seen` is the one they had when the page was opened."""

    role = role_radio("What will they do from now on?")
    reason = reason_box(
        "Why?", ask="Write why.", description="It is kept in the audit trail, with your name and the time."
    )
    seen = HiddenField(filters=[strip])

    def __init__(self, person: Person, **options: Any) -> None:
        super().__init__(**options)
        self.person = person
        self.role.choices = [
            SelectChoice(role.value, role.value.capitalize()) for role in Role if role.is_young == person.role.is_young
        ]
        if not self.is_submitted():
            self.seen.data = person.role.value

    @property
    def instead_of(self) -> Role:
        """The role they had when it was decided that they get another one."""
        return Role(self.seen.data) if self.seen.data in set(Role) else self.person.role

    @property
    def details(self) -> dict[str, Any]:
        return {
            "role": self.role.data,
            "instead_of": self.instead_of,
            "agency_id": self.agency_id,
            "reason": self.reason.data,
        }

    def validate_role(self, field: RadioField) -> None:
        if field.data is self.instead_of is not Role.AGENCY_LEAD:
            raise ValidationError("Choose another role than the one they have.")


def in_living_memory(_form: HeardForm, field: DateField) -> None:
    if field.data and not 1950 <= field.data.year <= 2150:
        raise ValidationError(REAL_DATE)


class DayField(DateField):
    """A day, from the browser's own calendar or typed. What cannot be read stands there as it was typed."""

    def __init__(self, label: str, **options: Any) -> None:
        rules = [Optional(), in_living_memory]
        super().__init__(label, rules, format=DAY_FORMATS, invalid_value_message=REAL_DATE, **options)

    @property
    def input_type(self) -> str:
        return "date" if self.data or not self._value().strip() else "text"

    def _value(self) -> str:
        return self.data.isoformat() if self.data else strip(" ".join(self.raw_data or [])) or ""


class Filter(HeardForm):
    """What a list is asked for, in its address. It changes nothing, so it needs no token."""

    class Meta(HeardForm.Meta):
        csrf = False

    @property
    def asked(self) -> dict[str, str]:
        """What was filled in, as it stands in the address."""
        return {field.name: field.raw_data[0] for field in self if field.raw_data and field.raw_data[0]}


class PeopleFilter(Filter):
    role = dropdown("Role", Role, nothing="Every role")
    state = dropdown("State", State, nothing="Every state")
    called = StringField("Name or username", filters=[strip])

    @property
    def asked_for(self) -> dict[str, Any]:
        """What to look for, as people.accounts takes it."""
        return {"role": self.role.data, "state": self.state.data, "called": self.called.data or ""}


class AuditFilter(Filter):
    who = StringField("Who did it", description="Their username.", filters=[strip_or_none])
    deed = SelectField(
        "What was done",
        choices=lambda: [SelectChoice("", "Anything"), *(SelectChoice(deed) for deed in auditing.deeds())],
        coerce=or_nothing(str),
        invalid_choice_message="This has not been done yet. Choose from the list.",
    )
    row = StringField("Row", description="The id of what was opened or changed.", filters=[strip_or_none])
    since = DayField("From")
    until = DayField("Until")

    person_id: UUID | None = None
    row_id: UUID | None = None

    def validate_who(self, field: StringField) -> None:
        if field.data:
            person = people.find_by_username(field.data)
            if person is None:
                raise ValidationError("Nobody has this username. Check it in the list of people.")
            self.person_id = person.id

    def validate_row(self, field: Field) -> None:
        if field.data:
            try:
                self.row_id = UUID(field.data)
            except ValueError:
                raise ValidationError("Enter the whole id, as it stands in the list.") from None

    def validate_until(self, field: DayField) -> None:
        if field.data and self.since.data and field.data < self.since.data:
            raise ValidationError("Choose a day that is not before the first one.")

    @property
    def asked_for(self) -> dict[str, Any]:
        """What to look for, as auditing.find_lines takes it."""
        return {
            "person_id": self.person_id,
            "deed": self.deed.data,
            "subject_id": self.row_id,
            "since": self.since.data,
            "until": self.until.data,
        }
