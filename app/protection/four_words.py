"""The 4 words: how a young person comes back for an answer, without an account or a name.

Four different words of the list give log2(1296 * 1295 * 1294 * 1293) = 41 bits. Only a keyed hash is stored, so a
stolen database cannot be searched for them without the key as well.
"""

import re
import secrets

from app.protection.fingerprints import fingerprint, mark, marks
from app.protection.keys import KeyRing
from app.protection.word_list import WORDS

HOW_MANY = 4
KNOWN_BY = 4  # a word's first four letters find it
LONGEST = 200  # nobody types more than this; it saves looking through a pasted book
BY_BEGINNING = {word[:KNOWN_BY]: word for word in WORDS}

FourWords = tuple[str, str, str, str]


def choose_words() -> FourWords:
    """Four different words drawn by the system's random source: a word that comes twice looks like a mistake."""
    first, second, third, fourth = secrets.SystemRandom().sample(WORDS, HOW_MANY)
    return first, second, third, fourth


def words_of(ring: KeyRing, text: str) -> FourWords:
    """The four words that this text and our newest key give, always the same, and nobody else can find out."""
    left = int.from_bytes(fingerprint(ring.key(ring.newest, "words"), f"words of|{text}"))
    left, first = divmod(left, len(WORDS))
    left, second = divmod(left, len(WORDS))
    left, third = divmod(left, len(WORDS))
    left, fourth = divmod(left, len(WORDS))
    return WORDS[first], WORDS[second], WORDS[third], WORDS[fourth]


def understand(typed: str) -> FourWords | None:
    """The four words somebody meant, or None when these are not four words of the list.

    Any case; commas, dots, dashes and extra spaces between them; a word is known by its first four letters. The order
    is kept: it is part of the secret.
    """
    parts = re.findall(r"[a-z]+", typed[:LONGEST].casefold())
    meant = [BY_BEGINNING.get(part[:KNOWN_BY]) for part in parts]
    if len(meant) != HOW_MANY or None in meant:
        return None
    first, second, third, fourth = (word for word in meant if word)
    return first, second, third, fourth


def words_mark(ring: KeyRing, words: FourWords) -> bytes:
    """What is stored to recognise these words."""
    return mark(ring, "words", " ".join(words))


def words_marks(ring: KeyRing, words: FourWords) -> list[bytes]:
    """What to look for: the words under every key that is still live."""
    return marks(ring, "words", " ".join(words))
