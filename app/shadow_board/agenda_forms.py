"""The form in which a member says what the board is to talk about. Both boxes hold their own words, kept as typed."""

from wtforms import StringField
from wtforms.validators import DataRequired, Length

from app.forms import OnceForm, as_typed
from app.shadow_board.fields import own_words
from app.staff_fields import LONGEST_WORDS

LONGEST_TITLE = 120


class ProposeForm(OnceForm):
    title = StringField(
        "What is it about?",
        description="A few words, such as: Buses after school. Do not put names.",
        filters=[as_typed],
        validators=[
            DataRequired("Write what it is about."),
            Length(max=LONGEST_TITLE, message="Make it 120 letters or fewer. The rest can go in the box below."),
        ],
    )
    reason = own_words(
        "Why does it matter?",
        longest=LONGEST_WORDS,
        ask="Write why it matters.",
        hint="Say what happens now, and what you want to change. Do not put names.",
    )
