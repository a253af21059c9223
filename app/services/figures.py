"""The tables of figures: one catalogue, from which counting, publishing and the pages are made.

Counting is one GROUP BY a table. It reads codes, choices and dates only: nothing that is sealed is ever opened for it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.models import Action, Agency, ChildRecord, Conference, View, Wish
from app.models.base import UtcDateTime
from app.models.codes import Extent, Feeling, ParticipationCode, Stage, ToldHow, Topic, ViewStatus
from app.services.clocks import ONE_DAY, Quarter, london_day, start_of_day

Question: TypeAlias = Select[*tuple[Any, ...]]

NOT_SAID = "not said"
UNBORN = "unborn, no code"
ANSWERED_IN_TIME, ANSWERED_LATE = "answered in time", "late or not answered yet"
TOLD_IN_TIME, TOLD_LATE, NOT_TOLD = "told in time", "told late", "not told"
DONE_ON_TIME, LATE_OR_NOT_DONE = "done on time", "late or not done"

HEARD = tuple(code.value for code in ParticipationCode if code.value in ("PN1", "PN2", "PN3", "PN5", "PN6"))
IS_GENUINE = View.status != ViewStatus.NOT_GENUINE
LEFT_OUT = "Views marked as not genuine are left out. A view that was taken back counts as “not said”."
FROM_4 = tuple(code.value for code in ParticipationCode if code is not ParticipationCode.PN0)


@dataclass(frozen=True)
class ShareRule:
    """What part of a table makes a share: the labels, of rows or of columns, of the cells that are added up."""

    counted: tuple[str, ...]
    of: tuple[str, ...]
    numerator: str
    denominator: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """One table: what it counts, by the quarter in which `when` falls, and the rule in words."""

    name: str
    title: str
    row_head: str
    columns: tuple[str, ...]
    definition: str
    share: ShareRule | None = None
    when: InstrumentedAttribute[Any]
    rows: tuple[str, ...] | None  # None: the query finds them, and they stand by name
    counting: Callable[[ColumnElement[bool]], Question]  # what came up, then how often
    cell: Callable[..., tuple[str, str]]  # the row and column where what came up is counted


@dataclass(frozen=True)
class Counted:
    """A table as it was counted. It is for protecting, never for showing."""

    rows: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]

    def __bool__(self) -> bool:
        return any(any(row) for row in self.counts)


def count(figure: Figure, quarter: Quarter) -> Counted:
    """The table for one quarter, with everything in it: in the order of the catalogue, or by name."""
    found: dict[tuple[str, str], int] = {}
    for *came_up, times in db.session.execute(figure.counting(within(figure.when, quarter))):
        place = figure.cell(*came_up)
        found[place] = found.get(place, 0) + times
    rows = figure.rows
    if rows is None:
        rows = tuple(sorted({row for row, _ in found}, key=lambda row: (row.casefold(), row)))
    return Counted(rows, tuple(tuple(found.get((row, column), 0) for column in figure.columns) for row in rows))


def within(when: InstrumentedAttribute[Any], quarter: Quarter) -> ColumnElement[bool]:
    """Whether a day, or the day it is in London at a moment, falls in the quarter."""
    after = quarter.last_day + ONE_DAY
    if isinstance(when.type, UtcDateTime):
        return and_(when >= start_of_day(quarter.first_day), when < start_of_day(after))
    return and_(when >= quarter.first_day, when < after)


def find_first_day() -> date | None:
    """The first day on which anything that is counted falls, or None when there is nothing to count."""
    firsts = (select(func.min(when)).scalar_subquery() for when in dict.fromkeys(f.when for f in CATALOGUE))
    found = db.session.execute(select(*firsts)).one()
    return min((_day(first) for first in found if first is not None), default=None)


def _day(when: date | datetime) -> date:
    return london_day(when) if isinstance(when, datetime) else when


def _views_by(choice: InstrumentedAttribute[Any]) -> Callable[[ColumnElement[bool]], Question]:
    # What was taken back was sent, and that is all there is to say of it, also while staff still keep it.
    said = case((View.taken_back_at.is_(None), choice))
    return lambda during: select(said, func.count()).where(during, IS_GENUINE).group_by(said)


def _answers(during: ColumnElement[bool]) -> Question:
    in_time = View.first_answered_at <= View.first_answer_due_at  # nothing while there is no answer
    asked = (during, IS_GENUINE, View.taken_back_at.is_(None))  # what was taken back waits for no answer
    return select(in_time, func.count()).where(*asked).group_by(in_time)


def _children_by_code(during: ColumnElement[bool]) -> Question:
    return (
        select(ChildRecord.participation_code, func.count())
        .join(ChildRecord.conference)
        .where(during, Conference.finished_at.is_not(None))
        .where(or_(ChildRecord.participation_code.is_not(None), ChildRecord.stage == Stage.UNBORN))
        .group_by(ChildRecord.participation_code)
    )


def _wishes(during: ColumnElement[bool]) -> Question:
    return (
        select(Wish.extent, func.count())
        .join(Wish.record)
        .join(ChildRecord.conference)
        .where(during, Conference.finished_at.is_not(None), Wish.extent.is_not(None))
        .group_by(Wish.extent)
    )


def _children_told(during: ColumnElement[bool]) -> Question:
    in_time = ChildRecord.told_on <= ChildRecord.tell_due_on  # nothing while the child has not been told
    return (
        select(in_time, ChildRecord.told_how, func.count())
        .where(during, or_(ChildRecord.stage.is_(None), ChildRecord.stage != Stage.UNBORN))
        .group_by(in_time, ChildRecord.told_how)
    )


def _actions(during: ColumnElement[bool]) -> Question:
    # Every agency is there, with an action or without: whether a row is there must not tell whether it is empty.
    on_time = Action.done_on <= Action.due_on  # nothing while it is not done
    return (
        select(Agency.name, on_time, func.count(Action.id))
        .outerjoin(Action, and_(Action.agency_id == Agency.id, during))
        .group_by(Agency.name, on_time)
    )


def _cell_of_told(in_time: bool | None, how: ToldHow | None) -> tuple[str, str]:
    if in_time is None or how is ToldHow.NOT_GIVEN:
        return NOT_TOLD, "children"
    return TOLD_IN_TIME if in_time else TOLD_LATE, "children"


CATALOGUE: tuple[Figure, ...] = (
    Figure(
        name="views_by_topic",
        title="Views by topic",
        row_head="Topic",
        columns=("views",),
        definition=f"Views that young people sent in the quarter, by what they say it is about. {LEFT_OUT}",
        when=View.sent_at,
        rows=(*(topic.value for topic in Topic), NOT_SAID),
        counting=_views_by(View.topic),
        cell=lambda topic: (topic or NOT_SAID, "views"),
    ),
    Figure(
        name="views_by_feeling",
        title="Views by feeling",
        row_head="Feeling",
        columns=("views",),
        definition=f"Views that young people sent in the quarter, by how they feel about it. {LEFT_OUT}",
        share=ShareRule(
            counted=(Feeling.NOT_GOOD.value, Feeling.REALLY_BAD.value),
            of=tuple(feeling.value for feeling in Feeling),
            numerator="views with “not good” or “really bad”",
            denominator="all views with a feeling",
        ),
        when=View.sent_at,
        rows=(*(feeling.value for feeling in Feeling), NOT_SAID),
        counting=_views_by(View.feeling),
        cell=lambda feeling: (feeling or NOT_SAID, "views"),
    ),
    Figure(
        name="children_by_participation",
        title="Children by how they took part in their conference",
        row_head="Participation code",
        columns=("children",),
        definition=(
            "Children with a record of a conference that was held in the quarter and is finished, by participation "
            "code (PN0 to PN7, as in the national return for looked-after reviews). A child counts once for each "
            "conference."
        ),
        share=ShareRule(
            counted=HEARD,
            of=FROM_4,
            numerator="children with PN1, PN2, PN3, PN5 or PN6: their views reached the conference",
            denominator="all children with PN1 to PN7",
        ),
        when=Conference.held_on,
        rows=(*(code.value for code in ParticipationCode), UNBORN),
        counting=_children_by_code,
        cell=lambda code: (code or UNBORN, "children"),
    ),
    Figure(
        name="wishes_by_extent",
        title="Wishes by how far they were acted on",
        row_head="Acted on",
        columns=("wishes",),
        definition=(
            "Wishes of children recorded at a conference that was held in the quarter and is finished, by how far they "
            "were acted on. A child may have several wishes."
        ),
        share=ShareRule(
            counted=(Extent.FULLY.value, Extent.PARTLY.value),
            of=(Extent.FULLY.value, Extent.PARTLY.value, Extent.NOT_ACTED_ON.value),
            numerator="wishes acted on fully or partly",
            denominator="all wishes decided on: acted on fully, partly or not",
        ),
        when=Conference.held_on,
        rows=tuple(extent.value for extent in Extent),
        counting=_wishes,
        cell=lambda extent: (extent, "wishes"),
    ),
    Figure(
        name="answered_in_time",
        title="Views answered in time",
        row_head="Answer",
        columns=("views",),
        definition=(
            "Views whose first answer was due in the quarter. In time means by the date they were given. Views that "
            "were taken back or marked as not genuine are left out."
        ),
        share=ShareRule(
            counted=(ANSWERED_IN_TIME,),
            of=(ANSWERED_IN_TIME, ANSWERED_LATE),
            numerator="views answered in time",
            denominator="all views whose first answer was due in the quarter",
        ),
        when=View.first_answer_due_at,
        rows=(ANSWERED_IN_TIME, ANSWERED_LATE),
        counting=_answers,
        cell=lambda in_time: (ANSWERED_IN_TIME if in_time else ANSWERED_LATE, "views"),
    ),
    Figure(
        name="children_told",
        title="Children told what happened",
        row_head="Told",
        columns=("children",),
        definition=(
            "Children who were due to be told in the quarter what came of their conference: so many working days after "
            "it as the board has set, whatever the chair planned. Unborn children are left out. For a baby, whether "
            "the carer was told."
        ),
        share=ShareRule(
            counted=(TOLD_IN_TIME,),
            of=(TOLD_IN_TIME, TOLD_LATE, NOT_TOLD),
            numerator="children told by the day they were due to be told",
            denominator="all children due to be told in the quarter",
        ),
        when=ChildRecord.tell_due_on,
        rows=(TOLD_IN_TIME, TOLD_LATE, NOT_TOLD),
        counting=_children_told,
        cell=_cell_of_told,
    ),
    Figure(
        name="actions_on_time",
        title="Actions on time by agency",
        row_head="Agency",
        columns=(DONE_ON_TIME, LATE_OR_NOT_DONE),
        definition=(
            "Actions for children that were due in the quarter, by the agency that owns them. On time means done by "
            "the date they were due. An action that was stopped counts as not done."
        ),
        share=ShareRule(
            counted=(DONE_ON_TIME,),
            of=(DONE_ON_TIME, LATE_OR_NOT_DONE),
            numerator="actions done on time",
            denominator="all actions due in the quarter",
        ),
        when=Action.due_on,
        rows=None,
        counting=_actions,
        cell=lambda agency, on_time: (agency, DONE_ON_TIME if on_time else LATE_OR_NOT_DONE),
    ),
)
BY_NAME = {figure.name: figure for figure in CATALOGUE}
