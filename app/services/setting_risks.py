"""When changing a setting could harm somebody, and how. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True)
class Risk:
    """When a change could harm somebody, and how: a sentence. `when` takes what it is and what it would be."""

    when: Callable[[Any, Any], bool]
    says: str


def longer(says: str) -> Risk:
    return Risk(lambda now, then: then > now, says)


def shorter(says: str) -> Risk:
    return Risk(lambda now, then: then < now, says)


def fewer(says: str) -> Risk:
    return Risk(lambda now, then: not set(now) <= set(then), says)


def any_change(says: str) -> Risk:
    return Risk(lambda now, then: now != then, says)


def turned(answer: bool, says: str) -> Risk:
    return Risk(lambda now, then: then is answer is not now, says)


WRONG_NUMBER: Final = any_change("A child in danger calls it. Ring it or look it up before you save.")
WAITS: Final = longer("A young person who is not safe may wait longer until somebody sees it.")
PROMISE: Final = longer("Young people are promised this time. They will wait longer.")
CLEARED: Final = shorter("What is older is cleared for good at the next run of retention. Nothing brings it back.")
OPEN_LONGER: Final = longer("Whoever finds the computer of somebody signed in has longer to read what is on it.")
LESS_HIDDEN: Final = shorter("Figures show smaller numbers, and somebody may work out whom they are about.")
LESS_COVER: Final = "There will be hours in which nobody is promised to see that a young person is not safe."
