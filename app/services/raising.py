"""An alert is raised: in the same transaction as what it is about, and everything that must follow begins here."""

from datetime import datetime, timedelta
from uuid import UUID

from app.extensions import db
from app.models import Alert, AlertStep
from app.models.codes import AlertStepKind
from app.services import clocks, settings


def alert_due(moment: datetime) -> datetime:
    """By when somebody must have seen that a young person is not safe: an hour in which somebody is there."""
    in_force = settings.current()
    return clocks.add_covered_time(moment, timedelta(minutes=in_force.alert_minutes), in_force.cover)


def raise_alert(now: datetime, *, view_id: UUID | None = None, contribution_id: UUID | None = None) -> Alert:
    """Raise the alert of a view or of what a child wrote for their meeting, which says that they may not be safe."""
    alert = Alert(view_id=view_id, contribution_id=contribution_id, raised_at=now, due_at=alert_due(now))
    db.session.add(alert)
    db.session.flush()
    db.session.add(AlertStep(alert_id=alert.id, kind=AlertStepKind.RAISED, at=now))
    return alert
