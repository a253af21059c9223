"""The forms of passkeys: a script fills in what the device answers."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from app.forms import HeardForm, strip


class UsePasskeyForm(HeardForm):
    """Nothing to fill in: the page's script puts in what the browser answers."""

    answer = HiddenField()
    next = HiddenField(filters=[strip])


class AddPasskeyForm(UsePasskeyForm):
    name = StringField(
        "A name for it",
        description="So that you know later which device it is on.",
        filters=[strip],
        validators=[
            DataRequired("Give the passkey a name"),
            Length(max=60, message="The name must be 60 characters or fewer"),
        ],
    )


class RemovePasskeyForm(HeardForm):
    """One button."""
