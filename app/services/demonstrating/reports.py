"""The annual report of the demonstration's last full year: what was promised in it, and the report as published."""

from app.extensions import db
from app.models import AnnualReport, ReportText, ReportVersion, Role
from app.services import clocks, report_contents, reporting
from app.services.clocks import FinancialYear
from app.services.demonstrating.chance import Chance
from app.services.demonstrating.days import Days, in_the_morning
from app.services.demonstrating.people import Crew
from app.services.demonstrating.public_promises import add_promise
from app.services.demonstrating.report_texts import OF_THE_YEAR, TEXTS

PUBLISHED_AGO = 8  # working days


def last_year(days: Days) -> FinancialYear:
    return FinancialYear.containing(days.today).previous


def keep_last_year(*, seed: int, days: Days, crew: Crew) -> None:
    """Add what the board promised in that year. Chance of its own: nothing else comes out otherwise."""
    chance = Chance(f"promises of a year {seed}")
    since = clocks.working_days_between(last_year(days).last_day, days.today)
    for promise in OF_THE_YEAR:
        add_promise(promise._replace(ago=since + promise.ago), chance, days, crew)
    db.session.flush()


def report_on_last_year(*, seed: int, days: Days, crew: Crew) -> None:
    """Publish its report, as it stood then, for everybody to read in plain words."""
    chance, year, by = Chance(f"report {seed}"), last_year(days), crew.by_role[Role.BOARD_MEMBER][0]
    at = in_the_morning(chance, days.working_days_ago(PUBLISHED_AGO))
    report = AnnualReport(id=chance.new_id(), created_at=at, begins=year.begins, published_at=at)
    report.texts = [
        ReportText(
            id=chance.new_id(),
            created_at=at,
            report_id=report.id,
            part=part,
            text=text,
            changed_at=at,
            changed_by_id=by.id,
        )
        for part, text in TEXTS.items()
    ]
    db.session.add(report)
    content = report_contents.put_together(year, texts=reporting.texts_of(report), now=at)
    version = ReportVersion(
        id=chance.new_id(),
        created_at=at,
        report_id=report.id,
        number=1,
        published_by_id=by.id,
        content=dict(content),
        once=chance.once(),
    )
    db.session.add(version)
    db.session.flush()
