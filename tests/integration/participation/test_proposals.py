"""What members propose for the board's agenda is read first, and passed on or not, with a reason they read."""

from datetime import date

import pytest
from sqlalchemy import select

from app.extensions import db
from app.models import Alert, AuditLine, Role, utc_now
from app.models.codes import AlertOutcome, ProposalState
from app.services import alert_closing, alerting, proposing, raising, reading_proposals
from app.services.alert_closing import Record
from app.services.errors import RuleBroken
from tests.board_meeting_factories import AgendaProposalFactory, BoardMeetingFactory
from tests.factories import PersonFactory

LIST = "/inbox/proposals"
DONE = Record(done="Spoke to them.", told_whom="nobody", told_because="Safe.", outcome=AlertOutcome.SAFE)


@pytest.fixture
def worker(browser):
    return browser.sign_in(PersonFactory(role=Role.PARTICIPATION_WORKER))


@pytest.fixture
def sam(database):
    return PersonFactory(role=Role.PARTICIPATION_WORKER)


@pytest.fixture
def fox(database):
    return PersonFactory(name="Purple Fox", role=Role.SHADOW_BOARD_MEMBER)


def page_of(proposal) -> str:
    return f"{LIST}/{proposal.id}"


class TestReading:
    def test_opening_it_is_written_down_and_is_not_the_end_of_its_clock(self, worker, fox):
        proposal = AgendaProposalFactory(person_id=fox.id)

        assert worker.get(page_of(proposal)).page.said == [proposal.title, proposal.reason]

        assert proposal.read_at is not None
        assert proposal.settled_at is None
        assert "opened agenda item of a member" in db.session.scalars(select(AuditLine.deed)).all()


class TestPassingOn:
    def test_passed_on_it_is_decided_by_the_working_day_before_the_next_meeting(self, worker):
        BoardMeetingFactory(held_on=date(2026, 12, 7))  # a Monday
        proposal = AgendaProposalFactory()

        worker.fill_in(page_of(proposal), decision="passed on")

        assert proposal.state is ProposalState.PASSED_ON
        assert proposal.decide_due_on == date(2026, 12, 4)

    def test_not_passed_on_takes_a_reason(self, worker):
        proposal = AgendaProposalFactory()

        assert worker.fill_in(page_of(proposal), decision="not passed on").page.errors == [
            "Write why it is not passed on. They read it."
        ]
        worker.fill_in(page_of(proposal), decision="not passed on", because="It names somebody.")

        assert (proposal.state, proposal.not_passed_because) == (ProposalState.NOT_PASSED_ON, "It names somebody.")

    def test_it_can_be_changed_until_the_board_decides(self, sam):
        proposal = AgendaProposalFactory(passed_on=True)
        reading_proposals.settle(sam, proposal, passes_on=False, because="A name.")
        assert proposal.decide_due_on is None
        reading_proposals.settle(sam, proposal, passes_on=True, because=None)
        assert proposal.not_passed_because is None

        with pytest.raises(RuleBroken, match="board has decided"):
            reading_proposals.settle(sam, AgendaProposalFactory(deferred=True), passes_on=True, because=None)

    def test_two_windows_do_not_write_over_each_other(self, worker):
        proposal = AgendaProposalFactory()
        shown = worker.get(page_of(proposal))
        worker.fill_in(page_of(proposal), decision="not passed on", because="It names somebody.")

        page = worker.send(shown, decision="passed on").page

        assert page.errors == ["This was changed in another window. Compare both below, then save again."]
        assert proposal.state is ProposalState.NOT_PASSED_ON


class TestTakenBack:
    def test_unread_it_is_read_all_the_same_then_nothing_is_left(self, worker, fox):
        proposal = AgendaProposalFactory(person_id=fox.id)
        proposing.withdraw(fox, proposal)
        db.session.commit()

        shown = worker.get(page_of(proposal))
        assert shown.page.said == ["Buses after school", "The last bus leaves before our club ends."]
        worker.send(shown, form="form[action$='/read']")

        assert (proposal.title, proposal.reason) == (None, None)
        assert "They took it back. Nothing of it is kept." in worker.get(page_of(proposal)).page.text

    def test_it_is_not_passed_on(self, sam, fox):
        proposal = AgendaProposalFactory(person_id=fox.id)
        proposing.withdraw(fox, proposal)

        with pytest.raises(RuleBroken, match="took it back"):
            reading_proposals.settle(sam, proposal, passes_on=True, because=None)

    def test_only_what_was_taken_back_is_said_to_be_read(self, sam):
        with pytest.raises(RuleBroken, match="did not take it back"):
            reading_proposals.say_read(sam, AgendaProposalFactory())


class TestAlerts:
    def test_a_word_that_worries_raises_one_that_those_who_read_views_see(self, worker, fox):
        proposing.propose(fox, title="Buses", reason="He hits me on the bus", once="a" * 43)
        db.session.commit()

        alert = db.session.scalars(select(Alert)).one()
        assert "A word in what a member wrote worries" in worker.get("/alerts/").page.text
        page = worker.get(f"/alerts/{alert.id}").page
        assert page.heading == "A member may not be safe"
        assert "hits" not in page.text

    def test_a_worker_raises_one(self, worker):
        proposal = AgendaProposalFactory()
        shown = worker.get(page_of(proposal))

        worker.send(shown, form="#raise-form", **{"raise-because": "They sound frightened."})

        assert db.session.scalars(select(Alert.proposal_id)).all() == [proposal.id]
        assert proposal.place == 0

    def test_what_is_closed_was_read(self, sam, fox):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        proposal = proposing.propose(fox, title="Buses", reason="He hits me", once="a" * 43)
        alert = alerting.get_alert(db.session.scalars(select(Alert.id)).one(), lead, for_change=True)
        with pytest.raises(RuleBroken, match="Nobody has read what they proposed"):
            alert_closing.record(alert, lead, written=DONE, saves=0, closes=True)

        reading_proposals.open_proposal(sam, proposal)
        alert_closing.record(alert, lead, written=DONE, saves=0, closes=True)

        assert alert.closed_at is not None
        assert proposal.place == 2

    def test_while_it_is_open_what_was_taken_back_is_kept(self, sam, fox):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        proposal = proposing.propose(fox, title="Buses", reason="He hits me", once="a" * 43)
        proposing.withdraw(fox, proposal)
        reading_proposals.say_read(sam, proposal)
        assert proposal.reason == "He hits me"

        alert = alerting.get_alert(db.session.scalars(select(Alert.id)).one(), lead, for_change=True)
        alert_closing.record(alert, lead, written=DONE, saves=0, closes=True)
        assert proposal.reason is None

    def test_one_that_is_open_is_not_raised_again_and_a_closed_one_is(self, sam, fox):
        lead = PersonFactory(role=Role.SAFEGUARDING_LEAD)
        proposal = AgendaProposalFactory(person_id=fox.id, read_at=utc_now())
        ours = reading_proposals.get_proposal(proposal.id, for_change=True)
        raising.raise_on_proposal(ours, sam, because="They sound frightened.")
        with pytest.raises(RuleBroken, match="an alert already"):
            raising.raise_on_proposal(reading_proposals.get_proposal(proposal.id), lead, because="Me too.")

        alert = alerting.get_alert(db.session.scalars(select(Alert.id)).one(), lead, for_change=True)
        alert_closing.record(alert, lead, written=DONE, saves=0, closes=True)
        raising.raise_on_proposal(reading_proposals.get_proposal(proposal.id), lead, because="Again.")
        assert alert.closed_at is None
