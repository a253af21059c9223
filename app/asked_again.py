"""A form that could not be taken, on the page that asks for it again: what was typed, and what was said of it.

The page is asked for like any other, and made of what is true by then. See app/young_people/routes/asking_again.py.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import ceil

from flask import g, request
from werkzeug.datastructures import MultiDict

ALL_OF_IT = ""  # the place of what was said of no field


@dataclass(frozen=True)
class AskedAgain:
    """`fields` as they were sent. `says` are the messages by the name of their field."""

    fields: list[tuple[str, str]]
    says: dict[str, list[str]] = field(default_factory=dict)
    wait_until: datetime | None = None
    is_held: bool = False  # typed, and not sent: nothing is said of it


def asked_again() -> AskedAgain | None:
    """What this page is asked for again with; None on any other."""
    found: AskedAgain | None = g.get("asked_again")
    return found


def pass_over() -> None:
    """This page is about something else than what could not be taken here."""
    g.asked_again = None


def was_sent() -> bool:
    """Whether what this page is asked for again with was sent, and could not be taken."""
    again = asked_again()
    return again is not None and not again.is_held


def is_sent() -> bool:
    """Whether this page has something that was sent: now, or when it could not be taken."""
    return request.method == "POST" or was_sent()


def fields_sent() -> MultiDict[str, str]:
    """What was sent: now, or when it could not be taken."""
    again = asked_again()
    return MultiDict(again.fields) if again else request.form


def seconds_left() -> int:
    """How many seconds they still have to wait who were told to wait."""
    again = asked_again()
    if again is None or again.wait_until is None:
        return 0
    return max(0, ceil((again.wait_until - datetime.now(UTC)).total_seconds()))
