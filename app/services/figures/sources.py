"""What the figures read: codes, choices and dates only. Of what is sealed, only whether there is anything.

Each is one GROUP BY for one period, with as many groups as there are different answers, whatever the number of rows.
"""

from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import Integer

from app.models import (
    Action,
    Alert,
    Answer,
    ChildRecord,
    Conference,
    CountedView,
    RecordNeed,
    TrainingAttendance,
    TrainingSession,
    View,
    Wish,
)
from app.models.codes import ConferenceType, Extent, ParticipationCode, Stage, ViewStatus
from app.services.figures.declared import Came, Source
from app.services.time_limits import REVIEWS

VIEWS, ANSWERS_DUE, VERDICTS, ALERTS = "views", "answers due", "verdicts", "alerts"
FROM_4, UNDER_4, UNBORN_CHILDREN = "children aged 4 or over", "children under 4", "unborn children"
DECIDED, NOT_DECIDED = "wishes decided on", "other wishes"
TO_TELL, ACTIONS = "children to tell", "actions"
CHILD_ASKED, CHILD_NOT_ASKED = "actions done, child asked", "actions done, child not asked"
INITIAL, REVIEW = "initial conferences", "review conferences"
HOURS: Final = (1, 4, 24)

Counted: TypeAlias = type[View] | type[CountedView]  # a view itself, or what is counted of it
WITH_A_PLAN_TO_COME: Final = (ConferenceType.INITIAL, ConferenceType.PRE_BIRTH, ConferenceType.TRANSFER_IN)


class seconds_between(FunctionElement[int]):  # noqa: N801, a function of the database
    """Whole seconds from one moment to another, on each database in its own words."""

    type = Integer()
    inherit_cache = True


