"""Details hidden in a text, wherever they stand in it. It finds and shows; the text itself is never changed.

A detail is found as people see it: capitals count for nothing, any run of spaces and line breaks is one space, a curly
apostrophe is a straight one, and letters that nobody sees are passed over. Accents count: the text and the detail are
both in Unicode's composed form (NFC).
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

HIDDEN: Final = "[hidden]"
SHORTEST: Final = 2  # characters: one would hide a letter in every word
APOSTROPHES: Final = dict.fromkeys("‘’ʼ＇`´", "'")


class Span(NamedTuple):
    """From the character `start` of a text up to the character before `end`."""

    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """A part of a text, which is hidden or not. All pieces together are the whole text."""

    text: str
    is_hidden: bool


class Letter(NamedTuple):
    """A character as it is compared, and where in the text it stands."""

    says: str
    start: int
    end: int


def letters_of(text: str) -> list[Letter]:
    """The characters of a text as they are compared."""
    found: list[Letter] = []
    for place, character in enumerate(text):
        if character.isspace():
            if not found or found[-1].says != " ":
                found.append(Letter(" ", place, place + 1))  # several are as one
        elif unicodedata.category(character) != "Cf":
            plain = APOSTROPHES.get(character, character).casefold()
            found.extend(Letter(part, place, place + 1) for part in plain)
    return found


def as_compared(detail: str) -> str:
    """A detail as it is looked for: nothing when there is nothing to see in it."""
    return "".join(letter.says for letter in letters_of(unicodedata.normalize("NFC", detail))).strip()


def is_long_enough(detail: str) -> bool:
    return len(as_compared(detail)) >= SHORTEST


def places_of(text: str, detail: str) -> list[Span]:
    """Where a detail stands in a text, also where it stands over itself. Nowhere when it is too short."""
    wanted = as_compared(detail)
    if len(wanted) < SHORTEST:
        return []
    letters = letters_of(text)
    compared = "".join(letter.says for letter in letters)
    found, begin = [], compared.find(wanted)
    while begin >= 0:
        found.append(Span(letters[begin].start, letters[begin + len(wanted) - 1].end))
        begin = compared.find(wanted, begin + 1)
    return found


def hidden_places(text: str, details: Iterable[str]) -> list[Span]:
    """Where any of these details stands, in the order of the text. Places that touch or overlap are one."""
    found: list[Span] = []
    for span in sorted(span for detail in details for span in places_of(text, detail)):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def hides_more(text: str, detail: str, details: Iterable[str]) -> bool:
    """Whether this detail stands anywhere in the text where these do not hide it already."""
    hidden = hidden_places(text, details)
    return any(
        not any(place.start <= span.start and span.end <= place.end for place in hidden)
        for span in places_of(text, detail)
    )


def pieces_of(text: str, details: Iterable[str]) -> list[Piece]:
    """The whole text in pieces, hidden and not. None is empty."""
    return [piece for piece in cut(text, hidden_places(text, details)) if piece.text]


def cut(text: str, hidden: list[Span]) -> Iterator[Piece]:
    done = 0
    for span in hidden:
        yield Piece(text[done : span.start], is_hidden=False)
        yield Piece(text[span.start : span.end], is_hidden=True)
        done = span.end
    yield Piece(text[done:], is_hidden=False)


def hide(text: str, details: Iterable[str]) -> str:
    """The text with each hidden place as the word “[hidden]”."""
    return "".join(HIDDEN if piece.is_hidden else piece.text for piece in pieces_of(text, details))
