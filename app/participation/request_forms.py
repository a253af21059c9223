"""What a safeguarding lead says of a request for what is held, and of each piece of it."""

from typing import Any

from wtforms import BooleanField, HiddenField, TextAreaField
from wtforms.validators import DataRequired

from app.forms import HeardForm, as_typed, strip
from app.models.codes import Giving, Ground
from app.protection.leaving_out import LEFT_OUT
from app.staff_fields import LONGEST_WORDS, dropdown, no_longer_than, radio


class PieceForm(HeardForm):
    giving = radio("What becomes of this piece?", Giving, ask="Choose what becomes of this piece")
    words = TextAreaField(
        "What is given of it",
        description=f"Only when parts are left out: put {LEFT_OUT} in their place, and change nothing else.",
        filters=[as_typed],
        validators=[no_longer_than(3 * LONGEST_WORDS)],
    )
    ground = dropdown("Why is it left out?", Ground, nothing="Nothing is left out")
    reason = TextAreaField(
        "The reason, for whoever asks afterwards",
        description="It is kept with your name and is in no file. Do not repeat what is left out.",
        filters=[strip],
        validators=[no_longer_than(500)],
    )

    @property
    def decision(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("giving", "ground", "reason", "words")}


class AgreeForm(HeardForm):
    is_sure = BooleanField(
        "I have read every piece, and what is given can be given to who asks",
        validators=[DataRequired("Tick the box when you have read every piece.")],
    )
    seen = HiddenField(filters=[strip])  # stands for what the page showed

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="agree", **more)


class NotGivenForm(HeardForm):
    because = TextAreaField(
        "Why is nothing given?",
        description="The administrator tells them. Do not repeat anything that is held.",
        filters=[strip],
        validators=[DataRequired("Write why nothing is given"), no_longer_than(500)],
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="refuse", **more)
