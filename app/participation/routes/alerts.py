"""Alerts: raised by who reads a view, seen, dealt with, closed. From a meeting page only safeguarding leads see one."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import Alert, utc_now
from app.paging import page_asked_for
from app.participation import participation
from app.participation.alert_forms import AlertForm, OpenAnswerForm, RaiseForm
from app.participation.routes.opening import open_and_show
from app.refusals import refusals_shown_on
from app.services import alert_closing, alerting, answer_opening, answering, escalating, raising
from app.services.errors import RuleBroken
from app.units import writes


@participation.get("/alerts/")
@open_to(who_reads_views)
def list_alerts() -> ResponseReturnValue:
    page = page_asked_for()
    alerts, has_more = alerting.open_alerts(page=page)
    return render_template(
        "participation/list_alerts.html",
        alerts=[(alert, alerting.close_due(alert)) for alert in alerts],
        page=page,
        has_more=has_more,
        may_open_meetings=a_safeguarding_lead(),
        now=utc_now(),
    )


@participation.route("/alerts/<uuid:alert_id>", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
def open_alert(alert_id: UUID) -> ResponseReturnValue:
    """What was done is written down here, bit by bit; with all of it a safeguarding lead closes the alert."""
    by = signed_in_person()
    alert = alerting.get_alert(alert_id, by, for_change=True)
    form = AlertForm(alert)
    if form.validate_on_submit():
        try:
            alert_closing.record(alert, by, written=form.record, saves=form.saves_seen, closes=form.closes)
            db.session.commit()
            return redirect(url_for(".open_alert", alert_id=alert_id, saved="yes"))
        except RuleBroken as broken:
            form.show_beside_what_is_saved(alert, str(broken))
    return open_and_show_alert(alert, form)


@participation.route("/alerts/<uuid:alert_id>/answer", methods=["GET", "POST"])
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def open_answer(alert_id: UUID) -> ResponseReturnValue:
    """The answer of a meeting page that raised the alert: with the reason written down first."""
    by = signed_in_person()
    form = OpenAnswerForm(prefix="answer")
    alert = alerting.get_alert(alert_id, by, for_change=form.is_submitted())
    if form.is_submitted() and not form.validate():
        return open_and_show_alert(alert, AlertForm(alert, formdata=None), form)
    if form.is_submitted() and escalating.is_for_leads(alert):
        answer_opening.open_answer(by, alert, reason=form.reason.data)
        db.session.commit()
    return redirect(url_for(".open_alert", alert_id=alert_id))


def open_and_show_alert(
    alert: Alert, form: AlertForm, answer_form: OpenAnswerForm | None = None
) -> ResponseReturnValue:
    """The page holds what was written about a child, whatever was sent from it: this is an opening like any other."""
    by = signed_in_person()
    alerting.open_alert(by, alert)
    page = render_template(
        "participation/open_alert.html",
        alert=alert,
        answer=answer_opening.look(by, alert) if escalating.is_for_leads(alert) and not alert.cleared_at else None,
        answer_form=answer_form or OpenAnswerForm(formdata=None, prefix="answer"),
        form=form,
        steps=alerting.steps_in_order(alert),
        round_number=escalating.round_of(alert),
        close_due=alerting.close_due(alert),
        may_close=a_safeguarding_lead(),
        just_saved=request.args.get("saved") == "yes" and not form.is_submitted(),
        now=utc_now(),
    )
    db.session.commit()
    return page, 400 if request.method == "POST" else 200


@participation.post("/alerts/<uuid:alert_id>/acknowledge")
@open_to(who_reads_views)
def acknowledge(alert_id: UUID) -> ResponseReturnValue:
    """Whoever says they have seen it is led to what was said, where nobody has read that yet."""
    by = signed_in_person()
    alert = alerting.get_alert(alert_id, by, for_change=True)
    alerting.acknowledge(alert, by)
    db.session.commit()
    if alert.view and alert.view.read_at is None:
        return redirect(url_for(".open_view", view_id=alert.view_id))
    if alert.proposal and alert.proposal.read_at is None:
        return redirect(url_for(".open_proposal", proposal_id=alert.proposal_id))
    if alert.text and alert.text.read_at is None:
        return redirect(url_for(".open_member_text", text_id=alert.text_id))
    if alert.note and alert.note.read_at is None:
        return redirect(url_for(".open_note", note_id=alert.note_id))
    return redirect(url_for(".open_alert", alert_id=alert_id))


@participation.post("/inbox/<uuid:view_id>/alert")
@open_to(who_reads_views)
@shows_back
@takes_writing
def raise_alert(view_id: UUID) -> ResponseReturnValue:
    """Whoever reads a view may decide that its young person is not safe."""
    view, form = answering.get_view(view_id, for_change=True), RaiseForm(prefix="raise")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            raising.raise_on_view(view, signed_in_person(), because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_view", view_id=view.id))
    return open_and_show(view, raise_form=form)
