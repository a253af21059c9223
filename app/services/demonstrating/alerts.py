"""The alerts of the demonstration from beginning to end, and the rota that says who is told of them."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import delete, select

from app.extensions import db
from app.models import Alert, AlertStep, MemberText, Person, Role, RotaEntry
from app.models.codes import AlertOutcome, AlertStepKind
from app.services import clocks
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, add_working_days, in_the_afternoon
from app.services.demonstrating.people import AGENCIES, Crew
from app.services.demonstrating.rows import Rows, seal
from app.services.settings import Settings

CLOSED_WITHIN: Final = 4  # working days
SEEN_AFTER: Final = timedelta(minutes=25)
SOMETHING_IS_DONE: Final = 0.6  # of those that are still open
DEALT_WITH: Final = (  # what was done, who was told, why, and how it ended
    (
        "Read it with the duty team. They spoke to the school the same day.",
        AGENCIES["city"],
        "The words say that it happens at home, at night.",
        AlertOutcome.PASSED_ON,
    ),
    (
        "Rang the number they gave. They are with their aunt tonight.",
        AGENCIES["county"],
        "They asked us to, and their worker can see them tomorrow.",
        AlertOutcome.SAFE,
    ),
    (
        "Nothing in the words says who they are. Wrote back with the numbers to call, and asked them to tell us.",
        "nobody",
        "Nobody could act on it: there is no name, no place and no time.",
        AlertOutcome.NOT_FOUND,
    ),
    (
        "Wrote back and asked. They say they were afraid of a test.",
        "nobody",
        "They are not in danger, and did not want us to.",
        AlertOutcome.NOT_NEEDED,
    ),
    (
        "Gave them the advocate's name. The advocate has met them at school.",
        AGENCIES["advocacy"],
        "They want somebody to speak for them at home.",
        AlertOutcome.HELPED,
    ),
)


def put_on_the_rota(chance: Chance, crew: Crew, begin: datetime, in_force: Settings) -> None:
    """A safeguarding lead and a worker in the promised hours, another worker out of hours."""
    lead, worker, at_night = who_is_on(crew)
    opens, closes = in_force.cover.opens, in_force.cover.closes
    for weekday in range(7):
        is_promised = weekday in in_force.cover_days
        night: dict[str, Any] = {"is_out_of_hours": True, "on_bank_holidays": True, "opens": closes, "closes": opens}
        lines = [(at_night, night if is_promised else night | {"opens": opens})]
        if is_promised:
            by_day = {"opens": opens, "closes": closes}
            lines += [(lead, by_day | {"rank": 1}), (worker, by_day | {"rank": 2})]
        for person, line in lines:
            entry = RotaEntry(id=chance.new_id(), created_at=begin, person_id=person.id, weekday=weekday, **line)
            entry.from_day = clocks.london_day(begin)
            db.session.add(entry)
    db.session.flush()


def who_is_on(crew: Crew) -> tuple[Person, Person, Person]:
    """Who is told first, who next, and who out of hours."""
    workers = crew.by_role[Role.PARTICIPATION_WORKER]
    return crew.by_role[Role.SAFEGUARDING_LEAD][0], workers[0], workers[-1]


class Dealing:
    """What becomes of one alert after another."""

    def __init__(self, chance: Chance, days: Days, crew: Crew, in_force: Settings, rows: Rows) -> None:
        self.chance, self.days, self.in_force, self.rows = chance, days, in_force, rows
        self.first, self.next, self.at_night = who_is_on(crew)

    def add(
        self, *, view_id: uuid.UUID, at: datetime, due_at: datetime, acknowledged_at: datetime | None, by: uuid.UUID
    ) -> None:
        """Add the alert of a view with all its steps."""
        alert_id = self.chance.new_id()
        written, closed_at = self.deal_with(alert_id, acknowledged_at)
        self.rows.add(
            Alert,
            id=alert_id,
            created_at=at,
            view_id=view_id,
            contribution_id=None,
            raised_at=at,
            due_at=due_at,
            acknowledged_at=acknowledged_at,
            acknowledged_by_id=by if acknowledged_at else None,
            close_due_at=self.close_due(acknowledged_at),
            closed_at=closed_at,
            closed_by_id=self.first.id if closed_at else None,
            **written,
        )
        is_there = clocks.next_cover(at, self.in_force.cover) == at
        self.add_step(alert_id, AlertStepKind.RAISED, at, None)
        self.add_step(alert_id, AlertStepKind.TOLD, at, (self.first if is_there else self.at_night).id)
        if due_at < (acknowledged_at or self.days.end):
            self.add_step(alert_id, AlertStepKind.TOLD, due_at, self.next.id, rank=1)
        if acknowledged_at:
            self.add_step(alert_id, AlertStepKind.ACKNOWLEDGED, acknowledged_at, by)
        if acknowledged_at and written["done_sealed"]:
            self.add_step(alert_id, AlertStepKind.RECORDED, closed_at or acknowledged_at, by)
        if closed_at:
            self.add_step(alert_id, AlertStepKind.CLOSED, closed_at, self.first.id)

    def close_due(self, seen_at: datetime | None) -> datetime | None:
        return clocks.due_by(seen_at, self.in_force.alert_close_days) if seen_at else None

    def deal_with(self, alert_id: uuid.UUID, seen_at: datetime | None) -> tuple[dict[str, Any], datetime | None]:
        """What is written down about it, and when it was closed: nothing before somebody has seen it."""
        nothing: dict[str, Any] = dict.fromkeys(("done_sealed", "told_whom", "told_because_sealed", "outcome"))
        if seen_at is None:
            return nothing, None
        done, told_whom, because, outcome = self.chance.choice(DEALT_WITH)
        day = add_working_days(clocks.london_day(seen_at), self.chance.randint(1, CLOSED_WITHIN))
        closed_at = in_the_afternoon(self.chance, day)
        sealed = seal(Alert, "done_sealed", alert_id, done)
        if closed_at >= self.days.end:
            is_begun = self.chance.happens(SOMETHING_IS_DONE)
            return nothing | ({"done_sealed": sealed} if is_begun else {}), None
        because_sealed = seal(Alert, "told_because_sealed", alert_id, because)
        whole = {
            "done_sealed": sealed,
            "told_whom": told_whom,
            "told_because_sealed": because_sealed,
            "outcome": outcome,
        }
        return whole, closed_at

    def add_step(
        self, alert_id: uuid.UUID, kind: AlertStepKind, at: datetime, person_id: uuid.UUID | None, *, rank: int = 0
    ) -> None:
        self.rows.add(
            AlertStep,
            id=self.chance.new_id(),
            created_at=at,
            alert_id=alert_id,
            kind=kind,
            round=1,
            rank=rank,
            at=at,
            person_id=person_id,
            note_sealed=None,
        )


def leave_one_open() -> None:
    """The newest alert of a view that was seen is not closed yet: somebody has only begun to deal with it."""
    seen = select(Alert).where(Alert.view_id.is_not(None), Alert.acknowledged_at.is_not(None))
    alert = db.session.scalar(seen.order_by(Alert.acknowledged_at.desc()).limit(1))
    if alert is None:
        return
    alert.closed_at = alert.closed_by_id = alert.told_whom = alert.told_because = alert.outcome = None
    closed = AlertStep.alert_id == alert.id, AlertStep.kind == AlertStepKind.CLOSED
    db.session.execute(delete(AlertStep).where(*closed))
    db.session.flush()


def tell_of_meeting(alert: Alert, chance: Chance, crew: Crew, *, now: datetime) -> None:
    """A child does not feel safe: the only lead was told, and once it was late everybody who holds the role."""
    lead, *_others = crew.by_role[Role.SAFEGUARDING_LEAD]
    steps: list[tuple[AlertStepKind, datetime, uuid.UUID | None]] = [
        (AlertStepKind.RAISED, alert.raised_at, None),
        (AlertStepKind.TOLD, alert.raised_at, lead.id),
    ]
    if alert.due_at < now:
        steps.append((AlertStepKind.TOLD_EVERYBODY, alert.due_at, None))
    for kind, at, person_id in steps:
        step = AlertStep(id=chance.new_id(), created_at=at, alert_id=alert.id, kind=kind, at=at)
        step.person_id = person_id
        db.session.add(step)


def see_members(text: MemberText, chance: Chance, crew: Crew, in_force: Settings) -> None:
    """A worrying word stands in what a member wrote: the lead was told, has seen it, and has not closed it yet."""
    lead, at, seen_at = who_is_on(crew)[0], text.sent_at, text.sent_at + SEEN_AFTER
    alert = Alert(id=chance.new_id(), created_at=at, text_id=text.id, raised_at=at)
    alert.due_at = clocks.add_covered_time(at, timedelta(minutes=in_force.alert_minutes), in_force.cover)
    alert.acknowledged_at, alert.acknowledged_by_id = seen_at, lead.id
    alert.close_due_at = clocks.due_by(seen_at, in_force.alert_close_days)
    db.session.add(alert)
    db.session.flush()
    steps = (
        (AlertStepKind.RAISED, at, None),
        (AlertStepKind.TOLD, at, lead.id),
        (AlertStepKind.ACKNOWLEDGED, seen_at, lead.id),
    )
    for kind, moment, person_id in steps:
        step = {"id": chance.new_id(), "created_at": moment, "at": moment, "person_id": person_id}
        db.session.add(AlertStep(alert_id=alert.id, kind=kind, **step))
    db.session.flush()
