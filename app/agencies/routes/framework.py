"""The information-sharing framework, for the lead's own agency to read and to sign."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import an_agency_lead, open_to, signed_in_person
from app.agencies import agencies
from app.agencies.partnership_forms import SignForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import Person, utc_now
from app.refusals import refusals_shown_on
from app.services import framework, membership
from app.services.acting import of_agency
from app.services.clocks import london_day


@agencies.route("/framework", methods=["GET", "POST"])
@open_to(an_agency_lead)
@shows_back
@takes_writing
def sign_framework() -> ResponseReturnValue:
    lead = signed_in_person()
    form = SignForm(lead)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            framework.sign(lead, number=form.number.data, name=form.name.data, role=form.role.data)
            db.session.commit()
            return redirect(url_for(".sign_framework", saved="yes"))
    return framework_page(lead, form), 400 if form.is_submitted() else 200


def framework_page(lead: Person, form: SignForm) -> str:
    agency, version = membership.get_agency(of_agency(lead)), framework.in_force(london_day(utc_now()))
    if version is not None:
        form.number.data = version.number
    signatures = framework.signatures_of(agency)
    return render_template(
        "agencies/sign_framework.html",
        form=form,
        agency=agency,
        version=version,
        signature=next((one for one in signatures if version and one.version_id == version.id), None),
        signatures=signatures,
        just_saved=request.args.get("saved") == "yes",
        now=utc_now(),
    )
