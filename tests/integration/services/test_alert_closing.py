"""What was done about an alert is written down by name, and it is closed by a safeguarding lead, once it was read."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.extensions import db
from app.models import Alert, AlertStep, AuditLine, Person, Role, View, utc_now
from app.models.codes import AlertOutcome, AlertStepKind
from app.services import alert_closing, alerting, answer_opening
from app.services.alert_closing import Record
from app.services.errors import RuleBroken
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import (
    AdditionFactory,
    AgencyFactory,
    AlertFactory,
    ContributionFactory,
    PersonFactory,
    ViewFactory,
)
from tests.member_factories import MemberTextFactory
from tests.note_factories import MemberNoteFactory

WHOLE = Record(done="We rang.", told_whom="nobody", told_because="They are safe.", outcome=AlertOutcome.SAFE)
HALF = Record(done="We rang.")
NOBODY_READ = "Nobody has read what they wrote. Open it first, then close the alert."


@pytest.fixture
def lee(database) -> Person:
    return PersonFactory(name="Lee", role=Role.SAFEGUARDING_LEAD)


@pytest.fixture
def alert(database) -> Alert:
    """Of a view that was read."""
    return AlertFactory(view=ViewFactory(unsafe=True, read_at=utc_now()))


def write(alert: Alert, by: Person, written: Record = WHOLE, *, saves: int = 0, **more) -> Alert:
    db.session.expire_all()
    found = alerting.get_alert(alert.id, by, for_change=True)
    alert_closing.record(found, by, written=written, saves=saves, **more)
    db.session.commit()
    db.session.expire_all()
    return alerting.get_alert(alert.id, by)


def refused(alert: Alert, by: Person, written: Record = WHOLE, **more) -> str:
    """What is said; and nothing was written down."""
    before = db.session.scalars(select(AlertStep.id)).all()
    with pytest.raises(RuleBroken) as said:
        write(alert, by, written, **more)
    db.session.rollback()
    assert db.session.scalars(select(AlertStep.id)).all() == before
    return str(said.value)


def steps(alert: Alert) -> list[tuple[AlertStepKind, str | None]]:
    return [(step.kind, step.person and step.person.name) for step in alerting.steps_in_order(alert)]


def deeds() -> set[tuple[str, str]]:
    """Who did what, as the audit trail has it."""
    lines = select(Person, AuditLine.deed).join(AuditLine, AuditLine.person_id == Person.id)
    return {(person.name, deed) for person, deed in db.session.execute(lines)}


class TestWritingDown:
    def test_whoever_writes_has_seen_it_and_it_stays_open(self, alert, lee):
        alert = write(alert, lee)

        assert (Record.of(alert), alert.closed_at, alert.acknowledged_by_id) == (WHOLE, None, lee.id)
        assert steps(alert) == [(AlertStepKind.ACKNOWLEDGED, "Lee"), (AlertStepKind.RECORDED, "Lee")]
        assert deeds() == {("Lee", "acknowledged alert"), ("Lee", "recorded what was done about alert")}

    def test_whoever_saves_it_as_it_is_has_seen_it_too(self, alert, lee):
        alert = write(alert, lee, Record())

        assert steps(alert) == [(AlertStepKind.ACKNOWLEDGED, "Lee")]

    def test_a_second_time_is_another_step(self, alert, lee):
        write(alert, lee, HALF)
        alert = write(alert, PersonFactory(name="Sam"), WHOLE, saves=1)

        assert steps(alert)[1:] == [(AlertStepKind.RECORDED, "Lee"), (AlertStepKind.RECORDED, "Sam")]
        assert alert_closing.saves_of(alert) == 2

    def test_nothing_is_written_over_what_somebody_else_wrote_meanwhile(self, alert, lee):
        write(alert, PersonFactory(), HALF)

        assert refused(alert, lee, saves=0) == (
            "Somebody else wrote something down while this page was open. Compare, then save again."
        )

    def test_of_another_round_nothing_counts(self, alert, lee):
        write(alert, lee, HALF)
        db.session.add(AlertStep(alert_id=alert.id, kind=AlertStepKind.RAISED, round=2, at=utc_now()))
        db.session.commit()

        assert alert_closing.saves_of(alerting.get_alert(alert.id, lee)) == 0


class TestClosing:
    def test_it_is_closed_by_name_and_all_of_it_stays_in_the_step(self, alert, lee):
        alert = write(alert, lee, closes=True)
        closing = alerting.steps_in_order(alert)[-1]

        assert (alert.closed_by_id, alert.closed_at is not None) == (lee.id, True)
        assert (closing.kind, closing.person_id) == (AlertStepKind.CLOSED, lee.id)
        assert closing.note == f"We rang.\n\nTold: nobody. They are safe.\n\nHow it ended: {AlertOutcome.SAFE}"
        assert ("Lee", "closed alert") in deeds()

    def test_what_is_missing_is_said_in_one_sentence_after_the_other(self, alert, lee):
        missing = Record(done="We rang.", told_whom="nobody")

        assert refused(alert, lee, missing, closes=True) == (
            "Write why they were told, or why nobody was. Choose how it ended."
        )

    def test_who_is_no_lead_is_asked_to_save(self, alert):
        assert refused(alert, PersonFactory(), closes=True) == (
            "Only a safeguarding lead can close an alert. Save what you wrote instead."
        )

    def test_once_it_is_closed_nothing_else_is_written_down(self, alert, lee):
        write(alert, lee, closes=True)

        assert refused(alert, lee, HALF, saves=1) == (
            "This alert is closed. Raise it again from the page of what they said."
        )

    def test_the_same_again_changes_nothing(self, alert, lee):
        before = steps(write(alert, lee, closes=True))

        assert steps(write(alert, lee, closes=True)) == before

    def test_an_agency_of_the_board_nobody_or_another_can_have_been_told(self, database):
        AgencyFactory(name="Northbank Police")

        assert alert_closing.whom_to_tell() == ["nobody", "Northbank Police", "another agency"]
        assert Record(told_whom="another agency").missing["other_agency"] == "Write which agency was told."


UNREAD = {
    "a view": (lambda: ViewFactory(unsafe=True), "view", "Nobody has read all that they told us."),
    "what was added": (
        lambda: AdditionFactory(view=ViewFactory(unsafe=True, read_at=utc_now())).view,
        "view",
        "Nobody has read all that they told us.",
    ),
    "a member's item": (AgendaProposalFactory, "proposal", "Nobody has read what they proposed."),
    "a member's text": (MemberTextFactory, "text", "Nobody has read what they wrote."),
    "a member's note": (MemberNoteFactory, "note", "Nobody has read what they wrote."),
    "a child's answer": (ContributionFactory, "contribution", "Nobody has opened the child’s answer."),
}


@pytest.mark.parametrize("what", UNREAD)
class TestWhatNobodyHasRead:
    @pytest.fixture
    def alert(self, what, database) -> Alert:
        make, place, _says = UNREAD[what]
        return AlertFactory(**({"view": make()} if place == "view" else {"view": None, f"{place}_id": make().id}))

    def test_is_not_closed(self, alert, lee, what):
        assert refused(alert, lee, closes=True) == f"{UNREAD[what][2]} Open it first, then close the alert."

    def test_can_be_written_about(self, alert, lee, what):
        assert write(alert, lee, HALF).closed_at is None

    def test_is_closed_once_somebody_has(self, alert, lee, what):
        self.read(alert, lee)

        assert write(alert, lee, closes=True).closed_at is not None

    def read(self, alert: Alert, lee: Person) -> None:
        alert = alerting.get_alert(alert.id, lee)
        if alert.contribution_id:
            answer_opening.open_answer(lee, alert, reason="To help them.")
        for about in (alert.view, alert.text, alert.note, alert.proposal):
            if about is not None:
                by = {"read_by_id": lee.id} if hasattr(type(about), "read_by_id") else {}
                read = update(type(about)).where(type(about).id == about.id).values(read_at=utc_now(), **by)
                db.session.execute(read)
        if alert.view_id:
            db.session.execute(update(View.additions.property.mapper.class_).values(read_at=utc_now()))
        db.session.commit()


def test_of_another_note_it_says_nothing_that_one_was_read(lee):
    MemberNoteFactory(read_at=utc_now() - timedelta(hours=1))
    alert = AlertFactory(view=None, note_id=MemberNoteFactory().id)

    assert refused(alert, lee, closes=True) == NOBODY_READ
