"""An alert is raised by somebody who read the words: once by one form, none beside it, and again once it is closed."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Alert, AlertStep, MemberNote, Role, utc_now
from app.models.codes import AlertStepKind, ProposalState, ViewStatus
from app.services import raising
from app.services.errors import RuleBroken
from app.services.retention import said
from tests.board_meeting_factories import AgendaProposalFactory
from tests.factories import AlertFactory, PersonFactory, ViewFactory
from tests.member_factories import MemberTextFactory
from tests.note_factories import MemberNoteFactory
from tests.participation_factories import closed_by

KINDS = {
    "a view": (ViewFactory, raising.raise_on_view),
    "what a member wants on the agenda": (AgendaProposalFactory, raising.raise_on_proposal),
    "what a member wrote for the others": (MemberTextFactory, raising.raise_on_text),
    "what a member noticed": (MemberNoteFactory, raising.raise_on_note),
}


@pytest.fixture
def sam():
    return PersonFactory(name="Sam")


@pytest.fixture(params=KINDS)
def raise_it(request, database) -> Callable[..., Any]:
    """Raises an alert on something of each kind: always on the same."""
    make, raise_on = KINDS[request.param]
    made = make()
    kind = type(made)

    def raise_once_more(by, because):
        with_its_alert = {"options": [joinedload(kind.alert)], "populate_existing": True}
        raise_on(db.session.get_one(kind, made.id, **with_its_alert), by, because=because)

    return raise_once_more


def rounds() -> list[tuple[int, str | None, str | None]]:
    """Each time it was raised: which round, by whom, and why."""
    query = select(AlertStep).where(AlertStep.kind == AlertStepKind.RAISED).order_by(AlertStep.round)
    return [(step.round, step.person_id, step.note) for step in db.session.scalars(query)]


def close() -> None:
    lead, now = PersonFactory(role=Role.SAFEGUARDING_LEAD), utc_now()
    seen = {"acknowledged_at": now, "acknowledged_by_id": lead.id, "close_due_at": now}
    alert = db.session.scalars(select(Alert)).one()
    for name, value in (seen | closed_by(lead)).items():
        setattr(alert, name, value)
    db.session.commit()


class TestWhatIsRaised:
    def test_the_same_form_twice_raises_one(self, raise_it, sam):
        for _ in range(2):
            raise_it(sam, "They sound frightened.")

        assert rounds() == [(1, sam.id, "They sound frightened.")]

    def test_while_it_is_open_no_other_is_raised_for_another_reason(self, raise_it, sam):
        raise_it(sam, "They sound frightened.")

        with pytest.raises(RuleBroken, match="^There is an alert already, and it is open until it is closed.$"):
            raise_it(sam, "They wrote more.")

    def test_nor_by_somebody_else(self, raise_it, sam):
        raise_it(sam, "They sound frightened.")

        with pytest.raises(RuleBroken, match="^There is an alert already"):
            raise_it(PersonFactory(), "They sound frightened.")

    def test_once_it_is_closed_it_is_raised_again_by_name_and_with_why(self, raise_it, sam):
        raise_it(sam, "They sound frightened.")
        close()
        raise_it(sam, "They sound frightened.")

        assert rounds() == [(1, sam.id, "They sound frightened."), (2, sam.id, "They sound frightened.")]


def test_of_a_view_of_which_nothing_is_kept_nobody_raises_one(database, sam):
    gone = ViewFactory(answered=True)
    said.clear([gone.id], utc_now())

    with pytest.raises(RuleBroken, match="^They took this back, and nothing of it is kept.$"):
        raising.raise_on_view(gone, sam, because="They sound frightened.")


def test_what_is_marked_as_not_genuine_is_marked_as_genuine_first(database, sam):
    joke = ViewFactory(status=ViewStatus.NOT_GENUINE, not_genuine_reason="A test.", read_at=utc_now())
    db.session.refresh(joke, ["alert"])

    with pytest.raises(RuleBroken, match="^This is marked as not genuine. Mark it as genuine first, then raise an al"):
        raising.raise_on_view(joke, sam, because="They sound frightened.")


def test_of_a_proposal_of_which_nothing_is_kept_nobody_raises_one(database, sam):
    gone = AgendaProposalFactory(title=None, reason=None, withdrawn_at=utc_now(), state=ProposalState.WITHDRAWN)
    db.session.refresh(gone, ["alert"])

    with pytest.raises(RuleBroken, match="^They took this back, and nothing of it is kept.$"):
        raising.raise_on_proposal(gone, sam, because="They sound frightened.")


class TestWhatAMemberWroteGoesOnToNobody:
    """While an alert about it is open."""

    def test_while_its_own_is_open(self, database):
        note = MemberNoteFactory()
        AlertFactory(view=None, note_id=note.id)

        with pytest.raises(RuleBroken, match="^There is an alert about this. A safeguarding lead closes it first.$"):
            raising.check_no_open_alert(Alert.note_id == note.id)

    def test_an_alert_about_another_one_stops_nothing(self, database):
        AlertFactory(view=None, note_id=MemberNoteFactory().id)
        other: MemberNote = MemberNoteFactory()

        raising.check_no_open_alert(Alert.note_id == other.id)
        assert not raising.has_open_alert(Alert.note_id == other.id)
