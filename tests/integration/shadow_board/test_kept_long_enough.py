"""What members wrote goes when it was kept long enough; what waits for anybody stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, MemberNote, Role, utc_now
from app.models.codes import AlertOutcome, NoteState, ProposalState
from app.services import raising
from app.services.retention.catalogue import CATALOGUE, Kind
from tests.board_meeting_factories import AgendaItemFactory, AgendaProposalFactory
from tests.factories import PersonFactory
from tests.note_factories import MemberNoteFactory

LONG = timedelta(days=3 * 365)


@pytest.fixture
def passed_on():
    now, by = utc_now(), PersonFactory()
    decided = {"state": NoteState.PASSED_ON, "read_at": now, "decided_at": now, "decided_by_id": by.id}
    return MemberNoteFactory(**decided)


def run(kind: Kind = Kind.MEMBER_NOTES) -> int:
    keeping = CATALOGUE[kind].keeping
    batch = keeping.batch(utc_now(), None, for_change=True)
    return keeping.clear(batch, utc_now()) if batch else 0


def close_its_alert(by_id) -> None:
    alert = db.session.scalars(select(Alert)).one()
    alert.acknowledged_at = alert.closed_at = alert.close_due_at = utc_now()
    alert.acknowledged_by_id = alert.closed_by_id = by_id
    alert.done, alert.told_whom, alert.told_because = "We rang.", "nobody", "They are safe."
    alert.outcome = AlertOutcome.HELPED


def test_it_goes_with_its_alert(clock, passed_on):
    raising.raise_alert(utc_now(), note_id=passed_on.id)
    close_its_alert(passed_on.decided_by_id)
    clock.shift(LONG)

    assert run() == 1
    assert db.session.scalar(select(MemberNote)) is None
    assert db.session.scalar(select(Alert)) is None


def test_with_an_open_alert_it_stays(clock, passed_on):
    raising.raise_alert(utc_now(), note_id=passed_on.id)
    clock.shift(LONG)

    assert run() == 0


def test_what_nobody_has_decided_on_stays(clock):
    MemberNoteFactory()
    clock.shift(LONG)

    assert run() == 0


def test_it_does_not_go_too_soon(clock, passed_on):
    clock.shift(timedelta(days=365))

    assert run() == 0


class TestItemsForTheAgenda:
    def over(self) -> int:
        return run(Kind.AGENDA_PROPOSALS)

    def test_what_the_board_put_off_goes_with_its_closed_alert(self, clock):
        proposal = AgendaProposalFactory(deferred=True)
        raising.raise_alert(utc_now(), proposal_id=proposal.id)
        close_its_alert(proposal.decided_by_id)
        clock.shift(LONG)

        assert self.over() == 1
        assert db.session.scalar(select(Alert)) is None

    def test_its_months_count_from_the_decision_and_not_from_when_it_was_read(self, clock):
        now, by = utc_now(), PersonFactory(role=Role.BOARD_MEMBER)
        AgendaProposalFactory(deferred=True, decided_at=now + LONG, decided_by_id=by.id)
        clock.shift(LONG)

        assert self.over() == 0

    def test_what_a_worker_kept_back_goes_though_the_board_never_saw_it(self, clock):
        AgendaProposalFactory(settled=True, state=ProposalState.NOT_PASSED_ON, not_passed_because="It names a child.")
        clock.shift(LONG)

        assert self.over() == 1

    def test_what_waits_for_a_worker_or_for_the_board_stays(self, clock):
        AgendaProposalFactory()
        AgendaProposalFactory(passed_on=True)
        clock.shift(LONG)

        assert self.over() == 0

    def test_what_stands_on_an_agenda_stays(self, clock):
        AgendaItemFactory(proposal=AgendaProposalFactory(accepted=True))
        clock.shift(LONG)

        assert self.over() == 0

    def test_with_an_open_alert_it_stays(self, clock):
        raising.raise_alert(utc_now(), proposal_id=AgendaProposalFactory(deferred=True).id)
        clock.shift(LONG)

        assert self.over() == 0

    def test_it_does_not_go_too_soon(self, clock):
        AgendaProposalFactory(deferred=True)
        clock.shift(timedelta(days=365))

        assert self.over() == 0
