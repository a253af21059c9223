"""What members write and choose. English only, like all of their pages."""

from typing import Any
from uuid import UUID

from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from app.fields import DayField
from app.forms import OnceForm, as_typed
from app.models import Checklist
from app.models.codes import CheckMark, PlaceKind
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS, no_longer_than, nothing_but_space_is_nothing, radio

LONGEST = 2_000
MARKS = {
    CheckMark.YES: "Yes",
    CheckMark.PARTLY: "Partly",
    CheckMark.NO: "No",
    CheckMark.NOT_SEEN: "Did not see",
}


def own_words(label: str, hint: str, *, ask: str | None = None) -> TextAreaField:
    """A box for a member's own words, kept as typed. With `ask` something must stand in it."""

    def said(_form: Any, field: Any) -> None:
        if ask and not field.data:
            raise ValidationError(ask)

    return TextAreaField(
        label,
        description=hint,
        filters=[as_typed, nothing_but_space_is_nothing],
        validators=[said, no_longer_than(LONGEST)],
    )


class NoticeForm(OnceForm):
    words = own_words(
        "What do you notice?",
        "A number that surprises you. Something that is missing. A question for the board.",
        ask="Write what you notice",
    )


class ReportForm(OnceForm):
    words = own_words(
        "What happened?",
        "Something unkind, something that worries you, something that should not be here. Only our team reads this.",
        ask="Write what happened",
    )


class CheckForm(OnceForm):
    """What a member saw on a visit: `for_list` adds a question for each wish."""

    place = radio("Where did you go?", PlaceKind, ask="Choose where you went")
    visited_on = DayField("When were you there?", when_empty="Choose the day you were there")
    more = own_words(
        "What else did you see?",
        "You can leave this empty. Do not write names of people or places. Our team reads it before the board does.",
    )

    @classmethod
    def for_list(cls, checklist: Checklist) -> "CheckForm":
        """The form for this checklist."""
        fields = {
            name_of(wish.id): RadioField(
                wish.wish,
                choices=[SelectChoice(mark.value, MARKS[mark]) for mark in CheckMark],
                validators=[InputRequired("Choose an answer for each wish")],
                **WHAT_A_TAMPERED_CHOICE_GETS,
            )
            for wish in checklist.wishes
        }
        made: CheckForm = type("CheckFormOfList", (cls,), fields)()
        return made

    def wishes(self, checklist: Checklist) -> list[Any]:
        return [self[name_of(wish.id)] for wish in checklist.wishes]

    def marks(self, checklist: Checklist) -> dict[UUID, CheckMark]:
        return {wish.id: CheckMark(self[name_of(wish.id)].data) for wish in checklist.wishes}


def name_of(wish_id: UUID) -> str:
    return f"wish_{wish_id.hex}"