@compiles(seconds_between, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(round((julianday({end}) - julianday({start})) * 86400) AS INTEGER)"


@compiles(seconds_between, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **options: Any) -> str:
    start, end = (compiler.process(each, **options) for each in element.clauses)
    return f"CAST(round(EXTRACT(EPOCH FROM ({end} - {start}))) AS INTEGER)"


def _as_said(view: Counted, choice: str) -> ColumnElement[Any]:
    # What was taken back was sent, and that is all there is to say of it, also while staff still keep it.
    return case((view.taken_back_at.is_(None), getattr(view, choice)))


def _is_genuine(view: Counted) -> ColumnElement[bool]:
    return view.status != ViewStatus.NOT_GENUINE


def _of_finished(query: Select[Any]) -> Select[Any]:
    return query.join(ChildRecord.conference).where(Conference.finished_at.is_not(None))


def _child(came: Came) -> str | None:
    if came.code is None:
        return UNBORN_CHILDREN if came.stage is Stage.UNBORN else None
    return UNDER_4 if came.code is ParticipationCode.PN0 else FROM_4


def _wish(came: Came) -> str:
    return NOT_DECIDED if came.extent in (Extent.UNDECIDED, Extent.NOT_ASKED) else DECIDED


def _conference(came: Came) -> str | None:
    return INITIAL if came.type in WITH_A_PLAN_TO_COME else REVIEW if came.type in REVIEWS else None


def always(whole: str) -> Any:
    return lambda _came: whole


def _views_sent(view: Counted, spread: Source | None = None) -> Source:
    return Source(
        name="views sent",
        when=view.sent_at,
        fields={name: _as_said(view, name) for name in ("topic", "feeling", "age_group", "area")}
        | {"permission": view.permission},
        asking=lambda query: query.where(_is_genuine(view)),
        whole=always(VIEWS),
        wholes=(VIEWS,),
        spread=spread,
    )


def _first_answers(view: Counted, spread: Source | None = None) -> Source:
    return Source(
        name="first answers",
        when=view.first_answer_due_at,
        fields={"in_time": view.first_answered_at <= view.first_answer_due_at},  # nothing while there is no answer
        # What was taken back waits for no answer.
        asking=lambda query: query.where(_is_genuine(view), view.taken_back_at.is_(None)),
        whole=always(ANSWERS_DUE),
        wholes=(ANSWERS_DUE,),
        spread=spread,
    )


VIEWS_SENT = _views_sent(View, _views_sent(CountedView))
FIRST_ANSWERS = _first_answers(View, _first_answers(CountedView))
VERDICTS_GIVEN = Source(
    name="verdicts given",
    when=Answer.verdict_at,
    fields={"verdict": Answer.verdict},
    asking=lambda query: query.join(Answer.view).where(_is_genuine(View), View.taken_back_at.is_(None)),
    whole=always(VERDICTS),
    wholes=(VERDICTS,),
)
_took = seconds_between(Alert.raised_at, Alert.acknowledged_at)
ALERTS_RAISED = Source(
    name="alerts raised",
    when=Alert.raised_at,
    fields={
        "in_time": Alert.acknowledged_at <= Alert.due_at,
        "within": case(*((_took <= hours * 3600, hours) for hours in HOURS), (Alert.acknowledged_at.is_not(None), 0)),
    },
    asking=lambda query: query,
    whole=always(ALERTS),
    wholes=(ALERTS,),
)
CHILDREN = Source(
    name="children",
    when=Conference.held_on,
    recorders=("chair",),
    fields={
        "chair": Conference.chair_id,
        "type": Conference.type,
        "code": ChildRecord.participation_code,
        "stage": ChildRecord.stage,
        "category": ChildRecord.category,
        "age_band": ChildRecord.age_band,
        "has_need": exists().where(RecordNeed.record_id == ChildRecord.id),
        "told_beforehand": ChildRecord.told_beforehand,
        "chair_met": ChildRecord.chair_met,
        "advocate_offered": ChildRecord.advocate_offered,
        "has_own_words": ChildRecord.own_words_sealed.is_not(None),
        "has_observation": ChildRecord.observation_sealed.is_not(None),
        "has_daily_life": ChildRecord.daily_life_sealed.is_not(None),
        "seen_alone": ChildRecord.seen_alone,
        "considered": ChildRecord.considered_individually,
        "interpreter": ChildRecord.interpreter,
        "interpreted_by": ChildRecord.interpreted_by,
    },
    asking=_of_finished,
    whole=_child,
    wholes=(FROM_4, UNDER_4, UNBORN_CHILDREN),
)
WISHES = Source(
    name="wishes",
    when=Conference.held_on,
    recorders=("chair",),
    fields={
        "chair": Conference.chair_id,
        "extent": Wish.extent,
        "reason": Wish.reason,
        "is_explained": Wish.explanation_sealed.is_not(None),
        # No conference can be finished without an explanation, so telling the child is where it is seen.
        "is_told": ChildRecord.told_on <= ChildRecord.tell_due_on,
    },
    asking=lambda query: _of_finished(query.join(Wish.record)).where(Wish.extent.is_not(None)),
    whole=_wish,
    wholes=(DECIDED, NOT_DECIDED),
)
CHILDREN_TO_TELL = Source(
    name="children to tell",
    when=ChildRecord.tell_due_on,
    recorders=("chair",),
    fields={
        "chair": Conference.chair_id,
        "in_time": ChildRecord.told_on <= ChildRecord.tell_due_on,  # nothing while the child has not been told
        "how": ChildRecord.told_how,
        "understood": ChildRecord.understood,
    },
    asking=lambda query: query.join(ChildRecord.conference).where(
        (ChildRecord.stage.is_(None)) | (ChildRecord.stage != Stage.UNBORN)
    ),
    whole=always(TO_TELL),
    wholes=(TO_TELL,),
)
ACTIONS_DUE = Source(
    name="actions due",
    when=Action.due_on,
    recorders=("chair", "agency"),
    fields={
        "chair": Conference.chair_id,
        "agency": Action.agency_id,
        "on_time": Action.done_on <= Action.due_on,  # nothing while it is not done
    },
    asking=lambda query: query.join(Action.record).join(ChildRecord.conference),
    whole=always(ACTIONS),
    wholes=(ACTIONS,),
)
ACTIONS_DONE = Source(
    name="actions done",
    when=Action.done_on,
    recorders=("chair",),
    fields={"chair": Conference.chair_id, "difference": Action.difference},
    asking=lambda query: query.join(Action.record).join(ChildRecord.conference),
    whole=lambda came: CHILD_ASKED if came.difference in ("yes", "partly", "no") else CHILD_NOT_ASKED,
    wholes=(CHILD_ASKED, CHILD_NOT_ASKED),
)
_last_training = (
    select(func.max(TrainingSession.held_on))
    .join(TrainingAttendance, TrainingAttendance.session_id == TrainingSession.id)
    .where(TrainingAttendance.person_id == Conference.chair_id, TrainingSession.held_on <= Conference.held_on)
    .correlate(Conference)
    .scalar_subquery()
)
CONFERENCES = Source(
    name="conferences",
    when=Conference.held_on,
    recorders=("chair",),
    fields={
        "chair": Conference.chair_id,
        "type": Conference.type,
        "held_on": Conference.held_on,
        "strategy_discussion_on": Conference.strategy_discussion_on,
        "last_conference_on": Conference.last_conference_on,
        "told_of_move_on": Conference.told_of_move_on,
        "trained_on": _last_training,
    },
    asking=lambda query: query,
    whole=_conference,
    wholes=(INITIAL, REVIEW),
)
