"""What the lead's own agency is to do for children: how far it is, and what shows it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import an_agency_lead, open_to, signed_in_person
from app.agencies import agencies
from app.agencies.forms import ReportForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import Action, utc_now
from app.paging import page_asked_for
from app.services import acting, conferring, membership
from app.services.acting import Which
from app.services.errors import RuleBroken
from app.units import writes


@agencies.get("/")
@open_to(an_agency_lead)
@writes
def list_actions() -> ResponseReturnValue:
    lead, which, now, number = signed_in_person(), which_asked_for(), utc_now(), page_asked_for()
    actions, has_more = acting.list_actions(lead, which, now=now, page=number)
    page = render_template(
        "agencies/list_actions.html",
        actions=actions,
        which=which,
        counts=acting.counts(lead, now=now),
        most_counted=acting.MOST_COUNTED,
        page=number,
        has_more=has_more,
        waits=membership.waits_for(lead, now),
        now=now,
    )
    db.session.commit()
    return page


@agencies.route("/actions/<uuid:action_id>", methods=["GET", "POST"])
@open_to(an_agency_lead)
@shows_back
@takes_writing
@writes
def report_action(action_id: UUID) -> ResponseReturnValue:
    lead = signed_in_person()
    action = acting.get_action(lead, action_id, for_change=request.method == "POST")
    form = ReportForm(action)
    if form.validate_on_submit():
        try:
            acting.report(lead, action, **form.details, today=conferring.this_day())
            db.session.commit()
            return redirect(url_for(".report_action", action_id=action_id, saved="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return open_and_show(action, form)


def open_and_show(action: Action, form: ReportForm) -> ResponseReturnValue:
    """The page shows a child's reference, whatever was sent from it: nobody sees it without the line that says who."""
    acting.open_action(signed_in_person(), action)
    page = render_template("agencies/report_action.html", action=action, form=form, back=way_back(action))
    db.session.commit()
    return page, 400 if form.is_submitted() else 200


def which_asked_for() -> Which:
    try:
        return Which(request.args.get("which", Which.OPEN))
    except ValueError:
        return Which.OPEN


def way_back(action: Action) -> str:
    """The page of the list that it was opened from, or else the list in which this action stands."""
    if "which" in request.args or "page" in request.args:
        return url_for(".list_actions")  # which carries both
    which = next((which for which in (Which.DONE, Which.STOPPED) if action.status in which.statuses), None)
    return url_for(".list_actions", which=which)
