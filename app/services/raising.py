"""An alert is raised: in the same transaction as what it is about, and everything that must follow begins here."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from app.extensions import db
from app.models import Alert, AlertStep, Person, View, utc_now
from app.models.codes import AlertStepKind, ViewStatus
from app.services import auditing, clocks, due_next, escalating, rota, settings
from app.services.errors import RuleBroken


def alert_due(moment: datetime, *, leads_only: bool = False) -> datetime:
    """By when somebody must have seen that a young person is not safe: an hour in which somebody is there.

    `leads_only`: somebody who may see what was written for a meeting.
    """
    hour = timedelta(minutes=settings.current().alert_minutes)
    return clocks.add_covered_time(moment, hour, rota.duty_for(leads_only=leads_only).cover)


def raise_alert(
    now: datetime,
    *,
    view_id: UUID | None = None,
    contribution_id: UUID | None = None,
    note_id: UUID | None = None,
    by: Person | None = None,
    because: str | None = None,
) -> Alert:
    """Raise the alert of a view, of what a child wrote for their meeting, or of what a member wrote: they may not be
    safe.

    Whoever is on the rota is told. `by` and `because` when somebody who read the view decides it.
    """
    due_at = alert_due(now, leads_only=contribution_id is not None)
    what = {"view_id": view_id, "contribution_id": contribution_id, "note_id": note_id}
    alert = Alert(**what, raised_at=now, due_at=due_at)
    alert.raised_by_id, alert.raised_because = by.id if by else None, because
    db.session.add(alert)
    db.session.flush()
    escalating.take(alert, AlertStepKind.RAISED, now, round_number=1, person=by, note=because)
    escalating.begin(alert, now, round_number=1)
    return alert


def raise_on_view(view: View, by: Person, *, because: str) -> None:
    """Somebody who read a view decides that its young person may not be safe. For a view that was got `for_change`.

    An alert that was closed is raised again: a new round, with a new clock. The same form sent twice raises one.
    Raises RuleBroken when an alert is open, when it was set aside, or when nothing of it is kept.
    """
    alert = view.alert
    if alert is not None and alert.closed_at is None:
        if alert.raised_by_id == by.id and alert.raised_because == because:
            return
        raise RuleBroken("There is an alert already, and it is open until it is closed.")
    if view.cleared_at is not None:
        raise RuleBroken("They took this back, and nothing of it is kept.")
    if view.status is ViewStatus.NOT_GENUINE:
        raise RuleBroken("This is marked as not genuine. Mark it as genuine first, then raise an alert.")
    now = utc_now()
    if alert is None:
        alert = raise_alert(now, view_id=view.id, by=by, because=because)
    else:
        raise_again(alert, now, by=by, because=because)
    view.place = due_next.FIRST
    auditing.note(by, "raised alert", alert)
    db.session.flush()
    db.session.expire(view, ["alert"])


def raise_again(alert: Alert, now: datetime, *, by: Person, because: str) -> None:
    """Begin a new round of an alert that was closed. What was done in the rounds before stays in its steps."""
    number = 1 + (db.session.scalar(select(func.max(AlertStep.round)).where(AlertStep.alert_id == alert.id)) or 0)
    alert.raised_at, alert.due_at = now, alert_due(now)
    alert.raised_by_id, alert.raised_because = by.id, because
    alert.closed_at = alert.closed_by_id = alert.acknowledged_at = alert.acknowledged_by_id = None
    alert.close_due_at = None
    alert.done = alert.told_whom = alert.told_because = alert.outcome = None
    db.session.flush()
    escalating.take(alert, AlertStepKind.RAISED, now, round_number=number, person=by, note=because)
    escalating.begin(alert, now, round_number=number)
