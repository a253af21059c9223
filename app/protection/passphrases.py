"""Passphrases of people who sign in: how they are hashed (argon2id, RFC 9106), and which are too easy to guess.

The parameters are settings of the machine. A hash made with others still opens, and is made anew at the next sign-in.
"""

import string
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from threading import BoundedSemaphore, Lock

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
FEWEST_GUESSES = 2 * 10**8  # of three plain words, picked by chance, one in two hundred falls below
LONGEST_WEIGHED = 72  # letters: what comes after them only makes a passphrase harder
LEAST_OF_ITS_OWN = 8  # letters that are left when somebody's own words are taken out

# Words about what this service is (ASVS 5.0, 6.2.11). Beside them stand, for each person: the parts of their username
# and name, the words of their role, the board's name and its area (app/services/own_words.py), and the years.
WORDS_OF_HEARD = (
    *("heard", "safeguarding", "child", "children", "voice", "young", "people", "board", "council", "conference"),
    *("sign", "join", "passphrase"),
)
YEARS = tuple(str(year) for year in range(1950, 2050))
# Phrases that everybody knows are in every list of guesses, however many words they have.
KNOWN_PHRASES = (
    *("correct horse battery staple", "correct horse battery", "horse battery staple", "this is my password"),
    *("to be or not to be", "once upon a time", "the quick brown fox", "jack and jill went up the hill"),
    *("twinkle twinkle little star", "happy birthday to you", "may the force be with you", "you only live once"),
    *("hello is it me you are looking for", "all you need is love", "let it be let it be", "god save the king"),
    *("god save the queen", "you will never walk alone", "youll never walk alone", "its coming home"),
    *("one two three four", "one two three four five", "red yellow green blue", "monday tuesday wednesday"),
    *("january february march", "north south east west", "abc easy as one two three", "i love you so much"),
    *("three blind mice", "humpty dumpty sat on a wall", "baa baa black sheep", "winter is coming"),
    *("live laugh love", "keep calm and carry on", "every child matters", "we will listen", "say what you think"),
    *("three random words", "four random words", "three or four words"),
)


class Reason(StrEnum):
    """Why a passphrase cannot be used."""

    TOO_SHORT = "too short"
    TOO_LONG = "too long"
    COMMON = "many people choose it"
    OWN_WORDS = "it is made of their own words"


@dataclass(frozen=True)
class Hashing:
    """One way to hash, and how many may do so at once: each hash takes its memory."""

    hasher: PasswordHasher
    at_once: BoundedSemaphore
    nobodys_hash: str = field(repr=False)


_in_use: Hashing | None = None


def use(
    *,
    memory_kib: int = 19 * 1024,
    passes: int = 2,
    lanes: int = 1,
    at_once: int = 4,
    kind: type[PasswordHasher] = PasswordHasher,
) -> None:
    """Hash like this from now on. Without it, like the OWASP minimum: 19 MiB, 2 passes, 1 lane, 4 at once."""
    global _in_use
    hasher = kind(time_cost=passes, memory_cost=memory_kib, parallelism=lanes)
    # Made in today's way too: an unknown user costs the same work as a known one.
    _in_use = Hashing(hasher, BoundedSemaphore(at_once), hasher.hash("what nobody's passphrase is compared with"))


def hashing() -> Hashing:
    if _in_use is None:
        use()
    assert _in_use is not None  # noqa: S101 (it was there, or it has just been made)
    return _in_use


def hash_passphrase(passphrase: str) -> str:
    """The hash to be stored. Takes tens of milliseconds, and waits while as many as may are hashed at once."""
    today = hashing()
    with today.at_once:
        return today.hasher.hash(passphrase)


def is_right(passphrase: str, stored: str | None) -> bool:
    """Whether this is the passphrase. With nothing stored the same work is done, and the answer is no."""
    today = hashing()
    with today.at_once:
        try:
            today.hasher.verify(stored or today.nobodys_hash, passphrase)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return hashing().hasher.check_needs_rehash(stored)


def why_not(passphrase: str, *, own_words: Iterable[str] = ()) -> Reason | None:
    """Why nobody should use this passphrase, or nothing when they may.

    There is no rule about which kinds of letters it has (ASVS 5.0, 6.2.5). `own_words` are those that somebody who
    knows this person or this service would try first.
    """
    if len(passphrase) < SHORTEST:
        return Reason.TOO_SHORT
    if len(passphrase) > LONGEST:
        return Reason.TOO_LONG
    own = sorted({squash(word) for word in (*own_words, *WORDS_OF_HEARD)} - {""}, key=lambda word: (-len(word), word))
    if squash(passphrase) in {squash(phrase) for phrase in KNOWN_PHRASES} or is_stolen(passphrase):
        return Reason.COMMON
    guesses, words = weigh(passphrase, own)
    if guesses < FEWEST_GUESSES:
        return Reason.COMMON if words.isdisjoint(own) else Reason.OWN_WORDS
    return Reason.OWN_WORDS if len(without(own, squash(passphrase))) < LEAST_OF_ITS_OWN else None


def squash(text: str) -> str:
    """Small letters with nothing between them: spaces, dots and dashes make nothing harder to guess."""
    return text.casefold().translate(NOTHING_BETWEEN)


NOTHING_BETWEEN = {ord(sign): None for sign in string.whitespace + string.punctuation}
LOOKS_LIKE = {ord("@"): "a", ord("$"): "s", ord("!"): "i", ord("+"): "t"}  # digits are looked through by zxcvbn itself


def without(own: list[str], squashed: str) -> str:
    """What is left when somebody's own words, and years, are taken out."""
    for word in (*own, *YEARS):
        if len(word) > 2:
            squashed = squashed.replace(word, "")
    return squashed


_weighing = Lock()  # zxcvbn keeps the words it is given in one place for the whole process


def is_stolen(passphrase: str) -> bool:
    """Whether it stands, sign for sign, among the 30,000 stolen passwords that were found most often."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS  # as below: most processes never ask

    return passphrase.casefold() in FREQUENCY_LISTS["passwords"]


def weigh(passphrase: str, own: list[str]) -> tuple[int, set[str]]:
    """How many guesses it takes about, and the words that were known in it.

    Weighed offline, with lists of tens of thousands of stolen passwords, names and words, patterns of keys, repeats and
    dates. Signs are taken out first: besides being honest, it keeps the weighing to hundredths of a second.
    """
    from zxcvbn import zxcvbn  # its lists take 5 MB, and most processes never ask

    with _weighing:
        found = [
            zxcvbn(plain[:LONGEST_WEIGHED], user_inputs=[*own, *YEARS])
            for plain in {squash(passphrase.translate(LOOKS_LIKE)), squash(passphrase)}
            if plain
        ]
    if not found:
        return 0, set()
    easiest = min(found, key=lambda one: one["guesses"])
    return int(easiest["guesses"]), {match.get("matched_word", "") for match in easiest["sequence"]}
