"""What reviews ask of the lead's own agency: how far it is, and what shows it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import an_agency_lead, open_to, signed_in_person
from app.agencies import agencies
from app.agencies.partnership_forms import RecommendationReportForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.paging import page_asked_for
from app.services import pointing_out, recommending, reviewing
from app.services.errors import RuleBroken


@agencies.get("/recommendations")
@open_to(an_agency_lead)
def list_recommendations() -> ResponseReturnValue:
    page = page_asked_for()
    found, has_more = recommending.list_own(signed_in_person(), page=page)
    return render_template(
        "agencies/list_recommendations.html",
        recommendations=found,
        rag_of=reviewing.rag_of,
        page=page,
        has_more=has_more,
        now=utc_now(),
    )


@agencies.route("/recommendations/<uuid:recommendation_id>", methods=["GET", "POST"])
@open_to(an_agency_lead)
@shows_back
@takes_writing
def report_recommendation(recommendation_id: UUID) -> ResponseReturnValue:
    lead = signed_in_person()
    one = recommending.get_own(lead, recommendation_id, for_change=request.method == "POST")
    form = RecommendationReportForm(one)
    if form.validate_on_submit():
        try:
            recommending.report(lead, one, form.details)
            db.session.commit()
            return redirect(url_for(".report_recommendation", recommendation_id=recommendation_id, saved="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template(
        "agencies/report_recommendation.html",
        one=one,
        form=form,
        rag=reviewing.rag_of(one),
        pointers=pointing_out.in_texts(one.evidence, code=one.review.reference),
        just_saved=request.args.get("saved") == "yes",
    )
    return page, 400 if form.is_submitted() else 200
