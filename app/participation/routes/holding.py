"""Holding a view: its words stay whatever their time says."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.paging import page_asked_for
from app.participation import participation
from app.participation.hold_forms import HoldForm, LiftHoldForm
from app.participation.routes.opening import open_and_show
from app.refusals import refusals_shown_on
from app.services import answering, holding
from app.services.clocks import london_day


@participation.get("/inbox/holds")
@open_to(who_reads_views)
def list_holds() -> ResponseReturnValue:
    """Every view that is kept longer, and when somebody looks at that again. Why stands on the page of the view."""
    page = page_asked_for()
    held, has_more = holding.held_views(page=page)
    return render_template(
        "participation/list_holds.html", held=held, page=page, has_more=has_more, today=london_day(utc_now())
    )


@participation.post("/inbox/<uuid:view_id>/hold")
@open_to(who_reads_views)
@shows_back
@takes_writing
def place_hold(view_id: UUID) -> ResponseReturnValue:
    view, form = answering.get_view(view_id, for_change=True), HoldForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            holding.place(view, signed_in_person(), reason=form.reason.data, review_on=form.review_on.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id, _anchor="hold"))
    return open_and_show(view, hold_form=form)


@participation.post("/inbox/<uuid:view_id>/hold/lift")
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def lift_hold(view_id: UUID) -> ResponseReturnValue:
    view, form = answering.get_view(view_id, for_change=True), LiftHoldForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            holding.lift(view, signed_in_person(), reason=form.reason.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id, _anchor="hold"))
    return open_and_show(view, lift_hold_form=form)
