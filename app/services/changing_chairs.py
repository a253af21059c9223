"""A conference gets another chair: its own hands it over, or the chairs' manager gives it to somebody else.

All of it goes along: its clocks, what the children said and what was recorded. The chair before opens nothing of it any
more, and an earlier conference of the same children stays with whoever led that (docs/decisions/0023, 0026).
"""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from app.extensions import db
from app.models import ChildRecord, Conference, ConferenceHandOver, Person, Role, utc_now
from app.models.codes import Event
from app.services import auditing, minuting, overseeing, telling
from app.services.clocks import ONE_DAY, start_of_day
from app.services.errors import RuleBroken
from app.services.overseeing import Show
from app.services.whose_conference import overseen_by


def chairs_to_choose(conference: Conference) -> list[Person]:
    """Every other chair who can sign in, by name."""
    people = db.session.scalars(
        select(Person).where(Person.role == Role.CHAIR, Person.is_active.is_(True), Person.id != conference.chair_id)
    )
    return sorted(people, key=lambda person: (person.name.casefold(), str(person.id)))


def change_chair(by: Person, conference: Conference, to_id: UUID, *, reason: str) -> None:
    """Give a conference that was got `for_change` to another chair, who is told.

    Who took its minutes does so no more: the new chair decides anew. The audit trail keeps the reason too.
    Raises RuleBroken for somebody who cannot lead it.
    """
    change, new_chair = record_change(by, conference, to_id, reason=reason)
    telling.tell([new_chair], Event.HANDED_OVER, change)


def change_all(by: Person, conference: Conference, to_id: UUID, *, reason: str) -> int:
    """The same, with every other conference of its chair in which something is still to be done. Returns how many.

    The new chair is told once. Raises RuleBroken for somebody who cannot lead them.
    """
    away_id = conference.chair_id
    change, new_chair = record_change(by, conference, to_id, reason=reason)
    query = select(Conference).where(
        Conference.chair_id == away_id, overseen_by(by), overseeing.fits(Show.OPEN, utc_now())
    )
    others = db.session.scalars(query.order_by(Conference.id).with_for_update(of=Conference)).all()
    for other in others:
        record_change(by, other, to_id, reason=reason)
    telling.tell([new_chair], Event.HANDED_OVER, change)
    return 1 + len(others)


def record_change(by: Person, conference: Conference, to_id: UUID, *, reason: str) -> tuple[ConferenceHandOver, Person]:
    new_chair = next((one for one in chairs_to_choose(conference) if one.id == to_id), None)
    if new_chair is None:
        raise RuleBroken("Choose a chair on the list.")
    change = ConferenceHandOver(
        conference_id=conference.id, from_id=conference.chair_id, to_id=new_chair.id, by_id=by.id, reason=reason
    )
    deed = "handed over conference" if by.id == conference.chair_id else "gave conference another chair"
    minuting.end_all(by, conference)
    conference.chair_id = new_chair.id
    db.session.add(change)
    db.session.flush()
    auditing.note(by, deed, conference, reason=reason)
    return change, new_chair


def chair_of(conference: Conference) -> Person:
    """Whoever leads it now."""
    return db.session.get_one(Person, conference.chair_id)


def last_change(conference: Conference) -> ConferenceHandOver | None:
    """How this conference came to its chair, if another led it before."""
    return db.session.scalar(
        select(ConferenceHandOver)
        .where(ConferenceHandOver.conference_id == conference.id)
        .options(joinedload(ConferenceHandOver.from_chair), joinedload(ConferenceHandOver.by))
        .order_by(ConferenceHandOver.created_at.desc(), ConferenceHandOver.id)
        .limit(1)
    )


@dataclass(frozen=True)
class ChairBefore:
    """Who led the last conference of these children. Where possible it is the same person (Working Together)."""

    name: str
    is_same: bool


def chair_before(conference: Conference) -> ChairBefore | None:
    """Who led these children's last conference on its day; None at the first that Heard knows of."""
    earlier, its_record, our_record = aliased(Conference), aliased(ChildRecord), aliased(ChildRecord)
    before = db.session.scalar(
        select(earlier)
        .join(its_record, its_record.conference_id == earlier.id)
        .join(our_record, our_record.child_id == its_record.child_id)
        .where(our_record.conference_id == conference.id, earlier.held_on < conference.held_on)
        .order_by(earlier.held_on.desc(), earlier.created_at.desc(), earlier.id)
        .limit(1)
    )
    if before is None:
        return None
    led, leads = chair_on_the_day(before), chair_on_the_day(conference)
    return ChairBefore(led.name, led.id == leads.id)


def chair_on_the_day(conference: Conference) -> Person:
    """Who led it when it was held: whoever leads it now, unless it was handed on after that day."""
    after = start_of_day(conference.held_on + ONE_DAY)
    first_from = db.session.scalar(
        select(ConferenceHandOver.from_id)
        .where(ConferenceHandOver.conference_id == conference.id, ConferenceHandOver.created_at >= after)
        .order_by(ConferenceHandOver.created_at, ConferenceHandOver.id)
        .limit(1)
    )
    return db.session.get_one(Person, first_from or conference.chair_id)
