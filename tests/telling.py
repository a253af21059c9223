"""The outbox in tests: things to tell, and runs that hand them over."""

from contextlib import closing

from sqlalchemy import select

from app.extensions import db
from app.models import OutboxMessage, Person, Role
from app.models.codes import Channel, Event
from app.services import telling
from app.services.carriers import Carrier, Mail, Webhook
from app.services.handing_over import Run
from tests.factories import AlertFactory, PersonFactory

SITE, SENDER = "https://heard.example.org", "Heard <heard@example.org>"
SECRET = "a secret that signs, long enough"


def told(*people: Person, event: Event = Event.OVERDUE, round_number: int = 1) -> list[OutboxMessage]:
    """These people (or one) are to be told of something. The rows, for e-mail before those for the webhook."""
    alert, everybody = AlertFactory(), people or (PersonFactory(role=Role.SAFEGUARDING_LEAD),)
    telling.tell(everybody, event, alert, round_number=round_number)
    db.session.commit()
    rows = db.session.scalars(select(OutboxMessage).where(OutboxMessage.subject_id == alert.id)).all()
    order = [person.id for person in everybody]
    return sorted(rows, key=lambda row: (row.channel, order.index(row.person_id)))


def by_mail(url: str) -> Mail:
    return Mail(smtp_url=url, sender=SENDER, site=SITE)


def by_webhook(url: str, secret: str | None = SECRET) -> Webhook:
    return Webhook(url=url, secret=secret, site=SITE)


def hand_over(carrier: Carrier) -> Run:
    """One run, as `flask outbox send` does it."""
    with closing(carrier):
        run = Run(carrier)
        for _ in run.run():
            db.session.commit()
    db.session.expire_all()
    return run


def waiting(channel: Channel = Channel.EMAIL) -> list[OutboxMessage]:
    """What is neither handed over nor given up."""
    rows = select(OutboxMessage).where(
        OutboxMessage.channel == channel, OutboxMessage.handed_over_at.is_(None), OutboxMessage.given_up_at.is_(None)
    )
    return list(db.session.scalars(rows.order_by(OutboxMessage.created_at, OutboxMessage.id)))
