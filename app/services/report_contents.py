"""What an annual report says of one year, put together from all that Heard holds: figures, promises, reviews, agencies.

Nothing in it but texts, numbers and days, so that it can be kept word for word. Figures come in as they were published;
of a few people only that they are few; of an approved quote which one it is, and never its words.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Commitment, Recommendation, Review
from app.models.codes import RecommendationState
from app.services import board_promises, clocks, commitments, committing, quotes_shown, reviewing, reviews
from app.services.clocks import FinancialYear
from app.services.report_figures import FiguresSaid, figures_said
from app.services.report_partners import AgenciesSaid, TrainingSaid, agencies_said, training_said


class PromiseSaid(TypedDict):
    id: str
    title: str
    said: str
    said_by: int | None
    are_few: bool
    state: str
    did: str
    for_now: str | None
    agency: str | None
    decided_on: str
    verdicts: dict[str, str]


class RecommendationSaid(TypedDict):
    number: int
    text: str
    rag: str
    agency: str | None
    changed: str | None
    due_on: str | None
    impact: str | None
    checked_on: str | None
    indicator: str | None
    is_closed: bool


class ReviewSaid(TypedDict):
    id: str
    reference: str
    kind: str
    title: str
    reported_on: str
    done: int
    recommendations: list[RecommendationSaid]


class LateSaid(TypedDict):
    words: str
    due_on: str


class ReportContent(TypedDict):
    """All of one report. `as_of` is the day on which it stood so; `texts` are the board's own, by their part."""

    as_of: str
    texts: dict[str, str]
    figures: FiguresSaid
    quotes: list[str]
    promises: list[PromiseSaid]
    reviews: list[ReviewSaid]
    agencies: AgenciesSaid
    training: TrainingSaid
    late: list[LateSaid]


def put_together(
    year: FinancialYear, *, texts: dict[str, str], now: datetime, before: ReportContent | None = None
) -> ReportContent:
    """The report as it stands now. `before` is what was published of this year already.

    What young people thought of a promise stays as it was first published: two numbers of the same thing, some days
    apart, would tell what a few people said in between.
    """
    known = {one["id"]: one["verdicts"] for one in before["promises"]} if before else {}
    return ReportContent(
        as_of=clocks.london_day(now).isoformat(),
        texts=texts,
        figures=figures_said(year),
        quotes=[str(one) for one in quotes_shown.approved_in(year)],
        promises=[promise_said(one, known.get(str(one.id))) for one in promises_of(year)],
        reviews=[review_said(one) for one in reviews_of(year)],
        agencies=agencies_said(year, clocks.london_day(now)),
        training=training_said(year, clocks.london_day(now)),
        late=[LateSaid(words=one.words, due_on=one.due_on.isoformat()) for one in board_promises.late_commitments(now)],
    )


def promises_of(year: FinancialYear) -> Sequence[Commitment]:
    """What can be read today and was published or decided in this year, the first of them first."""
    first, last = clocks.start_of_day(year.first_day), clocks.end_of_day(year.last_day)
    in_year = or_(
        Commitment.published_at.between(first, last), Commitment.decided_on.between(year.first_day, year.last_day)
    )
    query = select(Commitment).where(commitments.is_published(), in_year).options(joinedload(Commitment.agency))
    return db.session.scalars(query.order_by(Commitment.published_at, Commitment.id)).all()


def promise_said(one: Commitment, verdicts: dict[str, str] | None) -> PromiseSaid:
    return PromiseSaid(
        id=str(one.id),
        title=one.title,
        said=one.said,
        said_by=commitments.shown_number(one),
        are_few=commitments.are_few(one),
        state=one.state.value,
        did=one.did,
        for_now=one.for_now,
        agency=one.agency.name if one.agency else None,
        decided_on=one.decided_on.isoformat(),
        verdicts=verdicts or {verdict.value: str(cell) for verdict, cell in committing.verdicts(one).items()},
    )


def reviews_of(year: FinancialYear) -> Sequence[Review]:
    """What everybody can read and was reported by the end of the year, unless all of it was closed before it began."""
    query = select(Review).where(reviews.is_published(), Review.reported_on <= year.last_day)
    whole = query.options(selectinload(Review.recommendations).joinedload(Recommendation.agency))
    found = db.session.scalars(whole.order_by(Review.reported_on.desc(), Review.reference)).all()
    return [one for one in found if is_of(one, year)]


def is_of(review: Review, year: FinancialYear) -> bool:
    was_open = any(one.closed_on is None or one.closed_on >= year.first_day for one in review.recommendations)
    return was_open or review.reported_on >= year.first_day


def review_said(one: Review) -> ReviewSaid:
    return ReviewSaid(
        id=str(one.id),
        reference=one.reference,
        kind=one.kind.value,
        title=one.title,
        reported_on=one.reported_on.isoformat(),
        done=one.number_done,
        recommendations=[recommendation_said(recommendation) for recommendation in one.recommendations],
    )


def recommendation_said(one: Recommendation) -> RecommendationSaid:
    return RecommendationSaid(
        number=one.number,
        text=one.text,
        rag=reviewing.rag_of(one).value,
        agency=one.agency.name if one.agency else None,
        changed=one.changed,
        due_on=None if one.state is RecommendationState.DONE else written(one.due_on),
        impact=one.impact.value if one.impact else None,
        checked_on=written(one.impact_checked_on),
        indicator=reviewing.INDICATORS.get(one.indicator or ""),
        is_closed=one.closed_on is not None,
    )


def written(day: date | None) -> str | None:
    return day.isoformat() if day else None


def quote_ids(content: ReportContent) -> list[UUID]:
    return [UUID(one) for one in content["quotes"]]
