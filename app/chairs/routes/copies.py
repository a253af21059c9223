"""A copy of one child's record for the case system: a page to print, or a file. First comes the reason.

There is no address that shows a copy: each one is the answer to a reason, which is written down with it.
"""

from uuid import UUID

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.access import a_chair, confirmed_lately, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.forms.copies import CopyForm
from app.chairs.routes.record import RECORD
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import ChildRecord, utc_now
from app.services import attending, copying, recording


@chairs.route(f"{RECORD}/copy", methods=["GET", "POST"])
@open_to(a_chair)
@confirmed_lately
@shows_back
@takes_writing
def copy_record(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    form = CopyForm()
    record = recording.get_record(signed_in_person(), conference_id, record_id)
    if form.validate_on_submit():
        is_file = request.form.get("kind") == "file"
        copying.note_copy(signed_in_person(), record, is_file=is_file, reason=form.reason.data)
        answer = as_file(record) if is_file else as_page(record)
        db.session.commit()
        return answer
    page = render_template("chairs/copy_record.html", form=form, record=record)
    return page, 400 if form.is_submitted() else 200


def facts_about(record: ChildRecord) -> copying.Facts:
    agencies = attending.agencies_at(record.conference)
    return copying.copy_of(record, agencies, made_by=signed_in_person(), now=utc_now())


def as_page(record: ChildRecord) -> str:
    return render_template("chairs/print_record.html", record=record, copy=facts_about(record))


def as_file(record: ChildRecord) -> Response:
    """The file's name holds a part of the record's random id: two files do not overwrite each other, and it says
    nothing about the child."""
    name = f"heard-record-{record.id.hex[:8]}.json"
    return Response(
        copying.as_json(facts_about(record)),
        content_type="application/json; charset=utf-8",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )
