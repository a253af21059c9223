"""Section 11: how well the lead's own agency says that it keeps children safe, and what the board says of that."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import an_agency_lead, open_to, signed_in_person
from app.agencies import agencies
from app.agencies.partnership_forms import ScoreForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.models.codes import Standard
from app.services import self_assessing
from app.services.acting import of_agency
from app.services.errors import RuleBroken
from app.services.self_assessing import SCORES


@agencies.get("/section-11")
@open_to(an_agency_lead)
def list_standards() -> ResponseReturnValue:
    assessments = self_assessing.of_agency_by_year(of_agency(signed_in_person()))
    return render_template(
        "agencies/list_standards.html",
        assessment=next((one for one in assessments if one.is_open), None),
        earlier=[one for one in assessments if not one.is_open],
        standards=Standard,
        scores=SCORES,
        now=utc_now(),
    )


@agencies.route("/section-11/<standard>", methods=["GET", "POST"])
@open_to(an_agency_lead)
@shows_back
@takes_writing
def score_standard(standard: str) -> ResponseReturnValue:
    lead, about = signed_in_person(), self_assessing.standard_called(standard)
    assessment = self_assessing.own(lead, for_change=request.method == "POST") or abort(404)
    score = assessment.by_standard.get(about)
    form = ScoreForm(score)
    if form.validate_on_submit():
        try:
            self_assessing.score(lead, assessment, about, form.details)
            db.session.commit()
            return redirect(url_for(".list_standards"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template(
        "agencies/score_standard.html", form=form, score=score, about=about, assessment=assessment, scores=SCORES
    )
    return page, 400 if form.is_submitted() else 200
