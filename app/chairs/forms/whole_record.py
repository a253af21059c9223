"""A child's record: one form for the whole page, made of its parts."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from flask import request
from wtforms import Field

from app.chairs.forms.part import PartForm
from app.chairs.forms.record import PARTS
from app.forms import HeardForm
from app.models import ChildRecord


class RecordForm(HeardForm):
    """The whole record as one form, so that nothing typed in one part is lost when another is saved."""

    def __init__(self, record: ChildRecord, *, is_sent: bool) -> None:
        super().__init__() if is_sent else super().__init__(formdata=None)
        self.parts = {
            name: part(record, is_sent=is_sent and f"{name}-seen" in request.form) for name, part in PARTS.items()
        }

    def __iter__(self) -> Iterator[Field]:
        return chain(super().__iter__(), *self.parts.values())

    @property
    def errors(self) -> dict[str | None, Any]:
        return super().errors | {name: part.errors for name, part in self.parts.items() if part.errors}

    def to_save(self, pressed: str | None) -> list[PartForm]:
        """The part whose button was pressed, and every other in which something was filled in."""
        sent = [part for part in self.parts.values() if part.is_sent]
        for part in sent:
            part.is_own_button = part.heading == (pressed or "").removesuffix("_more")
        return [part for part in sent if part.part == pressed or part.is_filled_in_anew]

    def tell_all(self) -> None:
        """What is wrong with a whole part is told at the top of the page too."""
        told = [error for part in self.parts.values() for error in part.form_errors]
        self.form_errors += [error for error in dict.fromkeys(told) if error not in self.form_errors]

    def show_saved(self, record: ChildRecord) -> None:
        """Parts in which nothing is wrong show what is stored; the others what was typed."""
        self.tell_all()
        self.parts = {name: part if part.errors else type(part)(record) for name, part in self.parts.items()}
