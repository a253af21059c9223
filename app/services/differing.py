"""What is different between two versions of a text, line by line, to be said in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import zip_longest


@dataclass(frozen=True)
class Difference:
    """One line that is new (nothing before), taken out (nothing now), or changed."""

    before: str | None
    now: str | None

    @property
    def kind(self) -> str:
        if self.before is None:
            return "Added"
        return "Taken out" if self.now is None else "Changed"


@lru_cache(maxsize=128)
def differences(before: str, now: str) -> tuple[Difference, ...]:
    """Every line that differs, from top to bottom. Lines that say nothing, and space around one, make no difference.

    Worked out once for the same two texts. Of many equal lines not all are compared: that would take too long.
    """
    return tuple(differing(lines_of(before), lines_of(now)))


def lines_of(text: str) -> list[str]:
    """Those that say something: not an empty line, nor one that only divides a table."""
    return [line.strip() for line in text.split("\n") if line.strip(" \t|:-")]


def differing(old: list[str], new: list[str]) -> Iterator[Difference]:
    for _, first, last, first_now, last_now in SequenceMatcher(None, old, new).get_opcodes():
        for before, now in zip_longest(old[first:last], new[first_now:last_now]):
            if before != now:
                yield Difference(before, now)
