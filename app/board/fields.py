"""The kinds of field that the board's forms share, and the form that withdraws what everybody could read."""

from collections.abc import Iterable, Mapping
from typing import Any

from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired

from app.forms import HeardForm, strip, strip_or_none
from app.models import Agency
from app.staff_fields import WHAT_A_TAMPERED_CHOICE_GETS, as_row_id, no_longer_than, or_nothing

LONGEST_SAID = 1_000
LONGEST_DID = 2_000
FORMATTING = (
    "Begin a heading with #, a line of a list with - or 1. Write **bold** and [words](https://…) for a link. An empty"
    " line begins a new paragraph."
)
PLAINLY = "Write as you would say it to a 9 year old."


def words(label: str, *, longest: int, ask: str | None = None, **options: Any) -> TextAreaField:
    """What the board writes, in a box; None when it is empty and need not be filled in."""
    return TextAreaField(
        label,
        filters=[strip if ask else strip_or_none],
        validators=[*([DataRequired(ask)] if ask else []), no_longer_than(longest)],
        **options,
    )


def one_row(label: str, **options: Any) -> SelectField:
    """One row, or nothing. Its choices come with `offer`."""
    return SelectField(label, coerce=or_nothing(as_row_id), choices=[], **WHAT_A_TAMPERED_CHOICE_GETS, **options)


def one_figure(label: str, titles: Mapping[str, str], **options: Any) -> SelectField:
    """One of these tables of figures, which have their title by their name; or None."""
    choices = [SelectChoice("", "No figure"), *(SelectChoice(name, title) for name, title in titles.items())]
    return SelectField(label, coerce=or_nothing(str), choices=choices, **WHAT_A_TAMPERED_CHOICE_GETS, **options)


def agency_choices(agencies: Iterable[Agency]) -> list[SelectChoice]:
    return [SelectChoice("", "Choose an agency"), *(SelectChoice(str(one.id), one.name) for one in agencies)]


class PublishForm(HeardForm):
    """Nothing to fill in. `seen` stands for what everybody will read, as the page showed it."""

    seen = HiddenField(filters=[strip])


class WithdrawForm(HeardForm):
    because = words(
        "Why does nobody read it any more?",
        ask="Write why.",
        longest=LONGEST_SAID,
        description="Your reason is kept with your name and the time.",
    )
