"""What each setting can be: its bounds, and how what somebody types becomes its value."""

from dataclasses import fields
from datetime import date
from typing import Any, Final

from app.models import utc_now
from app.models.codes import Topic
from app.services.clocks import london_day
from app.services.errors import RuleBroken
from app.services.targets import Targets

BOUNDS: Final = {  # name: least, most
    "team_size": (1, 100),
    "cover_opens": (0, 22),
    "cover_closes": (1, 23),
    "alert_minutes": (5, 240),
    "escalate_minutes": (5, 120),
    "alert_close_days": (1, 20),
    "read_days": (1, 10),
    "answer_days": (1, 40),
    "tell_child_days": (1, 20),
    "reply_days": (1, 20),
    "stopped_days": (1, 20),
    "quote_decide_days": (1, 40),
    "release_hours": (1, 14 * 24),
    "review_days": (1, 20),
    "board_question_days": (1, 60),
    "initial_conference_days": (1, 30),
    "core_group_days": (1, 30),
    "first_review_months": (1, 6),
    "later_review_months": (1, 12),
    "letter_days": (1, 20),
    "record_days": (1, 40),
    "quorum_agencies": (1, 10),
    "framework_days": (1, 120),
    "minutes_days": (1, 40),
    "refresher_months": (3, 60),
    "draft_minutes": (15, 240),
    "draft_long_minutes": (60, 2 * 24 * 60),
    "joining_days": (1, 30),
    "left_days": (1, 365),
    "sign_in_idle_minutes": (5, 240),
    "sign_in_hours": (1, 24),
    "young_idle_minutes": (5, 240),
    "young_hours": (1, 24),
    "own_phone_days": (1, 80),
    "administrator_idle_minutes": (5, 60),
    "administrator_hours": (1, 12),
    "confirm_minutes": (1, 60),
    "kept_work_hours": (1, 168),
    "approval_days": (1, 30),
    "audit_years": (1, 30),
    "view_months": (6, 120),
    "meeting_months": (6, 120),
    "outbox_days": (30, 730),
    "request_months": (6, 84),
    "hold_months": (1, 24),
    "retention_ahead_days": (2, 366),
    "small_number": (5, 10),
    "smallest_base": (20, 100),
} | {field.name: (1, 99) for field in fields(Targets)}
DAYS: Final = frozenset({"numbers_checked_on", "accessibility_checked_on"})
MAY_BE_EMPTY: Final = DAYS | {"numbers_checked_by"}
LONGEST: Final = 300
ALWAYS_OFFERED: Final = (Topic.SAFE, Topic.OTHER)  # whoever is not safe, or fits nowhere, finds a place


def converted(usual: Any, typed: str) -> Any:
    """The value that somebody typed, of the same kind as the usual one.

    Raises RuleBroken when it cannot be read as one.
    """
    try:
        if isinstance(usual, bool):
            return {"yes": True, "no": False}[typed.strip().lower()]
        if isinstance(usual, int):
            return int(typed)
        if isinstance(usual, tuple):
            kind = type(usual[0])
            return [kind(part.strip()) for part in typed.split(",") if part.strip()]
    except KeyError as wrong:
        raise RuleBroken("Enter yes or no.") from wrong
    except ValueError as wrong:
        raise RuleBroken("Enter a whole number.") from wrong
    return typed.strip()


def check(name: str, value: Any) -> None:
    """Raises RuleBroken when this one value is empty, out of bounds, or not an address a page may lead to."""
    if name in BOUNDS and not BOUNDS[name][0] <= value <= BOUNDS[name][1]:
        raise RuleBroken(f"{name} must be from {BOUNDS[name][0]} to {BOUNDS[name][1]}.")
    if value in ("", []) and name not in MAY_BE_EMPTY:
        raise RuleBroken(f"{name} cannot be empty.")
    if isinstance(value, str) and len(value) > LONGEST:
        raise RuleBroken(f"Enter {LONGEST} characters or fewer.")
    if name in DAYS and value and not is_a_day(value):
        raise RuleBroken("Enter the day like 2026-12-01.")
    if name in DAYS and value and date.fromisoformat(value) > london_day(utc_now()):
        raise RuleBroken("Enter today, or a day before: what was looked at cannot be still to come.")
    if name == "neutral_site" and not value.startswith(("https://", "http://127.0.0.1")):
        raise RuleBroken("Enter an address that begins with https://.")
    if name == "topics":
        check_topics(value)


def check_topics(value: list[str]) -> None:
    """Raises RuleBroken for a topic that Heard has no picture and no words for, or without those always offered."""
    if unknown := [topic for topic in value if topic not in set(Topic)]:
        raise RuleBroken(f"There is no topic called {unknown[0]}.")
    if missing := [topic for topic in ALWAYS_OFFERED if topic not in value]:
        raise RuleBroken(f"Leave “{missing[0]}” on the list. Everybody must find a place for what they say.")


def is_a_day(typed: str) -> bool:
    """Whether it is a day of the calendar, written like 2026-12-01."""
    try:
        date.fromisoformat(typed)
    except ValueError:
        return False
    return True
