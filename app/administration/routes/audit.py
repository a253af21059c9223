"""The audit trail: who did what to which row, and when."""

from flask import Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from app.access import confirmed_lately, open_to, own_sign_in, signed_in_person, who_reads_the_audit_trail
from app.administration import administration
from app.administration.exporting import as_csv
from app.administration.forms import AuditFilter
from app.administration.shown import REASON_SHOWN_FOR
from app.extensions import db
from app.models import utc_now
from app.paging import page_asked_for
from app.services import auditing, people, signing_in
from app.units import writes


@administration.get("/audit")
@open_to(who_reads_the_audit_trail)
def search_audit() -> ResponseReturnValue:
    return search_page(AuditFilter(request.args))


def search_page(form: AuditFilter) -> ResponseReturnValue:
    found = auditing.find_lines(**form.asked_for, page=page_asked_for()) if form.validate() else None
    about = {line.subject_id for line in found.lines if line.subject_table == "person"} if found else set()
    return render_template(
        "administration/search_audit.html",
        form=form,
        found=found,
        people=people.by_ids(about),
        printed_at=utc_now(),
        is_confirmed=signing_in.is_confirmed_lately(own_sign_in()),
        here=request.full_path,
        reason_shown_for=REASON_SHOWN_FOR,
    )


@administration.get("/audit.csv")
@open_to(who_reads_the_audit_trail)
@confirmed_lately
@writes
def export_audit() -> ResponseReturnValue:
    """Everything that fits, as a file. That it was fetched is written down first."""
    form = AuditFilter(request.args)
    if not form.validate():
        return search_page(form)
    auditing.note(signed_in_person(), "exported the audit trail", signed_in_person())
    asked_for = form.asked_for
    db.session.commit()
    return Response(
        stream_with_context(as_csv(asked_for)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": "attachment; filename=heard-audit.csv"},
    )
