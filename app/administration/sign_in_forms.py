"""Signing somebody else out: at one browser, or everywhere."""

from typing import Any
from uuid import UUID

from wtforms import StringField

from app.administration.forms import NOT_ON_THE_PAGE
from app.forms import HeardForm, strip_or_none


class EndSignInsForm(HeardForm):
    """The button beside a browser names it; the one for all names none."""

    only = StringField(filters=[strip_or_none])

    sign_in_id: UUID | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        is_right = super().validate(extra_validators=extra_validators)
        if self.only.data:
            try:
                self.sign_in_id = UUID(self.only.data)
            except ValueError:
                self.form_errors.append(NOT_ON_THE_PAGE)
                return False
        return is_right
