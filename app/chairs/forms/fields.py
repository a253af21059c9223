"""The kinds of field that chairs' forms share, and what two tabs must not do to each other."""

from collections.abc import Callable, Mapping
from datetime import time
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from wtforms import (
    Field,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields import SelectChoice, enum_choices, enum_coerce
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from app.fields import NOT_ON_THE_PAGE, needed
from app.forms import HeardForm, as_typed, strip, strip_or_none
from app.protection.references import looks_like_a_name
from app.services import recording
from app.services.errors import RuleBroken

Choice = TypeVar("Choice", bound=StrEnum)

NO_WORDS: Mapping[Any, str] = {}
LONGEST_WORDS = 5_000
LONGEST_LINE = 120
WHAT_A_TAMPERED_CHOICE_GETS = {
    "invalid_value_message": NOT_ON_THE_PAGE,
    "invalid_choice_message": NOT_ON_THE_PAGE,
}


class TickField(SelectMultipleField):
    """Choices to tick, as many as apply."""

    widget = widgets.ListWidget(prefix_label=False)
    option_widget = widgets.CheckboxInput()


def label_of(choice: StrEnum) -> str:
    return choice.value[0].upper() + choice.value[1:]


def radio(
    label: str, choices: type[Choice], ask: str | None = None, words: Mapping[Choice, str] = NO_WORDS, **options: Any
) -> RadioField:
    """One of these, or None when nothing is chosen. With `ask` it must be chosen, and `ask` says so.

    `words` are for those choices whose value does not say enough.
    """
    return RadioField(
        label,
        choices=enum_choices(choices, label=lambda choice: words.get(choice) or label_of(choice)),
        coerce=enum_coerce(choices),
        validators=needed(ask),
        **WHAT_A_TAMPERED_CHOICE_GETS,
        **options,
    )


def yes_or_no(label: str, **options: Any) -> RadioField:
    """True, False, or None when nothing is chosen."""
    return RadioField(
        label,
        choices=[SelectChoice("yes", "Yes"), SelectChoice("no", "No")],
        coerce=as_truth,
        validators=[Optional()],
        **WHAT_A_TAMPERED_CHOICE_GETS,
        **options,
    )


def as_truth(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if value not in ("yes", "no"):
        raise ValueError(value)
    return value == "yes"


def ticks(label: str, choices: type[Choice], *, words: Mapping[Choice, str] = NO_WORDS, **options: Any) -> TickField:
    return TickField(
        label,
        choices=enum_choices(choices, label=lambda choice: words.get(choice) or label_of(choice)),
        coerce=enum_coerce(choices),
        **WHAT_A_TAMPERED_CHOICE_GETS,
        **options,
    )


def dropdown(
    label: str, choices: type[Choice], *, nothing: str, words: Mapping[Choice, str] = NO_WORDS, **options: Any
) -> SelectField:
    """One of these, or None. `nothing` is what the first, empty line says."""
    return SelectField(
        label,
        choices=[
            SelectChoice("", nothing),
            *enum_choices(choices, label=lambda choice: words.get(choice) or label_of(choice)),
        ],
        coerce=or_nothing(enum_coerce(choices)),
        **WHAT_A_TAMPERED_CHOICE_GETS,
        **options,
    )


def or_nothing(coerce: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value in ("", None) else coerce(value)


def as_row_id(value: object) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))


def childs_words(label: str, *, ask: str | None = None, **options: Any) -> TextAreaField:
    """A child's own words, exactly as typed; None when there is nothing but space."""
    return TextAreaField(
        label,
        filters=[as_typed, nothing_but_space_is_nothing],
        validators=[*([DataRequired(ask)] if ask else []), no_longer_than(LONGEST_WORDS)],
        **options,
    )


def nothing_but_space_is_nothing(words: str | None) -> str | None:
    return words if words and words.strip() else None


def chairs_words(label: str, **options: Any) -> TextAreaField:
    """What a chair writes, in a box; None when it is empty."""
    return TextAreaField(label, filters=[strip_or_none], validators=[no_longer_than(LONGEST_WORDS)], **options)


def line(label: str, *, ask: str | None = None, longest: int = LONGEST_LINE, **options: Any) -> StringField:
    return StringField(
        label,
        filters=[strip if ask else strip_or_none],
        validators=[*([DataRequired(ask)] if ask else []), no_longer_than(longest)],
        **options,
    )


def no_longer_than(longest: int) -> Length:
    return Length(max=longest, message=f"Write {longest:,} characters or fewer. What you wrote is longer.")


def local_reference(label: str, *, ask: str, **options: Any) -> StringField:
    """A local reference: never a name."""
    return StringField(
        label,
        filters=[strip],
        validators=[DataRequired(ask), no_longer_than(40), not_a_name],
        **options,
    )


def not_a_name(_form: HeardForm, field: Field) -> None:
    if looks_like_a_name(field.data or ""):
        raise ValidationError(
            "This looks like a name. Heard keeps no names, so that nobody can be picked out: use the reference alone."
        )


def ask_the_rules(rule: Callable[[], object]) -> None:
    """Show what a rule of the service says beside the field it is about."""
    try:
        rule()
    except RuleBroken as broken:
        raise ValidationError(str(broken)) from broken


class ChangeForm(HeardForm):
    """Changes what is stored already. `seen` stands for what was stored when the page was opened.

    If another tab has changed it since, nothing is stored: the page shows what stands there now above what was typed,
    and the next save counts.
    """

    seen = HiddenField(filters=[strip])

    def __init__(self, stored: dict[str, Any], *, is_sent: bool = True, **options: Any) -> None:
        """The form as it was sent, or as stored: of a page with many parts not all need be sent."""
        super().__init__(data=stored, **(options if is_sent else options | {"formdata": None}))
        self.stored = stored
        self.mark = recording.mark_of(stored)
        self.is_changed_since = False
        if not is_sent or not self.is_submitted():
            self.seen.data = self.mark

    def given(self) -> dict[str, Any]:
        """What was filled in, by the names of what is stored."""
        return {name: self[name].data for name in self.asked_about()}

    def all_given(self) -> dict[str, Any]:
        """The same, with what is stored where this form does not ask."""
        return self.stored | self.given()

    @property
    def is_filled_in_anew(self) -> bool:
        """Whether anything differs from what was stored when the page was opened. To be asked before validating."""
        is_unreadable = any(field.process_errors and any(field.raw_data or []) for field in self)
        return is_unreadable or recording.mark_of(self.all_given()) != self.seen.data

    def asked_about(self) -> dict[str, Any]:
        """What is stored, as far as this form asks about it."""
        return {name: value for name, value in self.stored.items() if name in self}

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators=extra_validators)
        if self.seen.data != self.mark and self.given() != self.asked_about():
            self.is_changed_since = True
            self.form_errors.append("This was changed in another window. Compare both below, then save again.")
            is_right = False
        self.seen.data = self.mark
        return is_right

    def stored_now(self) -> list[tuple[str, str]]:
        """What stands there now, in words: each question with its answer."""
        return [(self[name].label.text, in_words(self[name], value)) for name, value in self.asked_about().items()]


def in_words(field: Field, value: Any) -> str:
    if isinstance(field, SelectField):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(choice.label for choice in field.choices if field.coerce(choice.value) in chosen) or "Nothing"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return str(value) if value is not None else "Nothing"
