"""A participation worker reads what members propose for an agenda, and passes it on to the board or says why not."""

from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AgendaItem, AgendaProposal, Alert, Person, utc_now
from app.models.codes import ProposalState
from app.services import auditing, board_meetings, proposing, raising
from app.services.errors import RuleBroken

WITH_A_WORKER: Final = (ProposalState.SENT, ProposalState.PASSED_ON, ProposalState.NOT_PASSED_ON)


def whole() -> Select[AgendaProposal]:
    """With who proposed it, its alert, and the meeting it is on the agenda of."""
    return select(AgendaProposal).options(
        joinedload(AgendaProposal.person, innerjoin=True),
        joinedload(AgendaProposal.alert),
        joinedload(AgendaProposal.item).joinedload(AgendaItem.meeting),
    )


def get_proposal(proposal_id: UUID, *, for_change: bool = False) -> AgendaProposal:
    """One proposal with who proposed it. Raises NoResultFound."""
    query = whole().where(AgendaProposal.id == proposal_id)
    if for_change:
        query = query.with_for_update(of=AgendaProposal, key_share=True).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def open_proposal(reader: Person, proposal: AgendaProposal) -> None:
    """Whoever opens it is written down, and the member sees that it was read."""
    proposal.read_at = proposal.read_at or utc_now()
    auditing.note(reader, "opened agenda item of a member", proposal)
    db.session.flush()


def stored(proposal: AgendaProposal) -> dict[str, Any]:
    """What the form begins with: what was said of it before, if anything was."""
    is_said = proposal.state in WITH_A_WORKER and proposal.state is not ProposalState.SENT
    return {"decision": proposal.state if is_said else None, "because": proposal.not_passed_because}


def settle(by: Person, proposal: AgendaProposal, *, passes_on: bool, because: str | None) -> None:
    """Pass it on to the board, or say to the member why not. For one that was got `for_change`; can be changed.

    Raises RuleBroken without a reason, when the member took it back, and once the board has decided.
    """
    if proposal.state is ProposalState.WITHDRAWN:
        raise RuleBroken("They took it back meanwhile, so it cannot be passed on.")
    if proposal.state not in WITH_A_WORKER:
        raise RuleBroken("The board has decided on it meanwhile.")
    if not passes_on and not because:
        raise RuleBroken("Write why it is not passed on. They read it.")
    if passes_on:
        raising.check_no_open_alert(Alert.proposal_id == proposal.id)
    due = board_meetings.decision_due() if passes_on else None
    proposal.state = ProposalState.PASSED_ON if passes_on else ProposalState.NOT_PASSED_ON
    proposal.not_passed_because = None if passes_on else because
    proposal.decide_due_on = due
    note_settled(by, proposal, "passed on an agenda item" if passes_on else "did not pass on an agenda item")


def say_read(by: Person, proposal: AgendaProposal) -> None:
    """Of one that was taken back before anybody read it: it is read now, and cleared. Again changes nothing."""
    if proposal.state is not ProposalState.WITHDRAWN:
        raise RuleBroken("They did not take it back. Pass it on, or say why not.")
    if proposal.settled_at is None:
        note_settled(by, proposal, "read an agenda item that was taken back")
    proposing.clear_if_over(proposal)


def note_settled(by: Person, proposal: AgendaProposal, deed: str) -> None:
    proposal.read_at = proposal.read_at or utc_now()
    proposal.settled_at, proposal.settled_by_id = utc_now(), by.id
    auditing.note(by, deed, proposal)
    db.session.flush()
