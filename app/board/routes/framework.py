"""The information-sharing framework: who has signed the version in force, and the next version."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.agency_forms import NewVersionForm, PaperForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.refusals import refusals_shown_on
from app.services import framework, membership
from app.services.clocks import london_day
from app.services.errors import RuleBroken


@board.get("/agencies/framework")
@open_to(who_keeps_promises)
def show_framework() -> ResponseReturnValue:
    today = london_day(utc_now())
    return render_template(
        "board/show_framework.html",
        version=framework.in_force(today),
        versions=framework.versions(),
        signed=framework.counts_signed(),
        standings=framework.standings(today),
        now=utc_now(),
    )


@board.route("/agencies/framework/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def add_version() -> ResponseReturnValue:
    form = NewVersionForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            framework.add_version(signed_in_person(), form.details, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".show_framework"))
    return render_template("board/add_version.html", form=form), 400 if form.is_submitted() else 200


@board.route("/agencies/<uuid:agency_id>/framework", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def write_down_paper(agency_id: UUID) -> ResponseReturnValue:
    agency, version, form = membership.get_agency(agency_id), framework.in_force(london_day(utc_now())), PaperForm()
    if form.validate_on_submit():
        who = {"name": form.name.data, "role": form.role.data}
        try:
            framework.write_down_paper(
                signed_in_person(), agency.id, number=form.number.data, on=form.signed_on.data, **who
            )
            db.session.commit()
            return redirect(url_for(".show_agency", agency_id=agency_id))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    form.number.data = version.number if version else None
    page = render_template("board/write_down_paper.html", form=form, agency=agency, version=version)
    return page, 400 if form.is_submitted() else 200
