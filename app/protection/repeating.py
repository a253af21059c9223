"""What an answer repeats of a young person's own words: somebody else may read it with them. It only points.

Pure, and for any text there is: nothing is blocked, and no word is changed.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app.protection.hiding import hidden_places
from app.protection.identifying import PATTERNS, Detail
from app.protection.words_of import Word, words_of

IN_A_ROW: Final = 3
# What is said of them is "my" in their words and "your" in the answer.
TURNED_ROUND: Final = {
    "i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are", "i'm": "you're",
    "i've": "you've", "i'd": "you'd", "i'll": "you'll",
}  # fmt: skip
# People, each with the other words for the same one.
SAME_PERSON: Final = {
    word: words.split()[0]
    for words in (
        "mother mum mummy mom mam mama mums", "father dad daddy papa dads",
        "grandmother gran granny grandma nan nana nanny", "grandfather grandad granddad grandpa",
        "aunt auntie aunty", "uncle", "brother bro brothers", "sister sis sisters", "cousin cousins",
        "stepfather stepdad", "stepmother stepmum", "stepbrother", "stepsister", "niece", "nephew", "twin",
        "boyfriend", "girlfriend", "partner", "husband", "wife", "fiancé fiance", "ex", "baby",
        "carer carers", "guardian", "babysitter", "childminder", "lodger", "neighbour neighbours neighbor", "landlord",
        "teacher teachers", "headteacher", "tutor", "coach", "doctor", "nurse", "therapist", "counsellor",
        "worker", "imam", "priest", "vicar", "boss", "friend friends mate mates bestie",
    )
    for word in words.split()
}  # fmt: skip
BEFORE_A_PERSON: Final = frozenset(("my", "your", "his", "her", "their", "our", "the", "a", "step", "half", "foster"))
# Words that begin sentences with a capital, or have one always, and name nobody.
_ORDINARY: Final = """
    a about after again all also always am an and any anyone are as ask at back be because been before but by can
    can't cannot come could did didn't do does doesn't doing don't down each even ever every everyone for from get go
    good got had has have he he's hello help her here hers hi him his how however i i'd i'll i'm i've if in is isn't
    it it's its just last let like lots make many may maybe me mine more most much must my myself need never next no
    nobody not nothing now of off ok okay on once one only or other our out over people please really say she she's
    should so some somebody someone something sometimes soon sorry still than thank thanks that that's the their them
    then there there's these they they're thing things think this those to today tomorrow too two up us very was we
    we'll we're we've well went were what when where which while who why will with won't would yes yesterday yet you
    you'll you're you've your yours yourself
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december christmas easter
"""
NO_NAME: Final = frozenset(_ORDINARY.split())
A_NUMBER: Final = re.compile(r"\d(?:[ -]?\d)*")  # 07700 900123 is one
FIGURES: Final = re.compile(r"\d+")


class Kind(StrEnum):
    """Why something is pointed out."""

    HIDDEN = "what is hidden"
    WORDS = "their own words"
    NAME = "a name"
    PERSON = "a person"
    NUMBER = "a number"
    POSTCODE = "a postcode"


@dataclass(frozen=True, order=True)
class Repeat:
    """A place in the answer, from the character `start` up to the one before `end`, that stands in their words too."""

    start: int
    end: int
    kind: Kind


def turned(word: Word) -> str:
    return TURNED_ROUND.get(word.plain, word.plain)


def repeats(answer: str, said: Iterable[str], hidden: Iterable[str] = ()) -> list[Repeat]:
    """What stands in the answer and in what a young person said, in the order of the answer.

    `hidden` are the details that staff have hidden in it. What lies inside another place is not named twice.
    """
    texts, words = list(said), words_of(answer)
    theirs = [words_of(text) for text in texts]
    finders: tuple[Callable[[], Iterator[Repeat]], ...] = (
        lambda: (Repeat(span.start, span.end, Kind.HIDDEN) for span in hidden_places(answer, hidden)),
        lambda: repeated_words(words, theirs),
        lambda: repeated_names(words, theirs),
        lambda: repeated_people(words, theirs),
        lambda: repeated_figures(answer, texts, A_NUMBER, figures_of, Kind.NUMBER),
        lambda: repeated_figures(answer, texts, FIGURES, figures_of, Kind.NUMBER),
        lambda: repeated_figures(answer, texts, PATTERNS[Detail.POSTCODE], without_spaces, Kind.POSTCODE),
    )
    return widest({found for find in finders for found in find()})


def widest(found: Iterable[Repeat]) -> list[Repeat]:
    """Those that lie in no other; of two at the same place, the first kind. What holds something hidden says so."""
    kinds, found = list(Kind), list(found)
    hidden = [one for one in found if one.kind is Kind.HIDDEN]
    kept: list[Repeat] = []
    for one in sorted(found, key=lambda repeat: (repeat.start, -repeat.end, kinds.index(repeat.kind))):
        if not kept or one.end > kept[-1].end:  # the ends of those that are kept only grow
            holds_hidden = any(one.start <= inner.start and inner.end <= one.end for inner in hidden)
            kept.append(replace(one, kind=Kind.HIDDEN) if holds_hidden else one)
    return kept


def repeated_words(words: list[Word], theirs: list[list[Word]]) -> Iterator[Repeat]:
    """Three words in a row, or more, with “my” and “your” taken for each other."""
    rows = {
        tuple(turned(word) for word in text[place : place + IN_A_ROW])
        for text in theirs
        for place in range(len(text) - IN_A_ROW + 1)
    }
    begin, end = 0, 0
    for place in range(len(words) - IN_A_ROW + 1):
        if tuple(turned(word) for word in words[place : place + IN_A_ROW]) not in rows:
            continue
        if place >= end:
            if end:
                yield Repeat(words[begin].start, words[end - 1].end, Kind.WORDS)
            begin = place
        end = place + IN_A_ROW
    if end:
        yield Repeat(words[begin].start, words[end - 1].end, Kind.WORDS)


def repeated_names(words: list[Word], theirs: list[list[Word]]) -> Iterator[Repeat]:
    """Words with a capital, in the one or the other, that stand in both."""
    everything = {word.bare for text in theirs for word in text}
    named = {word.bare for text in theirs for word in capitals_in(text)}
    begins = {word.bare for text in theirs for word in text if word.has_capital}
    for word in words:
        is_named = word.bare in named or (word.has_capital and (not word.begins_sentence or word.bare in begins))
        if is_named and word.bare in everything and may_be_name(word):
            yield Repeat(word.start, word.end, Kind.NAME)


def capitals_in(text: list[Word]) -> list[Word]:
    """Words whose capital has no other reason than a name: not that a sentence begins, and not that all is shouted."""
    is_shouted = sum(word.typed.isupper() for word in text) > len(text) / 2
    return [
        word
        for word in text
        if word.has_capital and not word.begins_sentence and not (is_shouted and word.typed.isupper())
    ]


def may_be_name(word: Word) -> bool:
    return word.plain not in NO_NAME and word.bare not in NO_NAME and len(word.bare) > 1


def repeated_people(words: list[Word], theirs: list[list[Word]]) -> Iterator[Repeat]:
    """“your uncle”, where they wrote of an uncle: the word, with what stands before it."""
    people = {SAME_PERSON[word.bare] for text in theirs for word in text if word.bare in SAME_PERSON}
    for place, word in enumerate(words):
        if SAME_PERSON.get(word.bare) in people:
            begin = place
            while begin and words[begin - 1].plain in BEFORE_A_PERSON and not words[begin].begins_sentence:
                begin -= 1
            yield Repeat(words[begin].start, word.end, Kind.PERSON)


def repeated_figures(
    answer: str, texts: list[str], pattern: re.Pattern[str], plain: Callable[[str], str], kind: Kind
) -> Iterator[Repeat]:
    theirs = {plain(found.group()) for text in texts for found in pattern.finditer(text)}
    for found in pattern.finditer(answer):
        if plain(found.group()) in theirs:
            yield Repeat(found.start(), found.end(), kind)


def figures_of(number: str) -> str:
    """The figures of a number, in whichever script."""
    return "".join(str(unicodedata.decimal(figure)) for figure in number if figure.isdecimal())


def without_spaces(postcode: str) -> str:
    return "".join(postcode.split()).upper()
