"""What in a quote could point at somebody: names, places, numbers. It only looks, and misses some: a person decides.

Pure: nothing is blocked and no word is changed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.protection.identifying import details_in
from app.protection.words_of import Word, words_of

FIGURES: Final = re.compile(r"\S*\d\S*")
NUMBERS: Final = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
    r"|eighteen|nineteen|twenty|twins?|triplets?)\b",
    re.IGNORECASE,
)
# What has a capital wherever it stands, and points at nobody.
_CAPITALS: Final = """
    i i'm i've i'd i'll monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december christmas easter eid ramadan diwali english welsh british
    ok tv mum mummy dad daddy gran grandma grandad nan nana aunt auntie uncle heard
"""
ALWAYS_WITH_CAPITAL: Final = frozenset(_CAPITALS.split())
# After one of these comes who it is, also where no capital says so: "my brother adam", "she is called ruby".
_WHO: Final = """
    brother sister cousin uncle aunt auntie friend mate teacher worker carer stepdad stepmum boyfriend girlfriend
    twin called named mr mrs ms miss
"""
BEFORE_A_NAME: Final = frozenset(_WHO.split())
_ORDINARY: Final = """
    a about after again all and are as at because before but by can cannot can't comes could did didn't do does
    doesn't down for from gets goes had has have he her here him his i if in is isn't it just knows lives like may
    me more much my never not of often on or our out said says see sees she should so sometimes take takes tells
    than that the them then there they think this to too up us wants was wasn't we were what when where who will
    with would you your
"""
NO_NAME: Final = frozenset(_ORDINARY.split())
# A word before one of these is the name of a place: "elm road", "hill primary".
PLACES: Final = frozenset({"road", "street", "lane", "avenue", "academy", "primary"})
_BEFORE_ANY_PLACE: Final = """
    any every some another same that this these those their its new old big small primary secondary high special
    whole main busy next near after no
"""
NAMES_NO_PLACE: Final = NO_NAME | frozenset(_BEFORE_ANY_PLACE.split())


class PointsAt(StrEnum):
    """Why something is pointed out."""

    NAME = "a name or a place"
    NUMBER = "a number"
    DETAIL = "a detail"
    HIDDEN = "it is hidden in what they said"


@dataclass(frozen=True)
class Pointer:
    """These words of the quote, or a detail of this kind, could point at somebody."""

    kind: PointsAt
    words: str


def pointers_in(quote: str, said: Iterable[str] = ()) -> list[Pointer]:
    """What in a quote could point at somebody, in the order of its kinds, each once.

    `said` is what the young person wrote: a word that has a capital in the middle of a sentence there is a name here.
    """
    words = [word for word in words_of(quote) if word.typed[0].isalpha()]
    named = {word.bare for text in (quote, *said) for word in words_of(text) if is_named(word)}
    found = [Pointer(PointsAt.NAME, word.typed) for word in names_in(words, named)]
    for pattern in (FIGURES, NUMBERS):
        found += [Pointer(PointsAt.NUMBER, match.group().strip(".,;:!?")) for match in pattern.finditer(quote)]
    found += [Pointer(PointsAt.DETAIL, detail.value) for detail in details_in(quote)]
    return list(dict.fromkeys(found))


def is_capital(word: Word) -> bool:
    is_ordinary = not {word.bare, word.bare.removesuffix("s")}.isdisjoint(ALWAYS_WITH_CAPITAL)
    return word.has_capital and not is_ordinary


def is_someones(word: Word) -> bool:
    return word.plain.endswith("'s") and word.bare not in {"it", "that", "he", "she", "there", "what", "who", "let"}


def is_named(word: Word) -> bool:
    """Whether it has a capital that no sentence gave it."""
    return is_capital(word) and not word.begins_sentence


def names_in(words: list[Word], named: set[str]) -> Iterator[Word]:
    for before, word, after in zip([None, *words], words, [*words[1:], None], strict=False):
        follows_who = before is not None and before.bare in BEFORE_A_NAME and not word.begins_sentence
        is_of_place = after is not None and after.plain in PLACES and not after.begins_sentence
        if (
            (word.bare in named and word.plain not in NO_NAME)
            or (is_capital(word) and is_someones(word))
            or (follows_who and word.plain not in NO_NAME)
            or (is_of_place and word.plain not in NAMES_NO_PLACE and word.plain not in BEFORE_A_NAME)
        ):
            yield word
