"""How hard a text is to read, and the words in it that only grown-ups at work use. Pure: it knows no page.

The grade is that of Flesch and Kincaid (Kincaid, Fishburne, Rogers and Chissom 1975): the school year, in the United
States, in which a child can read it. Grade 4 is an age of about 9. It is a smoke alarm and no judge: it counts how long
sentences and words are, and knows nothing of what they mean.
"""

import re
from collections.abc import Iterable
from typing import Final

A_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# What is no word to read: numbers, addresses of pages and of mail, and anything with a figure in it.
NO_WORD: Final = re.compile(r"[\w-]@[\w-]|\w\.\w|\d")
END_OF_SENTENCE: Final = re.compile(r"[.!?…:;]+(?=\s|$|[\"”’)])|\n+")
VOWELS: Final = re.compile(r"[aeiouy]+")
# Two vowels side by side that are said one after the other: be-ing, tri-al, li-on, vide-o, are-a, cre-ate, usu-al.
TWO_SOUNDS: Final = re.compile(
    r"[aeiouy]ing|(?<![cgstx])ia|(?<![cgstx])(?<!ll)io(?!us)|(?<![cgst])ious|eo(?!p)"
    r"|[^qg]ua(?!de)|ie(?=t)|oe(?=[mt])|(?<=cr)ea(?=t(?:e|ed|es|or|ion)?$)|ea(?=s?$)(?<=[dr]ea)"
)
# An e that nobody says: at the end, or at the end of the first part: some-thing, safe-ly.
SILENT_END: Final = re.compile(
    r"(?:(?<![sxzcg])(?<!sh)(?<!ch)es|(?<![td])ed|e)$"
    r"|(?<=[aeiou][b-df-hj-np-tv-xz])e(?=ly$|ful|less|ment|ness|thing|times?$|body$|where$|one$|guard|fox$|work|side$)"
)
A_SYLLABLE_AFTER_ALL: Final = re.compile(r"[^aeiouylrw]les?$")  # ta-ble, peo-ple
IN_NO_RULE: Final = {"area": 3, "clothes": 1, "evening": 2, "every": 2, "science": 2, "theatre": 3, "the": 1}

# What a child is not told in, and what is said instead: from the council's and young people's own lists of words that
# keep children out of talk about them ("Language that Cares", 2019), and words that people who hurt children use.
JARGON: Final[dict[str, str]] = {
    r"abuse\w*": "being hurt",
    r"appropriate(?:ly)?": "right",
    r"(?<!in )(?<!in that )cases?(?! of)": "you, or what happened",
    r"conferences?": "a meeting about you",
    r"contact(?:s|ed|ing)?": "see, write to or call",
    r"conven(?:e[ds]?|ing)": "meet",
    r"disclos\w+": "tell",
    r"escalat\w+": "tell somebody who can do more",
    r"facilitat\w+": "help",
    r"hard to reach": "people we have not reached",
    r"implement(?:s|ed|ing|ation)?": "do",
    r"in respect of": "about",
    r"interventions?": "help",
    r"invalid": "say what to do",
    r"lac": "children who live away from home",
    r"looked[ -]after child(?:ren)?": "children who live away from home",
    r"MASH": "people whose job is to keep children safe",
    r"multi-?agency": "different people who help",
    r"non[ -]?engag\w+": "did not want to",
    r"oops": "say what went wrong",
    r"outcomes?": "what happened",
    r"placements?": "where you live",
    r"please": "say it straight",
    r"professionals?": "grown-ups, adults",
    r"referr(?:als?|ed|ing)": "ask others to help",
    r"regarding": "about",
    r"respite": "a break",
    r"secrets?": "your 4 words",
    r"service users?": "young people",
    r"siblings?": "brothers and sisters",
    r"stakeholders?": "people",
    r"statutory": "by law",
    r"strategy (?:meeting|discussion)s?": "a meeting about how to keep you safe",
    r"submit\w*|submission\w*": "send",
    r"utili[sz]e\w*": "use",
}


def words_of(text: str) -> list[str]:
    """The words somebody has to read: no numbers, and no addresses of pages or mail."""
    return A_WORD.findall(" ".join(part for part in text.split() if not NO_WORD.search(part)))


def sentences_of(text: str) -> list[str]:
    """The sentences, without their ends. A line break ends one as well. What holds no word is none."""
    return [part.strip() for part in END_OF_SENTENCE.split(text) if part and words_of(part)]


def syllables(word: str) -> int:
    """How many syllables an English word has, by rule: right for nearly all, and never less than 1."""
    letters = re.sub(r"['’]", "", word.lower())
    if letters in IN_NO_RULE:
        return IN_NO_RULE[letters]
    if letters.startswith("every"):
        return IN_NO_RULE["every"] + syllables(letters.removeprefix("every"))
    spoken = letters if A_SYLLABLE_AFTER_ALL.search(letters) else SILENT_END.sub("", letters)
    return max(1, len(VOWELS.findall(spoken)) + len(TWO_SOUNDS.findall(spoken)))


def grade(text: str) -> float:
    """The reading grade of Flesch and Kincaid. A text without a word has grade 0; very plain ones have less."""
    words, sentences = words_of(text), len(sentences_of(text))
    if not words:
        return 0.0
    sounds = sum(map(syllables, words))
    return 0.39 * len(words) / sentences + 11.8 * sounds / len(words) - 15.59


def grade_of_all(texts: Iterable[str]) -> float:
    """The grade of several pieces of text together, each of which ends where it ends."""
    return grade("\n".join(texts))
