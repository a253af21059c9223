"""The board decides on what members propose for its agenda: accepted for a meeting, or deferred with a reason.

The board sees "the shadow board", never which member: nothing here asks whose proposal it is.
"""

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AgendaItem, AgendaProposal, BoardMeeting, Person, utc_now
from app.models.codes import BoardMeetingState, ProposalState
from app.services import agenda, auditing, board_meetings
from app.services.errors import RuleBroken

PAGE: Final = 25
BOARD_SEES: Final = (ProposalState.PASSED_ON, ProposalState.ACCEPTED, ProposalState.DEFERRED)


def waiting() -> Sequence[AgendaProposal]:
    """What the board owes a decision on, the first due first."""
    query = (
        select(AgendaProposal)
        .where(AgendaProposal.state == ProposalState.PASSED_ON)
        .options(joinedload(AgendaProposal.item).joinedload(AgendaItem.meeting))
    )
    return db.session.scalars(query.order_by(AgendaProposal.decide_due_on, AgendaProposal.id)).all()


def decided(*, page: int = 1) -> tuple[Sequence[AgendaProposal], bool]:
    """One page of what the board has decided on, the last first, and whether there is more."""
    query = (
        select(AgendaProposal)
        .where(AgendaProposal.state.in_((ProposalState.ACCEPTED, ProposalState.DEFERRED)))
        .options(joinedload(AgendaProposal.item).joinedload(AgendaItem.meeting))
        .order_by(AgendaProposal.decided_at.desc(), AgendaProposal.id)
    )
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def get_proposal(proposal_id: UUID, *, for_change: bool = False) -> AgendaProposal:
    """One that was passed on to the board. Raises NoResultFound for any other, read or not.

    `for_change`: the meetings first, as whoever changes their days does, so that nobody waits for both in a circle.
    """
    if for_change:
        has_it = select(AgendaItem.meeting_id).where(AgendaItem.proposal_id == proposal_id)
        ours = (BoardMeeting.state == BoardMeetingState.PLANNED) | BoardMeeting.id.in_(has_it)
        db.session.scalars(select(BoardMeeting.id).where(ours).order_by(BoardMeeting.id).with_for_update()).all()
    query = (
        select(AgendaProposal)
        .where(AgendaProposal.id == proposal_id, AgendaProposal.state.in_(BOARD_SEES))
        .options(joinedload(AgendaProposal.item).joinedload(AgendaItem.meeting))
    )
    if for_change:
        query = query.with_for_update(of=AgendaProposal).execution_options(populate_existing=True)
    return db.session.scalars(query).one()


def meetings_to_choose_from(proposal: AgendaProposal) -> list[BoardMeeting]:
    """The meetings that are to come, and the one that it is on the agenda of."""
    found = list(board_meetings.planned())
    if proposal.item is not None and proposal.item.meeting_id not in {meeting.id for meeting in found}:
        found.insert(0, proposal.item.meeting)
    return found


def stored(proposal: AgendaProposal) -> dict[str, Any]:
    """What the form begins with: what was decided before, if anything was."""
    is_decided = proposal.state is not ProposalState.PASSED_ON
    return {
        "decision": proposal.state if is_decided else None,
        "meeting_id": proposal.item.meeting_id if proposal.item else None,
        "because": proposal.decided_because,
    }


def decide(
    by: Person, proposal: AgendaProposal, *, accepts: bool, meeting_id: UUID | None, because: str | None
) -> None:
    """Put it on the agenda of a meeting, or defer it and say why: members read it. It can be changed.

    For one that was got `for_change`. Raises RuleBroken without a meeting or a reason, for one that is called off, and
    once its minutes are written.
    """
    if accepts and meeting_id is None:
        raise RuleBroken("Choose the meeting.")
    if not accepts and not because:
        raise RuleBroken("Write why it is deferred. Members read it.")
    put_on_agenda(proposal, meeting_id if accepts else None)
    proposal.state = ProposalState.ACCEPTED if accepts else ProposalState.DEFERRED
    proposal.decided_because, proposal.decide_due_on = because, None
    proposal.decided_at, proposal.decided_by_id = utc_now(), by.id
    auditing.note(
        by, "accepted an agenda item of members" if accepts else "deferred an agenda item of members", proposal
    )
    db.session.flush()


def put_on_agenda(proposal: AgendaProposal, meeting_id: UUID | None) -> None:
    """On the agenda of this meeting and of no other; or of none."""
    item = proposal.item
    if item is not None and item.meeting_id == meeting_id:
        return
    if item is not None:
        if item.said or item.decided:
            raise RuleBroken("What was said about it is written down, so it stays on that agenda.")
        before = board_meetings.get_meeting(item.meeting_id)
        before.items.remove(item)
        db.session.flush()
        db.session.expire(proposal, ["item"])
    if meeting_id is not None:
        agenda.put_on(board_meetings.get_meeting(meeting_id), proposal)
        db.session.expire(proposal, ["item"])
