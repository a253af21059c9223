"""Practice in the demonstration: who takes minutes, who handed a conference over, and the training of the chairs."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import (
    AuditLine,
    Conference,
    ConferenceHandOver,
    MinuteTaker,
    Person,
    Role,
    TrainingAttendance,
    TrainingSession,
)
from app.services.clocks import add_months, add_working_days
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_morning
from app.services.demonstrating.people import Crew

TRAININGS: Final = (  # how many months ago, what about, and which of the chairs were there
    (27, "Hearing children at conferences: the first two days", (0, 1, 2, 3, 4, 5)),
    (14, "Babies and children who do not speak: what daily life is like", (0, 2, 3, 6)),
    (5, "From a wish to an action: telling a child why not", (0, 1, 3, 6)),
)
HANDED_OVER: Final = "I chair a review elsewhere for three months, so this family needs somebody who is there."
GIVEN: Final = "The chair is away ill. The family should not wait."


def practise(*, seed: int, days: Days, crew: Crew) -> None:
    """Chance of its own: nothing else comes out otherwise."""
    chance = Chance(f"practice {seed}")
    chairs, manager = crew.by_role[Role.CHAIR], crew.by_role[Role.CHAIRS_MANAGER][0]
    train(chance, days, chairs, manager)
    mine, others = newest_of(chairs[0]), newest_of(chairs[1])
    at = in_the_morning(chance, days.working_days_ago(1))
    for conference, taker in [*((one, crew.by_role[Role.PARTICIPATION_WORKER][0]) for one in mine[:2]),
                              *((one, chairs[0]) for one in others[:1])]:  # fmt: skip
        ask(chance, conference, taker, at)
    for conference in newest_of(chairs[3])[:1]:
        give(chance, conference, chairs[0], by=chairs[3], reason=HANDED_OVER, at=at)
    for conference in newest_of(chairs[5])[:1]:
        give(chance, conference, chairs[6], by=manager, reason=GIVEN, at=at)
    db.session.flush()


def newest_of(chair: Person) -> Sequence[Conference]:
    """This chair's conferences, the newest first."""
    return db.session.scalars(
        select(Conference).where(Conference.chair_id == chair.id).order_by(Conference.held_on.desc(), Conference.id)
    ).all()


def train(chance: Chance, days: Days, chairs: Sequence[Person], manager: Person) -> None:
    for months, title, places in TRAININGS:
        held_on: date = add_working_days(add_months(days.today, -months), 0)
        at = in_the_morning(chance, held_on)
        session = TrainingSession(
            id=chance.new_id(), created_at=at, title=title, held_on=held_on, made_by_id=manager.id,
            once=chance.once(),
        )  # fmt: skip
        db.session.add(session)
        db.session.add_all(
            TrainingAttendance(id=chance.new_id(), created_at=at, session_id=session.id, person_id=chairs[place].id)
            for place in places
        )


def ask(chance: Chance, conference: Conference, taker: Person, at: datetime) -> None:
    row = MinuteTaker(
        id=chance.new_id(), created_at=at, conference_id=conference.id, person_id=taker.id,
        given_by_id=conference.chair_id,
    )  # fmt: skip
    line = AuditLine(
        created_at=at, person_id=conference.chair_id, deed="let somebody take minutes",
        subject_table=MinuteTaker.__tablename__, subject_id=row.id,
    )  # fmt: skip
    db.session.add_all((row, line))


def give(chance: Chance, conference: Conference, to: Person, *, by: Person, reason: str, at: datetime) -> None:
    row = ConferenceHandOver(
        id=chance.new_id(), created_at=at, conference_id=conference.id, from_id=conference.chair_id, to_id=to.id,
        by_id=by.id, reason=reason,
    )  # fmt: skip
    deed = "handed over conference" if by.id == conference.chair_id else "gave conference another chair"
    line = AuditLine(
        created_at=at, person_id=by.id, deed=deed, subject_table=Conference.__tablename__, subject_id=conference.id,
        reason=reason,
    )  # fmt: skip
    conference.chair_id = to.id
    db.session.add_all((row, line))
