"""Days and times as forms of this part take them: from the browser's own calendar and clock, or typed."""

from typing import Any

from wtforms import DateField, IntegerField, TimeField
from wtforms.validators import InputRequired, Optional

from app.forms import as_typed

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I %p"]
NOT_ON_THE_PAGE = "Choose one of the answers on the page."


class DayField(DateField):  # type: ignore[misc]  # WTForms has no types
    """A day. What cannot be read stands there as it was typed, in a plain box: a calendar would not show it."""

    def __init__(self, label: str, *, when_empty: str | None = None, **options: Any) -> None:
        super().__init__(
            label,
            [InputRequired(when_empty) if when_empty else Optional()],
            format=DAY_FORMATS,
            invalid_value_message="Enter a real date, like 12/05/2026.",
            **options,
        )

    @property
    def input_type(self) -> str:
        return "date" if self.data or not self._value().strip() else "text"

    def _value(self) -> str:
        return self.data.isoformat() if self.data else as_typed(" ".join(self.raw_data or [])) or ""


class HourField(TimeField):  # type: ignore[misc]
    """A time of the day, midnight too. What cannot be read stands there as it was typed."""

    def __init__(self, label: str, *, when_empty: str, **options: Any) -> None:
        super().__init__(
            label,
            [InputRequired(when_empty)],
            format=TIME_FORMATS,
            invalid_value_message="Enter a time, like 14:00 or 2pm.",
            **options,
        )

    @property
    def input_type(self) -> str:
        return "time" if self.data is not None or not self._value().strip() else "text"

    def _value(self) -> str:
        return self.data.strftime("%H:%M") if self.data is not None else as_typed(" ".join(self.raw_data or [])) or ""


class NumberField(IntegerField):  # type: ignore[misc]
    """A whole number. What cannot be read stands there as it was typed."""

    def _value(self) -> str:
        return str(self.data) if self.data is not None else as_typed(" ".join(self.raw_data or [])) or ""
