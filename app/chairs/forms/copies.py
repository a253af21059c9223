"""Why a copy of a child's record is made."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.forms import HeardForm, strip

LONGEST_REASON = 500


class CopyForm(HeardForm):
    reason = TextAreaField(
        "Why do you need a copy?",
        description="It is kept with your name and the time. Do not repeat what the child told you.",
        filters=[strip],
        validators=[
            DataRequired("Write why you need a copy."),
            Length(max=LONGEST_REASON, message="Your reason must be 500 characters or fewer."),
        ],
    )
