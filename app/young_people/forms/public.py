"""The questions of the pages that everybody can read: whether something helped, and complaining."""

from flask_babel import lazy_gettext as _
from wtforms import TextAreaField
from wtforms.validators import InputRequired

from app.forms import OnceForm, TrapForm, as_typed
from app.models.codes import Verdict
from app.young_people.forms.choices import SAFE, ChoiceField, choices, not_too_long, said_something


class DidItHelpForm(OnceForm):
    verdict = ChoiceField(
        _("Did it help?"),
        description=_("We do not ask who you are."),
        choices=choices({Verdict.YES: _("Yes"), Verdict.PARTLY: _("A bit"), Verdict.NO: _("No")}),
        validators=[InputRequired(_("Pick the one that fits best"))],
    )

    def ask(self, question: str) -> "DidItHelpForm":
        """Ask it so that it fits how far we are."""
        self.verdict.label.text = question
        return self


class ComplaintForm(OnceForm, TrapForm):
    words = TextAreaField(
        _("What went wrong?"),
        description=_("Use your own words. You do not have to give your name."),
        filters=[as_typed],
        validators=[said_something, not_too_long],
    )
    safe_now = ChoiceField(
        _("Are you safe right now?"),
        description=_("We mean where you are, at this minute."),
        choices=choices(SAFE),
        validators=[InputRequired(_("Pick the one that fits best"))],
    )
