"""Days, times and numbers as forms for staff take them: from the browser's own calendar and clock, or typed."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from wtforms import DateField, IntegerField, TimeField
from wtforms.validators import InputRequired, Optional

from app.forms import as_typed

NOT_ON_THE_PAGE = "Choose one of the answers on the page."
A_WHOLE_NUMBER = "Enter a whole number."
MOST_DIGITS = 18
DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d.%m.%Y", "%d-%m-%Y", "%d %m %Y", "%d %B %Y", "%d %b %Y"]
TIME_FORMATS = ["%H:%M", "%H:%M:%S", "%H.%M", "%I:%M%p", "%I:%M %p", "%I.%M%p", "%I.%M %p", "%I%p", "%I %p"]


class AsTyped:
    """What cannot be read stands there as it was typed, in a plain box: a browser's calendar or clock shows nothing
    that is not a date or a time."""

    data: Any
    raw_data: list[str] | None
    reads: str  # the browser's own kind of box

    def written(self) -> str:
        """What could be read, as the browser wants it."""
        return str(self.data)

    @property
    def input_type(self) -> str:
        return self.reads if self.data is not None or not self._value().strip() else "text"

    def _value(self) -> str:
        return self.written() if self.data is not None else as_typed(" ".join(self.raw_data or [])) or ""


class DayField(AsTyped, DateField):  # type: ignore[misc]  # WTForms has no types
    """A day; None when nothing is typed, unless `when_empty` asks for one."""

    reads = "date"

    def __init__(
        self, label: str, validators: Iterable[Any] = (), *, when_empty: str | None = None, **options: Any
    ) -> None:
        super().__init__(
            label,
            list(validators) or needed(when_empty),
            format=DAY_FORMATS,
            invalid_value_message="Enter a real date, like 12/05/2026.",
            **options,
        )

    def written(self) -> str:
        return str(self.data.isoformat())


class HourField(AsTyped, TimeField):  # type: ignore[misc]
    """A time of the day, midnight too: 14:00, 2.30pm, 2 pm; None when nothing is typed, as with a day."""

    reads = "time"

    def __init__(self, label: str, *, when_empty: str | None = None, **options: Any) -> None:
        super().__init__(
            label,
            needed(when_empty),
            format=TIME_FORMATS,
            invalid_value_message="Enter a time, like 14:00 or 2pm.",
            **options,
        )

    def written(self) -> str:
        return str(self.data.strftime("%H:%M"))


class NumberField(AsTyped, IntegerField):  # type: ignore[misc]
    """A whole number, of so few digits that it can be compared with others."""

    reads = "number"

    def __init__(
        self, label: str, validators: Any = None, *, invalid_value_message: str = A_WHOLE_NUMBER, **options: Any
    ) -> None:
        super().__init__(label, validators, invalid_value_message=invalid_value_message, **options)

    def process_formdata(self, valuelist: list[str]) -> None:
        too_long = bool(valuelist) and len(valuelist[0].strip()) > MOST_DIGITS
        super().process_formdata(["too long"] if too_long else valuelist)


def needed(when_empty: str | None) -> list[Any]:
    return [InputRequired(when_empty)] if when_empty else [Optional()]


def as_one_of(kind: type[StrEnum]) -> Callable[[Any], Any]:
    """What makes a value that was sent one of these, or raises ValueError.

    It is asked of every choice on every page, and WTForms' own lists them all anew for each.
    """
    by_value = {choice.value: choice for choice in kind}

    def coerce(value: Any) -> Any:
        if (found := by_value.get(value)) is None:
            raise ValueError(value)
        return found

    return coerce
