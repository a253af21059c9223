"""The forms to sign in, join, and change a passphrase."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.forms import HeardForm, strip
from app.models import Person
from app.protection.passphrases import LONGEST, Reason, why_not
from app.services.own_words import words_about

WHY_NOT = {
    Reason.TOO_SHORT: _("Your passphrase must be 12 letters or more"),
    Reason.TOO_LONG: _("Your passphrase must be 200 letters or fewer"),
    Reason.COMMON: _(
        "Many people choose this one. Three or four words that have nothing to do with each other are hard to guess."
    ),
    Reason.OWN_WORDS: _(
        "This is made of words that somebody would try first: your name, your work, or Heard. "
        "Three or four words that have nothing to do with you are hard to guess."
    ),
}


def without_spaces(username: str | None) -> str | None:
    """A filter: "Purple Fox" signs in as purple-fox. No username has a space in it."""
    return "-".join(username.split()) if username else username


class SignInForm(HeardForm):
    username = StringField(
        _("Username"),
        description=_("If you work with us, it is your e-mail address."),
        filters=[strip, without_spaces],
        validators=[InputRequired(_("Enter your username")), Length(max=120, message=_("Enter your username"))],
    )
    passphrase = PasswordField(
        _("Passphrase"),
        description=_("You can paste it in."),
        validators=[InputRequired(_("Enter your passphrase")), Length(max=LONGEST, message=_("Enter your passphrase"))],
    )
    next = HiddenField(filters=[strip])


class ConfirmForm(HeardForm):
    """Fresh proof of who somebody is who is signed in: their passphrase and, for most, a code."""

    passphrase = PasswordField(
        _("Your passphrase"),
        validators=[InputRequired(_("Enter your passphrase")), Length(max=LONGEST, message=_("Enter your passphrase"))],
    )
    code = StringField(
        "Your code",
        description="The 6 numbers your app shows now. Or one of your recovery codes.",
        filters=[strip],
        validators=[InputRequired("Enter your code"), Length(max=60, message="Enter your code")],
    )
    next = HiddenField(filters=[strip])

    def __init__(self, *, with_passphrase: bool, with_code: bool, next: str | None) -> None:
        super().__init__(next=next)
        if not with_passphrase:
            del self.passphrase
        if not with_code:
            del self.code


class PresentPassphraseForm(HeardForm):
    present_passphrase = PasswordField(
        _("Your passphrase now"),
        validators=[InputRequired(_("Enter your passphrase")), Length(max=LONGEST, message=_("Enter your passphrase"))],
    )


def hard_to_guess(form: Any, field: Any) -> None:
    """The one rule for every new passphrase. The form knows whose it is."""
    reason = why_not(field.data, own_words=words_about(form.person))
    if reason:
        raise ValidationError(WHY_NOT[reason])


def same_as_before(form: Any, field: Any) -> None:
    if field.data != form.passphrase.data:
        raise ValidationError(_("Type the same passphrase in both boxes"))


class JoinForm(HeardForm):
    """A passphrase that somebody chooses, typed twice."""

    passphrase = PasswordField(
        _("Choose a passphrase"),
        description=_("At least 12 letters. Three or four words with spaces are good. You can paste it in."),
        validators=[InputRequired(_("Choose a passphrase")), hard_to_guess],
    )
    again = PasswordField(
        _("Type it again"), validators=[InputRequired(_("Type the same passphrase in both boxes")), same_as_before]
    )

    def __init__(self, *, person: Person) -> None:
        super().__init__()
        self.person = person


class ChangePassphraseForm(PresentPassphraseForm, JoinForm):
    """The same for somebody who has one already, and shows that they know it (ASVS 5.0, 6.2.3)."""

    def __init__(self, *, person: Person) -> None:
        super().__init__(person=person)
        self.passphrase.label.text = _("Your new passphrase")

    def validate_passphrase(self, field: PasswordField) -> None:
        if field.data == self.present_passphrase.data:
            raise ValidationError(_("Choose one that is not the one you have"))
