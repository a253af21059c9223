"""Made-up translations of every sentence, in the letters of each language and as long as theirs tend to be.

No word of it means anything. It shows what is left in English, and how pages look and weigh.
"""

import re
from collections.abc import Callable
from pathlib import Path

from babel.messages.catalog import Catalog

from app.languages import OTHERS, path_of
from tests import catalogues

LETTERS = {
    "gu": "અબકદએફગહઇજકલમનઓપસરશતઉવળખયઝ",
    "pa": "ਅਬਕਦਏਫਗਹਇਜਕਲਮਨਓਪਸਰਸ਼ਤਉਵੜਖਯਜ਼",
    "ur": "ابپدعفگہیجکلمنوپقرستوچڑخےز",
    "ar": "ابجدعفغهيجكلمنوحقرستوذضخيز",
}
MARKS = {"gu": "ાિીુૂેો", "pa": "ਾਿੀੁੂੇੋ", "ur": "َُِ", "ar": "َُِ"}
LONGER = {"pl": "ąę", "so": "aa", "cy": "ŵŷ"}
KEPT = re.compile(r"(%\(\w+\)[a-z]|%%|<[^<>]*>|&\w+;|\bHeard\b)")


def in_letters(code: str) -> Callable[[str], str]:
    """Puts a word into the letters of a language."""
    if code in LONGER:
        return lambda word: word + LONGER[code] if len(word) > 2 else f"{word}ż" if code == "pl" else f"{word}w"
    letters, marks = LETTERS[code], MARKS[code]

    def put(word: str) -> str:
        found = []
        for letter in word.lower():
            found.append(letters[(ord(letter) - 97) % len(letters)])
            if letter in "aeiou" and code in ("gu", "pa"):
                found.append(marks[ord(letter) % len(marks)])
        return "".join(found)

    return put


def translated(english: str, code: str) -> str:
    put = in_letters(code)
    parts = KEPT.split(english)
    for number in range(0, len(parts), 2):
        parts[number] = re.sub(r"[A-Za-z]+", lambda match: put(match.group()), parts[number])
    return "".join(parts)


def catalogue_of(code: str, wanted: Catalog) -> Catalog:
    made = Catalog(locale=code)
    for message in wanted:
        if message.id:
            english = message.id[-1] if message.pluralizable else message.id
            said = translated(english, code)
            forms = (said,) * made.num_plurals if message.pluralizable else said
            made.add(message.id, forms, context=message.context)
    return made


def write(folder: Path) -> Path:
    """A catalogue of each language in this folder."""
    wanted = catalogues.gather()
    for language in OTHERS:
        path = path_of(str(folder), language.code)
        path.parent.mkdir(parents=True)
        text = catalogues.as_text(catalogue_of(language.code, wanted), catalogues.header_of(language.code))
        path.write_text(text, encoding="utf-8")
    return folder
