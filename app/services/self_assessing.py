"""Section 11: each year every agency says how well it keeps children safe, and the board looks whether that is so.

An agency scores itself from 0 to 3 in each standard, with what shows it; the board gives its own score, with a reason.
What the board has moderated stays as the agency wrote it.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final, TypedDict
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Agency, Person, SelfAssessment, StandardScore, utc_now
from app.models.codes import Standard
from app.services import auditing, clocks
from app.services.acting import of_agency
from app.services.clocks import london_day
from app.services.errors import RuleBroken
from app.services.time_limits import EARLIEST

# What the scores mean. Local boards score from 0 to 3 as well, and each has words of its own.
SCORES: Final = {
    0: "Not in place",
    1: "Begun",
    2: "Mostly in place",
    3: "In place, and we can show it",
}
LONGEST_YEARS_AHEAD: Final = 1
MOST_MONTHS: Final = 24  # a day further away is mistyped


class ScoreDetails(TypedDict):
    self_score: int
    evidence: str
    improvement: str | None
    improve_by: date | None


class ModerationDetails(TypedDict):
    moderated_score: int
    moderated_because: str


def standard_called(slug: str) -> Standard:
    """Raises NoResultFound when there is none of that name: the page is not there."""
    found = next((one for one in Standard if one.slug == slug), None)
    if found is None:
        raise NoResultFound(f"There is no standard {slug!r}")
    return found


def years() -> Sequence[int]:
    """The years that were opened, the newest first. The newest is the open one."""
    return db.session.scalars(select(SelfAssessment.year).distinct().order_by(SelfAssessment.year.desc())).all()


def open_year(by: Person, *, year: int, due_on: date) -> None:
    """Ask every agency that takes part; the year before is then closed. The open one again changes nothing.

    Raises RuleBroken when the year or the day cannot be right, when it is open until another day, or when no agency is
    there to be asked.
    """
    newest, opened = next(iter(years()), None), of_open_year()
    if opened and opened.year == year and opened.due_on != due_on:
        raise RuleBroken(f"{year} is open already, and due by {opened.due_on:%-d %B %Y}. That day stays.")
    if newest == year:
        return
    check_year(year, due_on, newest)
    agencies = db.session.scalars(select(Agency).where(Agency.is_active.is_(True))).all()
    if not agencies:
        raise RuleBroken("No agency is on the board yet.")
    db.session.execute(update(SelfAssessment).where(SelfAssessment.is_open.is_(True)).values(is_open=False))
    asked = [SelfAssessment(agency_id=agency.id, year=year, due_on=due_on) for agency in agencies]
    try:
        with db.session.begin_nested():
            db.session.add_all(asked)
    except IntegrityError:  # another tap was first by a moment
        return
    auditing.note(by, "opened a year of Section 11", asked[0])
    db.session.flush()


def can_be_taken_back() -> bool:
    """Whether the open year was opened by mistake: no agency has given itself any score in it."""
    scored = select(StandardScore.id).join(StandardScore.assessment).where(SelfAssessment.is_open.is_(True)).limit(1)
    return of_open_year() is not None and db.session.scalar(scored) is None


def take_back_year(by: Person, year: int) -> None:
    """The open year, opened by mistake, is gone, and the year before is open again. Any other year changes nothing.

    Raises RuleBroken when an agency has scored itself in it: what they wrote stays.
    """
    found = db.session.scalars(
        select(SelfAssessment).where(SelfAssessment.year == year, SelfAssessment.is_open.is_(True)).with_for_update()
    ).all()
    if not found:
        return
    if not can_be_taken_back():
        raise RuleBroken("An agency has scored itself in this year already. What they wrote stays.")
    auditing.note(by, "took back a year of Section 11", found[0])
    for one in found:
        db.session.delete(one)
    db.session.flush()
    if before := next(iter(years()), None):
        db.session.execute(update(SelfAssessment).where(SelfAssessment.year == before).values(is_open=True))


def check_year(year: int, due_on: date, newest: int | None) -> None:
    today = london_day(utc_now())
    if newest is not None and year < newest:
        raise RuleBroken(f"{newest} is open. Open a later year.")
    if not today.year - LONGEST_YEARS_AHEAD <= year <= today.year + LONGEST_YEARS_AHEAD:
        raise RuleBroken("Open the year that is now, the one before or the next. Check the year.")
    if not today < due_on <= clocks.add_months(today, MOST_MONTHS):
        raise RuleBroken("Agencies need time: choose a day after today. Check the year.")


def own(lead: Person, *, for_change: bool = False) -> SelfAssessment | None:
    """What the lead's own agency says of the open year, with its scores; None when nothing was asked of it."""
    theirs = SelfAssessment.agency_id == of_agency(lead), SelfAssessment.is_open.is_(True)
    query = select(SelfAssessment).where(*theirs).options(selectinload(SelfAssessment.scores))
    return db.session.scalars(query.with_for_update(of=SelfAssessment) if for_change else query).one_or_none()


