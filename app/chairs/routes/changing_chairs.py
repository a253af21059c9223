"""A conference gets another chair: its own hands it over, or the chairs' manager gives it to somebody else."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.forms.leading import ChangeChairForm
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.services import changing_chairs, conferring


@chairs.route("/<uuid:conference_id>/hand-over", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
@takes_writing
def hand_over(conference_id: UUID) -> ResponseReturnValue:
    form = ChangeChairForm()
    conference = conferring.get_conference(signed_in_person(), conference_id, for_change=form.is_submitted())
    form.offer(changing_chairs.chairs_to_choose(conference))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            changing_chairs.change_chair(signed_in_person(), conference, form.person.data, reason=form.reason.data)
            db.session.commit()
            return redirect(url_for(".list_conferences", saved="handed-over"))
    conference = conferring.get_conference(signed_in_person(), conference_id)
    page = render_template("chairs/hand_over.html", form=form, conference=conference)
    return page, 400 if form.is_submitted() else 200
