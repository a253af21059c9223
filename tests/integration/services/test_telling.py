"""Staff are told that there is something for them; a young person never is."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import OutboxMessage, Role
from app.models.codes import Channel, Event
from app.services import telling
from tests.factories import AlertFactory, PersonFactory


def messages() -> list[tuple[str, Channel, Event]]:
    rows = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.channel))
    return [(str(row.person_id), row.channel, row.event) for row in rows]


class TestTelling:
    def test_of_an_alert_somebody_is_told_on_every_channel(self, database):
        lead, alert = PersonFactory(role=Role.SAFEGUARDING_LEAD), AlertFactory()
        telling.tell([lead], Event.ALERT_RAISED, alert)

        assert {channel for _, channel, _ in messages()} == {Channel.EMAIL, Channel.WEBHOOK}

    def test_of_anything_else_by_e_mail_alone(self, database):
        worker, alert = PersonFactory(), AlertFactory()
        telling.tell([worker], Event.OVERDUE, alert)

        assert messages() == [(str(worker.id), Channel.EMAIL, Event.OVERDUE)]

    def test_of_one_thing_nobody_is_told_twice_in_one_round(self, database):
        worker, alert = PersonFactory(), AlertFactory()
        for _ in range(2):
            telling.tell([worker], Event.OVERDUE, alert)
        telling.tell([worker], Event.OVERDUE, alert, round_number=2)

        assert len(messages()) == 2

    @pytest.mark.parametrize("role", [role for role in Role if role.is_young])
    def test_a_young_person_is_never_told(self, database, role):
        with pytest.raises(ValueError, match="never"):
            telling.tell([PersonFactory(role=role)], Event.OVERDUE, AlertFactory())

    def test_the_database_refuses_a_young_person_as_well(self, database):
        telling.tell([PersonFactory()], Event.OVERDUE, AlertFactory())
        young = PersonFactory(role=Role.YOUNG_ADVISOR)
        with pytest.raises(IntegrityError):
            db.session.execute(update(OutboxMessage).values(person_id=young.id, role=young.role))

    def test_nobody_who_waits_to_be_told_can_become_a_young_person(self, database):
        worker = PersonFactory()
        telling.tell([worker], Event.OVERDUE, AlertFactory())
        worker.email, worker.role = None, Role.YOUNG_ADVISOR
        with pytest.raises(IntegrityError):
            db.session.flush()
