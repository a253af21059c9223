"""What one agency has to do for children, and how far it says that it is.

An agency lead sees the actions of their own agency: the child's reference, what to do, by when, how far it is, and what
shows it. Never a wish, never a word of a child's, never what another agency does.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, TypeVarTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all
from sqlalchemy.orm import contains_eager, load_only
from sqlalchemy.orm.interfaces import LoaderOption

from app.extensions import db
from app.models import Action, Agency, Child, ChildRecord, Conference, Person, utc_now
from app.models.codes import ActionStatus, ClockName, Event
from app.services import auditing, clocks, overdue, promising, settings, telling
from app.services.errors import RuleBroken
from app.services.replying import chairs_of

Row = TypeVarTuple("Row")
PAGE: Final = 25
MOST_COUNTED: Final = 1_000
SHOWN: Final = (
    *(Action.what_sealed, Action.owner_role, Action.due_on, Action.status, Action.done_on),
    *(Action.reported_sealed, Action.reported_at, Action.agency_id, Action.record_id),
    *(Action.evidence_sealed, Action.stopped_reason_sealed, Action.look_due_on),
)


class Which(StrEnum):
    """Which of its actions an agency looks at."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    STOPPED = "stopped"

    @property
    def is_over(self) -> bool:
        return self in (Which.DONE, Which.STOPPED)

    @property
    def statuses(self) -> tuple[ActionStatus, ...]:
        if self.is_over:
            return (ActionStatus(self.value),)
        return ActionStatus.NOT_STARTED, ActionStatus.IN_PROGRESS


def list_actions(
    lead: Person, which: Which = Which.OPEN, *, now: datetime, page: int = 1
) -> tuple[Sequence[Action], bool]:
    """One page of the actions of this lead's agency, each with its child's reference, and whether there are more.

    What was due first comes first, so what is overdue stands at the top; of what is over, what was due last. Who saw
    the references is written down. One query, read in the order of an index for each status.
    """
    auditing.note_about(lead, "opened actions of agency", Agency.__tablename__, of_agency(lead))
    parts = [in_order(ids(lead, which, status, now), which) for status in which.statuses]
    chosen = union_all(*(select(*part.limit(page * PAGE + 1).subquery().c) for part in parts)).subquery("chosen")
    query = select(Action).join(chosen, chosen.c.id == Action.id).join(Action.record).options(*what_is_shown())
    found = db.session.scalars(in_order(query, which).offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def counts(lead: Person, *, now: datetime) -> Mapping[Which, int | None]:
    """How many actions of this lead's agency there are of each; None where there are more than 1,000. One query."""
    row = db.session.execute(select(*(up_to_the_limit(lead, which, now) for which in Which))).one()
    return {one: None if many > MOST_COUNTED else many for one, many in zip(Which, row, strict=True)}


def up_to_the_limit(lead: Person, which: Which, now: datetime) -> Any:
    parts = [ids(lead, which, status, now).limit(MOST_COUNTED + 1).subquery() for status in which.statuses]
    rows = union_all(*(select(literal(1).label("one")).select_from(part) for part in parts))
    return select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery()).scalar_subquery()


def ids(lead: Person, which: Which, status: ActionStatus, now: datetime) -> Select[UUID, date]:
    query = only_theirs(select(Action.id, Action.due_on), lead).where(Action.status == status)
    if which is Which.OVERDUE:
        return query.where(*overdue.has_run_out(ClockName.ACTION_DONE, now))
    return query


def in_order(query: Select[*Row], which: Which) -> Select[*Row]:
    columns: tuple[Any, Any] = (Action.due_on, Action.id)
    return query.order_by(*(column.desc() for column in columns) if which.is_over else columns)


def only_theirs(query: Select[*Row], lead: Person) -> Select[*Row]:
    """In a query: the actions of this lead's agency, but for those of conferences that are cleared."""
    theirs: tuple[ColumnElement[bool], ...] = (Action.agency_id == of_agency(lead), Conference.cleared_at.is_(None))
    return query.join(Action.record).join(ChildRecord.conference).where(*theirs)


