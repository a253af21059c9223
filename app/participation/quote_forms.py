"""The forms of quotes: suggesting one, deciding on it, withdrawing it."""

from hashlib import sha256

from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from app.forms import HeardForm, OnceForm, strip
from app.models import View
from app.models.codes import Permission
from app.participation.forms import reason_field
from app.protection.pointing_at import Pointer
from app.services import quoting

LONGEST_QUOTE = 400  # characters: a quote is a few sentences, and not all that somebody said
READERS = {Permission.BOARD: "The board", Permission.EVERYONE: "Everyone, on the public pages"}
APPROVE, REFUSE = "approve", "refuse"


class QuoteForm(OnceForm):
    text = TextAreaField(
        "The quote",
        description=(
            "Type what they said, so that nobody can tell who it is: not from a name, a place, a number or a story "
            "that somebody knows. Their own words may stay as they are."
        ),
        filters=[strip],
        validators=[
            DataRequired("Type the quote"),
            Length(max=LONGEST_QUOTE, message="A quote must be 400 characters or fewer"),
        ],
    )
    permission = RadioField("Who is it for?", validators=[InputRequired("Choose who the quote is for")])
    why = reason_field(
        "Why should they read it?",
        "Whoever decides reads your reason. It is shown to nobody else.",
        when_empty="Write why they should read it",
    )
    told = HiddenField(filters=[strip])  # what was pointed out before this was sent

    def of(self, view: View) -> "QuoteForm":
        """The form for this view: only for those whom the young person allowed."""
        self.permission.choices = [SelectChoice(one.value, READERS[one]) for one in quoting.ALLOWED[view.permission]]
        return self

    def was_told(self, pointers: list[Pointer]) -> bool:
        """Whether all of this was pointed out to them before they sent it. From now on it was: they may send it."""
        mark = sha256("|".join(pointer.words for pointer in pointers).encode()).hexdigest()[:16]
        was_told = not pointers or self.told.data == mark
        self.told.data = mark
        return was_told


class DecideForm(HeardForm):
    decision = RadioField(
        "What do you say?",
        choices=[SelectChoice(APPROVE, "Approve it"), SelectChoice(REFUSE, "Refuse it")],
        validators=[InputRequired("Choose whether to approve or to refuse it")],
    )
    because = reason_field(
        "Why?",
        "Say what you checked, or what has to change. It is kept with your name and the time.",
        when_empty="Write why",
    )


class WithdrawForm(HeardForm):
    because = reason_field(
        "Why do you withdraw it?",
        "It is gone from every page at once. Your reason is kept with your name and the time.",
        when_empty="Write why you withdraw it",
    )
