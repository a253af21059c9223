"""The questions about what they have to say."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from app.forms import OnceForm, TrapForm, as_typed
from app.models.codes import Permission
from app.services.saying import NOBODY
from app.young_people.forms.carrying import CarryingForm, MoreTimeForm, QuestionForm
from app.young_people.forms.choices import (
    AGES,
    FEELINGS,
    HELPED_BY,
    LONGEST,
    PERMISSIONS,
    SAFE,
    ChoiceField,
    area_label,
    choices,
    not_too_long,
    said_something,
    topics_offered,
)


class TopicForm(QuestionForm):
    topic = ChoiceField(
        _("What is it about?"),
        description=_("Pick one. You can tell us more after. You can skip this."),
        choices=topics_offered,
        validators=[Optional(strip_whitespace=False)],
    )


def whoever_is_helped_says(form: Any, field: Any) -> None:
    if form.helped_by.data not in (None, NOBODY) and not field.data:
        raise ValidationError(_("Pick if the words are yours"))


class WithForm(QuestionForm):
    helped_by = ChoiceField(
        _("Who is helping you?"),
        description=_("It is OK to have help. It is OK to have none."),
        choices=[*choices(HELPED_BY), SelectChoice(NOBODY, _("Nobody. I do it on my own"))],
        validators=[InputRequired(_("Pick who is helping you"))],
    )
    words_are_own = ChoiceField(
        _("Are the words yours?"),
        choices=[
            SelectChoice("yes", _("Yes, the words are mine")),
            SelectChoice("no", _("Some of the words are theirs")),
        ],
        validators=[whoever_is_helped_says],
    )


class WordsForm(MoreTimeForm):
    words = TextAreaField(
        _("What do you want to say?"),
        description=_("Use your own words. Spelling does not matter. You do not have to use real names."),
        filters=[as_typed],
        validators=[
            said_something,
            not_too_long,
        ],
    )


class FeelingForm(QuestionForm):
    feeling = ChoiceField(
        _("How do you feel about it?"),
        description=_("No wrong answers. You can skip this."),
        choices=choices(FEELINGS),
        validators=[Optional(strip_whitespace=False)],
    )


class SafeForm(QuestionForm):
    safe_now = ChoiceField(
        _("Are you safe right now?"),
        description=_("We mean where you are, at this minute."),
        choices=choices(SAFE),
        validators=[InputRequired(_("Pick the one that fits best"))],
    )


class HelpForm(OnceForm, TrapForm, CarryingForm):
    wants_contact = ChoiceField(
        _("Do you want one of us to get in touch with you?"),
        description=_(
            "We cannot find you from this page. We only know what you tell us. If you tell us who you are, we will ask "
            "people who keep children safe to help you."
        ),
        choices=[SelectChoice("yes", _("Yes, get in touch with me")), SelectChoice("no", _("No, just send my words"))],
        validators=[Optional(strip_whitespace=False)],
    )
    how_to_find = TextAreaField(
        _("If yes, how can we reach you safely?"),
        description=_("For example, your name and school. Or a number that only you answer."),
        filters=[as_typed],
        validators=[Length(max=LONGEST, message=_("Make it 5,000 letters or fewer"))],
    )


class WhoForm(QuestionForm):
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


class SendForm(OnceForm, TrapForm, CarryingForm):
    """Nothing to fill in: the answers are on the page."""
