"""Alerts: somebody says they have seen one. From a meeting page a safeguarding lead sees the answer that raised it."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import a_safeguarding_lead, open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.models import utc_now
from app.participation import participation
from app.services import alerting, answering
from app.units import writes


@participation.route("/alerts/<uuid:alert_id>", methods=["GET", "POST"])
@open_to(a_safeguarding_lead)
@shows_back
@writes
def open_alert(alert_id: UUID) -> ResponseReturnValue:
    form, lead = HeardForm(), signed_in_person()
    alert = alerting.get_alert(alert_id, for_change=True)
    if form.validate_on_submit():
        alerting.acknowledge(lead, alert)
        db.session.commit()
        return redirect(url_for(".open_alert", alert_id=alert_id))
    alerting.open_alert(lead, alert)
    page = render_template("participation/open_alert.html", alert=alert, form=form, now=utc_now())
    db.session.commit()
    return page, 400 if form.is_submitted() else 200


@participation.post("/alerts/<uuid:view_id>/acknowledge")
@open_to(who_reads_views)
def acknowledge(view_id: UUID) -> ResponseReturnValue:
    view = answering.get_view(view_id, for_change=True)
    answering.acknowledge(view, signed_in_person())
    db.session.commit()
    return redirect(url_for(".open_view", view_id=view.id))
