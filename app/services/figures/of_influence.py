"""The figures about influence: what comes of what children wish for, and of what was promised to them."""

from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import Agency
from app.models.codes import Difference, Extent, Reason
from app.services.figures.about_children import NOT_RECORDED
from app.services.figures.declared import Branch, Came, Figure, Into, Place, ShareRule, Split, cells, number, of_whole
from app.services.figures.sources import (
    ACTIONS,
    ACTIONS_DONE,
    ACTIONS_DUE,
    CHILD_ASKED,
    CHILD_NOT_ASKED,
    DECIDED,
    NOT_DECIDED,
    WISHES,
)

INFLUENCE: Final = "Influence: what came of it?"

DONE_ON_TIME, LATE_OR_NOT_DONE = "done on time", "late or not done"
EXPLAINED = "explained, and the child was told in time"
ONLY_WRITTEN, NOT_EXPLAINED = "explained, and told late or not yet", "not explained"
NOT_FULLY: Final = (Extent.PARTLY, Extent.NOT_ACTED_ON)


def agencies() -> dict[str, str]:
    """Every agency, with an action or without: whether a row is there must not tell whether it is empty."""
    found = {row.id.hex: row.name for row in db.session.execute(select(Agency.id, Agency.name))}
    return dict(sorted(found.items(), key=lambda each: (each[1].casefold(), each[1], each[0])))


def _by_agency(rows: tuple[str, ...]) -> Into:
    return tuple(Branch(row, ((row, DONE_ON_TIME), (row, LATE_OR_NOT_DONE))) for row in rows)


def _wish(came: Came) -> Place:
    return came.extent.value, "wishes"


def _not_fully(cell: Place, came: Came) -> Place | None:
    return cell if came.extent in NOT_FULLY else None


def _explained(came: Came) -> str:
    if not came.is_explained:
        return NOT_EXPLAINED
    return EXPLAINED if came.is_told else ONLY_WRITTEN


def _difference(came: Came) -> Place:
    return came.difference.value if came.difference else NOT_RECORDED, "actions"


