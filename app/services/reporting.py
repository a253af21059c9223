"""The annual report as the board makes it: its own texts, published as a version that stays, corrected by the next.

What it says besides is put together in app/services/report_contents.py; everybody reads it through reports_shown.py.
"""

from typing import Any, Final, cast
from uuid import UUID, uuid4

from sqlalchemy import Select, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import AnnualReport, Person, ReportText, ReportVersion, utc_now
from app.models.codes import ReportPart
from app.protection.pointing_at import Pointer
from app.services import auditing, pointing_out, public, publishing, recording
from app.services.adding import add_if_new
from app.services.clocks import FinancialYear, london_day
from app.services.errors import RuleBroken
from app.services.plain_meter import Plain, measure
from app.services.report_contents import ReportContent

NEEDED: Final = ReportPart.FOR_CHILDREN


def years() -> list[FinancialYear]:
    """The years that can have a report, the newest first: this one, the last, and any with figures or a report."""
    running = FinancialYear.containing(london_day(utc_now()))
    begun = (FinancialYear(begins) for begins in db.session.scalars(select(AnnualReport.begins)))
    return sorted({running, running.previous, *publishing.published_years(), *begun}, reverse=True)


def year_called(code: str) -> FinancialYear:
    """Raises NoResultFound when no such year can have a report: the page is not there."""
    found = next((year for year in years() if year.code == code), None)
    if found is None:
        raise NoResultFound(f"There is no report of {code!r}")
    return found


def part_called(slug: str) -> ReportPart:
    """Raises NoResultFound when there is none of that name: the page is not there."""
    found = next((part for part in ReportPart if part.slug == slug), None)
    if found is None:
        raise NoResultFound(f"A report has no part {slug!r}")
    return found


def whole() -> Select[AnnualReport]:
    """With its texts and versions, and who changed and published each. What a version says comes when asked for."""
    versions = selectinload(AnnualReport.versions)
    return select(AnnualReport).options(
        versions.defer(ReportVersion.content),
        versions.joinedload(ReportVersion.published_by),
        selectinload(AnnualReport.texts).joinedload(ReportText.changed_by),
    )


def get_report(year: FinancialYear, *, for_change: bool = False) -> AnnualReport:
    """The report of this year. One that nobody has begun is empty, and stored only when it is got `for_change`."""
    query = whole().where(AnnualReport.begins == year.begins)
    if not for_change:
        found = db.session.scalars(query).one_or_none()
        return found or AnnualReport(begins=year.begins, texts=[], versions=[])
    add_if_new(AnnualReport, {"id": uuid4(), "created_at": utc_now(), "begins": year.begins}, key="begins")
    return db.session.scalars(query.with_for_update(of=AnnualReport)).one()


def list_reports() -> dict[int, AnnualReport]:
    """Every report that was begun, by the year in which it begins."""
    return {one.begins: one for one in db.session.scalars(whole())}


def said(version: ReportVersion) -> ReportContent:
    """All that a version says."""
    return cast(ReportContent, version.content)


def get_version(report: AnnualReport, version_id: UUID) -> ReportVersion:
    """One of its versions. Raises NoResultFound for any other."""
    found = next((one for one in report.versions if one.id == version_id), None)
    if found is None:
        raise NoResultFound("This report has no such version")
    return found


def texts_of(report: AnnualReport) -> dict[str, str]:
    """What the board wrote, by the name of its part, in their order."""
    return {part.slug: report.by_part[part].text for part in ReportPart if part in report.by_part}


def stored(report: AnnualReport, part: ReportPart) -> dict[str, Any]:
    """What the form that changes one part begins with."""
    text = report.by_part.get(part)
    return {"text": text.text if text else None}


def write(by: Person, report: AnnualReport, part: ReportPart, text: str | None) -> None:
    """The board's own words in one part of a report that was got `for_change`; nothing takes them out.

    What was published stays as it is. The same words again change nothing.
    """
    known = report.by_part.get(part)
    if text == (known.text if known else None):
        return
    if text is None:
        report.texts = [one for one in report.texts if one.part is not part]
    elif known is None:
        report.texts.append(
            ReportText(report_id=report.id, part=part, text=text, changed_at=utc_now(), changed_by_id=by.id)
        )
    else:
        known.text, known.changed_at, known.changed_by_id = text, utc_now(), by.id
    auditing.note(by, "wrote in an annual report", report)
    db.session.flush()


def how_plain(report: AnnualReport) -> Plain:
    """How plain the board's own words for children and young people are."""
    return measure("\n\n".join(one.text for part, one in report.by_part.items() if part.is_for_children))


def pointers(report: AnnualReport) -> list[Pointer]:
    """Names and other details in what the board wrote, for somebody to look at again before everybody reads it."""
    return pointing_out.in_texts(*texts_of(report).values(), code="")


def mark_of_public(report: AnnualReport, content: ReportContent) -> str:
    """Stands for all that is read once it is published, by which a page knows whether anything has changed since."""
    return recording.mark_of(dict(content) | {"number": len(report.versions)})


def is_sent(once: str) -> bool:
    """Whether the form with this token has published a version already."""
    return db.session.scalar(select(ReportVersion.id).where(ReportVersion.once == once)) is not None


def publish(
    by: Person, report: AnnualReport, content: ReportContent, *, corrects: str | None, seen: str, once: str
) -> None:
    """All of it becomes the newest version and stays as it is. The same form sent again changes nothing.

    `report` was got `for_change`, and `seen` is the mark of what was on the page. Raises RuleBroken when it is not what
    they saw, the year is not over, children have nothing to read yet, or a later version corrects nothing.
    """
    if is_sent(once):
        return
    public.check_as_seen(seen, mark_of_public(report, content))
    check_can_be_published(report, content)
    if report.versions and not corrects:
        raise RuleBroken("Say first what was wrong. Whoever reads the report reads that, too.")
    version = ReportVersion(
        report_id=report.id,
        number=len(report.versions) + 1,
        corrects=corrects if report.versions else None,
        published_by_id=by.id,
        content=dict(content),
        once=once,
    )
    db.session.add(version)
    report.published_at = version.created_at = utc_now()
    auditing.note(by, "published an annual report", report)
    db.session.flush()


def check_can_be_published(report: AnnualReport, content: ReportContent) -> None:
    """Raises RuleBroken with what stands in the way, for the page to say."""
    year = FinancialYear(report.begins)
    if not year.is_closed_on(london_day(utc_now())):
        raise RuleBroken(f"{year.label} is not over yet. Its report is published when it is over.")
    if NEEDED.slug not in content["texts"]:
        raise RuleBroken("Write first what children and young people read. Then it can be published.")


def what_stands_in_the_way(report: AnnualReport, content: ReportContent) -> str | None:
    """Why it cannot be published yet, in a sentence."""
    try:
        check_can_be_published(report, content)
    except RuleBroken as broken:
        return str(broken)
    return None


def withdraw(by: Person, report: AnnualReport, *, reason: str) -> None:
    """Nobody outside the board reads it any more, until a corrected version is published. Again changes nothing."""
    public.withdraw(by, report, "withdrew an annual report", reason=reason)
