"""When somebody last made sure that a number which people see is right, and who. Pure: days and names.

It stands beside the number in its row, so a number that is changed has not been checked. Where it says nothing,
`numbers_checked_on` counts: the day on which somebody said that of all of them.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

STALE_AFTER: Final = timedelta(days=92)
NEVER_RUNG: Final = ("emergency_number", "emergency_text", "emergency_bsl", "emergency_relay")
CHECKED: Final = (
    *NEVER_RUNG,
    *("childline_number", "advocate_number", "out_of_hours_number", "complaints_number", "ombudsman_number"),
    *("data_protection_number", "privacy_regulator_number", "equality_number"),
)


@dataclass(frozen=True)
class NumberCheck:
    """The day on which a number was found right, and by whom; no day when it never was, or not since it changed."""

    on: date | None
    by: str

    def is_stale(self, today: date) -> bool:
        """Whether nobody has made sure of it for a quarter of a year, or ever."""
        return self.on is None or today - self.on > STALE_AFTER


def check_of(stored: dict[str, Any], *, all_on: str, all_by: str) -> NumberCheck:
    """The check of one number: its own, or else the one of all numbers."""
    own = "checked_on" in stored
    day, who = (stored["checked_on"], stored.get("checked_by", "")) if own else (all_on, all_by)
    return NumberCheck(date.fromisoformat(day) if day else None, who)
