"""Processes of their own that tell staff of things and hand over what is to be told, to be killed at any moment."""

import os
import time
from multiprocessing.process import BaseProcess

from sqlalchemy import Engine, select, update

from app.models import OutboxMessage, Overdue, Person, Role, utc_now
from app.models.codes import Channel, ClockName, Event
from tests.rotation import context

EVENTS = (Event.OVERDUE, Event.ALERT_WAITS)  # by e-mail alone, and on every channel


def add_people(settings: dict[str, str], number: int) -> None:
    """Some who work here, added by a process that ends before this returns."""
    run_to_the_end(add_some, settings, number)


def add_some(settings: dict[str, str], number: int) -> None:
    os.environ.update(settings)
    from app.extensions import db
    from wsgi import app

    with app.app_context():
        for one in range(number):
            address = f"lead.{one}@example.org"
            db.session.add(Person(name="Lead", username=address, email=address, role=Role.SAFEGUARDING_LEAD))
        db.session.commit()


def run_to_the_end(deed, *given) -> None:
    process = context().Process(target=deed, args=given)
    process.start()
    process.join()
    assert process.exitcode == 0


def start_teller(settings: dict[str, str]) -> BaseProcess:
    """A process that tells everybody of one thing after another, each in the transaction that makes it."""
    process = context().Process(target=tell_all_the_time, args=(settings,))
    process.start()
    return process


def tell_all_the_time(settings: dict[str, str]) -> None:
    os.environ.update(settings)
    from app.extensions import db
    from app.services import telling
    from wsgi import app

    with app.app_context():
        people = list(db.session.scalars(select(Person)))
        number = 0
        while True:
            number += 1
            thing = a_thing()
            db.session.add(thing)
            db.session.flush()
            telling.tell(people, EVENTS[number % len(EVENTS)], thing)
            db.session.commit()
            time.sleep(0.25)  # so that what waits at the end is sent in seconds


def a_thing() -> Overdue:
    """Something that refers to nothing else."""
    now = utc_now()
    return Overdue(
        clock=ClockName.VIEW_READ, subject_table="nothing", subject_id=Overdue().id, due_at=now, noted_at=now
    )


def two_minutes_later(engine: Engine) -> int:
    """The claims of whoever was killed have ended. Gives how many those were."""
    with engine.begin() as database:
        claimed = update(OutboxMessage).where(OutboxMessage.claimed_until.is_not(None))
        return database.execute(claimed.values(claimed_until=utc_now(), next_try_at=utc_now())).rowcount


def what_was_to_be_told(engine: Engine) -> dict[str, tuple[Channel, str]]:
    """The id of each message, with its channel and the address of whom it is for."""
    with engine.connect() as database:
        rows = database.execute(
            select(OutboxMessage.id, OutboxMessage.channel, Person.email).join(
                Person, Person.id == OutboxMessage.person_id
            )
        )
        return {row_id.hex: (channel, email) for row_id, channel, email in rows}


def how_many_things(engine: Engine) -> int:
    with engine.connect() as database:
        return len(database.execute(select(Overdue.id)).all())
