"""The questions that are asked in pictures: each picture is a button, and a tap on it goes on."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from app.forms import as_typed
from app.young_people.forms.carrying import QuestionForm
from app.young_people.forms.choices import FEELINGS, PERMISSIONS, ChoiceField, choices, not_too_long, topics_offered

TAP = InputRequired(_("Tap one picture"))


class PickTopicForm(QuestionForm):
    topic = ChoiceField(
        _("What is it about?"), description=_("Tap one picture."), choices=topics_offered, validators=[TAP]
    )


class PickFeelingForm(QuestionForm):
    feeling = ChoiceField(
        _("How do you feel about it?"), description=_("No wrong answers."), choices=choices(FEELINGS), validators=[TAP]
    )


class AddWordsForm(QuestionForm):
    words = TextAreaField(
        _("Do you want to add words?"),
        description=_("You do not have to. Your pictures are enough."),
        filters=[as_typed],
        validators=[not_too_long],
    )


class PickWhoForm(QuestionForm):
    permission = ChoiceField(
        _("Who can see it?"),
        description=_("You can change it before you send."),
        choices=choices(PERMISSIONS),
        validators=[TAP],
    )
