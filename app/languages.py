"""The languages of young people's pages, and the catalogues that hold their words.

A catalogue is the file that translators write in: translations/<code>/LC_MESSAGES/messages.po. It is read as it is,
once in each process. Nothing is compiled, so nothing that is compiled can be missing or out of date.
"""

import hashlib
import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import current_app
from flask_babel import Domain, get_locale


@dataclass(frozen=True)
class Language:
    code: str  # what Babel and the folder in translations/ call it
    own_name: str
    english_name: str

    @property
    def tag(self) -> str:
        """What HTML calls it."""
        return self.code.replace("_", "-")


ENGLISH = Language("en_GB", "English", "English")
OTHERS = (
    Language("pl", "Polski", "Polish"),
    Language("gu", "ગુજરાતી", "Gujarati"),
    Language("pa", "ਪੰਜਾਬੀ", "Punjabi"),
    Language("ur", "اردو", "Urdu"),
    Language("ar", "العربية", "Arabic"),
    Language("so", "Soomaali", "Somali"),
    Language("cy", "Cymraeg", "Welsh"),
)
CODES = frozenset(language.code for language in OTHERS)

AS_WRITTEN = NullTranslations()  # the words in our source are English

# The mark of the very sentences that a speaker has checked. One sentence more or another one, and it is not checked
# any more: docs/languages.md says where the mark comes from.
CHECKED: dict[str, str] = {}


@dataclass(frozen=True)
class Spoken:
    translations: NullTranslations
    mark: str


def path_of(folder: str, code: str) -> Path:
    return Path(folder) / code / "LC_MESSAGES" / "messages.po"


def mark_of(catalogue: Catalog) -> str:
    """Says which sentences a catalogue holds: another one changes the mark, their order does not."""
    sentences = sorted(repr((message.id, message.string)) for message in catalogue if message.id)
    return hashlib.sha256("\n".join(sentences).encode()).hexdigest()[:12]


@cache
def read(folder: str, code: str) -> Spoken | None:
    """A language's words; None where there is no catalogue yet."""
    path = path_of(folder, code)
    if code not in CODES or not path.exists():
        return None
    with path.open("rb") as file:
        catalogue = read_po(file, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Spoken(Translations(compiled), mark_of(catalogue))


def read_all(folder: str) -> None:
    """Read every catalogue now, so that nobody waits for it later."""
    for language in OTHERS:
        read(folder, language.code)


def spoken(code: str) -> Spoken | None:
    return read(current_app.config["BABEL_TRANSLATION_DIRECTORIES"], code)


def offered() -> list[Language]:
    """English, and every language there is a catalogue of."""
    return [ENGLISH, *(language for language in OTHERS if spoken(language.code))]


def is_offered(code: str) -> bool:
    return spoken(code) is not None


def is_checked(language: Language) -> bool:
    """Whether somebody who speaks it has read every sentence as it is now."""
    words = spoken(language.code)
    return language.code == ENGLISH.code or bool(words and CHECKED.get(language.code) == words.mark)


def language_of_page() -> Language:
    """The language that the page being made is in."""
    code = str(get_locale() or ENGLISH.code)
    return next((language for language in OTHERS if language.code == code), ENGLISH)


def said_in(language: Language, english: str) -> str:
    """One sentence in a language that is not the page's."""
    words = spoken(language.code)
    return str(words.translations.gettext(english)) if words else english


class Catalogues(Domain):  # type: ignore[misc]  # it has no types
    """Where Flask-Babel finds the words of the page's language."""

    def get_translations(self) -> NullTranslations:
        code = str(get_locale() or ENGLISH.code)
        put_there = self.cache.get((code, self.domain[0]))  # by a test that marks every sentence
        words = None if put_there or code == ENGLISH.code else spoken(code)
        return put_there or (words.translations if words else AS_WRITTEN)
