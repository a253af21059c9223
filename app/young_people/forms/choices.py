"""What can be picked, in the words young people read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import Label, RadioField
from wtforms.fields import enum_choices
from wtforms.validators import ValidationError

from app.models.codes import AgeGroup, Feeling, HelpedBy, Permission, SafeNow, Topic, Verdict
from app.services import settings

LONGEST = 5_000

TOPICS = {
    Topic.HOME: _("Home"),
    Topic.SCHOOL: _("School"),
    Topic.FAMILY: _("My family"),
    Topic.FRIENDS: _("Friends"),
    Topic.SAFE: _("Feeling safe"),
    Topic.ONLINE: _("Being online"),
    Topic.AREA: _("Where I live"),
    Topic.HELPERS: _("People who help me"),
    Topic.MEETING: _("A meeting about me"),
    Topic.OTHER: _("Something else"),
}
FEELINGS = {
    Feeling.REALLY_GOOD: _("Really good"),
    Feeling.GOOD: _("Good"),
    Feeling.OK: _("OK"),
    Feeling.NOT_GOOD: _("Not good"),
    Feeling.REALLY_BAD: _("Really bad"),
    Feeling.MIXED: _("Mixed, or I do not know"),
}
SAFE = {
    SafeNow.YES: _("Yes, I am safe"),
    SafeNow.NOT_SURE: _("I am not sure"),
    SafeNow.NO: _("No, I am not safe"),
}
PERMISSIONS = {
    Permission.TEAM: _("Just the Heard team"),
    Permission.BOARD: _("The team and the board"),
    Permission.EVERYONE: _("Everyone"),
}
AGES = {
    AgeGroup.AGE_8_TO_10: _("8 to 10"),
    AgeGroup.AGE_11_TO_13: _("11 to 13"),
    AgeGroup.AGE_14_TO_15: _("14 to 15"),
    AgeGroup.AGE_16_TO_18: _("16 to 18"),
    AgeGroup.AGE_19_TO_25: _("19 to 25"),
}
HELPED_BY = {
    HelpedBy.FAMILY: _("Someone in my family"),
    HelpedBy.FRIEND: _("A friend"),
    HelpedBy.CARER: _("My carer"),
    HelpedBy.SCHOOL: _("Someone at my school"),
    HelpedBy.WORKER: _("My social worker or support worker"),
    HelpedBy.ADVOCATE: _("My advocate"),
    HelpedBy.INTERPRETER: _("Someone who puts it into English for me"),
    HelpedBy.OTHER: _("Someone else"),
}
VERDICTS = {Verdict.YES: _("Yes"), Verdict.PARTLY: _("Some of it"), Verdict.NO: _("No")}


def area_label(area: str) -> Any:
    """One of the board's areas, in the words young people read."""
    return _(area.capitalize() if area.islower() else area)


def choices(labels: dict[Any, Any]) -> Any:
    """The choices of a list, with the words young people read."""
    return enum_choices(type(next(iter(labels))), label=labels.__getitem__)


EVERY_TOPIC = choices(TOPICS)


def topics_offered() -> list[Any]:
    """The topics that the board offers, in the usual order."""
    offered = settings.current().topics
    return [choice for choice in EVERY_TOPIC if choice.value in offered]


@dataclass(frozen=True, slots=True)
class Option:
    """One of the choices of a field, as a template asks for it."""

    id: str
    name: str
    data: str
    checked: bool
    label: Label


class ChoiceField(RadioField):
    """One of a few. What is not on the list is asked again, in our words."""

    def __iter__(self) -> Iterator[Option]:
        """Its choices, of which WTForms would make a whole field each: most of the time that a question takes."""
        for place, choice in enumerate(self.iter_choices()):
            option_id = f"{self.id}-{place}"
            label = Label(option_id, choice.label or choice.value)
            yield Option(option_id, self.name, choice.value, choice.selected, label)

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in [choice.value for choice in self.choices]:
            raise ValidationError(_("Pick one from the list"))


def said_something(_form: Any, field: Any) -> None:
    if not (field.data or "").strip():
        raise ValidationError(_("Type what you want to say"))


def not_too_long(_form: Any, field: Any) -> None:
    over = len(field.data or "") - LONGEST
    if over > 0:
        raise ValidationError(
            ngettext(
                "That is a lot to say. Take out %(num)s letter, and send the rest after",
                "That is a lot to say. Take out %(num)s letters, and send the rest after",
                over,
            )
        )
