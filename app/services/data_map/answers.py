"""What can be said of a column: on what legal basis it is held, for how long, and who can open it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.models import Base
from app.services.powers import ROLES, Power
from app.services.retention.catalogue import CATALOGUE, Kind
from app.services.settings import Settings

USUAL: Final = Settings()


PUBLIC_TASK: Final = "Public task: UK GDPR Article 6(1)(e) with section 8 of the Data Protection Act 2018"


class Basis(Enum):
    """Why the law lets us hold it: what the documents call it, and what it rests on."""

    CHILDREN = (
        "Safeguarding",
        f"{PUBLIC_TASK}. Special categories: Article 9(2)(g) with section 10(3) and Schedule 1 paragraph 18 "
        "(safeguarding of children and of individuals at risk). What is said of a crime: Article 10 with section 10(5) "
        "and the same paragraph",
    )
    MEMBERS = (
        "Taking part",
        f"{PUBLIC_TASK}. It is meant to hold nothing of a special category; where a member writes such a thing all the "
        "same, as under “Safeguarding”",
    )
    STAFF = ("Work", f"{PUBLIC_TASK}: the service cannot be run without knowing who works on it")
    PROOF = (
        "Proof",
        f"{PUBLIC_TASK}: it is how the board shows that it keeps to the law (Article 5(2)) and keeps data safe "
        "(Article 32)",
    )
    NOBODY = ("Nobody", "It is about nobody: it is meant to hold no personal data but who on the staff wrote it")

    def __init__(self, label: str, law: str) -> None:
        self.label, self.law = label, law


@dataclass(frozen=True, kw_only=True)
class Kept:
    """How long something is kept: in words, and by which rules of retention, where one clears it."""

    words: str
    cleared_by: tuple[Kind, ...] = ()
    is_open_question: bool = False  # no rule ever removes it, and somebody must say whether that is right


def goes(*kinds: Kind) -> Kept:
    """Cleared by these rules (`flask retention rules`)."""
    if len(kinds) > 1:
        return Kept(words=f"goes by the rules {_quoted(kinds)}, whichever it belongs to", cleared_by=kinds)
    rule = CATALOGUE[kinds[0]]
    words = f"goes by the rule {_quoted(kinds)}: {rule.how_long(USUAL)} after {rule.since}"
    return Kept(words=words, cleared_by=kinds)


def _quoted(kinds: tuple[Kind, ...]) -> str:
    return " or ".join(f"“{kind.value}”" for kind in kinds)


def stays(*kinds: Kind) -> Kept:
    """What is left once these rules have cleared the rest: no words, for figures and as proof."""
    return Kept(words=f"stays when the rule {_quoted(kinds)} has cleared the rest: it says nothing anybody wrote")


def for_time(words: str) -> Kept:
    """For a time that something else than the rules of retention sees to."""
    return Kept(words=words)


def goes_but(some: str, *kinds: Kind) -> Kept:
    """The same, but for some rows, which no rule removes."""
    return Kept(words=f"{goes(*kinds).words}; {some}, no rule removes it", cleared_by=kinds, is_open_question=True)


def no_rule(words: str) -> Kept:
    return Kept(words=words, is_open_question=True)


AFTER_LEAVING: Final = no_rule(
    f"no rule removes it; {USUAL.left_days} days after a member leaves (left_days) nothing says whose it was"
)
WITH_ACCOUNT: Final = no_rule("as long as the account's row, which no rule removes")
AS_RECORD: Final = no_rule("no rule removes it: it is the board's own record of its work")
GONE_WITH_LEAVING: Final = for_time(
    f"until {USUAL.left_days} days after a member leaves (left_days); of staff, as long as the account's row"
)

# Who opens something beside people with a power.
MACHINE: Final = "nobody: only the service itself asks it"
WITH_WORDS: Final = "whoever holds the 4 words"
WITH_CARD: Final = "whoever holds the words on the child's card"
WRITER: Final = "the member who wrote it"
MEMBERS: Final = "all members of the shadow board"
EVERYBODY: Final = "everybody, once it is published"
STAFF: Final = "everybody who works here"
THEMSELVES: Final = "the person themselves"

Opener = Power | str


def openers_in_words(openers: tuple[Opener, ...]) -> str:
    """People, with the roles that have each power (app/services/powers.py). Each role is named once."""
    named: list[str] = []
    for opener in openers:
        if isinstance(opener, Power):
            named += [str(role) for role, rules in ROLES.items() if opener in rules.powers]
        else:
            named.append(opener)
    return "; ".join(dict.fromkeys(named))


@dataclass(frozen=True, kw_only=True)
class Held:
    """Some columns of one table that share their answers, and what each of them is."""

    model: type[Base]
    why: str
    basis: Basis
    kept: Kept
    openers: tuple[Opener, ...]
    columns: Mapping[str, str]


def held(model: type[Base], why: str, basis: Basis, kept: Kept, openers: tuple[Opener, ...], **columns: str) -> Held:
    """`held(View, why, basis, kept, openers, topic="what it is about")`."""
    return Held(model=model, why=why, basis=basis, kept=kept, openers=openers, columns=columns)
