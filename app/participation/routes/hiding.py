"""Details that point at somebody: hidden by whoever reads a view, seen and shown again by a safeguarding lead."""

from uuid import UUID

from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.participation import participation
from app.participation.redaction_words import to_choose_from
from app.participation.routes.opening import open_and_show
from app.participation.routes.sorting import back_to
from app.participation.view_forms import HideForm, LiftForm, SeeHiddenForm
from app.refusals import refusals_shown_on
from app.services import answering, quoting, redacting


@participation.post("/inbox/<uuid:view_id>/hide")
@open_to(who_reads_views)
@shows_back
def hide_detail(view_id: UUID) -> ResponseReturnValue:
    view, form = answering.get_view(view_id, for_change=True), HideForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            redacting.redact(view, signed_in_person(), detail=form.detail.data, once=form.once.data)
            quoting.withdraw_what_shows(view, signed_in_person(), detail=form.detail.data)
            db.session.commit()
            return back_to(view_id, "said")
    return open_and_show(view, hide_form=form)


@participation.post("/inbox/<uuid:view_id>/hidden")
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def see_hidden(view_id: UUID) -> ResponseReturnValue:
    """The page with everything as it was typed: once, with the reason written down first."""
    view, form = answering.get_view(view_id, for_change=True), SeeHiddenForm()
    if form.validate_on_submit():
        redacting.see_hidden(view, signed_in_person(), reason=form.reason.data)
        return open_and_show(view, sees_hidden=True)
    return open_and_show(view, see_form=form)


@participation.post("/inbox/<uuid:view_id>/hidden/lift")
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def lift_hidden(view_id: UUID) -> ResponseReturnValue:
    view = answering.get_view(view_id, for_change=True)
    form = LiftForm(to_choose_from(view))
    if form.validate_on_submit():
        redacting.lift(view, signed_in_person(), redaction_id=form.redaction.data, reason=form.reason.data)
        db.session.commit()
        return back_to(view_id, "said")
    return open_and_show(view, lift_form=form)
