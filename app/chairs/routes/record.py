"""The record of one child: all its parts on one page, each saved on its own."""

from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.forms.record import PARTS, PartForm
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.models import ChildRecord
from app.services import recording
from app.units import writes

RECORD = "/<uuid:conference_id>/children/<uuid:record_id>"


@chairs.get(RECORD)
@open_to(a_chair)
@writes
def show_record(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    return record_page(conference_id, record_id)


@chairs.route(f"{RECORD}/<any({','.join(PARTS)}):part>", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def save_part(conference_id: UUID, record_id: UUID, part: str) -> ResponseReturnValue:
    record = recording.get_record(signed_in_person(), conference_id, record_id, for_change=request.method == "POST")
    if request.method == "GET":  # somebody loads again an address that a part was sent to
        return redirect(part_address(conference_id, record_id, part))
    form = PARTS[part](record, is_sent=True)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            form.save(signed_in_person())
            db.session.commit()
            return redirect(part_address(conference_id, record_id, part, saved=part))
    return record_page(conference_id, record_id, form)


def part_address(conference_id: UUID, record_id: UUID, part: str, saved: str | None = None) -> str:
    """Where one part of a record is. `saved` names the part that says it has just been saved."""
    return url_for(".show_record", conference_id=conference_id, record_id=record_id, saved=saved, _anchor=part)


def record_page(conference_id: UUID, record_id: UUID, sent: PartForm | None = None) -> ResponseReturnValue:
    """The whole record: the part that could not be saved as it was typed, the others as stored."""

    def forms(record: ChildRecord) -> dict[str, PartForm]:
        return {name: sent if sent and sent.part == name else form(record) for name, form in PARTS.items()}

    return page_with_words(
        "chairs/show_record.html",
        conference_id,
        record_id,
        form=sent,
        forms=forms,
        saved=request.args.get("saved"),
    )


def page_with_words(template: str, conference_id: UUID, record_id: UUID, **shown: Any) -> ResponseReturnValue:
    """A page that shows a child's words. Nobody sees them without the line that says who did.

    After a POST it is shown back, because something could not be stored.
    """
    record = recording.open_record(signed_in_person(), conference_id, record_id)
    page = render_template(template, record=record, **shown)
    db.session.commit()
    return page, 400 if request.method == "POST" else 200
