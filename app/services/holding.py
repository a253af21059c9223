"""Holds: somebody says, with a reason and until when it is looked at again, that words must not be cleared.

Whoever may open the words may hold them. What lets words go is the lifting: of a view, a safeguarding lead's.
"""

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, defer, joinedload, load_only

from app.extensions import db
from app.models import ChildRecord, Conference, Hold, Person, View, utc_now
from app.services import auditing, clocks, powers, settings
from app.services.clocks import ONE_DAY, london_day
from app.services.errors import RuleBroken
from app.services.powers import Power

Subject = View | ChildRecord
Held = TypeVar("Held")
PAGE: Final = 25


def find_live(subject: Subject) -> Hold | None:
    """The hold that stands now, with who placed it."""
    return db.session.scalar(
        select(Hold)
        .where(Hold.subject_id == subject.id, Hold.subject_table == subject.__tablename__, Hold.lifted_at.is_(None))
        .options(joinedload(Hold.placed_by))
    )


class HeldView(NamedTuple):
    """A view that is held, and its hold with who placed it. Nothing sealed of the view comes with it."""

    view: View
    hold: Hold


class HeldRecord(NamedTuple):
    """A child's record that is held, with its child and conference, and its hold with who placed it."""

    record: ChildRecord
    hold: Hold


def held_views(*, page: int = 1) -> tuple[list[HeldView], bool]:
    """One page of the views that are held, those to be looked at first at the top, and whether there are more."""
    query = select(View, Hold).join(Hold, Hold.subject_id == View.id).where(*are_live(View))
    shown = load_only(View.topic, View.is_complaint, View.sent_at, View.taken_back_at, raiseload=True)
    return one_page(query.options(shown), page, HeldView)


def held_records(chair: Person, *, page: int = 1) -> tuple[list[HeldRecord], bool]:
    """The same for the children of this chair's own conferences."""
    query = (
        select(ChildRecord, Hold)
        .join(Hold, Hold.subject_id == ChildRecord.id)
        .join(ChildRecord.conference)
        .where(*are_live(ChildRecord), Conference.chair_id == chair.id, Conference.cleared_at.is_(None))
        .options(contains_eager(ChildRecord.conference), joinedload(ChildRecord.child, innerjoin=True))
    )
    return one_page(query, page, HeldRecord)


def every_hold(*, page: int = 1) -> tuple[list[Hold], bool]:
    """One page of all holds: on what kind of thing, by whom, until when. Not why, and nothing of what is held."""
    query = (
        select(Hold)
        .where(Hold.lifted_at.is_(None))
        .options(joinedload(Hold.placed_by, innerjoin=True), defer(Hold.reason_sealed, raiseload=True))
        .order_by(Hold.review_on, Hold.id)
    )
    found = list(db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)))
    return found[:PAGE], len(found) > PAGE


def are_live(subject: type[View | ChildRecord]) -> tuple[ColumnElement[bool], ...]:
    return Hold.lifted_at.is_(None), Hold.subject_table == subject.__tablename__


def one_page(query: Select[Subject, Hold], page: int, as_one: Callable[..., Held]) -> tuple[list[Held], bool]:
    query = query.options(joinedload(Hold.placed_by, innerjoin=True)).order_by(Hold.review_on, Hold.id)
    found = [as_one(*row) for row in db.session.execute(query.offset((page - 1) * PAGE).limit(PAGE + 1))]
    return found[:PAGE], len(found) > PAGE


def is_held(subject: Subject) -> bool:
    """Whether a hold stands on it now."""
    return find_live(subject) is not None


def latest_day() -> date:
    """The last day that can be chosen for looking at a hold again."""
    return clocks.add_months(london_day(utc_now()), settings.current().hold_months)


def place(subject: Subject, by: Person, *, reason: str, review_on: date) -> None:
    """Hold it, or look at its hold again and keep it longer. For what was got `for_change`.

    The same again changes nothing. Raises RuleBroken when its words are cleared, or for a day that cannot be right.
    """
    hold = find_live(subject)
    if hold and (hold.review_on, hold.reason) == (review_on, reason):
        return
    if isinstance(subject, View) and subject.cleared_at is not None:
        raise RuleBroken("Nothing of this is left to keep.")
    check_day(review_on)
    if hold is None:
        hold = Hold(subject_table=subject.__tablename__, subject_id=subject.id, placed_by_id=by.id)
        db.session.add(hold)
        deed = "placed a hold"
    else:
        deed = "looked at a hold again"
    hold.reason, hold.review_on = reason, review_on
    auditing.note(by, deed, subject, reason=reason)
    db.session.flush()


def check_day(day: date) -> None:
    """Raises RuleBroken unless somebody looks at it after today, and before it is forgotten."""
    first, last = london_day(utc_now()) + ONE_DAY, latest_day()
    if not first <= day <= last:
        raise RuleBroken(
            f"Choose a day from {first.day} {first:%B %Y} to {last.day} {last:%B %Y}. Then somebody looks at it again."
        )


def may_lift(subject: Subject, by: Person) -> bool:
    """Of a view a safeguarding lead; of a child's record whoever it is open to: its chair."""
    return isinstance(subject, ChildRecord) or powers.may(by.role, Power.OPEN_CONTACT)


def lift(subject: Subject, by: Person, *, reason: str) -> None:
    """It may be cleared when its time is over, counted from now. For what was got `for_change`. Again changes nothing.

    Raises RuleBroken for whoever may not let words go.
    """
    hold = find_live(subject)
    if hold is None:
        return
    if not may_lift(subject, by):
        raise RuleBroken("Only a safeguarding lead can lift a hold. Ask one of them.")
    hold.lifted_at, hold.lifted_by_id = utc_now(), by.id
    auditing.note(by, "lifted a hold", subject, reason=reason)
    db.session.flush()
