"""What the outbox of the demonstration has handed over: of each newer alert somebody was told. Nothing leaves it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Alert, OutboxMessage, Role
from app.models.codes import Channel, Event
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.people import Crew

LATELY: Final = timedelta(days=14)


def tell_of_alerts(*, chance: Chance, crew: Crew, now: datetime) -> None:
    """Put down that the safeguarding lead was told, seconds after each alert that is new or that nobody has seen."""
    lead = crew.by_role[Role.SAFEGUARDING_LEAD][0]
    wanted = or_(Alert.acknowledged_at.is_(None), Alert.raised_at > now - LATELY)
    alerts = db.session.execute(select(Alert.id, Alert.raised_at).where(wanted).order_by(Alert.raised_at, Alert.id))
    for alert_id, raised_at in alerts:
        for channel in Channel:
            db.session.add(
                OutboxMessage(
                    id=chance.new_id(),
                    created_at=raised_at,
                    event=Event.ALERT_RAISED,
                    channel=channel,
                    person_id=lead.id,
                    role=lead.role,
                    subject_table=Alert.__tablename__,
                    subject_id=alert_id,
                    tries=1,
                    next_try_at=raised_at,
                    handed_over_at=raised_at + timedelta(seconds=chance.randint(2, 9)),
                )
            )
    db.session.flush()
