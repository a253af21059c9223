"""The forms that ask for a reason: how to find somebody, not genuine, closing what was taken back."""

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app.forms import HeardForm, strip

LONGEST = 5_000
LONGEST_REASON = 500


def reason_field(label: str, description: str, *, when_empty: str) -> TextAreaField:
    """A short text of staff about what they do, kept in the audit trail."""
    return TextAreaField(
        label,
        description=description,
        filters=[strip],
        validators=[
            DataRequired(when_empty),
            Length(max=LONGEST_REASON, message="This must be 500 characters or fewer"),
        ],
    )


class ContactForm(HeardForm):
    reason = reason_field(
        "Why do you need to know who they are?",
        "Your reason is kept, with your name and the time. Somebody else looks at it afterwards.",
        when_empty="Write why you need to know",
    )


class NotGenuineForm(HeardForm):
    reason = reason_field(
        "Why is this not genuine?",
        "Your reason is kept, with your name and the time. The young person reads that we are not going to answer, and "
        "that they can add more if we got this wrong. Then it comes back here.",
        when_empty="Write why this is not genuine",
    )


class CloseForm(HeardForm):
    done = reason_field(
        "What did you do about it?",
        "This is kept, with your name and the time. Do not repeat what they told us. All they said is then cleared, "
        "and nobody can get it back.",
        when_empty="Write what you did about it",
    )
