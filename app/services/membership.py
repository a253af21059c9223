"""The board's members side by side: what each has signed, how it scores, what reviews ask of it, and its actions.

Actions are about single children, so of them only the cells of frozen, protected tables are here. Recommendations and
signatures are the board's own business, about no child who could be found: they are counted as they are today.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Agency, Person, Recommendation, SelfAssessment
from app.models.codes import RecommendationState, Standard
from app.protection.small_numbers import Cell
from app.services import framework, overdue, publishing, reviewing, self_assessing
from app.services.acting import of_agency
from app.services.clocks import Quarter, london_day
from app.services.framework import Standing
from app.services.reviewing import Rag

ACTIONS: Final = "actions_on_time"


@dataclass(frozen=True)
class Member:
    """One agency. `standing` is None while no version of the framework is in force, `assessment` while no year of
    Section 11 is open for it; `actions` are its cells of a published quarter, None when it has none there."""

    agency: Agency
    standing: Standing | None
    assessment: SelfAssessment | None
    recommendations: Counter[Rag]
    actions: tuple[Cell, ...] | None


@dataclass(frozen=True)
class Members:
    """All of them, whoever has been waited for longest first, and the quarter that their actions are of."""

    members: list[Member]
    quarter: Quarter | None
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Waits:
    """What waits for one agency, beside its actions: dates are by when; None for nothing."""

    sign_by: date | None
    missing: int
    fill_in_by: date | None
    late: int  # recommendations


def all_members(now: datetime) -> Members:
    """Every agency that takes part, whoever has been waited for longest first; and of which quarter its actions are."""
    today = london_day(now)
    standings = {one.agency.id: one for one in framework.standings(today)}
    agencies = db.session.scalars(select(Agency).where(Agency.is_active.is_(True)).order_by(Agency.name)).all()
    year = next(iter(self_assessing.years()), None)
    assessments = {one.agency_id: one for one in self_assessing.of_year(year)} if year else {}
    asked = how_recommendations_stand()
    quarter, columns, cells = newest_actions()
    order = {agency_id: place for place, agency_id in enumerate(standings)}
    members = [
        Member(
            agency,
            standings.get(agency.id),
            assessments.get(agency.id),
            asked.get(agency.id, Counter()),
            cells.get(agency.name),
        )
        for agency in sorted(agencies, key=lambda one: order.get(one.id, 0))
    ]
    return Members(members, quarter, columns)


def how_recommendations_stand() -> dict[UUID, Counter[Rag]]:
    """For each agency how many of the recommendations that it sees to stand how."""
    found: dict[UUID, Counter[Rag]] = {}
    for one in db.session.scalars(select(Recommendation).where(Recommendation.agency_id.is_not(None))):
        if one.agency_id is not None:  # as the query says
            found.setdefault(one.agency_id, Counter())[reviewing.rag_of(one)] += 1
    return found


def newest_actions() -> tuple[Quarter | None, tuple[str, ...], dict[str, tuple[Cell, ...]]]:
    """The newest published quarter, the columns of its table of actions, and the cells of each agency by its name."""
    quarter = next(iter(publishing.published_quarters()), None)
    table = publishing.published_tables(quarter)[quarter].get(ACTIONS) if quarter else None
    return (quarter, table.columns, table.cells_by_row) if table else (quarter, (), {})


def actions_over_time(agency: Agency) -> tuple[tuple[str, ...], list[tuple[Quarter, tuple[Cell, ...]]]]:
    """Its row of the published table of actions in each quarter that has one, the newest first; and the columns."""
    quarters = publishing.published_quarters()
    tables = publishing.published_tables(*quarters)
    with_table = [(quarter, tables[quarter][ACTIONS]) for quarter in quarters if ACTIONS in tables[quarter]]
    columns = with_table[0][1].columns if with_table else ()
    return columns, [
        (quarter, table.cells_by_row[agency.name])
        for quarter, table in with_table
        if agency.name in table.cells_by_row and table.columns == columns
    ]


def get_agency(agency_id: UUID) -> Agency:
    """Raises NoResultFound."""
    return db.session.scalars(select(Agency).where(Agency.id == agency_id)).one()


def recommendations_of(agency: Agency) -> Sequence[Recommendation]:
    """What reviews ask of it, each with its review, what is due first on top."""
    query = select(Recommendation).where(Recommendation.agency_id == agency.id)
    whole = query.options(joinedload(Recommendation.review, innerjoin=True))
    return db.session.scalars(whole.order_by(Recommendation.due_on, Recommendation.id)).all()


def waits_for(lead: Person, now: datetime) -> Waits:
    """What waits for the lead's agency."""
    agency = get_agency(of_agency(lead))
    today = london_day(now)
    version = framework.in_force(today)
    is_signed = version is None or framework.signature_of(agency.id, version) is not None
    assessment = self_assessing.own(lead)
    late = db.session.scalars(
        select(Recommendation.due_on).where(
            Recommendation.agency_id == agency.id,
            Recommendation.state != RecommendationState.DONE,
            Recommendation.due_on.is_not(None),
        )
    )
    return Waits(
        sign_by=None if is_signed else agency.framework_due_on or today,
        missing=len(Standard) - len(assessment.scores) if assessment else 0,
        fill_in_by=assessment.due_on if assessment and assessment.completed_at is None else None,
        late=sum(overdue.is_late(day, now) for day in late if day is not None),
    )
