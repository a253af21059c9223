from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.forms import HeardForm, OnceForm, strip

LONGEST = 5_000


class AnswerForm(OnceForm):
    text = TextAreaField(
        "Your answer",
        description=(
            "Write as you would say it to a 9 year old. Say what you did, what happens next and by when. "
            "If you cannot do it, say why first. Somebody else may read this over their shoulder: "
            "do not repeat what they told us."
        ),
        filters=[strip],
        validators=[
            DataRequired("Write your answer"),
            Length(max=LONGEST, message="Your answer must be 5,000 characters or fewer"),
        ],
    )


class ContactForm(HeardForm):
    reason = TextAreaField(
        "Why do you need to know who they are?",
        description="Your reason is kept, with your name and the time. Somebody else looks at it afterwards.",
        filters=[strip],
        validators=[
            DataRequired("Write why you need to know"),
            Length(max=500, message="Your reason must be 500 characters or fewer"),
        ],
    )
