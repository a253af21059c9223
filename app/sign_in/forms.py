from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.forms import HeardForm, strip
from app.protection.passphrases import LONGEST, SHORTEST


class SignInForm(HeardForm):
    username = StringField(
        _("Username"),
        description=_("If you work with us, it is your e-mail address."),
        filters=[strip],
        validators=[InputRequired(_("Enter your username")), Length(max=120, message=_("Enter your username"))],
    )
    passphrase = PasswordField(
        _("Passphrase"),
        description=_("You can paste it in."),
        validators=[InputRequired(_("Enter your passphrase")), Length(max=LONGEST, message=_("Enter your passphrase"))],
    )
    next = HiddenField(filters=[strip])


def same_as_before(form: Any, field: Any) -> None:
    if field.data != form.passphrase.data:
        raise ValidationError(_("Type the same passphrase in both boxes"))


class JoinForm(HeardForm):
    passphrase = PasswordField(
        _("Choose a passphrase"),
        description=_("At least 12 letters. Three or four words with spaces are good. You can paste it in."),
        validators=[
            InputRequired(_("Choose a passphrase")),
            Length(min=SHORTEST, message=_("Your passphrase must be 12 letters or more")),
            Length(max=LONGEST, message=_("Your passphrase must be 200 letters or fewer")),
        ],
    )
    again = PasswordField(
        _("Type it again"), validators=[InputRequired(_("Type the same passphrase in both boxes")), same_as_before]
    )
