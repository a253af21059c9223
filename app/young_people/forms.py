"""The questions, in the words young people read."""

from typing import Any

from flask_babel import lazy_gettext as _
from flask_babel import ngettext
from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice, enum_choices
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.forms import HeardForm, OnceForm, as_typed, strip
from app.looks import Colours
from app.models.codes import AgeGroup, Feeling, Permission, SafeNow, Topic, Verdict

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
VERDICTS = {Verdict.YES: _("Yes"), Verdict.PARTLY: _("Some of it"), Verdict.NO: _("No")}


def area_label(area: str) -> Any:
    """One of the board's areas, in the words young people read."""
    return _(area.capitalize() if area.islower() else area)


def choices(labels: dict[Any, Any]) -> Any:
    """The choices of a list, with the words young people read."""
    return enum_choices(type(next(iter(labels))), label=labels.__getitem__)


class ChoiceField(RadioField):
    """One of a few. What is not on the list is asked again, in our words."""

    def pre_validate(self, form: Any) -> None:
        if self.data and self.data not in [choice.value for choice in self.choices]:
            raise ValidationError(_("Pick one from the list"))


class TopicForm(HeardForm):
    topic = ChoiceField(
        _("What is it about?"),
        description=_("Pick one. You can tell us more after. You can skip this."),
        choices=choices(TOPICS),
        validators=[Optional(strip_whitespace=False)],
    )


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


class WordsForm(HeardForm):
    words = TextAreaField(
        _("What do you want to say?"),
        description=_("Use your own words. Spelling does not matter. You do not have to use real names."),
        filters=[as_typed],
        validators=[
            said_something,
            not_too_long,
        ],
    )
    keep_for_a_day = BooleanField(_("Hold them for 1 day"), description=_("Do not pick this if you share this phone."))


class FeelingForm(HeardForm):
    feeling = ChoiceField(
        _("How do you feel about it?"),
        description=_("No wrong answers. You can skip this."),
        choices=choices(FEELINGS),
        validators=[Optional(strip_whitespace=False)],
    )


class SafeForm(HeardForm):
    safe_now = ChoiceField(
        _("Are you safe right now?"),
        description=_("We mean where you are, at this minute."),
        choices=choices(SAFE),
        validators=[InputRequired(_("Pick the one that fits best"))],
    )


class HelpForm(OnceForm):
    wants_contact = ChoiceField(
        _("Do you want one of us to contact you?"),
        description=_(
            "We cannot find you from this page. We only know what you tell us. If you tell us who you are, we will ask "
            "people who keep children safe to help you."
        ),
        choices=[SelectChoice("yes", _("Yes, please contact me")), SelectChoice("no", _("No, just send my words"))],
        validators=[Optional(strip_whitespace=False)],
    )
    how_to_find = TextAreaField(
        _("If yes, how can we reach you safely?"),
        description=_("For example, your name and school. Or a number that only you answer."),
        filters=[as_typed],
        validators=[Length(max=LONGEST, message=_("Make it 5,000 letters or fewer"))],
    )


class WhoForm(HeardForm):
    permission = ChoiceField(
        _("Who can read your words?"),
        description=_("You choose. You can go back and change it before you send."),
        choices=choices(PERMISSIONS),
        default=Permission.TEAM.value,
        validators=[InputRequired(_("Pick who can read your words"))],
    )
    with_name = ChoiceField(
        _("Do you want your name with it?"),
        choices=[SelectChoice("yes", _("Yes, use my name")), SelectChoice("no", _("No, leave my name out"))],
        validators=[InputRequired(_("Pick yes or no"))],
    )
    age_group = ChoiceField(
        _("How old are you?"),
        description=_("You can skip this."),
        choices=choices(AGES),
        validators=[Optional(strip_whitespace=False)],
    )
    area = ChoiceField(
        _("Roughly where do you live?"),
        description=_("You can skip this."),
        choices=[],
        validators=[Optional(strip_whitespace=False)],
    )

    def ask(self, *, areas: tuple[str, ...], is_advisor: bool) -> "WhoForm":
        """Offer the board's areas; ask about the name only when somebody is signed in who has one."""
        self.area.choices = [SelectChoice(area, area_label(area)) for area in areas]
        if not is_advisor:
            del self.with_name
        return self


class SendForm(OnceForm):
    """Nothing to fill in: the answers are on the page."""


class FourWordsForm(HeardForm):
    words = StringField(
        _("Type your 4 words"),
        description=_(
            "Put a space between each word. The first 4 letters of each are enough. Big or small letters are both fine."
        ),
        filters=[strip],
        validators=[InputRequired(_("Type your 4 words"))],
    )


class VerdictForm(HeardForm):
    verdict = ChoiceField(
        _("Did this answer you?"),
        choices=choices(VERDICTS),
        validators=[InputRequired(_("Pick the one that fits best"))],
    )
    more = TextAreaField(
        _("What is missing?"),
        description=_("You can leave this empty."),
        filters=[as_typed],
        validators=[Length(max=LONGEST, message=_("Make it 5,000 letters or fewer"))],
    )


class LookForm(HeardForm):
    colours = ChoiceField(
        _("Colours"),
        choices=choices({Colours.AUTO: _("Same as my phone"), Colours.LIGHT: _("Light"), Colours.DARK: _("Dark")}),
        validators=[InputRequired(_("Pick the one that fits best"))],
    )
    is_big = BooleanField(_("Bigger words"))
    is_wide = BooleanField(
        _("More space between letters and lines"), description=_("Some people with dyslexia like this.")
    )
