"""Alerts from beginning to end: they are listed, opened, seen, and closed once it is written down what was done.

An alert of a view, or of what a member wrote, is for everybody who reads views. One from a child's meeting page is for
safeguarding leads alone, who open the answer that raised it with a reason (answer_opening.py), and nothing else of what
was written.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import joinedload, load_only, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from app.extensions import db
from app.models import AgendaProposal, Alert, AlertStep, Contribution, MemberNote, MemberText, Person, View, utc_now
from app.models.codes import AlertStepKind
from app.services import auditing, clocks, escalating, powers, settings
from app.services.powers import Power

PAGE: Final = 25
MOST_SHOWN: Final = 100
IN_ORDER: Final = (  # what happens at one moment
    *(AlertStepKind.RAISED, AlertStepKind.NOBODY_ON, AlertStepKind.TOLD, AlertStepKind.TOLD_EVERYBODY),
    *(AlertStepKind.ACKNOWLEDGED, AlertStepKind.RECORDED, AlertStepKind.CLOSED),
)


def meeting_alerts() -> Sequence[Alert]:
    """The open alerts from meeting pages: those nobody has seen, the first due first; then those that were seen.

    Each comes with when it was sent and nothing else: the answer itself is opened, and the opening written down.
    """
    return db.session.scalars(
        select(Alert)
        .where(Alert.contribution_id.is_not(None), Alert.closed_at.is_(None))
        .options(with_when_it_was_sent())
        .order_by(Alert.acknowledged_at.is_not(None), Alert.due_at, Alert.raised_at, Alert.id)
        .limit(MOST_SHOWN)
    ).all()


def with_when_it_was_sent() -> LoaderOption:
    return joinedload(Alert.contribution).options(load_only(Contribution.sent_at, raiseload=True))


def with_what_was_proposed() -> LoaderOption:
    return joinedload(Alert.proposal).options(
        load_only(AgendaProposal.created_at, AgendaProposal.read_at, AgendaProposal.title_sealed, raiseload=True)
    )


def open_alerts(*, page: int = 1) -> tuple[Sequence[Alert], bool]:
    """One page of the alerts that are open, and whether there are more: those nobody has seen first, the first due
    first, and of those due at one moment the first raised. Each with when what it is about was sent, and with whom has
    seen it; nothing of a child's is opened. One query, read in the order of an index."""
    order = (Alert.acknowledged_at, Alert.due_at, Alert.raised_at, Alert.id)
    parts = [
        select(Alert.id)
        .where(Alert.closed_at.is_(None), is_in_part)
        .order_by(Alert.closed_at, *order)
        .limit(page * PAGE + 1)
        .subquery()
        for is_in_part in (Alert.acknowledged_at.is_(None), Alert.acknowledged_at.is_not(None))
    ]
    chosen = union_all(*(select(part.c.id) for part in parts)).subquery("chosen")
    found = db.session.scalars(
        select(Alert)
        .join(chosen, chosen.c.id == Alert.id)
        .options(
            with_when_it_was_sent(),
            with_what_was_proposed(),
            joinedload(Alert.text).load_only(MemberText.sent_at, raiseload=True),
            joinedload(Alert.view).load_only(View.sent_at, View.safe_now, View.is_safe, View.status, raiseload=True),
            joinedload(Alert.note).load_only(MemberNote.sent_at, raiseload=True),
            joinedload(Alert.acknowledged_by),
        )
        .order_by(Alert.acknowledged_at.is_not(None), *order)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return found[:PAGE], len(found) > PAGE


def get_alert(alert_id: UUID, reader: Person, *, for_change: bool = False) -> Alert:
    """One alert that this person may see, with its steps and with what it is about.

    Of a view: when it was sent and whether they are safe. From a meeting page: when it was sent, and nothing else.
    Raises NoResultFound when there is none, or it is not theirs to see.
    """
    query = (
        select(Alert)
        .where(Alert.id == alert_id)
        .options(
            with_when_it_was_sent(),
            with_what_was_proposed(),
            joinedload(Alert.text).load_only(MemberText.sent_at, MemberText.read_at, raiseload=True),
            selectinload(Alert.view).load_only(
                View.sent_at, View.safe_now, View.is_safe, View.status, View.read_at, View.cleared_at,
                raiseload=True,
            ),
            selectinload(Alert.note).load_only(MemberNote.sent_at, MemberNote.read_at, raiseload=True),
            selectinload(Alert.steps).joinedload(AlertStep.person),
        )
    )  # fmt: skip
    if not powers.may(reader.role, Power.OPEN_CONTACT):
        query = query.where(Alert.contribution_id.is_(None))
    if not for_change:
        return db.session.scalars(query).one()
    # The view first, as whoever answers it does: nobody waits for both in a circle.
    view = select(View.id).join(Alert, Alert.view_id == View.id).where(Alert.id == alert_id)
    db.session.scalars(view.with_for_update(of=View, key_share=True)).all()
    return db.session.scalars(query.with_for_update(of=Alert, key_share=True)).one()


def open_alert(reader: Person, alert: Alert) -> None:
    """Whoever opens it is written down."""
    auditing.note(reader, "opened alert", alert)
    db.session.flush()


def acknowledge(alert: Alert, by: Person) -> None:
    """Say that the alert has been seen. The first to say so stops its clock, and nobody else is told any more."""
    db.session.refresh(alert, ["acknowledged_at", "acknowledged_by_id"], with_for_update={"key_share": True})
    if alert.acknowledged_at is not None:
        return
    now, number = utc_now(), find_round(alert)
    close_due_at = clocks.due_by(now, settings.current().alert_close_days)
    alert.acknowledged_at, alert.acknowledged_by_id, alert.close_due_at = now, by.id, close_due_at
    escalating.take(alert, AlertStepKind.ACKNOWLEDGED, now, round_number=number, person=by)
    auditing.note(by, "acknowledged alert", alert)
    db.session.flush()


def find_round(alert: Alert) -> int:
    """Which round it is in."""
    return db.session.scalar(select(func.max(AlertStep.round)).where(AlertStep.alert_id == alert.id)) or 1


def steps_in_order(alert: Alert) -> list[AlertStep]:
    """Every step there was, the first first."""
    steps: list[AlertStep] = alert.steps
    return sorted(steps, key=lambda step: (step.round, step.at, IN_ORDER.index(step.kind), step.rank))


def close_due(alert: Alert) -> datetime | None:
    """By when an alert that was seen is to be closed. None while nobody has seen it, and once it is closed."""
    return None if alert.closed_at is not None else alert.close_due_at
