"""What the figures about children at their conferences have in common."""

from collections.abc import Callable
from typing import Final

from app.models.codes import ParticipationCode
from app.services.figures.declared import (
    Branch,
    Came,
    Figure,
    Into,
    Place,
    ShareRule,
    Split,
    cells,
    number,
    of_whole,
)
from app.services.figures.sources import CHILDREN, FROM_4
from app.services.time_limits import REVIEWS

SPACE: Final = "Space: was the chance given?"
VOICE: Final = "Voice: how were they heard?"
AUDIENCE: Final = "Audience: who listened?"

UNBORN = "unborn, no code"
HEARD = tuple(code.value for code in ParticipationCode if code.value in ("PN1", "PN2", "PN3", "PN5", "PN6"))
FROM_4_CODES = tuple(code.value for code in ParticipationCode if code is not ParticipationCode.PN0)
NOT_HEARD = tuple(code for code in FROM_4_CODES if code not in HEARD)
YES, NO, NOT_RECORDED = "yes", "no", "not recorded"
INITIAL_TYPE, REVIEW_TYPE = "initial, transfer-in or reconvened", "review"
OF_WHOM = (
    "Children with a record of a conference that was held in the {period} and is finished. A child counts once for "
    "each conference."
)
OVER_4 = OF_WHOM.replace("Children", "Children aged 4 or over", 1)


def yes_or_no(answer: bool | None) -> str:
    return NOT_RECORDED if answer is None else YES if answer else NO


def type_of(came: Came) -> str:
    return REVIEW_TYPE if came.type in REVIEWS else INITIAL_TYPE


def from_4(cell: Callable[[Came], Place | None], into: Into, of: str = FROM_4, crosses: str | None = None) -> Split:
    """A breakdown of the children aged 4 or over, or of some of them."""
    return Split(source=CHILDREN, of=of, into=into, cell=of_whole(CHILDREN, FROM_4, cell), crosses=crosses)


def yes_and_the_rest(column: str, yes: str, *rest: str) -> Into:
    """Those who said yes against all others, who are broken down further."""
    return ((yes, column), Branch(f"not {yes}", cells(column, *rest)) if len(rest) > 1 else (rest[0], column))


def yes_of_from_4(
    name: str,
    *,
    title: str,
    question: str,
    about: str,
    field: str,
    says: str,
    target: str,
    row_head: str,
    rows: tuple[str, ...] = (YES, NO, NOT_RECORDED),
    more: str = "",
) -> Figure:
    """A figure of children aged 4 or over by one answer: yes, no, or not recorded where that can be."""
    return Figure(
        name=name,
        title=title,
        question=question,
        about=about,
        row_head=row_head,
        columns=("children",),
        definition=f"{OVER_4} {more}".strip(),
        rows=rows,
        splits=(
            from_4(lambda came: (yes_or_no(getattr(came, field)), "children"), yes_and_the_rest("children", *rows)),
        ),
        share=ShareRule(
            counted=(number(name, YES, "children"),),
            of=(FROM_4,),
            numerator=says,
            denominator="all children aged 4 or over",
        ),
        target=target,
        column_wholes=(FROM_4,),
    )
