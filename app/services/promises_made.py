"""What a chair promised to each child at the last conference they led for them: how much of it, and never the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased, contains_eager, joinedload, selectinload

from app.extensions import db
from app.models import Action, ChildRecord, Conference, Person
from app.models.codes import ActionStatus, Extent
from app.services import clocks, overdue
from app.services.child_page import is_open
from app.services.whose_conference import led_by

PAGE: Final = 20


@dataclass(frozen=True)
class Promised:
    """One child: how many wishes were acted on how far, and how many actions are done, late, or still to be done in
    time, and by when the next of those is due."""

    record: ChildRecord
    wishes: Sequence[tuple[Extent, int]]
    done: int
    late: int
    to_come: int
    next_due_on: date | None


def promises_of(chair: Person, *, now: datetime, page: int = 1) -> tuple[list[Promised], bool]:
    """One page of the children, the newest conference first, and whether there are more."""
    later_record, later = aliased(ChildRecord), aliased(Conference)
    is_newer = exists().where(
        later_record.child_id == ChildRecord.child_id,
        later_record.conference_id == later.id,
        later.chair_id == chair.id,
        later.held_on > Conference.held_on,
        later.held_on <= clocks.london_day(now),
    )
    query = (
        select(ChildRecord)
        .join(ChildRecord.conference)
        .where(led_by(chair), Conference.held_on <= clocks.london_day(now), ~is_newer)
        .options(
            contains_eager(ChildRecord.conference),
            joinedload(ChildRecord.child, innerjoin=True),
            selectinload(ChildRecord.wishes),
            selectinload(ChildRecord.actions),
        )
        .order_by(Conference.held_on.desc(), Conference.id, ChildRecord.position)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    )
    records = db.session.scalars(query).all()
    return [promised(record, now) for record in records[:PAGE]], len(records) > PAGE


def promised(record: ChildRecord, now: datetime) -> Promised:
    extents = [wish.extent for wish in record.wishes]
    actions: list[Action] = record.actions
    still_open = [action for action in actions if is_open(action)]
    to_come = [action.due_on for action in still_open if not overdue.is_late(action.due_on, now)]
    return Promised(
        record,
        wishes=[(extent, extents.count(extent)) for extent in Extent if extent in extents],
        done=sum(action.status is ActionStatus.DONE for action in actions),
        late=len(still_open) - len(to_come),
        to_come=len(to_come),
        next_due_on=min(to_come, default=None),
    )