def of_agency_by_year(agency_id: UUID) -> Sequence[SelfAssessment]:
    """What one agency has said, the newest year first, each with its scores."""
    query = select(SelfAssessment).where(SelfAssessment.agency_id == agency_id)
    whole = query.options(selectinload(SelfAssessment.scores)).order_by(SelfAssessment.year.desc())
    return db.session.scalars(whole).all()


def of_year(year: int) -> Sequence[SelfAssessment]:
    """What every agency says of one year, by the agency's name, each with its agency and scores."""
    query = select(SelfAssessment).join(SelfAssessment.agency).where(SelfAssessment.year == year)
    whole = query.options(joinedload(SelfAssessment.agency), selectinload(SelfAssessment.scores))
    return db.session.scalars(whole.order_by(Agency.name)).all()


def of_open_year() -> SelfAssessment | None:
    """What any agency says of the open year: which year it is, and by when."""
    return db.session.scalars(select(SelfAssessment).where(SelfAssessment.is_open.is_(True)).limit(1)).one_or_none()


def get_open(agency_id: UUID, *, for_change: bool = False) -> SelfAssessment:
    """What one agency says of the open year, with its agency and scores. Raises NoResultFound."""
    theirs = SelfAssessment.agency_id == agency_id, SelfAssessment.is_open.is_(True)
    whole = joinedload(SelfAssessment.agency, innerjoin=True), selectinload(SelfAssessment.scores)
    query = select(SelfAssessment).where(*theirs).options(*whole)
    return db.session.scalars(query.with_for_update(of=SelfAssessment) if for_change else query).one()


def get_score(assessment: SelfAssessment, standard: Standard) -> StandardScore:
    """Raises NoResultFound while the agency has not scored itself: there is nothing to look at."""
    if standard not in assessment.by_standard:
        raise NoResultFound("The agency has no score of its own yet")
    return assessment.by_standard[standard]


def score(lead: Person, assessment: SelfAssessment, standard: Standard, details: ScoreDetails) -> None:
    """The agency's own score of one standard of the open year, which was got `for_change`.

    Raises RuleBroken when the board has looked at it already, or it does not fit together.
    """
    check_score(details)
    found = assessment.by_standard.get(standard)
    if found is not None and found.moderated_score is not None:
        raise RuleBroken("The board has looked at this and given its score. It stays as you wrote it.")
    if found is None:
        found = StandardScore(assessment_id=assessment.id, standard=standard)
        assessment.scores.append(found)
    for name, value in details.items():
        setattr(found, name, value)
    found.scored_by_id, found.scored_at = lead.id, utc_now()
    if assessment.completed_at is None and len(assessment.scores) == len(Standard):
        assessment.completed_at = utc_now()
    db.session.flush()
    auditing.note(lead, "scored a standard of Section 11", found)


def check_score(details: ScoreDetails) -> None:
    if (details["improvement"] is None) != (details["improve_by"] is None):
        raise RuleBroken("Write what gets better and by when: both, or neither.")
    if details["improvement"] is None and details["self_score"] != max(SCORES):
        raise RuleBroken("Write what gets better, and by when: it is not all in place yet.")
    far_away = clocks.add_months(london_day(utc_now()), MOST_MONTHS)
    if details["improve_by"] is not None and not EARLIEST <= details["improve_by"] <= far_away:
        raise RuleBroken("Choose a day in the next two years. Check the year.")


def moderate(by: Person, found: StandardScore, details: ModerationDetails) -> None:
    """The board's own score beside the agency's, with the reason. It can be changed while the year is open."""
    found.moderated_score, found.moderated_because = details["moderated_score"], details["moderated_because"]
    found.moderated_by_id, found.moderated_at = by.id, utc_now()
    auditing.note(by, "moderated a standard of Section 11", found)
    db.session.flush()
