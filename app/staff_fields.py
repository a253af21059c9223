"""The kinds of field that forms for people who work here share."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)
from wtforms.fields import SelectChoice, enum_choices
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.changing import ChangeForm as ChangeForm  # here with the fields, for the forms that ask with them
from app.changing import ask_the_rules as ask_the_rules
from app.fields import NOT_ON_THE_PAGE, as_one_of, needed
from app.forms import HeardForm, as_typed, strip, strip_or_none
from app.protection.pointing_at import Pointer
from app.protection.references import looks_like_a_name
from app.services import pointing_out
from app.services.self_assessing import SCORES

Choice = TypeVar("Choice", bound=StrEnum)

NO_WORDS: Mapping[Any, str] = {}
LONGEST_WORDS = 5_000
LONGEST_LINE = 120
WHAT_A_TAMPERED_CHOICE_GETS = {
    "invalid_value_message": NOT_ON_THE_PAGE,
    "invalid_choice_message": NOT_ON_THE_PAGE,
}


class TickField(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
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
        coerce=as_one_of(choices),
        validators=needed(ask),
        **WHAT_A_TAMPERED_CHOICE_GETS,
        **options,
    )


def radio_of(label: str, words: Mapping[Choice, str], *, ask: str, **options: Any) -> RadioField:
    """One of these, with these words: where not all there are can be chosen. `ask` says that it must be chosen."""
    kind = type(next(iter(words)))
    return RadioField(
        label,
        choices=[SelectChoice(choice.value, said) for choice, said in words.items()],
        coerce=as_one_of(kind),
        validators=needed(ask),
        **WHAT_A_TAMPERED_CHOICE_GETS,
        **options,
    )


def score_field(label: str, *, ask: str) -> RadioField:
    """Of one standard of section 11, from 0 to 3, each with what it means."""
    return RadioField(
        label,
        choices=[SelectChoice(str(number), f"{number}: {meaning}") for number, meaning in SCORES.items()],
        coerce=int,
        validators=[InputRequired(ask)],
        **WHAT_A_TAMPERED_CHOICE_GETS,
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
        coerce=as_one_of(choices),
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
        coerce=or_nothing(as_one_of(choices)),
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
            "This looks like a name. Heard keeps no names, so that nobody can be picked out: use the reference alone, "
            "with a number in it."
        )


class NoNamesForm(HeardForm):
    """Takes nothing with words that could point at a child, until whoever wrote them has looked at each.

    A town and a hospital have a capital too, so a person decides. What was stored already was looked at before.
    """

    may_hold_names: ClassVar[tuple[str, ...]] = ()
    nobody_is_named = BooleanField("I have looked at each of them: no child can be found by it")

    @property
    def code(self) -> str:
        """The one by which the child is known here."""
        raise NotImplementedError

    @property
    def pointers(self) -> list[Pointer]:
        """What in these texts could point at somebody, and did not stand there before."""
        stored: dict[str, Any] = getattr(self, "stored", {})
        before = pointing_out.in_texts(*(stored.get(name) for name in self.may_hold_names), code=self.code)
        now = pointing_out.in_texts(*(self[name].data for name in self.may_hold_names), code=self.code)
        return [one for one in now if one not in before]

    def validate_nobody_is_named(self, field: Field) -> None:
        if not field.data and (pointers := self.pointers):
            words = ", ".join(one.words for one in pointers)
            raise ValidationError(
                f"This could point at somebody: {words}. Take it out; or look at each of them, and tick that no child "
                "can be found by it."
            )
