"""The figures about feedback, and about conferences that keep their limits and the training of who leads them."""

from typing import Final

from app.models.codes import ToldHow, Understood
from app.services import settings
from app.services.clocks import add_months
from app.services.figures.about_children import NOT_RECORDED
from app.services.figures.declared import (
    Branch,
    Came,
    Figure,
    Place,
    ShareRule,
    Split,
    cells,
    number,
    of_whole,
    place_of,
)
from app.services.figures.sources import CHILDREN_TO_TELL, CONFERENCES, INITIAL, REVIEW, TO_TELL
from app.services.time_limits import Days, limit_of

FEEDBACK: Final = "Feedback: were they told?"
CONFERENCES_AND_CHAIRS: Final = "Conferences and chairs"

TOLD_IN_TIME, TOLD_LATE, NOT_TOLD = "told in time", "told late", "not told"
IN_TIME, LATE, NO_LIMIT = "in time", "late", "day it counts from not recorded"
TRAINED, NOT_TRAINED = "trained in time", "not trained, or too long ago"
OF_CONFERENCES: Final = (("initial", INITIAL), ("review", REVIEW))


def _told(came: Came) -> Place:
    if came.in_time is None or came.how is ToldHow.NOT_GIVEN:
        return NOT_TOLD, "children"
    return TOLD_IN_TIME if came.in_time else TOLD_LATE, "children"


def _understood(came: Came) -> Place | None:
    if _told(came)[0] != TOLD_IN_TIME:
        return None
    return (came.understood.value if came.understood else NOT_RECORDED), "children"


def _keeps_its_limit(came: Came) -> str:
    limit = limit_of(
        Days(came.type, came.held_on, came.strategy_discussion_on, came.last_conference_on, came.told_of_move_on)
    )
    return NO_LIMIT if limit is None else IN_TIME if came.held_on <= limit.due_on else LATE


def _is_trained(came: Came) -> str:
    if came.trained_on is None or add_months(came.trained_on, settings.current().refresher_months) < came.held_on:
        return NOT_TRAINED
    return TRAINED


FEEDBACK_FIGURES: Final = (
    Figure(
        name="children_told",
        title="Children told what happened",
        question="Are children told what came of their conference?",
        about=FEEDBACK,
        row_head="Told",
        columns=("children",),
        definition=(
            "Children who were due to be told in the {period} what came of their conference: so many working days "
            "after it as the board has set, whatever the chair planned. Unborn children are left out. For a baby, "
            "whether the carer was told."
        ),
        rows=(TOLD_IN_TIME, TOLD_LATE, NOT_TOLD),
        splits=(
            Split(
                source=CHILDREN_TO_TELL,
                of=TO_TELL,
                into=((TOLD_IN_TIME, "children"), Branch("not in time", cells("children", TOLD_LATE, NOT_TOLD))),
                cell=_told,
            ),
        ),
        share=ShareRule(
            counted=(number("children_told", TOLD_IN_TIME, "children"),),
            of=(TO_TELL,),
            numerator="children told by the day they were due to be told",
            denominator="all children due to be told in the {period}",
        ),
        target="target_told",
        column_wholes=(TO_TELL,),
    ),
    Figure(
        name="told_and_understood",
        title="Children told in time who understood it",
        question="Do children understand what they are told?",
        about=FEEDBACK,
        row_head="Understood",
        columns=("children",),
        definition=(
            "Children who were due to be told in the {period} what came of their conference and were told in time, by "
            "whether they understood it."
        ),
        rows=(*(answer.value for answer in Understood), NOT_RECORDED),
        splits=(
            Split(
                source=CHILDREN_TO_TELL,
                of=number("children_told", TOLD_IN_TIME, "children"),
                into=(
                    (Understood.YES.value, "children"),
                    Branch(
                        "not quite, or not known",
                        cells(
                            "children",
                            *(answer.value for answer in Understood if answer is not Understood.YES),
                            NOT_RECORDED,
                        ),
                    ),
                ),
                cell=_understood,
            ),
        ),
        share=ShareRule(
            counted=(number("told_and_understood", Understood.YES.value, "children"),),
            of=(number("children_told", TOLD_IN_TIME, "children"),),
            numerator="children who understood what they were told",
            denominator="all children told in time",
        ),
        target="target_understood",
        column_wholes=(number("children_told", TOLD_IN_TIME, "children"),),
        only_years=True,
    ),
    Figure(
        name="conferences_in_time",
        title="Conferences held in time",
        question="Are conferences held in time?",
        about=CONFERENCES_AND_CHAIRS,
        row_head="Held",
        columns=tuple(column for column, _ in OF_CONFERENCES),
        definition=(
            "Conferences held in the {period}, against the limit in force when this was counted: initial ones and "
            "transfers-in after the strategy discussion or the day the other area told us, reviews after the "
            "conference before. Reconvened ones have no limit and are left out."
        ),
        rows=(IN_TIME, LATE, NO_LIMIT),
        splits=tuple(
            Split(
                source=CONFERENCES,
                of=whole,
                into=((IN_TIME, column), Branch(f"not in time, {column}", cells(column, LATE, NO_LIMIT))),
                cell=of_whole(CONFERENCES, whole, place_of(_keeps_its_limit, column)),
            )
            for column, whole in OF_CONFERENCES
        ),
        share=ShareRule(
            counted=(number("conferences_in_time", IN_TIME, "initial"),),
            of=(INITIAL,),
            numerator="initial and transfer-in conferences held within their limit",
            denominator="all initial and transfer-in conferences",
        ),
        target="target_conferences",
        column_wholes=(INITIAL, REVIEW),
    ),
    Figure(
        name="chairs_trained",
        title="Conferences led by a chair trained in hearing children",
        question="Are chairs trained in hearing children?",
        about=CONFERENCES_AND_CHAIRS,
        row_head="Its chair was",
        columns=tuple(column for column, _ in OF_CONFERENCES),
        definition=(
            "Conferences held in the {period}, by whether the chair had been to training in hearing children, not "
            "longer before than the board asks for a refresher. Conferences are counted: chairs are too few."
        ),
        rows=(TRAINED, NOT_TRAINED),
        splits=tuple(
            Split(
                source=CONFERENCES,
                of=whole,
                into=cells(column, TRAINED, NOT_TRAINED),
                cell=of_whole(CONFERENCES, whole, place_of(_is_trained, column)),
            )
            for column, whole in OF_CONFERENCES
        ),
        share=ShareRule(
            counted=tuple(number("chairs_trained", TRAINED, column) for column, _ in OF_CONFERENCES),
            of=(INITIAL, REVIEW),
            numerator="conferences led by a chair who was trained",
            denominator="all initial, transfer-in and review conferences",
        ),
        target="target_trained",
        column_wholes=(INITIAL, REVIEW),
    ),
)
