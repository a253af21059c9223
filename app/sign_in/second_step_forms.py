"""The forms of the second step: a code, setting up an app, recovery codes."""

from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from app.forms import HeardForm, OnceForm, strip

LONGEST_CODE = 60  # as somebody might space it


class CodeForm(HeardForm):
    """At the second step: what the app shows, or a recovery code."""

    code = StringField(
        "Your code",
        description="The 6 numbers your app shows now. Or one of your recovery codes.",
        filters=[strip],
        validators=[DataRequired("Enter your code"), Length(max=LONGEST_CODE, message="Enter your code")],
    )
    next = HiddenField(filters=[strip])

    def refuse(self, message: str) -> None:
        """Say at the box why the code is not taken. Numbers are out of date by now; letters can be put right."""
        self.code.errors = [message]
        if not any(char.isalpha() for char in self.code.data):
            self.code.data = ""


class AuthenticatorForm(CodeForm):
    """The first code of an app that has just been given its key."""

    code = StringField(
        "The code your app shows",
        description="6 numbers. They change every half minute.",
        filters=[strip],
        validators=[
            DataRequired("Enter the 6 numbers your app shows"),
            Length(max=LONGEST_CODE, message="Enter the 6 numbers your app shows"),
        ],
    )


class RecoveryCodesForm(OnceForm):
    """One button, that makes one set however often it is pressed. Where they were going goes with it."""

    next = HiddenField(filters=[strip])
