"""The annual report: the years, what each says, the board's own words in it, and publishing it for good."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.fields import WithdrawForm
from app.board.report_figures import figures_of
from app.board.report_forms import CorrectReportForm, PublishReportForm, text_form
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import AnnualReport, ReportVersion, utc_now
from app.models.codes import ReportPart
from app.services import quotes_shown, reporting
from app.services.clocks import FinancialYear, london_day
from app.services.report_contents import ReportContent, put_together, quote_ids
from app.services.self_assessing import SCORES


@board.get("/report")
@open_to(who_keeps_promises)
def list_reports() -> ResponseReturnValue:
    return render_template(
        "board/list_reports.html",
        years=reporting.years(),
        reports=reporting.list_reports(),
        today=london_day(utc_now()),
    )


@board.get("/report/<year>")
@board.get("/report/<year>/versions/<uuid:report_version_id>")
@open_to(who_keeps_promises)
def show_report(year: str, report_version_id: UUID | None = None) -> ResponseReturnValue:
    """What is published of this year, or one of its versions; while nothing is published, the draft."""
    of = reporting.year_called(year)
    report = reporting.get_report(of)
    if report_version_id is not None:
        return version_page(of, report, reporting.get_version(report, report_version_id))
    if report.newest is None or report.published_at is None:
        return draft_page(of, report)
    return version_page(of, report, report.newest)


@board.get("/report/<year>/draft")
@open_to(who_keeps_promises)
def show_report_draft(year: str) -> ResponseReturnValue:
    of = reporting.year_called(year)
    return draft_page(of, reporting.get_report(of))


def version_page(
    of: FinancialYear, report: AnnualReport, version: ReportVersion, withdraw_form: WithdrawForm | None = None
) -> ResponseReturnValue:
    page = render_template(
        "board/show_report.html",
        report=report,
        version=version,
        withdraw_form=withdraw_form or WithdrawForm(formdata=None),
        late=bool(withdraw_form and withdraw_form.is_late),
        **what_it_says(of, reporting.said(version)),
    )
    return page, 400 if withdraw_form else 200


def what_it_says(of: FinancialYear, content: ReportContent) -> dict[str, Any]:
    """The words of young people are asked for now: one that was taken back since is in no report any more."""
    quotes = quotes_shown.still_shown(quote_ids(content))
    figures = figures_of(of, content)
    return {"year": of, "content": content, "figures": figures, "quotes": quotes, "parts": ReportPart, "scores": SCORES}


def content_of(of: FinancialYear, report: AnnualReport) -> ReportContent:
    """All that the report says if it is published now."""
    before = reporting.said(report.versions[0]) if report.versions else None
    return put_together(of, texts=reporting.texts_of(report), now=utc_now(), before=before)


def draft_page(
    of: FinancialYear, report: AnnualReport, publish_form: PublishReportForm | None = None
) -> ResponseReturnValue:
    content = content_of(of, report)
    form = publish_form or publish_form_of(report, formdata=None)
    form.seen.data = reporting.mark_of_public(report, content)
    page = render_template(
        "board/show_report_draft.html",
        report=report,
        publish_form=form,
        in_the_way=reporting.what_stands_in_the_way(report, content),
        plain=reporting.how_plain(report),
        pointers=reporting.pointers(report),
        just_saved=request.args.get("saved") == "yes",
        late=form.is_late,
        **what_it_says(of, content),
    )
    return page, 400 if publish_form else 200


def publish_form_of(report: AnnualReport, **options: Any) -> PublishReportForm:
    return CorrectReportForm(**options) if report.versions else PublishReportForm(**options)


@board.route("/report/<year>/write/<part>", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def write_report(year: str, part: str) -> ResponseReturnValue:
    of, about = reporting.year_called(year), reporting.part_called(part)
    report = reporting.get_report(of, for_change=request.method == "POST")
    form = text_form(reporting.stored(report, about), about)
    if form.validate_on_submit():
        reporting.write(signed_in_person(), report, about, form.written)
        db.session.commit()
        return redirect(url_for(".show_report_draft", year=year, saved="yes", _anchor=about.slug))
    page = render_template("board/write_report.html", form=form, year=of, part=about, report=report)
    return page, 400 if form.is_submitted() else 200


@board.post("/report/<year>/publish")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def publish_report(year: str) -> ResponseReturnValue:
    of = reporting.year_called(year)
    report = reporting.get_report(of, for_change=True)
    form = publish_form_of(report)
    if reporting.is_sent(form.once.data):
        return redirect(url_for(".show_report", year=year))
    if not form.validate_on_submit():
        return draft_page(of, report, form)
    reporting.publish(
        signed_in_person(),
        report,
        content_of(of, report),
        corrects=form.corrects.data if "corrects" in form else None,
        seen=form.seen.data or "",
        once=form.once.data,
    )
    db.session.commit()
    return redirect(url_for(".show_report", year=year))


@board.post("/report/<year>/withdraw")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def withdraw_report(year: str) -> ResponseReturnValue:
    of, form = reporting.year_called(year), WithdrawForm()
    report = reporting.get_report(of, for_change=True)
    newest = report.newest
    if newest is not None and not form.validate_on_submit():
        return version_page(of, report, newest, form)
    if newest is not None:
        reporting.withdraw(signed_in_person(), report, reason=form.because.data)
        db.session.commit()
    return redirect(url_for(".show_report", year=year))
