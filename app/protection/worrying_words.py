"""A short list of words that make somebody look sooner. A help and nothing more: every view is read, word or no word.

Whole words, in English, whatever their case. A word here can only bring a view forward; no list can say that a child
is safe. How the list is kept stands in docs/decisions/0016-the-order-of-the-inbox.md.
"""

import re
import unicodedata
from typing import Final

LIST: Final = """
    abuse abused abuser abuses abusing attack attacked beat beaten beating beats belt bleed bleeding blood
    bruise bruised bruises burned burnt choke choked choking cutting dead die died drown drugs drunk dying gang
    grabbed grooming gun hit hits hitting hurt hurting hurts kick kicked kicks kidnap kill killed killing kms
    knife knives murder naked nudes overdose overdosed pills poison punch punched punches rape raped rapist
    runaway scared selfharm sex sexual sexually slapped slaps smack smacks stab stabbed starve starving strangle
    strangled strangling suicidal suicide terrified threaten threatened threatening threatens touched touches
    touching trafficked unsafe weapon whip whipped
"""
WORDS: Final = frozenset(LIST.split())
# Said in two words, or with a hyphen.
PAIRS: Final = frozenset({("self", "harm"), ("self", "harming"), ("self", "harmed"), ("run", "away"), ("ran", "away")})
WORD: Final = re.compile(r"[^\W\d_]+")


def has_worrying_word(text: str | None) -> bool:
    """Whether a word of the list stands in this text. Which one is told nobody: they read the text itself."""
    spoken = WORD.findall(unicodedata.normalize("NFKC", text or "").casefold())
    return not WORDS.isdisjoint(spoken) or not PAIRS.isdisjoint(zip(spoken, spoken[1:], strict=False))
