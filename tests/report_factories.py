"""Ready-made annual reports, saved: name only what matters to your test."""

from app.extensions import db
from app.forms import new_once
from app.models import AnnualReport, Person, ReportText, ReportVersion, Role, utc_now
from app.models.codes import ReportPart
from app.services import report_contents, reporting
from app.services.clocks import FinancialYear
from tests.factories import PersonFactory

PLAIN = {ReportPart.OPENING: "We listened.", ReportPart.FOR_CHILDREN: "You told us. We did it."}


def make_report(
    begins: int = 2025, *, texts: dict[ReportPart, str] = PLAIN, is_published: bool = True, **says: object
) -> AnnualReport:
    """The report of the year that begins then, with these texts of the board; published, it says this besides."""
    by = PersonFactory(role=Role.BOARD_MEMBER)
    report = AnnualReport(begins=begins, published_at=utc_now() if is_published else None)
    report.texts = [text_of(report, part, text, by) for part, text in texts.items()]
    db.session.add(report)
    db.session.flush()
    if is_published:
        add_version(report, by, says)
    db.session.commit()
    return reporting.get_report(FinancialYear(begins))


def text_of(report: AnnualReport, part: ReportPart, text: str, by: Person) -> ReportText:
    return ReportText(report_id=report.id, part=part, text=text, changed_at=utc_now(), changed_by_id=by.id)


def add_version(report: AnnualReport, by: Person, says: dict[str, object], *, number: int = 1) -> None:
    """As it stands now, but for what it `says`."""
    texts = reporting.texts_of(report)
    content = report_contents.put_together(FinancialYear(report.begins), texts=texts, now=utc_now())
    version = ReportVersion(report_id=report.id, number=number, published_by_id=by.id, once=new_once())
    version.content, version.corrects = dict(content) | says, "A number was wrong." if number > 1 else None
    db.session.add(version)
