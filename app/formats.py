"""How dates, numbers and words from people are shown. Each function is a template filter of the same name."""

import io
import re
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import bleach
import segno
from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal
from flask import Flask
from flask_babel import get_locale, ngettext
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

LONDON = ZoneInfo("Europe/London")
LONGEST_FORMATTED: Final = 20_000
FORMATTED_KEPT: Final = 128  # as many texts are kept as they are shown: a board has a few dozen
MAY_LEAD_TO: Final = ("https", "mailto")
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
# What formatted text may hold; an address in a link besides, and where a numbered list begins.
ALLOWED_TAGS: Final = frozenset(
    {"p", "br", "hr", "em", "strong", "code", "pre", "blockquote", "ul", "ol", "li", "a", *HEADINGS[1:]}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)
TURNS_LETTERS_ROUND: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")  # an address could be read as another


def in_london(moment: datetime) -> datetime:
    return moment.astimezone(LONDON)


def language() -> Locale:
    """The language of the page; British English where there is no page."""
    return get_locale() or Locale("en", "GB")


def is_english(locale: Locale) -> bool:
    return bool(locale.language == "en")


def long_date(when: date | datetime) -> str:
    """Thursday 14 May, and the year when it is not this one. Other languages have an order of their own."""
    day = in_london(when).date() if isinstance(when, datetime) else when
    locale = language()
    pattern = "EEEE d MMMM y" if is_english(locale) else locale.date_formats["full"].pattern
    if day.year == datetime.now(LONDON).year:
        pattern = re.sub(r"[,،]? y+", "", pattern)
    return format_date(day, pattern, locale=locale)


def grouped(number: int) -> str:
    """1,164; other languages group thousands in a way of their own, or not at all."""
    locale = language()
    return f"{number:,}" if is_english(locale) else format_decimal(number, locale=locale)


def day_written(day: str) -> date:
    """The day that a setting says in figures: 2026-12-01."""
    return date.fromisoformat(day)


def short_date(when: date | datetime) -> str:
    """14 May 2026"""
    day = in_london(when).date() if isinstance(when, datetime) else when
    locale = language()
    return format_date(day, "d MMMM y" if is_english(locale) else "long", locale=locale)


def short_time(moment: datetime) -> str:
    """2.41pm; 14:41 in other languages, where "pm" may stand in letters that run the other way"""
    return clock_time(in_london(moment).time())


def clock_time(time_of_day: time) -> str:
    """The same of a time of day, which is in London."""
    hour, minute = time_of_day.hour, time_of_day.minute
    if not is_english(language()):
        return f"{hour}:{minute:02d}"
    return f"{hour % 12 or 12}.{minute:02d}{'am' if hour < 12 else 'pm'}"


def time_of_day(moment: datetime) -> str:
    """9am, 9.30am, midnight: for tables of people who work with Heard."""
    at = in_london(moment).time()
    return clock_time(at).replace(".00", "") if at != time(0) else "midnight"


def how_long(minutes: int) -> str:
    """1 hour, 2 days, 90 minutes: in the largest unit that says it in whole numbers."""
    days, hours = minutes // (24 * 60), minutes // 60
    if days * 24 * 60 == minutes:
        return str(ngettext("%(num)d day", "%(num)d days", days))
    if hours * 60 == minutes:
        return str(ngettext("%(num)d hour", "%(num)d hours", hours))
    return str(ngettext("%(num)d minute", "%(num)d minutes", minutes))


def how_many_months(months: int) -> str:
    """2 years, 18 months: in years where that says it in whole numbers."""
    years = months // 12
    if years * 12 == months:
        return str(ngettext("%(num)d year", "%(num)d years", years))
    return str(ngettext("%(num)d month", "%(num)d months", months))


def words_as_typed(text: str) -> Markup:
    """What someone typed, with its line breaks. Nothing they typed is treated as HTML or altered."""
    return Markup("<br>").join(text.split("\n"))


def made_by_template(html: str) -> Markup:
    """A piece that a template of ours has made: what stands in it was escaped there."""
    return Markup(html)  # noqa: S704 (it comes from Jinja)


class StaffMarkdown(MarkdownIt):
    """A link that may not be followed stays as it was typed."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (its name in the library)
        return may_be_followed(url)


@lru_cache(maxsize=FORMATTED_KEPT)
def formatted(text: str, under: int = 1) -> Markup:
    """What staff wrote in Markdown, as HTML that does nothing: guidance, papers, the annual report. Nothing else.

    HTML that stands in it is shown as it was typed. Links lead to https and mailto only, a picture becomes a link. Its
    largest heading is one below `under`, the level of the heading that it stands under, and none is left out after it.
    The same text is worked out once. Raises ValueError above LONGEST_FORMATTED characters: cleaning takes time.
    """
    if len(text) > LONGEST_FORMATTED:
        raise ValueError(f"A text of {len(text):,} characters is too long to be shown with its formatting.")
    markdown = StaffMarkdown("commonmark", {"html": False}).enable("table").disable("image")
    tokens = markdown.parse(TURNS_LETTERS_ROUND.sub("", text))
    place_headings(tokens, under)
    return cleaned(markdown.renderer.render(tokens, markdown.options, {}))


def place_headings(tokens: list[Token], under: int) -> None:
    """The levels that are used, one below the other, from below this level on."""
    headings = [token for token in tokens if token.tag in HEADINGS]
    used = sorted({token.tag for token in headings})
    for token in headings:
        token.tag = HEADINGS[min(under + used.index(token.tag), len(HEADINGS) - 1)]


def may_be_followed(address: str) -> bool:
    """Whether a link of staff may lead there."""
    return address.lower().startswith(tuple(f"{scheme}:" for scheme in MAY_LEAD_TO))


def cleaned(html: str) -> Markup:
    """HTML without everything that is not on the list. The second line: what is cleaned here held none of it before."""
    attributes = {"a": lambda _tag, name, value: name == "href" and may_be_followed(value), "ol": ["start"]}
    safe = bleach.clean(html, tags=ALLOWED_TAGS, attributes=attributes, protocols=MAY_LEAD_TO, strip=True)
    return Markup(safe)  # noqa: S704 (cleaned in the line above)


def sentence(words: str) -> str:
    """where I live -> Where I live: only the first letter changes."""
    return words[:1].upper() + words[1:]


def phone_link(number: str) -> str:
    """0800 1111 -> 08001111"""
    return "".join(number.split())


def breakable(address: str) -> Markup:
    """An e-mail address that, where a line is too short for it, breaks after its @ or a dot and nowhere in a word."""
    return Markup("<wbr>").join(re.split(r"(?<=[@.])", address))


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
        *(long_date, short_date, day_written, short_time, clock_time, time_of_day, how_long, how_many_months),
        *(grouped, words_as_typed, formatted, sentence, phone_link, breakable, in_groups, qr_picture),
    )
    for filter_function in filters:
        app.add_template_filter(filter_function)
