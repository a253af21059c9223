"""The rota as its page shows it: two weeks, each a table with one line for each piece of a day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.formats import LONDON
from app.services import rota
from app.services.clocks import ONE_DAY, is_bank_holiday, london_day, start_of_day
from app.services.shifts import days_between

Piece = tuple[datetime, datetime, list[str]]  # from, until, and who is there in order


@dataclass(frozen=True)
class ShownDay:
    """One day: nothing in `pieces` when nobody is promised and nobody is there."""

    day: date
    is_holiday: bool
    pieces: list[Piece]


@dataclass(frozen=True)
class ShownWeek:
    name: str
    days: list[ShownDay]


def weeks_shown(now: datetime) -> list[ShownWeek]:
    """This week from its Monday, and the next."""
    monday = london_day(now) - ONE_DAY * london_day(now).weekday()
    duty = rota.current()
    return [
        ShownWeek("This week", days_shown(duty, monday)),
        ShownWeek("Next week", days_shown(duty, monday + timedelta(days=7))),
    ]


def days_shown(duty: rota.Duty, monday: date) -> list[ShownDay]:
    days = days_between(monday, monday + ONE_DAY * 6)
    pieces: dict[date, list[Piece]] = {day: [] for day in days}
    for segment, on in duty.segments(start_of_day(monday), start_of_day(monday + timedelta(days=7))):
        who = [f"{person.name} (out of hours)" if shift.is_out_of_hours else person.name for shift, person in on]
        pieces[segment.begins.astimezone(LONDON).date()].append((segment.begins, segment.ends, who))
    return [ShownDay(day, is_bank_holiday(day), pieces[day]) for day in days]
