"""The box in which members write, the same on each of their pages."""

from typing import Any

from wtforms import Field, TextAreaField
from wtforms.validators import ValidationError

from app.forms import as_typed
from app.staff_fields import nothing_but_space_is_nothing


def own_words(label: str, *, longest: int, hint: str = "", ask: str | None = None) -> TextAreaField:
    """A member's own words, exactly as typed; None when there is nothing but space. With `ask` there must be some.

    `longest`: in characters.
    """

    def are_there(_form: Any, field: Field) -> None:
        if ask and not field.data:
            raise ValidationError(ask)

    def are_not_too_long(_form: Any, field: Field) -> None:
        over = len(field.data or "") - longest
        if over > 0:
            raise ValidationError(f"Make it shorter by {over:,} {'letter' if over == 1 else 'letters'}")

    return TextAreaField(
        label,
        description=hint,
        filters=[as_typed, nothing_but_space_is_nothing],
        validators=[are_there, are_not_too_long],
    )
