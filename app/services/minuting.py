"""Minute-takers: a chair lets somebody write in one conference, and ends that again.

They write what the chair may write. What a child reads or holds stays the chair's alone: the 4 words, letting the child
see the page, answering the child. So does finishing the conference, and who else may write in it.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import ChildRecord, Conference, MinuteTaker, Person, utc_now
from app.models.codes import Event
from app.services import auditing, telling
from app.services.errors import RuleBroken
from app.services.powers import ROLES, Power, may
from app.services.whose_conference import is_led_by

READ_ALREADY = "The child can read what came of this already. Ask the chair to change it."
ROLES_ASKED = tuple(role for role in ROLES if may(role, Power.TAKE_MINUTES))


def minute_takers(conference: Conference) -> Sequence[MinuteTaker]:
    """Who may write in it besides its chair, each with the person, the first asked first."""
    return db.session.scalars(
        select(MinuteTaker)
        .where(MinuteTaker.conference_id == conference.id, MinuteTaker.ended_at.is_(None))
        .options(joinedload(MinuteTaker.person, innerjoin=True))
        .order_by(MinuteTaker.created_at, MinuteTaker.id)
    ).all()


def who_wrote_before(conference: Conference) -> list[Person]:
    """Who took the minutes of it until their chair ended that, and could be asked again, by name."""
    ended = select(MinuteTaker.person_id).where(
        MinuteTaker.conference_id == conference.id, MinuteTaker.ended_at.is_not(None)
    )
    before, now = set(db.session.scalars(ended)), {taker.person_id for taker in minute_takers(conference)}
    return [person for person in who_can_be_asked(conference) if person.id in before - now]


def who_can_be_asked(conference: Conference) -> list[Person]:
    """Everybody who could take the minutes, by name: other chairs and participation workers who can sign in."""
    people = db.session.scalars(
        select(Person).where(Person.role.in_(ROLES_ASKED), Person.is_active.is_(True), Person.id != conference.chair_id)
    )
    return sorted(people, key=lambda person: (person.name.casefold(), str(person.id)))


def ask(chair: Person, conference: Conference, person_id: UUID) -> MinuteTaker:
    """Let somebody write in a conference that was got `for_change`; they are told. Again changes nothing.

    Raises RuleBroken for somebody who cannot take minutes.
    """
    for taker in minute_takers(conference):
        if taker.person_id == person_id:
            return taker
    person = next((one for one in who_can_be_asked(conference) if one.id == person_id), None)
    if person is None:
        raise RuleBroken("Choose somebody on the list.")
    taker = MinuteTaker(conference_id=conference.id, person_id=person.id, given_by_id=chair.id)
    try:
        with db.session.begin_nested():
            db.session.add(taker)
            db.session.flush()
    except IntegrityError as taken:
        raise RuleBroken("They were asked in another window. Look at the list.") from taken
    auditing.note(chair, "let somebody take minutes", taker)
    telling.tell([person], Event.HANDED_OVER, taker)
    return taker


def get_taker(conference: Conference, taker_id: UUID) -> MinuteTaker:
    """Somebody who takes, or took, the minutes of this conference. Any other raises NoResultFound."""
    query = select(MinuteTaker).where(MinuteTaker.id == taker_id, MinuteTaker.conference_id == conference.id)
    return db.session.scalars(query).one()


def end(chair: Person, conference: Conference, taker_id: UUID) -> None:
    """From now on they do not open it. Of a conference that was got `for_change`. Again changes nothing."""
    taker = get_taker(conference, taker_id)
    if taker.ended_at is None:
        end_one(chair, taker)


def end_all(by: Person, conference: Conference) -> None:
    """Whoever leads the conference next decides anew who writes in it."""
    for taker in minute_takers(conference):
        end_one(by, taker)


def end_one(by: Person, taker: MinuteTaker) -> None:
    taker.ended_at, taker.ended_by_id = utc_now(), by.id
    auditing.note(by, "ended somebody’s minutes", taker)
    db.session.flush()


def is_only_read_by(person: Person, record: ChildRecord) -> bool:
    """Whether the child can read this already, so that nobody but the chair changes it.

    What is put right on a page that is released shows to the child at once, so it would be another way to release.
    """
    return record.released_at is not None and not is_led_by(record.conference, person)


def check_not_read_yet(person: Person, record: ChildRecord) -> None:
    """Raises RuleBroken when the child can read this and somebody else than the chair would change it."""
    if is_only_read_by(person, record):
        raise RuleBroken(READ_ALREADY)