INFLUENCE_FIGURES: Final = (
    Figure(
        name="wishes_by_extent",
        title="Wishes by how far they were acted on",
        question="What comes of children’s wishes?",
        about=INFLUENCE,
        row_head="Acted on",
        columns=("wishes",),
        definition=(
            "Wishes of children recorded at a conference that was held in the {period} and is finished, by how far "
            "they were acted on. A child may have several wishes."
        ),
        rows=tuple(extent.value for extent in Extent),
        splits=(
            Split(
                source=WISHES,
                of=DECIDED,
                into=(
                    (Extent.FULLY.value, "wishes"),
                    Branch("not fully", cells("wishes", Extent.PARTLY.value, Extent.NOT_ACTED_ON.value)),
                ),
                cell=of_whole(WISHES, DECIDED, _wish),
            ),
            Split(
                source=WISHES,
                of=NOT_DECIDED,
                into=cells("wishes", Extent.UNDECIDED.value, Extent.NOT_ASKED.value),
                cell=of_whole(WISHES, NOT_DECIDED, _wish),
            ),
        ),
        share=ShareRule(
            counted=tuple(
                number("wishes_by_extent", extent.value, "wishes") for extent in (Extent.FULLY, Extent.PARTLY)
            ),
            of=(DECIDED,),
            numerator="wishes acted on fully or partly",
            denominator="all wishes decided on: acted on fully, partly or not",
        ),
    ),
    Figure(
        name="wishes_by_reason",
        title="Why wishes were not, or not fully, acted on",
        question="Why is what children wish for not done?",
        about=INFLUENCE,
        row_head="Reason",
        columns=("wishes",),
        definition=(
            "Wishes that were acted on in part or not at all, of children at a conference that was held in the "
            "{period} and is finished, by the reason that was recorded."
        ),
        rows=(*(reason.value for reason in Reason), NOT_RECORDED),
        splits=(
            Split(
                source=WISHES,
                of=number("wishes_by_extent", "not fully"),
                into=cells("wishes", *(reason.value for reason in Reason), NOT_RECORDED),
                cell=lambda came: _not_fully((came.reason.value if came.reason else NOT_RECORDED, "wishes"), came),
            ),
        ),
        column_wholes=(number("wishes_by_extent", "not fully"),),
        only_years=True,
    ),
    Figure(
        name="wishes_explained",
        title="Explained when not acted on",
        question="Are children told why not?",
        about=INFLUENCE,
        row_head="Explanation",
        columns=("wishes",),
        definition=(
            "Wishes that were acted on in part or not at all, of children at a conference that was held in the "
            "{period} and is finished, by whether the record says why in words for the child, and whether the child "
            "was told in time what came of the conference."
        ),
        rows=(EXPLAINED, ONLY_WRITTEN, NOT_EXPLAINED),
        splits=(
            Split(
                source=WISHES,
                of=number("wishes_by_extent", "not fully"),
                into=(
                    (EXPLAINED, "wishes"),
                    Branch("not explained to them", cells("wishes", ONLY_WRITTEN, NOT_EXPLAINED)),
                ),
                cell=lambda came: _not_fully((_explained(came), "wishes"), came),
            ),
        ),
        share=ShareRule(
            counted=(number("wishes_explained", EXPLAINED, "wishes"),),
            of=(number("wishes_by_extent", "not fully"),),
            numerator="wishes that were explained, of a child who was told in time",
            denominator="all wishes acted on in part or not at all",
        ),
        target="target_explained",
        column_wholes=(number("wishes_by_extent", "not fully"),),
    ),
    Figure(
        name="actions_on_time",
        title="Actions on time by agency",
        question="Does each agency do its actions on time?",
        about=INFLUENCE,
        row_head="Agency",
        columns=(DONE_ON_TIME, LATE_OR_NOT_DONE),
        definition=(
            "Actions for children that were due in the {period}, by the agency that owns them. On time means done by "
            "the date they were due. An action that was stopped counts as not done."
        ),
        rows=None,
        find_rows=agencies,
        splits=(
            Split(
                source=ACTIONS_DUE,
                of=ACTIONS,
                into=_by_agency,
                cell=lambda came: (came.agency.hex, DONE_ON_TIME if came.on_time else LATE_OR_NOT_DONE),
            ),
        ),
        share=ShareRule(
            counted=(DONE_ON_TIME,),
            of=(ACTIONS,),
            numerator="actions done on time",
            denominator="all actions due in the {period}",
        ),
        target="target_actions",
        row_wholes=lambda row: number("actions_on_time", row),
    ),
    Figure(
        name="made_a_difference",
        title="Actions that made a difference, as the child says",
        question="Does what is done make a difference to the child?",
        about=INFLUENCE,
        row_head="It made a difference",
        columns=("actions",),
        definition="Actions for children that were done in the {period}, by what the child says of them.",
        rows=(*(answer.value for answer in Difference), NOT_RECORDED),
        splits=(
            Split(
                source=ACTIONS_DONE,
                of=CHILD_ASKED,
                into=(
                    Branch("some", cells("actions", Difference.YES.value, Difference.PARTLY.value)),
                    (Difference.NO.value, "actions"),
                ),
                cell=of_whole(ACTIONS_DONE, CHILD_ASKED, _difference),
            ),
            Split(
                source=ACTIONS_DONE,
                of=CHILD_NOT_ASKED,
                into=cells("actions", Difference.NOT_ASKED.value, NOT_RECORDED),
                cell=of_whole(ACTIONS_DONE, CHILD_NOT_ASKED, _difference),
            ),
        ),
        share=ShareRule(
            counted=(number("made_a_difference", "some"),),
            of=(CHILD_ASKED,),
            numerator="actions of which the child says that they made a difference, or some",
            denominator="all actions done of which the child was asked",
        ),
        target="target_difference",
    ),
)
