"""Who else writes in a conference: its chair asks somebody, and ends that again."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_chair, open_to, signed_in_person
from app.chairs import chairs
from app.chairs.forms.leading import MinutesForm
from app.chairs.refusals import refusals_shown_on
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.services import conferring, minuting


@chairs.route("/<uuid:conference_id>/minutes", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def show_minute_takers(conference_id: UUID) -> ResponseReturnValue:
    form = MinutesForm()
    conference = conferring.get_conference(signed_in_person(), conference_id, for_change=form.is_submitted())
    form.offer(minuting.who_can_be_asked(conference))
    if form.validate_on_submit():
        with refusals_shown_on(form):
            minuting.ask(signed_in_person(), conference, form.person.data)
            db.session.commit()
            return redirect(url_for(".show_conference", conference_id=conference_id, saved="minutes"))
    return minutes_page(conference_id, form)


@chairs.route("/<uuid:conference_id>/minutes/<uuid:taker_id>/end", methods=["GET", "POST"])
@open_to(a_chair)
@shows_back
def end_minutes(conference_id: UUID, taker_id: UUID) -> ResponseReturnValue:
    is_sent = request.method == "POST"
    conference = conferring.get_conference(signed_in_person(), conference_id, for_change=is_sent)
    minuting.get_taker(conference, taker_id)
    if not is_sent:  # somebody loads again an address that a button leads to
        return redirect(url_for(".show_minute_takers", conference_id=conference_id))
    form = HeardForm()
    if form.validate_on_submit():
        minuting.end(signed_in_person(), conference, taker_id)
        db.session.commit()
        return redirect(url_for(".show_minute_takers", conference_id=conference_id, saved="minutes-ended"))
    asking = MinutesForm(formdata=None)
    asking.offer(minuting.who_can_be_asked(conference))
    return minutes_page(conference_id, asking, form)


def minutes_page(conference_id: UUID, form: MinutesForm, ending: HeardForm | None = None) -> ResponseReturnValue:
    conference = conferring.get_conference(signed_in_person(), conference_id)
    page = render_template(
        "chairs/show_minute_takers.html",
        conference=conference,
        form=form,
        ending=ending or HeardForm(formdata=None),
        takers=minuting.minute_takers(conference),
        before=minuting.who_wrote_before(conference),
    )
    return page, 400 if request.method == "POST" else 200
