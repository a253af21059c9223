"""The children of the household in a conference: add one, take out one who was added by mistake."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_takes_minutes
from app.chairs import chairs
from app.chairs.forms.conferences import ChildForm
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.services import conferring, essentials, including, recording
from app.services.whose_conference import written_by


@chairs.route("/<uuid:conference_id>/children/new", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
def add_child(conference_id: UUID) -> ResponseReturnValue:
    form = ChildForm()
    conference = conferring.get_conference(
        signed_in_person(), conference_id, whose=written_by, for_change=form.is_submitted()
    )
    if form.validate_on_submit():
        with refusals_shown_on(form):
            record = including.add_child(signed_in_person(), conference, **form.details)
            db.session.commit()
            return redirect(url_for(".show_record", conference_id=conference_id, record_id=record.id, saved="child"))
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by)
    page = render_template("chairs/add_child.html", form=form, conference=conference)
    return page, 400 if form.is_submitted() else 200


@chairs.route("/<uuid:conference_id>/children/<uuid:record_id>/remove", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
def remove_child(conference_id: UUID, record_id: UUID) -> ResponseReturnValue:
    form = HeardForm()
    record = recording.get_record(
        signed_in_person(), conference_id, record_id, whose=written_by, for_change=form.is_submitted()
    )
    if form.validate_on_submit():
        with refusals_shown_on(form):
            including.remove_child(signed_in_person(), record)
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference_id, saved="child-removed"))
    record = recording.get_record(signed_in_person(), conference_id, record_id, whose=written_by)
    page = render_template(
        "chairs/remove_child.html", form=form, record=record, is_started=essentials.is_started(record)
    )
    return page, 400 if form.is_submitted() else 200
