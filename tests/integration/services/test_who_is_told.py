"""Who is told is looked up when it goes out. A young person never is: the database, the rules and the mail refuse."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import OutboxMessage, Person, Role, utc_now
from app.models.codes import Channel, Event
from app.services import notices, telling
from app.services.carriers import Problem
from app.services.notices import Notice
from tests.bad_servers import pager
from tests.factories import AlertFactory, PersonFactory
from tests.mailbox import mail_server
from tests.participation_factories import OutboxMessageFactory
from tests.telling import SITE, by_mail, by_webhook, hand_over, told

YOUNG = [role for role in Role if role.is_young]
APP = Path(telling.__file__).parent.parent


@pytest.fixture
def mailbox():
    with mail_server() as mailbox:
        yield mailbox


class TestSomebodyWhoWorksHere:
    def test_who_was_paused_meanwhile_is_not_told(self, mailbox):
        worker = PersonFactory()
        (row,) = told(worker)
        worker.is_active = False
        db.session.commit()
        hand_over(by_mail(mailbox.url))

        assert mailbox.messages == []
        assert (row.given_up_at is not None, row.last_problem) == (True, Problem.PAUSED)

    def test_who_has_no_address_is_told_by_the_webhook_alone(self, mailbox):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        by_post, by_hook = told(lead, event=Event.ALERT_RAISED)
        lead.email = None
        db.session.commit()
        hand_over(by_mail(mailbox.url))
        with pager() as machine:
            hand_over(by_webhook(machine.url))

        assert mailbox.messages == []
        assert (by_post.last_problem, len(machine.requests)) == (Problem.NO_ADDRESS, 1)
        assert by_hook.handed_over_at is not None

    def test_who_has_a_new_address_is_told_there(self, mailbox):
        worker = PersonFactory()
        told(worker)
        worker.email = "new@example.org"
        db.session.commit()
        hand_over(by_mail(mailbox.url))

        assert mailbox.told == ["new@example.org"]

    def test_whom_nobody_can_tell_holds_up_nobody_else(self, mailbox):
        paused, other = PersonFactory(is_active=False), PersonFactory()
        told(paused, other)
        hand_over(by_mail(mailbox.url))

        assert mailbox.told == [other.email]


@pytest.mark.parametrize("role", YOUNG)
class TestAYoungPerson:
    def test_cannot_have_an_address(self, role):
        young = PersonFactory(role=role)
        young.email = "amara@example.org"
        with pytest.raises(IntegrityError):
            db.session.flush()

    def test_cannot_stand_in_the_outbox(self, role):
        with pytest.raises(IntegrityError):
            OutboxMessageFactory(person=PersonFactory(role=role))

    @pytest.mark.parametrize("pretended", [other for other in Role if not other.is_young])
    def test_cannot_stand_there_under_another_role(self, role, pretended):
        with pytest.raises(IntegrityError):
            OutboxMessageFactory(person=PersonFactory(role=role), role=pretended)

    def test_cannot_be_who_somebody_becomes_that_waits_to_be_told(self, role):
        worker = PersonFactory()
        told(worker)
        with pytest.raises(IntegrityError):
            db.session.execute(update(Person).where(Person.id == worker.id).values(email=None, role=role))

    @pytest.mark.parametrize("event", Event)
    def test_is_never_put_down_to_be_told(self, role, event):
        with pytest.raises(ValueError, match="never told"):
            telling.tell([PersonFactory(), PersonFactory(role=role)], event, AlertFactory())

    def test_gets_nothing_although_every_guard_of_the_database_is_gone(self, role, mailbox):
        take_guards_away()
        young = PersonFactory(role=role, email="amara@example.org")
        for pretended in (role, Role.SAFEGUARDING_LEAD):
            for channel in Channel:
                put_by_hand(young, pretended, channel)
        db.session.commit()
        with pager() as machine:
            runs = [hand_over(by_mail(mailbox.url)), hand_over(by_webhook(machine.url))]

        assert (mailbox.messages, machine.requests) == ([], [])
        assert [run.given_up for run in runs] == [{Problem.YOUNG.value: 2}] * 2

    def test_is_refused_by_what_writes_the_message_as_well(self, role):
        notice = Notice(
            id=PersonFactory().id, event=Event.OVERDUE, role=role, person_id=PersonFactory().id, email="a@example.org"
        )
        with pytest.raises(ValueError, match="no young person"):
            notices.as_email(notice, sender="heard@example.org", site=SITE, now=utc_now())
        with pytest.raises(ValueError, match="never told"):
            notices.as_json(notice, site=SITE)


def take_guards_away() -> None:
    """Until the end of the test. As if somebody had changed the database by hand."""
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.execute(text("PRAGMA ignore_check_constraints = ON"))
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        return
    db.session.execute(text("ALTER TABLE outbox_message DROP CONSTRAINT ck_outbox_message_never_to_a_young_person"))
    db.session.execute(text("ALTER TABLE outbox_message DROP CONSTRAINT fk_outbox_message_person"))
    db.session.execute(text("ALTER TABLE person DROP CONSTRAINT ck_person_young_have_no_email"))


@pytest.fixture(autouse=True)
def guards_come_back(database):
    yield
    db.session.rollback()
    if db.session.get_bind().dialect.name == "sqlite":
        db.session.execute(text("PRAGMA ignore_check_constraints = OFF"))


def put_by_hand(person: Person, role: Role, channel: Channel) -> None:
    db.session.execute(
        insert(OutboxMessage).values(
            event=Event.ALERT_RAISED,
            channel=channel,
            person_id=person.id,
            role=role,
            subject_table="alert",
            subject_id=AlertFactory().id,
            tries=0,
            next_try_at=utc_now() - timedelta(seconds=1),
        )
    )


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_there_is_no_other_way_out():
    """Only these can send anything; the audit trail's head goes to an address that whoever runs the machine has set."""
    imports = {path.stem: imports_of(path) for path in APP.rglob("*.py")}

    def importing(name: str) -> set[str]:
        return {module for module, names in imports.items() if name in names}

    assert importing("smtplib") == {"mailing", "carriers", "audit_handing"}
    assert importing("http.client") == {"webhook", "carriers"}
    assert importing("app.services.mailing") == {"carriers", "audit_handing", "webhook", "machine"}  # the doctor parses
    assert importing("app.services.webhook") == {"carriers", "machine"}
    assert importing("app.services.carriers.Mail") | importing("app.services.carriers.Webhook") == set()
    for other in ("urllib.request", "requests", "httpx", "urllib3", "aiohttp"):
        assert importing(other) == set()
