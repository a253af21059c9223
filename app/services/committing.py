"""What the board promises, from its first draft on: who does it by when, how far it is, and when everybody may read it.

What is published is read through app/services/commitments.py. Nothing here is about one child.
"""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Final, TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import (
    Agency,
    BoardQuestion,
    Commitment,
    CommitmentVerdict,
    Person,
    Recommendation,
    Review,
    Theme,
    utc_now,
)
from app.models.codes import ClockName, CommitmentSource, CommitmentState, Verdict
from app.protection.small_numbers import Cell, protect
from app.services import auditing, overdue, public, recording, settings
from app.services.clocks import london_day
from app.services.errors import RuleBroken
from app.services.figures import CATALOGUE
from app.services.figures.of_views import WHAT_YOUNG_PEOPLE_SAY
from app.services.plain_meter import Plain, measure

PAGE: Final = 25
YEARS: Final = 10  # a day further away is mistyped


class Shown(StrEnum):
    """Which promises a list shows."""

    LATE = "late"
    STARTED = "started"
    DONE = "done"
    NOT_POSSIBLE = "not-possible"
    NOT_PUBLISHED = "not-published"


# What conferences show, by the name of each table of figures.
PATTERNS: Final = {figure.name: figure.title for figure in CATALOGUE if figure.about != WHAT_YOUNG_PEOPLE_SAY}
STATES: Final = {
    Shown.STARTED: CommitmentState.STARTED,
    Shown.DONE: CommitmentState.DONE,
    Shown.NOT_POSSIBLE: CommitmentState.NOT_POSSIBLE,
}


class Details(TypedDict):
    title: str
    said: str
    said_by: int | None
    comes_from: CommitmentSource
    theme_id: UUID | None
    recommendation_id: UUID | None
    question_id: UUID | None
    figure: str | None
    agency_id: UUID
    owner_role: str
    due_on: date
    state: CommitmentState
    did: str
    for_now: str | None
    look_again_on: date | None
    evidence: str | None


def is_shown(shown: Shown, now: datetime) -> ColumnElement[bool]:
    if shown is Shown.NOT_PUBLISHED:
        return Commitment.published_at.is_(None)
    if shown is Shown.LATE:
        return or_(and_(*overdue.has_run_out(ClockName.COMMITMENT_REVISITED, now)), is_late_draft(now))
    return Commitment.state == STATES[shown]


def is_late_draft(now: datetime) -> ColumnElement[bool]:
    """Nobody was promised it yet, so no clock runs: it rises for the board all the same."""
    is_draft = Commitment.published_at.is_(None), Commitment.state == CommitmentState.STARTED
    return and_(*is_draft, Commitment.look_again_on < london_day(now))


def list_commitments(shown: Shown, *, page: int = 1) -> tuple[Sequence[Commitment], bool]:
    """One page of the promises, each with its agency, what is due first on top; and whether there are more."""
    query = (
        select(Commitment)
        .where(is_shown(shown, utc_now()))
        .order_by(Commitment.look_again_on if shown is Shown.LATE else Commitment.due_on, Commitment.id)
        .options(joinedload(Commitment.agency))
    )
    found = db.session.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def how_many() -> dict[Shown, int]:
    """How many promises each list has. One query."""
    now = utc_now()
    each = [func.count().filter(is_shown(shown, now)) for shown in Shown]
    return dict(zip(Shown, db.session.execute(select(*each).select_from(Commitment)).one(), strict=True))


def whole() -> Select[Commitment]:
    sources = joinedload(Commitment.theme), joinedload(Commitment.recommendation), joinedload(Commitment.question)
    return select(Commitment).options(joinedload(Commitment.agency), *sources)


def get_commitment(commitment_id: UUID, *, for_change: bool = False) -> Commitment:
    """One promise with where it comes from and who does it. Raises NoResultFound."""
    query = whole().where(Commitment.id == commitment_id)
    return db.session.scalars(query.with_for_update(of=Commitment) if for_change else query).one()


def because_of(cause: BoardQuestion | Recommendation) -> Sequence[Commitment]:
    """What the board promised because of a question or a recommendation, published or not, the first of them first."""
    column = Commitment.question_id if isinstance(cause, BoardQuestion) else Commitment.recommendation_id
    return db.session.scalars(
        select(Commitment).where(column == cause.id).order_by(Commitment.created_at, Commitment.id)
    ).all()


def find_by_token(once: str) -> Commitment | None:
    """The promise that the form with this token added, if it was sent before."""
    return db.session.scalar(select(Commitment).where(Commitment.once == once))


def add(by: Person, details: Details, *, once: str) -> Commitment:
    """Write a promise down, to be published later. The same form sent again adds nothing.

    Raises RuleBroken when it does not fit together.
    """
    if found := find_by_token(once):
        return found
    check(details)
    commitment = Commitment(**with_its_clock(details), decided_on=london_day(utc_now()), once=once)
    db.session.add(commitment)
    db.session.flush()
    auditing.note(by, "added a promise", commitment)
    return commitment


