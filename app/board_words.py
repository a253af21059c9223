"""What the board has decided, as a page in another language says it.

Sentences that Heard comes with are in the catalogues. Days and hours are said from the cover the board has set. What a
board writes itself (its name, its own sentences) stays as it wrote it.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

from babel import Locale
from babel.dates import get_day_names
from babel.lists import format_list
from flask import g
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _

from app.languages import ENGLISH
from app.services.settings import Settings

# The usual values of settings that are words: here to be found by whoever gathers the sentences to translate.
USUAL = (
    # Translators: where Hide page goes. It stands in: You will see the weather. It shows the weather.
    _("the weather"),
    # Translators: what to send to 999 is the English word register. Leave it as it is.
    _("You can text 999 too. First text the word register to 999."),
    _("Free, day or night"),
    _("Monday to Friday, 9am to 5pm"),
    # Translators: you can call them every night, and all day at weekends.
    _("every night, and all day at weekends"),
    # Translators: in: you can go to the complaints team
    _("the complaints team"),
    # Translators: in: ask the data protection team
    _("the data protection team"),
    # Translators: the body that people complain to about a council
    _("the Local Government and Social Care Ombudsman"),
    # Translators: the body that people complain to about their data
    _("the Information Commissioner"),
    # Translators: who advises people that are treated unfairly
    _("the Equality Advisory Service"),
    _("City"),
    _("County"),
    _("Rutland"),
)

# The settings that hold such words.
SENTENCES = (
    *("neutral_name", "emergency_text", "childline_hours", "advocate_hours", "out_of_hours_times"),
    *("complaints_name", "complaints_hours", "ombudsman_name", "data_protection_name", "privacy_regulator_name"),
    "equality_name",
)
NUMBERS = tuple(field.name for field in fields(Settings) if field.name.endswith("_number") and field.type is str)


def in_language_of_page(settings: Settings) -> Settings:
    """The settings with their words in the language of the page. In English they are as the board wrote them."""
    locale = get_locale()
    if locale is None or str(locale) == ENGLISH.code:
        return settings
    kept: tuple[Settings, Settings] | None = g.get("settings_in_language")
    if kept is None or kept[0] is not settings:
        kept = g.settings_in_language = (settings, translated(settings, locale))
    return kept[1]


def translated(settings: Settings, locale: Locale) -> Settings:
    changes: dict[str, Any] = {
        "reading_days": days(settings.cover_days, locale),
        "reading_hours": hours(f"{settings.cover_opens}:00", f"{settings.cover_closes}:00"),
    }
    changes |= {name: said(getattr(settings, name)) for name in SENTENCES}
    changes |= {name: in_one_piece(getattr(settings, name)) for name in NUMBERS}
    return replace(settings, **changes)


def said(words: str) -> str:
    """The same words in the language of the page, where they are the usual ones; nothing stays nothing."""
    return str(gettext(words)) if words else words


def days(weekdays: Sequence[int], locale: Locale) -> str:
    """Monday to Friday, or each day by its name. 0 is Monday."""
    # Babel's stand-alone names are those of whichever language was asked for first: the others are right.
    names, wanted = get_day_names("wide", "format", locale), sorted(set(weekdays))
    if len(wanted) > 2 and wanted[-1] - wanted[0] == len(wanted) - 1:
        # Translators: two days of the week, such as Monday to Friday. Day names cannot change their endings here.
        return str(gettext("%(first_day)s to %(last_day)s", first_day=names[wanted[0]], last_day=names[wanted[-1]]))
    return format_list([names[day] for day in wanted], locale=locale)


def hours(opens: str, closes: str) -> str:
    """9:00 to 17:00"""
    # Translators: two times of the day, such as 9:00 to 17:00
    return str(gettext("%(opens)s to %(closes)s", opens=opens, closes=closes))


def in_one_piece(number: str) -> str:
    """A phone number whose groups stay in their order among letters that run from right to left.

    A common space between two groups of digits would let a browser put the second one first.
    """
    return "\N{NO-BREAK SPACE}".join(number.split())
