"""Late corrections: count again what is published, and publish what changed where that gives nobody away.

A revision is published only when `revising.py` allows it, for everybody and for each who takes away what they recorded
themselves. Else it waits until more corrections make it allowed. That it
waits is told nobody: whoever knew would know that what changed is small. Nothing is kept of it, each run counts anew.
"""

from datetime import date

from sqlalchemy import select

from app.extensions import db
from app.models import Conference, View
from app.protection.linked_tables import Shown
from app.protection.revising import may_replace
from app.protection.small_numbers import HIDDEN
from app.services import counted_periods, figures, publishing
from app.services.clocks import FinancialYear, Period, Quarter, add_months, end_of_day, start_of_day
from app.services.counted_periods import Version

REASON = "Records were corrected after these figures were published."
BEGAN_BEFORE = 12  # months
NOBODY = ""  # recorded nothing of it, and sees what everybody sees
QUARTERS_BACK = 4  # retention clears what is older, and what is cleared cannot be counted again


def revise(today: date, *, reason: str = REASON) -> list[Period]:
    """Count the quarters of the last year again, and publish revisions of them and of their years where that may be.

    Returns the periods that were revised now, quarters first. Run again it revises nothing more.
    """
    newest = Quarter.containing(today).previous
    quarters = [newest]
    while len(quarters) < QUARTERS_BACK:
        quarters.append(quarters[-1].previous)
    revised: list[Period] = [quarter for quarter in reversed(quarters) if _revise_quarter(quarter, reason)]
    years = dict.fromkeys(FinancialYear.containing(quarter.first_day) for quarter in reversed(quarters))
    return revised + [year for year in years if _revise_year(year, reason)]


def _revise_quarter(quarter: Quarter, reason: str) -> bool:
    versions = counted_periods.versions_of(quarter)[quarter]
    if not versions or versions[-1].by != publishing.counted_by() or _is_cleared(quarter):
        return False
    latest = versions[-1]
    counted = figures.count(quarter, rows=latest.rows)
    try:
        new = counted_periods.of_quarter(quarter, counted, latest.limits, latest.by, latest.revision + 1)
    except ValueError:  # an agency that was not there then
        return False
    return new.counts != latest.counts and _replace(versions, new, reason)


def _revise_year(year: FinancialYear, reason: str) -> bool:
    versions = counted_periods.versions_of(year)[year]
    quarters = publishing.newest_of_quarters(year) if versions else None
    if quarters is None:
        return False
    new = counted_periods.of_year(year, quarters, versions[-1].limits, versions[-1].revision + 1)
    return new.made_of != versions[-1].made_of and _replace(versions, new, reason)


def _replace(versions: list[Version], new: Version, reason: str) -> bool:
    quarters = _quarters_of(new.period)
    earlier = [counted_periods.shown_of(version, quarters) for version in versions]
    shown = counted_periods.shown_of(new, quarters)
    if new.links != versions[-1].links or shown == earlier[-1]:
        return False
    if not _may_replace_for_each(versions, earlier, new, shown):
        return False
    return new.keep(reason) and bool(publishing.freeze(new, shown, reason=reason, instead_of=earlier[-1]))


def _may_replace_for_each(versions: list[Version], earlier: list[Shown], new: Version, shown: Shown) -> bool:
    """Whether it may be, for everybody, and for each who recorded some of it and takes their own away from both."""
    recorders = {recorder for version in (*versions, new) for recorder in version.recorded}
    return all(
        may_replace(
            [_less_own(cells, version, who) for cells, version in zip(earlier, versions, strict=True)],
            _less_own(shown, new, who),
            new.links,
            limits=new.limits,
        )
        for who in (NOBODY, *recorders)
    )


def _less_own(shown: Shown, version: Version, who: str) -> Shown:
    own = version.recorded.get(who, {})
    return {name: HIDDEN if cell is HIDDEN else cell - own.get(name, 0) for name, cell in shown.items()}


def _quarters_of(period: Period) -> dict[tuple[Quarter, int], Version]:
    if isinstance(period, Quarter):
        return {}
    kept = counted_periods.versions_of(*period.quarters)
    return publishing.by_revision(*(version for versions in kept.values() for version in versions))


def _is_cleared(quarter: Quarter) -> bool:
    """Whether anything is gone that was counted then, or may have been: what is due in a quarter began before it."""
    first_day = add_months(quarter.first_day, -BEGAN_BEFORE)
    views = View.sent_at.between(start_of_day(first_day), end_of_day(quarter.last_day))
    conferences = Conference.held_on.between(first_day, quarter.last_day)
    questions = (
        select(View.id).where(View.cleared_at.is_not(None), View.taken_back_at.is_(None), views),
        select(Conference.id).where(Conference.cleared_at.is_not(None), conferences),
    )
    return any(db.session.scalar(question.limit(1)) is not None for question in questions)
