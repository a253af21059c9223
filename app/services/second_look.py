"""What a second look at an answer shows before it is sent: how plain it is, and what it repeats of their words."""

from dataclasses import dataclass
from itertools import pairwise

from app.models import View
from app.protection.repeating import Kind, Repeat, repeats
from app.services import redacting
from app.services.plain_meter import Plain, measure


@dataclass(frozen=True)
class Part:
    """A part of the answer as it is shown. All parts together are the answer."""

    text: str
    is_jargon: bool
    is_repeated: bool


@dataclass(frozen=True)
class Repeated:
    """Something the answer repeats: as it stands there, each wording once."""

    text: str
    kind: Kind


@dataclass(frozen=True)
class Look:
    """All that is pointed out. Nothing of it has to be changed."""

    plain: Plain
    repeated: tuple[Repeated, ...]
    parts: tuple[Part, ...]


def look_at(text: str, view: View) -> Look:
    """A second look at an answer to a view that was got with its additions and answers."""
    plain = measure(text)
    found = repeats(text, redacting.said_in(view), redacting.details_of(view))
    wordings = {(text[one.start : one.end].casefold(), one.kind): text[one.start : one.end] for one in reversed(found)}
    in_order = [Repeated(wording, kind) for (_plain, kind), wording in reversed(wordings.items())]
    return Look(plain, tuple(in_order), parts_of(text, plain, found))


def parts_of(text: str, plain: Plain, found: list[Repeat]) -> tuple[Part, ...]:
    """The whole text, cut wherever something that is pointed out begins or ends."""
    marks = [(one.start, one.end) for one in plain.jargon], [(one.start, one.end) for one in found]
    edges = sorted({0, len(text), *(edge for spans in marks for span in spans for edge in span)})
    return tuple(
        Part(text[begin:end], *(any(span[0] <= begin and end <= span[1] for span in spans) for spans in marks))
        for begin, end in pairwise(edges)
    )
