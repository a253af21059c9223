"""Forms that change what is stored already, and what two tabs must not do to each other."""

from collections.abc import Callable
from datetime import date, time
from typing import Any, ClassVar

from wtforms import Field, HiddenField, SelectField
from wtforms.validators import ValidationError

from app.formats import short_date
from app.forms import HeardForm, strip
from app.services import recording
from app.services.errors import RuleBroken


def ask_the_rules(rule: Callable[[], object]) -> None:
    """Show what a rule of the service says beside the field it is about."""
    try:
        rule()
    except RuleBroken as broken:
        raise ValidationError(str(broken)) from broken


class ChangeForm(HeardForm):
    """Changes what is stored already. `seen` stands for what was stored when the page was opened.

    If another tab has changed it since, nothing is stored: the page shows what stands there now above what was typed.
    `compared` stands for what it showed. Saved from that page, knowing both, it counts.
    """

    changed_since: ClassVar = "This was changed in another window. Compare both below, then save again."
    seen = HiddenField(filters=[strip])
    compared = HiddenField(filters=[strip])

    def __init__(self, stored: dict[str, Any], *, is_sent: bool = True, **options: Any) -> None:
        """The form as it was sent, or as stored: of a page with many parts not all need be sent."""
        super().__init__(data=stored, **(options if is_sent else options | {"formdata": None}))
        self.stored = stored
        self.mark = recording.mark_of(stored)
        self.is_changed_since = False
        self.is_own_button = True  # of a page of many parts: whether this part's button was pressed
        if not is_sent or not self.is_submitted():
            self.seen.data = self.mark

    def given(self) -> dict[str, Any]:
        """What was filled in, by the names of what is stored."""
        return {name: self[name].data for name in self.asked_about()}

    def all_given(self) -> dict[str, Any]:
        """The same, with what is stored where this form does not ask."""
        return self.stored | self.given()

    @property
    def details(self) -> Any:
        """All of it, as the rule that changes it takes it."""
        return self.all_given()

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
        has_seen_both = self.is_own_button and self.compared.data == self.mark
        if self.seen.data != self.mark and not has_seen_both and self.given() != self.asked_about():
            self.is_changed_since = True
            self.form_errors.append(self.changed_since)
            is_right = False
        self.see(self.mark)
        return is_right

    def see(self, mark: str) -> None:
        """This is what the page shows now. What another window changed is only compared, until it is decided."""
        if self.is_changed_since:
            self.compared.data = mark
        else:
            self.seen.data, self.compared.data = mark, ""

    def stored_now(self) -> list[tuple[str, str]]:
        """What stands there now and is not what was typed, in words: each question with its answer."""
        stored, given = self.asked_about(), self.given()
        return [
            (self[name].label.text, in_words(self[name], stored[name]))
            for name in stored
            if stored[name] != given[name]
        ]


def in_words(field: Field, value: Any) -> str:
    if isinstance(field, SelectField):
        chosen = value if isinstance(value, list) else [value]
        return ", ".join(choice.label for choice in field.choices if field.coerce(choice.value) in chosen) or "Nothing"
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, date):
        return short_date(value)
    return str(value) if value is not None else "Nothing"
