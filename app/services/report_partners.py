"""What an annual report says of agencies, and of the people who work with children: counts, and no person."""

from collections.abc import Sequence
from datetime import date
from typing import TypedDict

from sqlalchemy import func, select

from app.extensions import db
from app.models import Guidance, GuidanceVersion, SelfAssessment, TrainingAttendance, TrainingSession
from app.models.codes import Standard
from app.services import framework, guidance_reading, guiding, self_assessing, training
from app.services.clocks import FinancialYear, london_day
from app.services.self_assessing import SCORES


class StandardSaid(TypedDict):
    """How many agencies gave themselves each score, the best first; how many gave none yet."""

    standard: str
    scores: list[int]
    missing: int


class AssessedSaid(TypedDict):
    year: int
    asked: int
    complete: int
    scored: int
    moderated: int
    standards: list[StandardSaid]


class AgenciesSaid(TypedDict):
    """Who takes part, and who has signed the framework; `assessed` is Section 11, if it was asked for in the year."""

    members: int
    version: int | None
    signed: int
    not_signed: list[str]
    assessed: AssessedSaid | None


class GuidanceSaid(TypedDict):
    title: str
    number: int
    published_on: str
    is_new: bool
    have_read: int
    must_read: int


class TrainingSaid(TypedDict):
    sessions: int
    places: int
    in_time: int
    late: int
    never: int
    guidance: list[GuidanceSaid]


def agencies_said(year: FinancialYear, today: date) -> AgenciesSaid:
    standings, version = framework.standings(today), framework.in_force(today)
    waiting = [one.agency.name for one in standings if one.signature is None]
    return AgenciesSaid(
        members=framework.how_many_members(),
        version=version.number if version else None,
        signed=len(standings) - len(waiting),
        not_signed=sorted(waiting),
        assessed=assessed_said(year),
    )


def assessed_said(year: FinancialYear) -> AssessedSaid | None:
    """The Section 11 that was to be handed in during this year."""
    of_year = SelfAssessment.due_on.between(year.first_day, year.last_day)
    asked = db.session.scalar(select(func.max(SelfAssessment.year)).where(of_year))
    if asked is None:
        return None
    found = self_assessing.of_year(asked)
    return AssessedSaid(
        year=asked,
        asked=len(found),
        complete=sum(one.completed_at is not None for one in found),
        scored=sum(len(one.scores) for one in found),
        moderated=sum(one.number_moderated for one in found),
        standards=[standard_said(standard, found) for standard in Standard],
    )


def standard_said(standard: Standard, assessments: Sequence[SelfAssessment]) -> StandardSaid:
    given = [one.by_standard[standard].self_score for one in assessments if standard in one.by_standard]
    return StandardSaid(
        standard=standard.value,
        scores=[given.count(score) for score in sorted(SCORES, reverse=True)],
        missing=len(assessments) - len(given),
    )


def training_said(year: FinancialYear, today: date) -> TrainingSaid:
    """The training in the year, and how the chairs and what has to be read stand today."""
    in_year = TrainingSession.held_on.between(year.first_day, year.last_day)
    sessions = db.session.scalar(select(func.count()).select_from(TrainingSession).where(in_year))
    places = select(func.count()).select_from(TrainingAttendance).join(TrainingAttendance.session).where(in_year)
    standing = training.standing(training.chairs(), today)
    return TrainingSaid(
        sessions=sessions or 0,
        places=db.session.scalar(places) or 0,
        in_time=standing.in_time,
        late=standing.late,
        never=standing.never,
        guidance=guidance_said(year),
    )


def guidance_said(year: FinancialYear) -> list[GuidanceSaid]:
    """What is in force and began by the end of the year: its newest version, and how many readers have read it."""
    have, query = guidance_reading.how_many_have(), guiding.whole().where(Guidance.published_at.is_not(None))
    in_force = db.session.scalars(query.order_by(Guidance.created_at, Guidance.id)).all()
    versions = [
        (one.id, [(each, london_day(each.published_at)) for each in one.versions if each.published_at])
        for one in in_force
    ]
    return [
        version_said(*published[-1], published[0][1] >= year.first_day, *have.get(one, (0, 0)))
        for one, published in versions
        if published and published[0][1] <= year.last_day
    ]


def version_said(newest: GuidanceVersion, day: date, is_new: bool, have_read: int, must_read: int) -> GuidanceSaid:
    return GuidanceSaid(
        title=newest.title,
        number=newest.number,
        published_on=day.isoformat(),
        is_new=is_new,
        have_read=have_read,
        must_read=must_read,
    )
