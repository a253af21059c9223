"""What ran out in the demonstration is written down, and who is above was told: their pages and a child's say so."""

from datetime import datetime

from sqlalchemy import update

from app.extensions import db
from app.models import OutboxMessage
from app.models.codes import ClockName, Event
from app.services import clock_running


def note_what_is_late(now: datetime) -> None:
    """Run the clocks once, as `flask clocks run` does. No message goes out: there is nobody to read it."""
    for name in ClockName:
        clock_running.run(name, now)
    is_ours = OutboxMessage.event == Event.OVERDUE
    db.session.execute(update(OutboxMessage).where(is_ours).values(handed_over_at=now))
