"""What members notice in figures, see on a visit and tell us about. English only, like all of their pages."""

from typing import Any
from uuid import UUID

from wtforms import RadioField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from app.fields import DayField
from app.forms import OnceForm
from app.models import Checklist
from app.models.codes import CheckMark, PlaceKind
from app.shadow_board.fields import own_words
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS, radio

LONGEST = 2_000  # characters
MARKS = {
    CheckMark.YES: "Yes",
    CheckMark.PARTLY: "Partly",
    CheckMark.NO: "No",
    CheckMark.NOT_SEEN: "Did not see",
}


class NoticeForm(OnceForm):
    words = own_words(
        "What do you notice?",
        longest=LONGEST,
        hint="A number that surprises you. Something that is missing. A question for the board.",
        ask="Write what you notice",
    )


class TellUsForm(OnceForm):
    words = own_words(
        "What happened?",
        longest=LONGEST,
        hint="Something unkind, something that worries you, something that should not be here."
        " Only our team reads this.",
        ask="Write what happened",
    )


class CheckForm(OnceForm):
    """What a member saw on a visit: `for_list` adds a question for each wish."""

    place = radio("Where did you go?", PlaceKind, ask="Choose where you went")
    visited_on = DayField("When were you there?", when_empty="Choose the day you were there")
    more = own_words(
        "What else did you see?",
        longest=LONGEST,
        hint="You can leave this empty. Do not write names of people or places."
        " Our team reads it before the board does.",
    )

    @classmethod
    def for_list(cls, checklist: Checklist) -> "CheckForm":
        """The form for this checklist."""
        fields = {
            name_of(wish.id): RadioField(
                wish.wish,
                choices=[SelectChoice(mark.value, MARKS[mark]) for mark in CheckMark],
                validators=[InputRequired(f"Choose an answer for “{wish.wish}”")],
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
