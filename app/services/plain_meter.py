"""How plain an answer is, said to whoever writes it. It advises, and stands in nobody's way."""

import re
from dataclasses import dataclass
from typing import Final

from app.services.plain_words import JARGON, grade, sentences_of, words_of

LONG_SENTENCE: Final = 20  # words; the guidance on writing for young people says fewer
YEARS_AT_GRADE_0: Final = 5  # grade 4 is an age of about 9 (app/services/plain_words.py)
YOUNGEST, OLDEST = 6, 18  # ages
PLAIN_TO, FAIR_TO = 10, 13
BEGINNING: Final = 6  # words of a long sentence that are shown to find it by
_each: Final = [(re.compile(rf"\b(?:{word})\b", re.IGNORECASE), instead) for word, instead in JARGON.items()]


@dataclass(frozen=True, order=True)
class Jargon:
    """A word that keeps children out, where it stands in the answer, and what to write instead."""

    start: int
    end: int
    word: str
    instead: str


@dataclass(frozen=True)
class Plain:
    """What the meter says of one text."""

    grade: float
    sentences: int
    words: int
    long_sentences: tuple[str, ...]  # how each begins
    jargon: tuple[Jargon, ...]

    @property
    def age(self) -> int:
        """Of whom about it can be read, in years."""
        return min(OLDEST, max(YOUNGEST, round(self.grade) + YEARS_AT_GRADE_0))

    @property
    def is_hard(self) -> bool:
        """Whether it is best written anew before a child reads it."""
        return self.age > FAIR_TO

    @property
    def says(self) -> str:
        """What the grade means, in a sentence."""
        if not self.words:
            return "There are no words to read in it."
        if self.age <= PLAIN_TO:
            return "Most children of 10 can read this."
        if self.age <= FAIR_TO:
            return f"It takes a reader of about {self.age}. Shorter sentences and shorter words help."
        if self.age < OLDEST:
            return f"It takes a reader of about {self.age}. Write it as you would say it to a 9 year old."
        return "It reads like a letter from an office. Write it as you would say it to a 9 year old."


def measure(text: str) -> Plain:
    """How plain a text is. Any text has an answer, also an empty one."""
    sentences = sentences_of(text)
    return Plain(
        grade=grade(text),
        sentences=len(sentences),
        words=len(words_of(text)),
        long_sentences=tuple(
            " ".join(sentence.split()[:BEGINNING]) for sentence in sentences if len(words_of(sentence)) > LONG_SENTENCE
        ),
        jargon=jargon_in(text),
    )


def jargon_in(text: str) -> tuple[Jargon, ...]:
    """Each place where such a word stands, in the order of the text; of two that overlap, the longer."""
    found = [
        Jargon(match.start(), match.end(), match.group(), instead)
        for pattern, instead in _each
        for match in pattern.finditer(text)
    ]
    kept: list[Jargon] = []
    for one in sorted(found, key=lambda jargon: (jargon.start, -jargon.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)
