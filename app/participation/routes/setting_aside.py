"""Views that are not genuine, and those that were taken back and kept."""

from uuid import UUID

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.participation import participation
from app.participation.forms import CloseForm, NotGenuineForm
from app.participation.routes.opening import open_and_show
from app.refusals import refusals_shown_on
from app.services import answering, setting_aside, taking_back


@participation.post("/inbox/<uuid:view_id>/not-genuine")
@open_to(who_reads_views)
@shows_back
@takes_writing
def mark_not_genuine(view_id: UUID) -> ResponseReturnValue:
    view, form = answering.get_view(view_id, for_change=True), NotGenuineForm(prefix="aside")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            setting_aside.mark_not_genuine(view, signed_in_person(), reason=form.reason.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id))
    return open_and_show(view, not_genuine_form=form)


@participation.post("/inbox/<uuid:view_id>/genuine")
@open_to(who_reads_views)
def mark_genuine(view_id: UUID) -> ResponseReturnValue:
    view = answering.get_view(view_id, for_change=True)
    setting_aside.take_up_again(view, signed_in_person())
    db.session.commit()
    return redirect(url_for(".open_view", view_id=view.id))


@participation.post("/inbox/<uuid:view_id>/close")
@open_to(who_reads_views)
@shows_back
@takes_writing
def close_taken_back(view_id: UUID) -> ResponseReturnValue:
    """What was taken back and kept is cleared for good."""
    view, form = answering.get_view(view_id, for_change=True), CloseForm(prefix="close")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            taking_back.close_taken_back(view, signed_in_person(), done=form.done.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id))
    return open_and_show(view, close_form=form)
