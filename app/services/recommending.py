"""What reviews ask of one agency: its lead sees what is theirs, and says how far it is and what shows it.

What everybody reads of a recommendation stays the board's word. An agency says that something is done; the board looks
at what shows it and decides (app/services/reviewing.py).
"""

from collections.abc import Sequence
from typing import Final, TypedDict
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Person, Recommendation, utc_now
from app.models.codes import RecommendationState
from app.services import auditing
from app.services.acting import of_agency
from app.services.clocks import london_day
from app.services.errors import RuleBroken

PAGE: Final = 25


class ReportDetails(TypedDict):
    state: RecommendationState
    is_at_risk: bool
    evidence: str | None


def own(lead: Person) -> Select[Recommendation]:
    whole = joinedload(Recommendation.review, innerjoin=True)
    return select(Recommendation).where(Recommendation.agency_id == of_agency(lead)).options(whole)


def list_own(lead: Person, *, page: int = 1) -> tuple[Sequence[Recommendation], bool]:
    """One page of what reviews ask of the lead's agency, what is not done first, by the day it is due; and whether
    there is more."""
    is_done = Recommendation.state == RecommendationState.DONE
    query = own(lead).order_by(is_done, Recommendation.due_on.is_(None), Recommendation.due_on, Recommendation.id)
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def get_own(lead: Person, recommendation_id: UUID, *, for_change: bool = False) -> Recommendation:
    """One recommendation that the lead's own agency sees to. Any other raises NoResultFound."""
    query = own(lead).where(Recommendation.id == recommendation_id)
    return db.session.scalars(query.with_for_update(of=Recommendation) if for_change else query).one()


def reported(one: Recommendation) -> ReportDetails:
    """How far it is as its agency says."""
    is_done = one.is_said_done or one.state is RecommendationState.DONE
    state = RecommendationState.DONE if is_done else one.state
    return {"state": state, "is_at_risk": one.is_at_risk, "evidence": one.evidence}


def report(lead: Person, one: Recommendation, details: ReportDetails) -> None:
    """Say how far it is. Done is for the board to decide: until then it is started, and said to be done.

    Raises RuleBroken when the board has decided already, or nothing shows that it is done.
    """
    if one.state is RecommendationState.DONE:
        raise RuleBroken("The board has decided that this is done. Ask the board if there is more to say.")
    is_done = details["state"] is RecommendationState.DONE
    check_shown(details["state"], details["evidence"])
    if details["evidence"] != one.evidence:
        one.evidenced_on = london_day(utc_now()) if details["evidence"] else None
    one.state = RecommendationState.STARTED if is_done else details["state"]
    one.is_said_done, one.is_at_risk, one.evidence = is_done, details["is_at_risk"], details["evidence"]
    one.reported_at, one.reported_by_id = utc_now(), lead.id
    auditing.note(lead, "said how far a recommendation is", one)
    db.session.flush()


def check_shown(state: RecommendationState | None, evidence: str | None) -> None:
    """Raises RuleBroken, its message for the lead, when it is said to be done and nothing shows it."""
    if state is RecommendationState.DONE and not evidence:
        raise RuleBroken("Write what shows that it is done.")
