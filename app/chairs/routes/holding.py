"""Holding a child's record: it stays whatever its time says, and with it all of its conference."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.forms.holds import HoldForm
from app.chairs.refusals import refusals_shown_on
from app.chairs.routes.record import RECORD
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import ChildRecord
from app.paging import page_asked_for
from app.services import holding, recording
from app.services.conferring import this_day
from app.services.errors import RuleBroken


@chairs.get("/holds")
@open_to(a_chair)
def list_holds() -> ResponseReturnValue:
    """Every record of this chair's conferences that is kept longer, and when they look at that again."""
    page = page_asked_for()
    held, has_more = holding.held_records(signed_in_person(), page=page)
    return render_template("chairs/list_holds.html", held=held, page=page, has_more=has_more, today=this_day())


@chairs.route(f"{RECORD}/hold", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
@takes_writing
def hold_record(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    form = HoldForm()
    record = recording.get_record(signed_in_person(), conference_id, record_id, for_change=form.is_submitted())
    if form.validate_on_submit():
        with refusals_shown_on(form):
            do_as_asked(record, form)
            db.session.commit()
            return redirect(url_for(".hold_record", conference_id=conference_id, record_id=record_id))
    record = recording.get_record(signed_in_person(), conference_id, record_id)
    page = render_template(
        "chairs/hold_record.html", form=form, record=record, hold=holding.find_live(record), today=this_day()
    )
    return page, 400 if form.is_submitted() else 200


def do_as_asked(record: ChildRecord, form: HoldForm) -> None:
    """Raises RuleBroken when there is no day to look at it again."""
    if request.form.get("act") == "lift":
        holding.lift(record, signed_in_person(), reason=form.reason.data)
        return
    if form.review_on.data is None:
        raise RuleBroken("Enter the day on which you look at this again.")
    holding.place(record, signed_in_person(), reason=form.reason.data, review_on=form.review_on.data)
