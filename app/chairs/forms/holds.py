"""A hold on a child's record."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.fields import DayField
from app.forms import HeardForm, strip

LONGEST_REASON = 500


class HoldForm(HeardForm):
    reason = TextAreaField(
        "Why must this be kept, or why can it go?",
        description="It is kept with your name and the time. Do not repeat what the child told you.",
        filters=[strip],
        validators=[
            DataRequired("Write your reason."),
            Length(max=LONGEST_REASON, message="Your reason must be 500 characters or fewer."),
        ],
    )
    review_on = DayField("Look at it again on")
