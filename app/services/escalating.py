"""An alert is told to whoever is on the rota, and on and on until somebody has said that they have seen it.

First the one whose turn it is. If they have not said so when the alert is due, the next on the rota; after every
`escalate_minutes` the next again; then everybody who holds the safeguarding role, and they again each time the hour in
which an alert must be seen has passed once more. Each step is dated, and taken once however many machines run this.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Alert, AlertStep, Person
from app.models.codes import AlertStepKind, Event
from app.services import clocks, rota, settings, telling
from app.services.rota import Duty

CALLS = frozenset({AlertStepKind.TOLD, AlertStepKind.TOLD_EVERYBODY})
CLOCKS_APART = timedelta(minutes=1)  # two machines may differ by so much; what is later than that, a wrong clock wrote


def begin(alert: Alert, now: datetime, duty: Duty, *, round_number: int) -> None:
    """Tell whoever's turn it is that the alert was raised. When nobody is on, tell everybody who holds the role.

    The alert and its first steps are written together. `duty` is the rota for this kind of alert.
    """
    turns = duty.turns_at(now)
    if turns:
        add_step(alert, AlertStepKind.TOLD, now, round_number=round_number, person=turns[0])
        people: Sequence[Person] = turns[:1]
    else:
        add_step(alert, AlertStepKind.NOBODY_ON, now, round_number=round_number)
        add_step(alert, AlertStepKind.TOLD_EVERYBODY, now, round_number=round_number)
        people = rota.everybody(leads_only=is_for_leads(alert))
    telling.tell(people, Event.ALERT_RAISED, alert, round_number=round_number)


def escalate(now: datetime) -> int:
    """Take the next step with every alert whose time for one has come. Returns with how many that was.

    An alert that another machine is busy with is left to it.
    """
    least = timedelta(minutes=settings.current().alert_minutes)
    query = (
        select(Alert)
        .where(
            Alert.acknowledged_at.is_(None), or_(Alert.raised_at <= now - least, Alert.raised_at > now + CLOCKS_APART)
        )
        .options(selectinload(Alert.steps))
        .order_by(Alert.due_at, Alert.raised_at, Alert.id)
        .with_for_update(of=Alert, skip_locked=True, key_share=True)
        .execution_options(populate_existing=True)
    )
    waiting = db.session.scalars(query).all()
    if not waiting:
        return 0
    anybody = rota.current()
    duties = {False: anybody, True: anybody.of_leads}
    return sum(take_next_step(alert, now, duties[is_for_leads(alert)]) for alert in waiting)


def take_next_step(alert: Alert, now: datetime, duty: Duty) -> bool:
    """Tell the next of those who have not been told in this round, or everybody. False when it is too early."""
    if now < next_step_due(alert, now, duty):
        return False
    number = round_of(alert)
    calls = [step for step in alert.steps if step.kind in CALLS]
    told = [step for step in calls if step.round == number]
    were_told = {step.person_id for step in told}
    turns = [person for person in duty.turns_at(now) if person.id not in were_told]
    if turns and not any(step.kind is AlertStepKind.TOLD_EVERYBODY for step in told):
        kind, people = AlertStepKind.TOLD, turns[:1]
    else:
        kind, people = AlertStepKind.TOLD_EVERYBODY, list(rota.everybody(leads_only=is_for_leads(alert)))
    rank = sum(step.kind is kind for step in told)
    person = people[0] if kind is AlertStepKind.TOLD else None
    take(alert, kind, now, round_number=number, rank=rank, person=person)
    telling.tell(people, Event.ALERT_WAITS, alert, round_number=len(calls) + 1)
    return True


def next_step_due(alert: Alert, now: datetime, duty: Duty) -> datetime:
    """When the next must be told: at first when the alert is due, or sooner where somebody is on out of hours.

    Now, where the clock was set back since the last was told: nobody waits a day because a clock was a day ahead.
    """
    in_force = settings.current()
    hour, pause = (timedelta(minutes=minutes) for minutes in (in_force.alert_minutes, in_force.escalate_minutes))
    number = round_of(alert)
    calls = [step for step in alert.steps if step.kind in CALLS and step.round == number]
    before_now = [step for step in calls if step.at <= now + CLOCKS_APART]
    if calls and not before_now:
        return now
    if len(calls) < 2:
        return min(alert.due_at, clocks.add_covered_time(alert.raised_at, hour, duty.on_call))
    last = max(before_now, key=lambda step: step.at)
    after = hour if last.kind is AlertStepKind.TOLD_EVERYBODY else pause
    return clocks.add_covered_time(last.at, after, duty.on_call)


def add_step(
    alert: Alert,
    kind: AlertStepKind,
    now: datetime,
    *,
    round_number: int,
    rank: int = 0,
    person: Person | None = None,
    note: str | None = None,
) -> None:
    """Put down one step. It is written with whatever is written next."""
    step = AlertStep(alert_id=alert.id, kind=kind, round=round_number, rank=rank, at=now, note=note)
    step.person_id = person.id if person else None
    db.session.add(step)


def take(alert: Alert, kind: AlertStepKind, now: datetime, **more: Any) -> None:
    """Write down one step at once. Raises IntegrityError when another machine has taken it."""
    add_step(alert, kind, now, **more)
    db.session.flush()


def round_of(alert: Alert) -> int:
    """Which round it is in: 1, and one more each time it was raised again. Of an alert that was got with its steps."""
    return max((step.round for step in alert.steps), default=1)


def is_for_leads(alert: Alert) -> bool:
    """Whether only safeguarding leads may see it: what it is about was written for a meeting."""
    return alert.contribution_id is not None


def duty_of(alert: Alert) -> Duty:
    return rota.duty_for(leads_only=is_for_leads(alert))
