"""The agencies of the board: which there are, which take part, and which are children's social care."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_accounts
from app.administration import administration
from app.administration.agency_forms import AgenciesForm, NewAgencyForm
from app.administration.shown import just_done
from app.extensions import db
from app.forgery import shows_back
from app.services import agencies
from app.services.errors import RuleBroken


@administration.route("/agencies", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@shows_back
def list_agencies() -> ResponseReturnValue:
    form = AgenciesForm(agencies.every())
    if form.validate_on_submit():
        agencies.mark_social_care(signed_in_person(), form.social_care.data)
        agencies.say_who_takes_part(signed_in_person(), form.taking_part.data)
        db.session.commit()
        return redirect(url_for(".list_agencies", saved="agencies"))
    page = render_template("administration/list_agencies.html", form=form, done=just_done())
    return page, 400 if request.method == "POST" else 200


@administration.route("/agencies/new", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@shows_back
def add_agency() -> ResponseReturnValue:
    form = NewAgencyForm()
    if form.validate_on_submit():
        try:
            agencies.add_agency(form.name.data, is_social_care=form.is_social_care.data, by=signed_in_person())
            db.session.commit()
            return redirect(url_for(".list_agencies", saved="agencies"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return render_template("administration/add_agency.html", form=form), 400 if request.method == "POST" else 200
