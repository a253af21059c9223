"""How dates and words from people are shown. Each function is a template filter of the same name."""

import io
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import segno
from babel import Locale
from babel.dates import format_date
from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

LONDON = ZoneInfo("Europe/London")


def in_london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def language() -> Locale:
    """The language of the page; British English where there is no page."""
    return get_locale() or Locale("en", "GB")


def long_date(when: date | datetime) -> str:
    """Thursday 14 May, and the year when it is not this one."""
    day = in_london(when).date() if isinstance(when, datetime) else when
    this_year = datetime.now(LONDON).year
    return format_date(day, "EEEE d MMMM" if day.year == this_year else "EEEE d MMMM y", locale=language())


def short_date(when: date | datetime) -> str:
    """14 May 2026"""
    day = in_london(when).date() if isinstance(when, datetime) else when
    return format_date(day, "d MMMM y", locale=language())


def short_time(moment: datetime) -> str:
    """2.41pm"""
    return clock_time(in_london(moment).time())


def clock_time(time_of_day: time) -> str:
    """2.41pm"""
    hour = time_of_day.hour
    return f"{hour % 12 or 12}.{time_of_day.minute:02d}{'am' if hour < 12 else 'pm'}"


def words_as_typed(text: str) -> Markup:
    """What someone typed, with its line breaks. Nothing they typed is treated as HTML or altered."""
    return Markup("<br>").join(text.split("\n"))


def sentence(words: str) -> str:
    """where I live -> Where I live: only the first letter changes."""
    return words[:1].upper() + words[1:]


def phone_link(number: str) -> str:
    """0800 1111 -> 08001111"""
    return "".join(number.split())


def in_groups(text: str, size: int = 4) -> str:
    """ABCDEFGHIJ -> ABCD EFGH IJ: to be read aloud and copied by hand."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def qr_picture(text: str) -> Markup:
    """A QR code of this text, black on white in either scheme: phones do not read the other way round."""
    picture = io.BytesIO()
    segno.make_qr(text, error="m").save(
        picture, kind="svg", scale=4, light="#fff", xmldecl=False, svgclass=None, lineclass=None, nl=False
    )
    return Markup(picture.getvalue().decode())  # noqa: S704 (only numbers and the colours above stand in it)


def init_app(app: Flask) -> None:
    filters = (
        long_date,
        short_date,
        short_time,
        clock_time,
        words_as_typed,
        sentence,
        phone_link,
        in_groups,
        qr_picture,
    )
    for filter_function in filters:
        app.add_template_filter(filter_function)
