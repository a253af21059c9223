"""Bringing in the children of another system: the list, and taking one back."""

from uuid import UUID

from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

from app.forms import HeardForm, OnceForm, as_typed, strip
from app.staff_fields import no_longer_than

LONGEST_LIST = 150_000


class ImportForm(OnceForm):
    rows = TextAreaField(
        "The list",
        description=(
            "One line for each child, the names of the columns first: reference, month, year; or reference and born. "
            "Copied from a spreadsheet is fine. No names."
        ),
        filters=[as_typed],
        validators=[
            DataRequired("Paste the list, or choose the file."),
            no_longer_than(LONGEST_LIST),
        ],
    )


class TakeBackForm(HeardForm):
    which = HiddenField(filters=[strip])

    @property
    def import_id(self) -> UUID | None:
        """Of which import; None when that cannot be read."""
        try:
            return UUID(self.which.data or "")
        except ValueError:
            return None
