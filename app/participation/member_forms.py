"""The forms of what members write: pass it on or not; take a question from the public page."""

from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, Length

from app.forms import HeardForm, strip_or_none
from app.participation.forms import LONGEST_REASON, reason_field

PASS, KEEP = "pass", "keep"


class ReadForm(HeardForm):
    decision = RadioField(
        "What do you say?",
        choices=[
            SelectChoice(PASS, "Pass it on to the other members"),
            SelectChoice(KEEP, "Do not pass it on, and say why"),
        ],
        validators=[InputRequired("Choose whether to pass it on")],
    )
    because = TextAreaField(
        "Why not? Whoever wrote it reads this",
        description="Write to them kindly: what could they change? Nobody else reads it.",
        filters=[strip_or_none],
        validators=[Length(max=LONGEST_REASON, message="This must be 500 characters or fewer")],
    )

    @property
    def passes(self) -> bool:
        return bool(self.decision.data == PASS)


class OffPublicForm(HeardForm):
    because = reason_field(
        "Why must not everybody read it?",
        "It is gone from the public page at once; members and the board still read it. Your reason is kept.",
        when_empty="Write why not everybody may read it",
    )
