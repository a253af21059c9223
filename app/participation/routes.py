from typing import Any
from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import View, utc_now
from app.models.codes import ViewStatus
from app.paging import page_asked_for
from app.participation import participation
from app.participation.forms import AnswerForm, CloseForm, ContactForm, NotGenuineForm
from app.services import alerting, answering, setting_aside, taking_back
from app.services.errors import RuleBroken
from app.units import writes

NOT_GENUINE = "not-genuine"


@participation.get("/inbox/")
@open_to(who_reads_views)
def list_views() -> ResponseReturnValue:
    page = page_asked_for()
    shown = NOT_GENUINE if request.args.get("shown") == NOT_GENUINE else None
    status = ViewStatus.NOT_GENUINE if shown else ViewStatus.WAITING
    listed, has_more = answering.list_views(status, page=page)
    return render_template(
        "participation/list_views.html",
        listed=listed,
        shown=shown,
        page=page,
        has_more=has_more,
        alerts=answering.alerts_unacknowledged(),
        meeting_alerts=alerting.meeting_alerts() if page == 1 else [],
        now=utc_now(),
    )


@participation.route("/inbox/<uuid:view_id>", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
def open_view(view_id: UUID) -> ResponseReturnValue:
    """Opening a view is written down, and the young person is told that somebody read it."""
    view, reader, form = answering.get_view(view_id, for_change=True), signed_in_person(), AnswerForm()
    if form.validate_on_submit():
        try:
            answering.send_answer(view, text=form.text.data, by=reader, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id, sent="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return open_and_show(view, form=form)


def open_and_show(view: View, **more: Any) -> ResponseReturnValue:
    """The page holds the view itself, whatever was sent from it: this is an opening like any other."""
    answering.open_view(view, signed_in_person())
    db.session.commit()
    return show(view.id, **more)


def show(view_id: UUID, *, how_to_find: str | None = None, **sent: HeardForm) -> ResponseReturnValue:
    """The page of one view, with whichever form was sent last as it was typed."""
    view = answering.get_view(view_id)
    forms = {
        "form": AnswerForm(formdata=None),
        "contact_form": ContactForm(formdata=None, prefix="contact"),
        "not_genuine_form": NotGenuineForm(formdata=None, prefix="aside"),
        "close_form": CloseForm(formdata=None, prefix="close"),
    } | sent
    was_sent = [form for form in sent.values() if form.is_submitted()]
    page = render_template(
        "participation/open_view.html",
        view=view,
        late=any(form.is_late for form in was_sent),
        now=utc_now(),
        just_sent=request.args.get("sent") == "yes" and not was_sent,
        says_how=answering.says_how(view),
        how_to_find=how_to_find,
        may_settle=not taking_back.is_alerted(view) or a_safeguarding_lead(),
        **forms,
    )
    return page, 400 if was_sent else 200


@participation.post("/alerts/<uuid:view_id>/acknowledge")
@open_to(who_reads_views)
def acknowledge(view_id: UUID) -> ResponseReturnValue:
    view = answering.get_view(view_id, for_change=True)
    answering.acknowledge(view, signed_in_person())
    db.session.commit()
    return redirect(url_for(".open_view", view_id=view.id))


@participation.post("/inbox/<uuid:view_id>/find")
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def open_contact(view_id: UUID) -> ResponseReturnValue:
    """What the young person gave us to find them: shown once, with the reason written down first."""
    view, form = answering.get_view(view_id, for_change=True), ContactForm(prefix="contact")
    if form.validate_on_submit():
        how = answering.open_contact(view, signed_in_person(), reason=form.reason.data)
        return open_and_show(view, how_to_find=how)
    return open_and_show(view, contact_form=form)


@participation.post("/inbox/<uuid:view_id>/not-genuine")
@open_to(who_reads_views)
@shows_back
@takes_writing
def mark_not_genuine(view_id: UUID) -> ResponseReturnValue:
    view, form = answering.get_view(view_id, for_change=True), NotGenuineForm(prefix="aside")
    if form.validate_on_submit():
        try:
            setting_aside.mark_not_genuine(view, signed_in_person(), reason=form.reason.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
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
        try:
            taking_back.close_taken_back(view, signed_in_person(), done=form.done.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return open_and_show(view, close_form=form)
