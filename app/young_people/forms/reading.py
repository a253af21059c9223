"""The questions about how somebody wants to read."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from wtforms import BooleanField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.forms import HeardForm
from app.languages import Language
from app.looks import Colours
from app.young_people.forms.choices import ChoiceField, choices


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


class LanguageForm(HeardForm):
    language = ChoiceField(_("Language"), choices=[], validators=[InputRequired(_("Pick one from the list"))])

    def offer(self, languages: Iterable[Language]) -> "LanguageForm":
        """Each language under its own name, which its own speakers can read."""
        self.language.choices = [SelectChoice(language.code, language.own_name) for language in languages]
        return self
