"""Alerts with many at once and real commits: each step is taken once, and nobody is turned away."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta

from flask import Flask
from sqlalchemy import func, select

from app.extensions import db
from app.models import Alert, AlertStep, OutboxMessage, Role, utc_now
from app.models.codes import AlertStepKind, Event
from app.services import escalating, raising
from tests.factories import PersonFactory, ViewFactory
from tests.participation_factories import RotaEntryFactory

HOUR = timedelta(hours=1)
MACHINES = 4


def escalate(app: Flask) -> int:
    with app.app_context():
        number = escalating.escalate(utc_now() + HOUR)
        db.session.commit()
        return number


def test_however_many_machines_run_it_each_step_is_taken_once(shared_app):
    with shared_app.app_context():
        for rank in (1, 2, 3):
            lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
            RotaEntryFactory(person=lead, rank=rank, weekday=1, opens=time(0), closes=time(0))
        for _ in range(5):
            raising.raise_alert(utc_now(), view_id=ViewFactory(unsafe=True).id)
        db.session.commit()
    with ThreadPoolExecutor(MACHINES) as machines:
        taken = list(machines.map(lambda _machine: escalate(shared_app), range(MACHINES)))

    with shared_app.app_context():
        assert sum(taken) == 5
        assert how_many(AlertStep, AlertStep.kind == AlertStepKind.TOLD, AlertStep.rank == 1) == 5
        assert how_many(OutboxMessage, OutboxMessage.event == Event.ALERT_WAITS) == 10  # on two channels


def test_an_alert_that_two_people_see_at_the_same_moment_was_seen_by_one(shared_app):
    for _ in range(3):
        two_of_each_at_once(shared_app)


def two_of_each_at_once(shared_app: Flask) -> None:
    """Two answer what was said, and two write down what they did: each has seen the alert."""
    with shared_app.app_context():
        alert = raising.raise_alert(utc_now(), view_id=ViewFactory(unsafe=True).id)
        db.session.commit()
        pages = [f"/inbox/{alert.view_id}", f"/alerts/{alert.id}"] * 2
        browsers = [shared_app.test_client().sign_in(PersonFactory(role=Role.SAFEGUARDING_LEAD)) for _ in pages]
    shown = [browser.get(page) for browser, page in zip(browsers, pages, strict=True)]
    forms = ["#answer", "#record-form"] * 2

    def send(place: int) -> int:
        words = {"text": "Thank you."} if forms[place] == "#answer" else {"go": "save", "done": "I rang."}
        return browsers[place].send(shown[place], form=forms[place], **words).status_code

    with ThreadPoolExecutor(len(pages)) as people:
        ends = set(people.map(send, range(len(pages))))

    with shared_app.app_context():
        assert ends <= {302, 400}
        seen = how_many(AlertStep, AlertStep.kind == AlertStepKind.ACKNOWLEDGED)
        assert seen == how_many(Alert, Alert.acknowledged_at.is_not(None)) == how_many(Alert)


def how_many(model, *rules) -> int:
    return db.session.scalar(select(func.count()).select_from(model).where(*rules)) or 0
