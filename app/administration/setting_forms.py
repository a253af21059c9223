"""The form of one setting: the box that fits its kind, why it is changed, and a tick where somebody could be harmed."""

from datetime import date
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.administration.forms import WHAT_A_TAMPERED_CHOICE_GETS, reason_box
from app.changing import ChangeForm
from app.fields import DayField, NumberField
from app.forms import HeardForm, strip
from app.models.codes import Topic
from app.services import setting_catalogue, settings
from app.services.errors import RuleBroken
from app.services.setting_explained import Explained
from app.services.setting_rules import BOUNDS, DAYS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LISTED = {  # settings that are chosen from a list: what is stored, and what it is called
    "cover_days": {str(number): day for number, day in enumerate(WEEKDAYS)},
    "topics": {topic.value: topic.value[0].upper() + topic.value[1:] for topic in Topic},
}
NEW = "From now on"
SURE = "Look at it again. If it is meant, tick the box and save again."


class SettingForm(ChangeForm):
    """One setting. `sure_of` is what was typed when the page warned: the tick counts for that, and nothing else."""

    value: Field
    reason = reason_box(
        "Why?", ask="Write why.", description="It is kept in the audit trail, with your name and the time."
    )
    is_sure = BooleanField("I know, and it is meant")
    sure_of = HiddenField(filters=[strip])

    def __init__(self, setting: Explained, now: Any) -> None:
        super().__init__({"value": as_asked(setting.name, now)})
        self.setting = setting
        self.now = now
        self.warning: str | None = None

    @property
    def typed(self) -> str:
        """What was filled in, as settings.change takes it."""
        given = self.value.data
        if isinstance(given, date):
            return given.isoformat()
        return ", ".join(given) if isinstance(given, list) else str(given if given is not None else "")

    @property
    def is_the_same(self) -> bool:
        return self.typed == settings.in_words(self.now)

    def validate(self, extra_validators: Any = None) -> bool:
        return super().validate(extra_validators=extra_validators) and self.follows_the_rules() and self.is_meant()

    def follows_the_rules(self) -> bool:
        try:
            then = settings.readable(self.setting.name, self.typed)
        except RuleBroken as broken:
            self.value.errors = [str(broken)]
            return False
        self.warning = setting_catalogue.risk_of(self.setting.name, self.now, settings.as_stored(then))
        return True

    def is_meant(self) -> bool:
        if self.warning is None or (self.is_sure.data and self.sure_of.data == self.typed):
            return True
        self.is_sure.data, self.sure_of.data = False, self.typed
        self.is_sure.errors = [SURE]
        return False


class CheckedForm(HeardForm):
    """Somebody made sure of a number. `seen` is the one they made sure of."""

    seen = HiddenField(filters=[strip])


def as_asked(name: str, now: Any) -> Any:
    """What a setting is, as its box has it."""
    if name in DAYS:
        return date.fromisoformat(now) if now else None
    if name in LISTED:
        return [str(one) for one in now]
    return now if name in BOUNDS else settings.in_words(now)


def box_for(setting: Explained) -> Field:
    """The box that fits the kind of a setting."""
    if setting.name in BOUNDS:
        least, most = BOUNDS[setting.name]
        says = f"Enter a whole number from {least} to {most}."
        rules = [InputRequired(says), NumberRange(least, most, says)]
        return NumberField(NEW, rules, description=bounds_in_words(setting))
    if setting.name in DAYS:
        return DayField(NEW)
    if setting.name in LISTED:
        return SelectMultipleField(
            NEW,
            choices=[SelectChoice(value, label) for value, label in LISTED[setting.name].items()],
            widget=ListWidget(prefix_label=False),
            option_widget=CheckboxInput(),
            validators=[InputRequired("Choose one or more.")],
            **WHAT_A_TAMPERED_CHOICE_GETS,
        )
    if isinstance(setting.usual, bool):
        yes_or_no = [SelectChoice("yes", "Yes"), SelectChoice("no", "No")]
        rules = [InputRequired("Choose yes or no.")]
        return RadioField(NEW, choices=yes_or_no, validators=rules, **WHAT_A_TAMPERED_CHOICE_GETS)
    return StringField(NEW, filters=[strip], validators=[DataRequired("This cannot be empty.")])


def bounds_in_words(setting: Explained) -> str:
    """From 5 to 240 minutes."""
    least, most = BOUNDS[setting.name]
    return f"From {least} to {most}{' ' + setting.unit if setting.unit else ''}."


def form_for(setting: Explained, now: Any) -> SettingForm:
    """The form of one setting, as it stands or as it was sent."""
    kind = type("SettingForm", (SettingForm,), {"value": box_for(setting)})
    form: SettingForm = kind(setting, now)
    return form
