"""What the doctor says of one thing: well, worth a look, or wrong."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    OK = "ok"
    LOOK = "look at this"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, in one line: how it is and, where it is not well, what to do."""

    verdict: Verdict
    says: str


def ok(says: str) -> Finding:
    return Finding(Verdict.OK, says)


def look(says: str) -> Finding:
    return Finding(Verdict.LOOK, says)


def wrong(says: str) -> Finding:
    return Finding(Verdict.WRONG, says)


def tried(
    what: str, question: Callable[[], Iterable[Finding]], *, afterwards: Callable[[], object] = lambda: None
) -> Iterator[Finding]:
    """What came of one question. When it breaks the others are asked all the same; why it broke is not repeated."""
    try:
        findings = list(question())
    except Exception as error:
        afterwards()
        findings = [wrong(f"{what} could not be looked at ({type(error).__name__}).")]
    yield from findings
