"""The words of a text in any script, each with where it stands and whether a sentence begins with it."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from app.protection.hiding import APOSTROPHES

ENDS_A_SENTENCE: Final = frozenset('.!?…:;\n"“”«»•-–—')


@dataclass(frozen=True)
class Word:
    """A word of a text, and where it stands."""

    typed: str
    start: int
    end: int
    begins_sentence: bool

    @cached_property
    def plain(self) -> str:
        return "".join(APOSTROPHES.get(letter, letter) for letter in self.typed).casefold()

    @cached_property
    def bare(self) -> str:
        """Without an 's at its end."""
        return self.plain.removesuffix("'s")

    @property
    def has_capital(self) -> bool:
        return self.typed[0].isupper() or self.typed[0].istitle()


def words_of(text: str) -> list[Word]:
    """Letters and figures, with apostrophes inside them."""
    found: list[Word] = []
    place = after = 0
    while place < len(text):
        if not is_letter(text[place]):
            place += 1
            continue
        begin = place
        while place < len(text) and (is_letter(text[place]) or is_inside(text, place)):
            place += 1
        is_first = not found or not ENDS_A_SENTENCE.isdisjoint(text[after:begin])
        found.append(Word(text[begin:place], begin, place, is_first))
        after = place
    return found


def is_letter(character: str) -> bool:
    """Letters, the marks that belong to them in many scripts, and figures."""
    return unicodedata.category(character)[0] in "LMN"


def is_inside(text: str, place: int) -> bool:
    """Whether an apostrophe stands here between two letters."""
    is_apostrophe = text[place] == "'" or text[place] in APOSTROPHES
    return is_apostrophe and place + 1 < len(text) and is_letter(text[place + 1])
