"""When somebody is there to see that a young person may not be safe, in the words of the page's language.

It is said from the rota, as it is this week. While the rota is empty it is said as the board has set it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from babel.lists import format_list
from sqlalchemy.exc import SQLAlchemyError

from app.board_words import days, hours, in_language_of_page
from app.formats import clock_time, is_english, language
from app.services import rota, settings
from app.services.shifts import MINUTES_IN_A_DAY, Minutes, Week


@dataclass(frozen=True)
class CoverWords:
    """Monday to Friday; 9am to 5pm. Where days differ, the hours go on with the other days and their hours."""

    days: str
    hours: str


def cover_words(*, leads_only: bool = False) -> CoverWords:
    """When somebody is there; with `leads_only`, somebody who may see what was written for a meeting.

    Without the database it is said as the board has set it.
    """
    try:
        week = rota.usual_week(leads_only=leads_only)
    except SQLAlchemyError:
        week = ()
    return said(week) if week else as_the_board_set_it()


def as_the_board_set_it() -> CoverWords:
    shown = in_language_of_page(settings.last_known())
    return CoverWords(shown.reading_days, shown.reading_hours)


def said(week: Week) -> CoverWords:
    """Days that have the same hours are said together."""
    together: dict[tuple[Minutes, ...], list[int]] = {}
    for weekday, pieces in enumerate(week):
        if pieces:
            together.setdefault(pieces, []).append(weekday)
    groups = [(days_said(weekdays), hours_said(pieces)) for pieces, weekdays in together.items()]
    (first_days, first_hours), *others = groups
    return CoverWords(first_days, "; ".join([first_hours, *(f"{which}, {when}" for which, when in others)]))


def days_said(weekdays: Sequence[int]) -> str:
    return days(weekdays, language())


def hours_said(pieces: Sequence[Minutes]) -> str:
    return str(format_list([piece_said(*piece) for piece in pieces], locale=language()))


def piece_said(opens: int, closes: int) -> str:
    """9am to 5pm; 9:00 to 17:00 in other languages, where "pm" may stand in letters that run the other way."""
    if not is_english(language()):
        return hours(in_figures(opens), in_figures(closes))
    is_whole_day = closes - opens >= MINUTES_IN_A_DAY
    return "at any time" if is_whole_day else f"{in_english(opens)} to {in_english(closes)}"


def in_english(minutes: int) -> str:
    """9am, 9.30am, midnight"""
    hour, minute = divmod(minutes % MINUTES_IN_A_DAY, 60)
    return clock_time(time(hour, minute)).replace(".00", "") if hour or minute else "midnight"


def in_figures(minutes: int) -> str:
    """9:00, 24:00 for the end of the day, 6:00 on the day after"""
    hour, minute = divmod(minutes if minutes <= MINUTES_IN_A_DAY else minutes - MINUTES_IN_A_DAY, 60)
    return f"{hour}:{minute:02d}"
