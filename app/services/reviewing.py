"""What reviews found, as the board keeps it: who sees to each recommendation, what shows it was done, what it changed.

What is published is read through app/services/reviews.py. Children are only ever a code (DfE, Working Together 2018).
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Final, TypedDict
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import AuditLine, Person, Recommendation, Review, utc_now
from app.models.codes import Impact, RecommendationState, RecommendationTheme, ReviewKind
from app.services import auditing, overdue, public, publishing, recording
from app.services.clocks import Quarter, london_day
from app.services.errors import RuleBroken
from app.services.figures import CATALOGUE
from app.services.publishing import Share

PAGE: Final = 25
OPENED_AGAIN: Final = "opened a recommendation again"
# The tables of figures that give a share: a recommendation says which of them it should move.
INDICATORS: Final = {figure.name: figure.title for figure in CATALOGUE if figure.share}


class Rag(StrEnum):
    """How a recommendation stands, as reviews are reported on (complete, on track, at risk, overdue)."""

    COMPLETE = "complete"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    OVERDUE = "overdue"


class ReviewDetails(TypedDict):
    reference: str
    kind: ReviewKind
    title: str
    summary: str
    reported_on: date


class RecommendationDetails(TypedDict):
    text: str
    theme: RecommendationTheme
    agency_id: UUID
    owner_role: str
    action: str | None
    success_measure: str | None
    due_on: date
    indicator: str | None
    state: RecommendationState
    is_at_risk: bool
    changed: str | None
    evidence: str | None


class ImpactDetails(TypedDict):
    impact: Impact
    impact_says: str


def rag_of(recommendation: Recommendation) -> Rag:
    """How it stands today."""
    if recommendation.state is RecommendationState.DONE:
        return Rag.COMPLETE
    if recommendation.due_on is not None and overdue.is_late(recommendation.due_on, utc_now()):
        return Rag.OVERDUE
    return Rag.AT_RISK if recommendation.is_at_risk else Rag.ON_TRACK


def number_overdue(review: Review) -> int:
    """How many recommendations of a review that was got with them are overdue today."""
    return sum(rag_of(one) is Rag.OVERDUE for one in review.recommendations)


def list_reviews(*, page: int = 1) -> tuple[Sequence[Review], bool]:
    """One page of all reviews, the newest report first, each with its recommendations; and whether there are more."""
    found = db.session.scalars(
        select(Review)
        .options(selectinload(Review.recommendations))
        .order_by(Review.reported_on.desc(), Review.reference)
        .offset((page - 1) * PAGE)
        .limit(PAGE + 1)
    ).all()
    return found[:PAGE], len(found) > PAGE


def get_review(review_id: UUID, *, for_change: bool = False) -> Review:
    """A review with its recommendations and who sees to each. Raises NoResultFound."""
    who = selectinload(Review.recommendations).joinedload(Recommendation.agency)
    query = select(Review).where(Review.id == review_id).options(who)
    return db.session.scalars(query.with_for_update(of=Review) if for_change else query).one()


def get_recommendation(review_id: UUID, recommendation_id: UUID, *, for_change: bool = False) -> Recommendation:
    """One recommendation of this review, with its review and its agency. Raises NoResultFound."""
    whole = joinedload(Recommendation.review), joinedload(Recommendation.agency)
    query = select(Recommendation).options(*whole)
    query = query.where(Recommendation.id == recommendation_id, Recommendation.review_id == review_id)
    return db.session.scalars(query.with_for_update(of=Recommendation) if for_change else query).one()


def add_review(by: Person, details: ReviewDetails, *, once: str) -> Review:
    """Write a review down, to be published later. The same form sent again adds nothing.

    Raises RuleBroken when there is one with this reference.
    """
    if found := db.session.scalar(select(Review).where(Review.once == once)):
        return found
    check_reference(details["reference"])
    check_reported(details["reported_on"])
    review = Review(**details, once=once)
    db.session.add(review)
    db.session.flush()
    auditing.note(by, "added a review", review)
    return review


def change_review(by: Person, review: Review, details: ReviewDetails) -> None:
    """Raises RuleBroken when another review has this reference."""
    check_reference(details["reference"], but=review)
    check_reported(details["reported_on"])
    for name, value in details.items():
        setattr(review, name, value)
    auditing.note(by, "changed a review", review)
    db.session.flush()


def check_reported(day: date) -> None:
    if day > london_day(utc_now()):
        raise RuleBroken("A review is reported today or earlier. Check the day of the report.")


def check_reference(reference: str, *, but: Review | None = None) -> None:
    found = db.session.scalar(select(Review.id).where(func.lower(Review.reference) == reference.lower()))
    if found is not None and found != (but.id if but else None):
        raise RuleBroken(f"There is a review of {reference} already.")


def mark_of_public(review: Review) -> str:
    """Stands for what everybody reads of a review got with its recommendations, to know whether it has changed."""
    said = [(one.number, one.text, one.state, one.changed, one.due_on) for one in review.recommendations]
    return recording.mark_of({name: getattr(review, name) for name in ReviewDetails.__annotations__} | {"said": said})


def publish(by: Person, review: Review, *, seen: str) -> None:
    """Everybody can read it, and how far each recommendation is. Again changes nothing.

    Raises RuleBroken when it is not what they saw on the page, whose mark is `seen`.
    """
    public.publish(by, review, "published a review", seen=seen, mark=mark_of_public(review))


def withdraw(by: Person, review: Review, *, reason: str) -> None:
    """Nobody outside the board can read it any more. Again changes nothing."""
    public.withdraw(by, review, "withdrew a review", reason=reason)


def add_recommendation(by: Person, review: Review, details: RecommendationDetails, *, once: str) -> Recommendation:
    """The next one of a review that was got `for_change`. Raises RuleBroken when it does not fit together."""
    if found := db.session.scalar(select(Recommendation).where(Recommendation.once == once)):
        return found
    check(details)
    last = db.session.scalar(select(func.max(Recommendation.number)).where(Recommendation.review_id == review.id))
    recommendation = Recommendation(**details, review_id=review.id, number=(last or 0) + 1, once=once)
    note_days(recommendation, details)
    db.session.add(recommendation)
    db.session.flush()
    auditing.note(by, "added a recommendation", recommendation)
    return recommendation


def change_recommendation(by: Person, recommendation: Recommendation, details: RecommendationDetails) -> None:
    """Raises RuleBroken when it is closed, or does not fit together."""
    if recommendation.closed_on is not None:
        raise RuleBroken("The board has closed this. Open it again first.")
    check(details)
    note_days(recommendation, details)
    for name, value in details.items():
        setattr(recommendation, name, value)
    auditing.note(by, "changed a recommendation", recommendation)
    db.session.flush()


def check(details: RecommendationDetails) -> None:
    if details["state"] is RecommendationState.DONE and not details["changed"]:
        raise RuleBroken("Write what has changed: that is what everybody reads when it is done.")
    if details["indicator"] is not None and details["indicator"] not in INDICATORS:
        raise RuleBroken("Choose a figure that is on the page.")


def note_days(recommendation: Recommendation, details: RecommendationDetails) -> None:
    """When it was last looked at, and when what shows it was first or newly written down."""
    today = london_day(utc_now())
    recommendation.checked_on = today
    if details["evidence"] != recommendation.evidence:
        recommendation.evidenced_on = today if details["evidence"] else None


def check_impact(by: Person, recommendation: Recommendation, details: ImpactDetails) -> None:
    """Write down whether it changed anything for children, as it is seen today. Raises RuleBroken when it is closed."""
    if recommendation.closed_on is not None:
        raise RuleBroken("The board has closed this. Open it again first.")
    recommendation.impact, recommendation.impact_says = details["impact"], details["impact_says"]
    recommendation.impact_checked_on = london_day(utc_now())
    auditing.note(by, "checked the impact of a recommendation", recommendation)
    db.session.flush()


def what_is_missing(recommendation: Recommendation) -> list[str]:
    """What the board must have before it can close it."""
    missing = {
        "It is not done.": recommendation.state is RecommendationState.DONE,
        "Nothing shows that it was done.": bool(recommendation.evidence),
        "Nobody has checked whether it made a difference.": recommendation.impact is not None,
        "It is too early to say whether it made a difference.": recommendation.impact is not Impact.TOO_EARLY,
    }
    return [sentence for sentence, is_there in missing.items() if not is_there]


def close(by: Person, recommendation: Recommendation) -> None:
    """The board is satisfied. Again changes nothing. Raises RuleBroken while something is missing."""
    if recommendation.closed_on is not None:
        return
    if missing := what_is_missing(recommendation):
        raise RuleBroken("This cannot be closed yet. " + " ".join(missing))
    recommendation.closed_on = london_day(utc_now())
    auditing.note(by, "closed a recommendation", recommendation)
    db.session.flush()


def open_again(by: Person, recommendation: Recommendation, *, reason: str) -> None:
    """It is started again, and its impact has to be checked anew. Again changes nothing."""
    if recommendation.closed_on is None:
        return
    recommendation.closed_on, recommendation.state = None, RecommendationState.STARTED
    recommendation.impact = recommendation.impact_checked_on = None
    recommendation.is_said_done = False
    auditing.note(by, OPENED_AGAIN, recommendation, reason=reason)
    db.session.flush()


def opened_again(recommendation: Recommendation) -> AuditLine | None:
    """When it was last opened again, by whom and why, as the trail has it; None when it never was, or it is closed."""
    lines = auditing.lines_about(recommendation) if recommendation.closed_on is None else ()
    return next((line for line in lines if line.deed == OPENED_AGAIN), None)


def indicator_over_time(name: str) -> list[tuple[Quarter, Share | None]]:
    """The share that a table gave in each published quarter, the oldest first; None where it is not shown."""
    quarters = sorted(publishing.published_quarters(), key=lambda quarter: quarter.first_day)
    tables = publishing.published_tables(*quarters)
    return [(quarter, tables[quarter][name].share) for quarter in quarters if name in tables[quarter]]
