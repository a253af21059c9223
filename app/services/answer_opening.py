"""The answer on a child's meeting page that raised an alert: a safeguarding lead opens it, with a reason.

The reason is a line in the audit trail before anything is shown. It lasts as long as one does for how to find somebody
(`release_hours`); each look after that first one is a line as well, without a reason of its own.
"""

from datetime import timedelta
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, exists, select

from app.extensions import db
from app.models import Alert, AuditLine, Child, ChildRecord, Contribution, Person, utc_now
from app.services import auditing, powers, settings
from app.services.errors import RuleBroken
from app.services.powers import Power

DEED: Final = "opened alert from a meeting"


class RaisingAnswer(NamedTuple):
    """All that an alert from a meeting page opens."""

    how_safe: int | None  # 0 to 10; nothing once it was kept long enough
    reference: str  # the child's


def open_answer(lead: Person, alert: Alert, *, reason: str) -> None:
    """Write down why. From then on `look` shows the answer. Raises RuleBroken for anybody but a safeguarding lead."""
    if not powers.may(lead.role, Power.OPEN_CONTACT):
        raise RuleBroken("Only a safeguarding lead can open this.")
    auditing.note(lead, DEED, alert, reason=reason)
    db.session.flush()


def look(lead: Person, alert: Alert) -> RaisingAnswer | None:
    """The answer, for who gave a reason less than `release_hours` ago; that they looked is written down.

    None for everybody else: it is not even read from the database.
    """
    since = utc_now() - timedelta(hours=settings.current().release_hours)
    gave_a_reason = was_opened(
        alert, AuditLine.person_id == lead.id, AuditLine.reason_sealed.is_not(None), AuditLine.created_at > since
    )
    if not gave_a_reason:
        return None
    auditing.note(lead, DEED, alert)
    how_safe, child = db.session.execute(
        select(Contribution.how_safe, Child)
        .join(ChildRecord, ChildRecord.id == Contribution.record_id)
        .join(Child, Child.id == ChildRecord.child_id)
        .where(Contribution.id == alert.contribution_id)
    ).one()
    return RaisingAnswer(how_safe, child.reference)


def was_opened(alert: Alert, *conditions: ColumnElement[bool]) -> bool:
    """Whether anybody has opened the answer, or somebody of whom these conditions hold."""
    lines = select(exists().where(AuditLine.subject_id == alert.id, AuditLine.deed == DEED, *conditions))
    return bool(db.session.scalar(lines))
