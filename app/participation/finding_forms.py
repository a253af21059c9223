"""The form of whoever looks afterwards at why somebody opened how to find a young person."""

from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.forms import HeardForm
from app.models.codes import Finding
from app.participation.forms import reason_field


class ReviewForm(HeardForm):
    finding = RadioField(
        "Was it right to open it?",
        choices=[
            SelectChoice(Finding.RIGHT.value, "Yes, it was right"),
            SelectChoice(Finding.NOT_RIGHT.value, "No, it was not right"),
        ],
        validators=[InputRequired("Choose whether it was right to open it")],
    )
    note = reason_field(
        "Why do you say so?",
        "It is kept with your name and the time. Whoever opened it reads it.",
        when_empty="Write why you say so",
    )
