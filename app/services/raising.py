"""An alert is raised: in the same transaction as what it is about, and everything that must follow begins here."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from app.extensions import db
from app.models import AgendaProposal, Alert, AlertStep, MemberNote, MemberText, Person, View, utc_now
from app.models.codes import AlertStepKind, ViewStatus
from app.services import auditing, clocks, due_next, escalating, rota, settings
from app.services.errors import RuleBroken
from app.services.rota import Duty


def alert_due(moment: datetime, duty: Duty) -> datetime:
    """By when somebody must have seen that a young person is not safe: an hour in which this rota has somebody."""
    hour = timedelta(minutes=settings.current().alert_minutes)
    return clocks.add_covered_time(moment, hour, duty.cover)


def raise_alert(
    now: datetime,
    *,
    view_id: UUID | None = None,
    contribution_id: UUID | None = None,
    proposal_id: UUID | None = None,
    text_id: UUID | None = None,
    note_id: UUID | None = None,
    by: Person | None = None,
    because: str | None = None,
) -> Alert:
    """Raise the alert of a view, of what a child wrote for their meeting, or of what a member wrote for others, which
    says that they may not be safe.

    Whoever is on the rota, which is read once, is told. `by` and `because` when somebody who read the words decides it.
    """
    duty = rota.duty_for(leads_only=contribution_id is not None)
    what = {"view_id": view_id, "contribution_id": contribution_id, "proposal_id": proposal_id}
    alert = Alert(**what, text_id=text_id, note_id=note_id, raised_at=now)
    alert.due_at = alert_due(now, duty)
    alert.raised_by_id, alert.raised_because = by.id if by else None, because
    db.session.add(alert)
    escalating.add_step(alert, AlertStepKind.RAISED, now, round_number=1, person=by, note=because)
    escalating.begin(alert, now, duty, round_number=1)
    return alert


def raise_on_view(view: View, by: Person, *, because: str) -> None:
    """Somebody who read a view decides that its young person may not be safe. For a view that was got `for_change`.

    An alert that was closed is raised again: a new round, with a new clock. The same form sent twice raises one.
    Raises RuleBroken when an alert is open, when it was set aside, or when nothing of it is kept.
    """
    if is_raised_already(view.alert, by, because):
        return
    if view.cleared_at is not None:
        raise RuleBroken("They took this back, and nothing of it is kept.")
    if view.status is ViewStatus.NOT_GENUINE:
        raise RuleBroken("This is marked as not genuine. Mark it as genuine first, then raise an alert.")
    raise_or_raise_again(view, by, because, view_id=view.id)


def raise_on_proposal(proposal: AgendaProposal, by: Person, *, because: str) -> None:
    """The same for what a member proposed for an agenda, got `for_change` with its alert.

    Raises RuleBroken when an alert is open, and when nothing of its words is kept.
    """
    if is_raised_already(proposal.alert, by, because):
        return
    if proposal.title_sealed is None:
        raise RuleBroken("They took this back, and nothing of it is kept.")
    raise_or_raise_again(proposal, by, because, proposal_id=proposal.id)


def raise_on_text(text: MemberText, by: Person, *, because: str) -> None:
    """The same of what a member wrote for the others, got `for_change`. Raises RuleBroken when an alert is open."""
    if not is_raised_already(text.alert, by, because):
        raise_or_raise_again(text, by, because, text_id=text.id)


def raise_on_note(note: MemberNote, by: Person, *, because: str) -> None:
    """The same of what a member noticed, saw or reports, got `for_change`. Raises RuleBroken when an alert is open."""
    if not is_raised_already(note.alert, by, because):
        raise_or_raise_again(note, by, because, note_id=note.id)


def is_raised_already(alert: Alert | None, by: Person, because: str) -> bool:
    """Whether this very form has raised it. Raises RuleBroken when another alert is open."""
    if alert is None or alert.closed_at is not None:
        return False
    if alert.raised_by_id == by.id and alert.raised_because == because:
        return True
    raise RuleBroken("There is an alert already, and it is open until it is closed.")


def raise_or_raise_again(
    what: View | AgendaProposal | MemberText | MemberNote, by: Person, because: str, **where: UUID
) -> None:
    now = utc_now()
    alert = what.alert
    if alert is None:
        alert = raise_alert(now, by=by, because=because, **where)
    else:
        raise_again(alert, now, by=by, because=because)
    what.place = due_next.FIRST
    auditing.note(by, "raised alert", alert)
    db.session.flush()
    db.session.expire(what, ["alert"])


def has_open_alert(about: ColumnElement[bool]) -> bool:
    """Whether an alert about this is still open: `has_open_alert(Alert.note_id == note.id)`."""
    return db.session.scalar(select(Alert.id).where(about, Alert.closed_at.is_(None)).limit(1)) is not None


def check_no_open_alert(about: ColumnElement[bool]) -> None:
    """Raises RuleBroken while one is open: what a member wrote goes on to nobody else until then."""
    if has_open_alert(about):
        raise RuleBroken("There is an alert about this. A safeguarding lead closes it first.")


def raise_again(alert: Alert, now: datetime, *, by: Person, because: str) -> None:
    """Begin a new round of an alert that was closed. What was done in the rounds before stays in its steps."""
    number = 1 + (db.session.scalar(select(func.max(AlertStep.round)).where(AlertStep.alert_id == alert.id)) or 0)
    duty = escalating.duty_of(alert)
    alert.raised_at, alert.due_at = now, alert_due(now, duty)
    alert.raised_by_id, alert.raised_because = by.id, because
    alert.closed_at = alert.closed_by_id = alert.acknowledged_at = alert.acknowledged_by_id = None
    alert.close_due_at = None
    alert.done = alert.told_whom = alert.told_because = alert.outcome = None
    db.session.flush()
    escalating.add_step(alert, AlertStepKind.RAISED, now, round_number=number, person=by, note=because)
    escalating.begin(alert, now, duty, round_number=number)
