"""The chair's answer to what a child says is not right."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired

from app.forms import HeardForm, strip
from app.staff_fields import LONGEST_WORDS, no_longer_than


class ReplyForm(HeardForm):
    answer = TextAreaField(
        "What do you tell them?",
        description=(
            "The child reads this with their words. Write it as you would say it to them: what you did, what happens "
            "next and by when. Somebody else may read it over their shoulder: do not repeat what they wrote."
        ),
        filters=[strip],
        validators=[DataRequired("Write your answer to the child."), no_longer_than(LONGEST_WORDS)],
    )
