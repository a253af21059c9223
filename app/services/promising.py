"""What a child wishes, how far it was acted on, how that is explained to them, what was decided; who does what when."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import NoResultFound

from app.extensions import db
from app.models import Action, Agency, ChildRecord, Person, Wish
from app.models.codes import ActionStatus, Category, Difference, Extent, Outcome, Reason, VoiceTopic
from app.services import auditing, clocks, describing
from app.services.errors import RuleBroken
from app.services.essentials import NOT_FULLY
from app.services.recording import check_between, keep
from app.services.whose_conference import is_led_by

MOST_WISHES = 20  # that a chair adds; what a child wrote themselves is a wish of the record whatever the number
MOST_ACTIONS = 50
MONTHS_FOR_AN_ACTION = 24


class WishDetails(TypedDict):
    text: str
    topic: VoiceTopic | None
    weight: str | None
    extent: Extent | None
    changed: str | None
    reason: Reason | None
    explanation: str | None


class ActionDetails(TypedDict):
    what: str
    wish_id: UUID | None
    agency_id: UUID
    owner_role: str
    due_on: date
    status: ActionStatus
    done_on: date | None
    stopped_reason: str | None
    evidence: str | None
    difference: Difference | None
    child_said: str | None


def save_influence(
    chair: Person,
    record: ChildRecord,
    *,
    no_wishes: bool,
    category: Category | None,
    harms: Sequence[Category],
    outcome: Outcome | None,
) -> None:
    """Those that MUL stands for are kept only with MUL.

    Raises RuleBroken when it says that there are no wishes and there are, or MUL stands for one category alone.
    """
    if no_wishes and record.wishes:
        raise RuleBroken(
            "There are wishes on this record. Remove them first, or leave “No wishes were expressed” empty."
        )
    describing.save_harms(record, category, harms)
    record.no_wishes = no_wishes
    record.category = category
    record.outcome = outcome
    keep(chair, record, "saved influence")


def save_actions(chair: Person, record: ChildRecord, *, no_action_asked: bool) -> None:
    """Raises RuleBroken when it says that there are no actions and there are."""
    if no_action_asked and record.actions:
        raise RuleBroken(
            "There are actions on this record. Remove them first, or leave “No action was asked for” empty."
        )
    record.no_action_asked = no_action_asked
    keep(chair, record, "saved actions")


def get_wish(record: ChildRecord, wish_id: UUID) -> Wish:
    """One wish of this record. Any other raises NoResultFound."""
    for wish in record.wishes:
        if wish.id == wish_id:
            return wish
    raise NoResultFound


def get_action(record: ChildRecord, action_id: UUID) -> Action:
    """One action of this record. Any other raises NoResultFound."""
    for action in record.actions:
        if action.id == action_id:
            return action
    raise NoResultFound


def add_wish(chair: Person, record: ChildRecord, details: WishDetails, *, once: str) -> Wish:
    """Write down one more wish. The same form sent again gives the wish it made the first time.

    Raises RuleBroken when 20 have been added so. What the child wrote themselves takes no place from them.
    """
    for wish in record.wishes:
        if wish.once == once:
            return wish
    if sum(wish.contribution_id is None for wish in record.wishes) >= MOST_WISHES:
        raise RuleBroken(f"{MOST_WISHES} wishes have been added to this record. Put what is alike into one wish.")
    check_unused(Wish, once)
    position = max((wish.position for wish in record.wishes), default=0) + 1
    wish = Wish(record_id=record.id, position=position, once=once, text=details["text"])
    describe_wish(wish, details)
    record.wishes.append(wish)
    record.no_wishes = False
    keep(chair, record, "added wish")
    return wish


def check_unused(table: type[Wish] | type[Action], once: str) -> None:
    """Raises RuleBroken when the form was sent for another child."""
    if db.session.scalar(select(table.id).where(table.once == once)) is not None:
        raise RuleBroken("This form was sent already, for another child. Open the page again.")


def change_wish(chair: Person, record: ChildRecord, wish: Wish, details: WishDetails) -> None:
    """Raises RuleBroken when it would change what the child wrote themselves."""
    if wish.contribution_id is not None and details["text"] != wish.text:
        raise RuleBroken("The child wrote this wish themselves, so their words stay as they are.")
    describe_wish(wish, details)
    keep(chair, record, "changed wish")


def describe_wish(wish: Wish, details: WishDetails) -> None:
    """A reason belongs only to a wish that was not, or not fully, acted on."""
    wish.text = details["text"]
    wish.topic = details["topic"]
    wish.weight = details["weight"]
    wish.extent = details["extent"]
    wish.changed = details["changed"]
    wish.reason = details["reason"] if details["extent"] in NOT_FULLY else None
    wish.explanation = details["explanation"]


def remove_wish(chair: Person, record: ChildRecord, wish: Wish) -> None:
    """Take out a wish. Actions that came of it stay. Raises RuleBroken when the child wrote it themselves."""
    if wish.contribution_id is not None:
        raise RuleBroken("The child wrote this wish themselves, so it stays.")
    for action in record.actions:
        if action.wish_id == wish.id:
            action.wish_id = None
    record.wishes.remove(wish)
    keep(chair, record, "removed wish")


def agencies_for(action: Action | None = None, *, also: UUID | None = None) -> Sequence[Agency]:
    """The agencies that can own an action, by name: those that are active, and the one that owns this action."""
    is_possible: ColumnElement[bool] = Agency.is_active.is_(True)
    if known := action.agency_id if action is not None else also:
        is_possible = or_(is_possible, Agency.id == known)
    return db.session.scalars(select(Agency).where(is_possible).order_by(Agency.name, Agency.id)).all()


def check_due_on(day: date, *, held_on: date) -> None:
    """Raises RuleBroken, its message for the chair, when an action cannot be due on this day."""
    if day < held_on:
        raise RuleBroken("The action must be due on or after the day of the conference.")
    if day > clocks.add_months(held_on, MONTHS_FOR_AN_ACTION):
        raise RuleBroken("The action must be due within 2 years of the conference. Check the year.")


def check_done_on(status: ActionStatus, day: date | None, *, held_on: date, today: date) -> None:
    """Raises RuleBroken, its message for the chair, when the day an action was done cannot be right."""
    if status is ActionStatus.DONE and day is None:
        raise RuleBroken("Enter the day the action was done.")
    if status is not ActionStatus.DONE and day is not None:
        raise RuleBroken("Choose “Done”, or take away the day the action was done.")
    check_between(day, held_on, today, what="The day the action was done")


def add_action(chair: Person, record: ChildRecord, details: ActionDetails, *, once: str, today: date) -> Action:
    """Write down who does what by when. The same form sent again gives the action it made the first time.

    Raises RuleBroken when a day cannot be right.
    """
    for action in record.actions:
        if action.once == once:
            return action
    if len(record.actions) >= MOST_ACTIONS:
        raise RuleBroken(f"There are {MOST_ACTIONS} actions on this record. Put what is alike into one action.")
    check_unused(Action, once)
    action = Action(record_id=record.id, once=once)
    describe_action(record, action, details, today)
    record.actions.append(action)
    record.no_action_asked = False
    keep(chair, record, "added action")
    return action


def change_action(chair: Person, record: ChildRecord, action: Action, details: ActionDetails, *, today: date) -> None:
    """Once the chair has changed it, nobody waits for the chair to look at it. Raises RuleBroken when a day cannot be
    right."""
    describe_action(record, action, details, today)
    if is_led_by(record.conference, chair):
        action.look_due_on = None
    keep(chair, record, "changed action")


def look_at_stopped(chair: Person, action: Action) -> None:
    """The chair has looked at what its agency stopped, with the child's wish, and it stays as it is."""
    action.look_due_on = None
    auditing.note(chair, "looked at stopped action", action)
    db.session.flush()


def describe_action(record: ChildRecord, action: Action, details: ActionDetails, today: date) -> None:
    held_on = record.conference.held_on
    check_due_on(details["due_on"], held_on=held_on)
    check_done_on(details["status"], details["done_on"], held_on=held_on, today=today)
    if details["wish_id"] is not None:
        get_wish(record, details["wish_id"])
    if action.agency_id not in (None, details["agency_id"]):  # what one agency said is not for another
        action.reported = action.reported_at = action.reported_by_id = None
    action.what = details["what"]
    action.wish_id = details["wish_id"]
    action.agency_id = details["agency_id"]
    action.owner_role = details["owner_role"]
    action.due_on = details["due_on"]
    action.status = details["status"]
    action.done_on = details["done_on"]
    action.stopped_reason = details["stopped_reason"] if details["status"] is ActionStatus.STOPPED else None
    action.evidence = details["evidence"]
    action.difference = details["difference"]
    action.child_said = details["child_said"]


def remove_action(chair: Person, record: ChildRecord, action: Action) -> None:
    """Take an action out. Raises RuleBroken as recording.keep() does."""
    record.actions.remove(action)
    keep(chair, record, "removed action")
