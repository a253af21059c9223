"""A member of the shadow board proposes something for the agenda of the board, and sees what becomes of it.

A participation worker reads it first (app/services/reading_proposals.py), then the board decides (deciding.py). A word
of the list in app/protection/worrying_words.py raises an alert at once.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import AgendaItem, AgendaProposal, Alert, Person, utc_now
from app.models.codes import ProposalState
from app.services import auditing, clocks, due_next, raising, settings
from app.services.errors import RuleBroken

PAGE: Final = 20
FOR_ALL_MEMBERS: Final = (ProposalState.PASSED_ON, ProposalState.ACCEPTED, ProposalState.DEFERRED)
CAN_BE_TAKEN_BACK: Final = (ProposalState.SENT, ProposalState.PASSED_ON)


def whole() -> Select[AgendaProposal]:
    """With the meeting on whose agenda it is, if it is on one."""
    return select(AgendaProposal).options(joinedload(AgendaProposal.item).joinedload(AgendaItem.meeting))


def find_by_token(once: str) -> AgendaProposal | None:
    """What the form with this token proposed, if it was sent before."""
    return db.session.scalar(select(AgendaProposal).where(AgendaProposal.once == once))


def propose(person: Person, *, title: str, reason: str, once: str) -> AgendaProposal:
    """Keep what a member wants to be talked about, as it was typed, to be read first. The same form again adds nothing.

    With a word that worries an alert is raised, in the same transaction.
    """
    if found := find_by_token(once):
        return found
    now, place = utc_now(), due_next.place_of_members(title, reason)
    proposal = AgendaProposal(
        person_id=person.id,
        title=title,
        reason=reason,
        place=place,
        read_due_at=clocks.due_by(now, settings.current().read_days),
        once=once,
    )
    db.session.add(proposal)
    db.session.flush()
    if place == due_next.FIRST:
        raising.raise_alert(now, proposal_id=proposal.id)
    return proposal


def proposals_by(person: Person, *, page: int = 1) -> tuple[Sequence[AgendaProposal], bool]:
    """One page of a member's own, the newest first, and whether there are more."""
    return one_page(whole().where(AgendaProposal.person_id == person.id), page)


def proposals_by_others(person: Person, *, page: int = 1) -> tuple[Sequence[AgendaProposal], bool]:
    """The same of other members, each with who proposed it: only what a worker has read and passed on."""
    query = whole().options(joinedload(AgendaProposal.person, innerjoin=True))
    others = AgendaProposal.person_id != person.id, AgendaProposal.state.in_(FOR_ALL_MEMBERS)
    return one_page(query.where(*others), page)


def one_page(query: Select[AgendaProposal], page: int) -> tuple[Sequence[AgendaProposal], bool]:
    ordered = query.order_by(AgendaProposal.created_at.desc(), AgendaProposal.id)
    found = db.session.scalars(ordered.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def get_own(person: Person, proposal_id: UUID, *, for_change: bool = False) -> AgendaProposal:
    """One that this member proposed. Any other raises NoResultFound."""
    query = whole().where(AgendaProposal.id == proposal_id, AgendaProposal.person_id == person.id)
    return db.session.scalars(query.with_for_update(of=AgendaProposal) if for_change else query).one()


def withdraw(person: Person, proposal: AgendaProposal) -> None:
    """Take back what was got `for_change`. Again changes nothing. What a worker has read is cleared at once.

    What nobody has read yet is read all the same: whoever found the phone must not be able to take back a cry for help.
    Raises RuleBroken once it is decided.
    """
    if proposal.state is ProposalState.WITHDRAWN:
        return
    if proposal.state not in CAN_BE_TAKEN_BACK:
        raise RuleBroken("It is decided, so it cannot be taken back here. Tell your participation worker.")
    proposal.state, proposal.withdrawn_at, proposal.decide_due_on = ProposalState.WITHDRAWN, utc_now(), None
    auditing.note(person, "took back an agenda item", proposal)
    db.session.flush()
    clear_if_over(proposal)


def clear_if_over(proposal: AgendaProposal) -> None:
    """Nothing is left of the words of one that was taken back, once a worker has dealt with it and no alert is open."""
    if proposal.state is not ProposalState.WITHDRAWN or proposal.settled_at is None:
        return
    if raising.has_open_alert(Alert.proposal_id == proposal.id):
        return
    proposal.title = proposal.reason = None
    db.session.flush()