def of_agency(lead: Person) -> UUID:
    """The agency of this lead. Raises ValueError when they have none, which the database refuses."""
    if lead.agency_id is None:
        raise ValueError("Somebody without an agency has no actions")
    return lead.agency_id


def what_is_shown() -> tuple[LoaderOption, LoaderOption]:
    """Nothing else of the action or of the child is fetched, and asking for it is an error."""
    record = contains_eager(Action.record).load_only(ChildRecord.child_id, ChildRecord.conference_id, raiseload=True)
    child = record.joinedload(ChildRecord.child, innerjoin=True).load_only(Child.reference_sealed, raiseload=True)
    return load_only(*SHOWN, raiseload=True), child


def get_action(lead: Person, action_id: UUID, *, for_change: bool = False) -> Action:
    """One action of this lead's own agency, with its child's reference. Any other raises NoResultFound.

    `for_change` keeps the chair's changes of the same conference waiting until this one is done.
    """
    if for_change:
        lock = only_theirs(select(Conference.id).select_from(Action), lead).where(Action.id == action_id)
        db.session.scalars(lock.with_for_update(of=Conference)).one()
    held_on = contains_eager(Action.record).contains_eager(ChildRecord.conference)
    query = only_theirs(select(Action), lead).where(Action.id == action_id).options(*what_is_shown())
    return db.session.scalars(query.options(held_on.load_only(Conference.held_on, raiseload=True))).one()


def open_action(lead: Person, action: Action) -> None:
    """Who opened it is written down: it shows a child's reference."""
    auditing.note(lead, "opened action", action)
    db.session.flush()


def check_reported(action: Action, status: ActionStatus | None, reported: str | None) -> None:
    """Raises RuleBroken, its message for the lead, when an end is said and nothing shows it.

    What was said while it went on does not say why it has stopped.
    """
    if status is ActionStatus.DONE and not reported:
        raise RuleBroken("Write what shows that it is done.")
    if status is ActionStatus.STOPPED and not reported:
        raise RuleBroken("Write why it has stopped.")
    if status is ActionStatus.STOPPED and action.status is not status and reported == action.reported:
        raise RuleBroken("Write why it has stopped. What stands there was said before.")


def check_done_on(action: Action, status: ActionStatus, day: date | None, *, today: date) -> None:
    """Raises RuleBroken, its message for the lead, when the day it was done cannot be right."""
    promising.check_done_on(status, day, held_on=action.record.conference.held_on, today=today)


def report(
    lead: Person, action: Action, *, status: ActionStatus, done_on: date | None, reported: str | None, today: date
) -> None:
    """Say how far an action is, and what shows it. Its chair and, where the page is shown, its child read how far.

    Raises RuleBroken when the day it was done cannot be right, or nothing shows that it has come to an end.
    """
    check_done_on(action, status, done_on, today=today)
    check_reported(action, status, reported)
    note_stopped(action, status, reported, today)
    action.status = status
    action.done_on = done_on
    action.reported = reported
    if status is not ActionStatus.STOPPED:
        action.stopped_reason = None  # it goes on after all
    action.reported_at, action.reported_by_id = utc_now(), lead.id
    auditing.note(lead, f"said action is {status}", action)
    db.session.flush()


def note_stopped(action: Action, status: ActionStatus, reported: str | None, today: date) -> None:
    """When it stops, or for another reason than before, its chair is told, and looks at it by a day.

    Until then the chair is not told again. When it goes on, there is nothing to look at.
    """
    if status is not ActionStatus.STOPPED:
        action.look_due_on = None
    elif (action.status, action.reported) != (status, reported) and action.look_due_on is None:
        action.look_due_on = clocks.add_working_days(today, settings.current().stopped_days)
        for chair in chairs_of(action.record_id):
            telling.tell_anew(chair, Event.HANDED_OVER, action)
