"""The figures about how children take part in their conferences."""

from collections.abc import Callable
from typing import Final

from app.models.codes import AgeBand, Category, ParticipationCode
from app.services.figures.about_children import (
    HEARD,
    INITIAL_TYPE,
    NOT_HEARD,
    NOT_RECORDED,
    OF_WHOM,
    OVER_4,
    REVIEW_TYPE,
    UNBORN,
    VOICE,
    from_4,
    type_of,
)
from app.services.figures.declared import Branch, Came, Figure, ShareRule, Split, cells, number, of_whole, place_of
from app.services.figures.sources import CHILDREN, FROM_4, UNBORN_CHILDREN, UNDER_4

DAILY_LIFE, OBSERVED, NOT_OBSERVED = "observed, with what it means", "observed", "not observed"
REACHED, NOT_REACHED = "views reached it", "views did not reach it"


def _reached(came: Came) -> str:
    return REACHED if came.code.value in HEARD else NOT_REACHED


def _observed(came: Came) -> str:
    if not came.has_observation:
        return NOT_OBSERVED
    return DAILY_LIFE if came.has_daily_life else OBSERVED


def participation_by(
    name: str, *, title: str, question: str, row_head: str, rows: tuple[str, ...], row: Callable[[Came], str], says: str
) -> Figure:
    """A table by two things: whether their views reached the conference, and one other. It is shown whole or not."""
    return Figure(
        name=name,
        title=title,
        question=question,
        about=VOICE,
        row_head=row_head,
        columns=(REACHED, NOT_REACHED),
        definition=f"{OVER_4} {says} Views reached it with PN1, PN2, PN3, PN5 or PN6.",
        rows=rows,
        splits=(
            from_4(
                lambda came: (row(came), _reached(came)),
                tuple(Branch(each) for each in rows),
                crosses="children_by_participation",
            ),
        ),
        row_wholes=lambda each: number(name, each),
        column_wholes=(
            number("children_by_participation", "heard"),
            number("children_by_participation", "not heard"),
        ),
        only_years=True,
    )


TAKING_PART_FIGURES: Final = (
    Figure(
        name="children_by_participation",
        title="Children by how they took part in their conference",
        question="How do children take part in their conferences?",
        about=VOICE,
        row_head="Participation code",
        columns=("children",),
        definition=(
            f"{OF_WHOM} By participation code (PN0 to PN7, as in the national return for looked-after reviews). "
            "Children under 4 (PN0) and unborn children are no part of the share."
        ),
        rows=(*(code.value for code in ParticipationCode), UNBORN),
        same_as={(ParticipationCode.PN0.value, "children"): UNDER_4},
        splits=(
            from_4(
                lambda came: (came.code.value, "children"),
                (Branch("heard", cells("children", *HEARD)), Branch("not heard", cells("children", *NOT_HEARD))),
            ),
            Split(  # they are nobody else’s neighbours: few, and no part of any other figure
                source=CHILDREN,
                of=UNBORN_CHILDREN,
                into=cells("children", UNBORN),
                cell=of_whole(CHILDREN, UNBORN_CHILDREN, lambda _came: (UNBORN, "children")),
            ),
        ),
        share=ShareRule(
            counted=(number("children_by_participation", "heard"),),
            of=(FROM_4,),
            numerator="children with PN1, PN2, PN3, PN5 or PN6: their views reached the conference",
            denominator="all children with PN1 to PN7",
        ),
        target="target_heard",
    ),
    participation_by(
        "participation_by_type",
        title="Taking part, by type of conference",
        question="Are children heard at reviews as they are at initial conferences?",
        row_head="Conference",
        rows=(INITIAL_TYPE, REVIEW_TYPE),
        row=type_of,
        says="By the type of the conference.",
    ),
    participation_by(
        "participation_by_age",
        title="Taking part, by age group",
        question="Are children of all ages heard?",
        row_head="Age",
        rows=(*(band.value for band in AgeBand), NOT_RECORDED),
        row=lambda came: came.age_band.value if came.age_band else NOT_RECORDED,
        says="By how old the child was on the day of the conference.",
    ),
    participation_by(
        "participation_by_category",
        title="Taking part, by category of abuse",
        question="Does it depend on why people are worried whether a child is heard?",
        row_head="Category",
        rows=(*(category.meaning for category in Category), "none, or not recorded"),
        row=lambda came: came.category.meaning if came.category else "none, or not recorded",
        says="By the category of abuse at this conference.",
    ),
    participation_by(
        "participation_by_need",
        title="Taking part, by communication need",
        question="Are children heard who find it harder to say what they think?",
        row_head="Communication",
        rows=("something makes it harder", "nothing recorded"),
        row=lambda came: "something makes it harder" if came.has_need else "nothing recorded",
        says="By whether anything is recorded that makes it harder for the child to be heard or to understand.",
    ),
    Figure(
        name="children_by_age",
        title="Children by age group",
        question="How old are the children?",
        about=VOICE,
        row_head="Age",
        columns=("children",),
        definition=OF_WHOM,
        rows=("unborn", "under 4", "4 or over"),
        same_as={
            ("unborn", "children"): UNBORN_CHILDREN,
            ("under 4", "children"): UNDER_4,
            ("4 or over", "children"): FROM_4,
        },
        splits=(),
    ),
    Figure(
        name="babies_observed",
        title="Children under 4 whose daily life was observed",
        question="Is the daily life of babies and small children seen?",
        about=VOICE,
        row_head="Observation",
        columns=("children",),
        definition=OF_WHOM.replace("Children", "Children under 4 (PN0)", 1)
        + " No conference can be finished without an observation of a child under 4, so it counts whether the record "
        "says what it means for their daily life.",
        rows=(DAILY_LIFE, OBSERVED, NOT_OBSERVED),
        splits=(
            Split(
                source=CHILDREN,
                of=UNDER_4,
                into=((DAILY_LIFE, "children"), Branch("no more", cells("children", OBSERVED, NOT_OBSERVED))),
                cell=of_whole(CHILDREN, UNDER_4, place_of(_observed, "children")),
            ),
        ),
        share=ShareRule(
            counted=(number("babies_observed", DAILY_LIFE, "children"),),
            of=(UNDER_4,),
            numerator="children under 4 of whom the record says what an observation means for their daily life",
            denominator="all children under 4",
        ),
        target="target_observed",
        column_wholes=(UNDER_4,),
    ),
)
