"""The children's version of the annual report, for everybody to read. Only what is published is found here."""

from sqlalchemy import func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased

from app.extensions import db
from app.models import AnnualReport, ReportVersion
from app.services.clocks import FinancialYear


def years() -> list[FinancialYear]:
    """The years whose report can be read, the newest first."""
    query = select(AnnualReport.begins).where(AnnualReport.published_at.is_not(None))
    return [FinancialYear(begins) for begins in db.session.scalars(query.order_by(AnnualReport.begins.desc()))]


def year_called(code: str) -> FinancialYear:
    """One of those, as its address names it. Raises NoResultFound for any other."""
    found = next((year for year in years() if year.code == code), None)
    if found is None:
        raise NoResultFound(f"No report of {code!r} can be read")
    return found


def get_published(year: FinancialYear) -> ReportVersion:
    """The newest version of the report of this year. Raises NoResultFound when none can be read."""
    other = aliased(ReportVersion)
    newest = select(func.max(other.number)).where(other.report_id == AnnualReport.id).scalar_subquery()
    query = (
        select(ReportVersion)
        .join(AnnualReport, AnnualReport.id == ReportVersion.report_id)
        .where(
            AnnualReport.begins == year.begins, AnnualReport.published_at.is_not(None), ReportVersion.number == newest
        )
    )
    return db.session.scalars(query).one()
