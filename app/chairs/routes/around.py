"""Around a conference: the agencies that were there, and what followed it."""

from typing import cast
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_takes_minutes
from app.chairs import chairs
from app.chairs.forms.around import AfterwardsForm, AgenciesForm
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.services import attending, conferring, following_up
from app.services.attending import Attendance
from app.services.following_up import Afterwards
from app.services.whose_conference import written_by


@chairs.route("/<uuid:conference_id>/agencies", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
def change_agencies(conference_id: UUID) -> ResponseReturnValue:
    is_sent = request.method == "POST"
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by, for_change=is_sent)
    form = AgenciesForm(conference, attending.agencies_to_ask_about(conference))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            attending.save_attendance(signed_in_person(), conference, cast(Attendance, form.given()))
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference_id, saved="agencies"))
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by)
    page = render_template("chairs/change_agencies.html", form=form, conference=conference)
    return page, 400 if is_sent else 200


@chairs.route("/<uuid:conference_id>/afterwards", methods=["GET", "POST"])
@open_to(who_takes_minutes)
@shows_back
@takes_writing
def change_afterwards(conference_id: UUID) -> ResponseReturnValue:
    is_sent = request.method == "POST"
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by, for_change=is_sent)
    form = AfterwardsForm(conference)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            following_up.save_afterwards(signed_in_person(), conference, cast(Afterwards, form.all_given()))
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference_id, saved="afterwards"))
    conference = conferring.get_conference(signed_in_person(), conference_id, whose=written_by)
    page = render_template("chairs/change_afterwards.html", form=form, conference=conference)
    return page, 400 if is_sent else 200
