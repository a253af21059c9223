"""The questions for those who come back with their 4 words."""

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.forms import HeardForm, OnceForm, as_typed, strip
from app.young_people.forms.choices import (
    LONGEST,
    VERDICTS,
    ChoiceField,
    choices,
    not_too_long,
    said_something,
)


class FourWordsForm(HeardForm):
    words = StringField(
        _("Type your 4 words"),
        description=_(
            "Put a space between each word. The first 4 letters of each are enough. Big or small letters are both fine."
        ),
        filters=[strip],
        validators=[InputRequired(_("Type your 4 words"))],
    )


class OfViewForm(HeardForm):
    """About the view that is open, and no other: on one phone a brother may have opened his own in another tab."""

    of = HiddenField()

    def is_of(self, mark: str) -> bool:
        """Whether it was sent from a page about this view. The page that comes now is."""
        is_of_this = not self.is_submitted() or self.of.data == mark
        self.of.data = mark
        return is_of_this


class VerdictForm(OfViewForm):
    turn = HiddenField()  # which answer is judged: the one they read
    verdict = ChoiceField(
        _("Did this answer you?"),
        choices=choices(VERDICTS),
        validators=[InputRequired(_("Pick the one that fits best"))],
    )
    more = TextAreaField(
        _("What is missing?"),
        description=_("You can leave this empty. If you tell us, we can answer you better."),
        filters=[as_typed],
        validators=[Length(max=LONGEST, message=_("Make it 5,000 letters or fewer"))],
    )

    def about(self, turn: int) -> "VerdictForm":
        """Ask about this answer. What was picked for another one counts for nothing: they have not read this one."""
        if self.is_submitted() and self.turn.data != str(turn):
            self.verdict.data = None
            self.verdict.raw_data = []
        self.turn.data = str(turn)
        return self


class AddForm(OnceForm, OfViewForm):
    more = TextAreaField(
        _("What do you want to add?"),
        description=_("Use your own words. Spelling does not matter."),
        filters=[as_typed],
        validators=[said_something, not_too_long],
    )


class FindMeForm(OfViewForm):
    more = TextAreaField(
        _("How can we reach you safely?"),
        description=_("For example, your name and school. Or a number that only you answer."),
        filters=[as_typed],
        validators=[said_something, not_too_long],
    )


class TakeBackForm(OfViewForm):
    """Nothing to fill in. It carries what the page told them would happen."""

    told = HiddenField()
