"""A child's meeting page says that they do not feel safe. A safeguarding lead sees that answer, and nothing else."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager, joinedload, load_only

from app.extensions import db
from app.models import Alert, Child, ChildRecord, Contribution, Person, utc_now
from app.services import auditing

MOST_SHOWN: Final = 100
STAYS_FOR: Final = timedelta(days=7)  # that long one that was seen can still be found again


def meeting_alerts() -> Sequence[Alert]:
    """The alerts from meeting pages: those nobody has seen, the first due first; then those seen this week.

    Each comes with when it was sent and nothing else: the answer itself is opened, and the opening written down.
    """
    return db.session.scalars(
        select(Alert)
        .where(
            Alert.contribution_id.is_not(None),
            or_(Alert.acknowledged_at.is_(None), Alert.acknowledged_at > utc_now() - STAYS_FOR),
        )
        .options(joinedload(Alert.contribution).options(load_only(Contribution.sent_at, raiseload=True)))
        .order_by(Alert.acknowledged_at.is_not(None), Alert.due_at, Alert.id)
        .limit(MOST_SHOWN)
    ).all()


def get_alert(alert_id: UUID, *, for_change: bool = False) -> Alert:
    """One alert from a meeting page, with its answer and the child's reference. Any other raises NoResultFound."""
    query = (
        select(Alert)
        .join(Alert.contribution)
        .join(Contribution.record)
        .join(ChildRecord.child)
        .where(Alert.id == alert_id)
        .options(
            contains_eager(Alert.contribution).options(
                load_only(Contribution.how_safe, Contribution.sent_at, raiseload=True),
                contains_eager(Contribution.record).options(
                    load_only(ChildRecord.child_id, raiseload=True),
                    contains_eager(ChildRecord.child).load_only(Child.reference_sealed, raiseload=True),
                ),
            )
        )
    )
    return db.session.scalars(query.with_for_update(of=Alert) if for_change else query).one()


def open_alert(lead: Person, alert: Alert) -> None:
    """Whoever opens it is written down."""
    auditing.note(lead, "opened alert from a meeting", alert)
    db.session.flush()


def acknowledge(lead: Person, alert: Alert) -> None:
    """Say that the alert has been seen. The first to say so stops its clock. Of one that was got `for_change`."""
    if alert.acknowledged_at is not None:
        return
    alert.acknowledged_at = utc_now()
    alert.acknowledged_by_id = lead.id
    auditing.note(lead, "acknowledged alert", alert)
    db.session.flush()