def change(by: Person, commitment: Commitment, details: Details) -> None:
    """Change a promise that was got `for_change`. With another state it is decided today.

    Raises RuleBroken when it does not fit together.
    """
    check(details)
    if details["state"] is not commitment.state:
        commitment.decided_on = london_day(utc_now())
    for name, value in with_its_clock(details).items():
        setattr(commitment, name, value)
    auditing.note(by, "changed a promise", commitment)
    db.session.flush()


def with_its_clock(details: Details) -> Details:
    """What is still being done is looked at again on the day it is due at the latest: that is its clock."""
    if details["state"] is not CommitmentState.STARTED:
        return details
    again = min(details["look_again_on"] or details["due_on"], details["due_on"])
    return details | {"look_again_on": again}


def check(details: Details) -> None:
    today = london_day(utc_now())
    for day in (details["due_on"], details["look_again_on"]):
        if day is not None and abs((day - today).days) > YEARS * 366:
            raise RuleBroken(f"Check the days: they can be {YEARS} years from today, and no more.")
    if details["comes_from"] is CommitmentSource.RECOMMENDATION and details["recommendation_id"] is None:
        raise RuleBroken("Choose the recommendation that it comes from.")
    if details["comes_from"] is not CommitmentSource.RECOMMENDATION and details["recommendation_id"] is not None:
        raise RuleBroken("A recommendation is chosen, and it comes from something else. Change one of them.")
    if details["comes_from"] is not CommitmentSource.THEME and details["theme_id"] is not None:
        raise RuleBroken("A theme is chosen, and it comes from something else. Change one of them.")
    if details["comes_from"] is not CommitmentSource.QUESTION and details["question_id"] is not None:
        raise RuleBroken("A question is chosen, and it comes from something else. Change one of them.")
    if details["comes_from"] is not CommitmentSource.PATTERN and details["figure"] is not None:
        raise RuleBroken("A figure is chosen, and it comes from something else. Change one of them.")


def mark_of_public(commitment: Commitment) -> str:
    """Stands for what everybody reads of it, by which a page knows whether it has changed since it was shown."""
    names = ("title", "said", "said_by", "state", "did", "for_now", "decided_on", "look_again_on")
    return recording.mark_of({name: getattr(commitment, name) for name in names})


def publish(by: Person, commitment: Commitment, *, seen: str) -> None:
    """Everybody can read it from now on. Again changes nothing. `seen` is the mark of what was on the page.

    Raises RuleBroken while nobody is there to keep it, and when it is not what they saw.
    """
    is_kept = commitment.agency_id is not None and bool(commitment.owner_role)
    missing = None if is_kept else "Say first which agency does it, and who there. Then it can be published."
    mark = mark_of_public(commitment)
    public.publish(by, commitment, "published a promise", seen=seen, mark=mark, missing=missing)


def withdraw(by: Person, commitment: Commitment, *, reason: str) -> None:
    """Nobody can read it any more. What people thought of it stays. Again changes nothing."""
    public.withdraw(by, commitment, "withdrew a promise", reason=reason)


def how_plain(commitment: Commitment) -> Plain:
    """How plain all of it is that young people read."""
    return measure("\n\n".join(filter(None, (commitment.title, commitment.said, commitment.did, commitment.for_now))))


def verdicts(commitment: Commitment) -> dict[Verdict, Cell]:
    """How many said that it helped, helped in part, did not help: protected like every figure."""
    query = select(CommitmentVerdict.verdict, func.count()).group_by(CommitmentVerdict.verdict)
    rows = db.session.execute(query.where(CommitmentVerdict.commitment_id == commitment.id))
    found: dict[Verdict, int] = {verdict: number for verdict, number in rows}
    counts = [found.get(verdict, 0) for verdict in Verdict]
    protected = protect([counts], lines="rows", threshold=settings.current().small_number)
    return dict(zip(Verdict, protected.cells[0], strict=True))


def agencies_to_choose_from(owned: Commitment | Recommendation | BoardQuestion | None = None) -> Sequence[Agency]:
    """Every agency that takes part, and the one that has it already. By name."""
    has = owned.agency_id if owned else None
    query = select(Agency).where(Agency.is_active.is_(True) | (Agency.id == has))
    return db.session.scalars(query.order_by(Agency.name)).all()


def themes_to_choose_from(commitment: Commitment | None = None) -> Sequence[Theme]:
    """Every theme that is in use, and the one that it has already. By name."""
    has = commitment.theme_id if commitment else None
    query = select(Theme).where(Theme.is_active.is_(True) | (Theme.id == has))
    return db.session.scalars(query.order_by(Theme.name)).all()


def recommendations_to_choose_from() -> list[tuple[Recommendation, str]]:
    """Every recommendation with the reference of its review, the newest review first."""
    rows = db.session.execute(
        select(Recommendation, Review.reference)
        .join(Review, Recommendation.review_id == Review.id)
        .order_by(Review.reported_on.desc(), Review.reference, Recommendation.number)
    )
    return [(recommendation, reference) for recommendation, reference in rows]
