"""Whether a name that somebody chose for themselves looks like the one they are known by elsewhere.

It only looks: they are asked, and never stopped. Pure.
"""

import re
from typing import Final

from app.protection.identifying import details_in
from app.protection.word_list import WORDS

A_WORD: Final = re.compile(r"[^\W\d_]+")
PLAIN: Final = frozenset(WORDS)
YEAR_OF_BIRTH: Final = re.compile(r"(?<!\d)(?:19[89]\d|20[0-2]\d)(?!\d)")
BEFORE_A_NAME: Final = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr"})


def looks_real(name: str) -> bool:
    """A first name with another behind it or its first letter; a title; a year of birth; a way to find somebody.

    One word alone is never asked about: a first name says little, and many are chosen. Words of the list that the 4
    words are drawn from are no names: "Purple Fox" is made up.
    """
    if details_in(name) or YEAR_OF_BIRTH.search(name):
        return True
    words = [word.casefold() for word in A_WORD.findall(name)]
    return len(words) > 1 and (words[0] in BEFORE_A_NAME or PLAIN.isdisjoint(words))
