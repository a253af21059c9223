"""One recommendation of a review: who sees to it, what shows that it was done, what it changed, and closing it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.panels import indicator_rows
from app.board.review_forms import ImpactForm, NewRecommendationForm, OpenAgainForm, RecommendationForm
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Recommendation, utc_now
from app.services import committing, pointing_out, reviewing
from app.services.errors import RuleBroken

REVIEW = "/reviews/<uuid:review_id>"
RECOMMENDATION = f"{REVIEW}/recommendations/<uuid:recommendation_id>"


def back_to(recommendation: Recommendation) -> Response:
    review_id = recommendation.review_id
    return redirect(url_for(".show_recommendation", review_id=review_id, recommendation_id=recommendation.id))


@board.route(f"{REVIEW}/recommendations/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def add_recommendation(review_id: UUID) -> ResponseReturnValue:
    review = reviewing.get_review(review_id, for_change=request.method == "POST")
    form = NewRecommendationForm(review)
    if form.validate_on_submit():
        try:
            added = reviewing.add_recommendation(signed_in_person(), review, form.details, once=form.once.data)
            db.session.commit()
            return back_to(added)
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template("board/add_recommendation.html", form=form, review=review)
    return page, 400 if form.is_submitted() else 200


@board.get(RECOMMENDATION)
@open_to(who_keeps_promises)
def show_recommendation(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    return recommendation_page(reviewing.get_recommendation(review_id, recommendation_id))


def recommendation_page(
    recommendation: Recommendation, *, impact_form: ImpactForm | None = None, again_form: OpenAgainForm | None = None
) -> ResponseReturnValue:
    sent, indicator = impact_form or again_form, recommendation.indicator
    page = render_template(
        "board/show_recommendation.html",
        one=recommendation,
        review=recommendation.review,
        rag=reviewing.rag_of(recommendation),
        pointers=pointing_out.in_recommendation(recommendation),
        opened_again=reviewing.opened_again(recommendation),
        missing=reviewing.what_is_missing(recommendation),
        indicator=reviewing.INDICATORS.get(indicator or ""),
        commitments=committing.because_of(recommendation),
        rows=indicator_rows(reviewing.indicator_over_time(indicator), recommendation.evidenced_on) if indicator else [],
        impact_form=impact_form or ImpactForm(recommendation, is_sent=False),
        again_form=again_form or OpenAgainForm(formdata=None),
        close_form=HeardForm(formdata=None),
        sent=sent,
        now=utc_now(),
    )
    return page, 400 if sent else 200


@board.route(f"{RECOMMENDATION}/change", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def change_recommendation(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    one = reviewing.get_recommendation(review_id, recommendation_id, for_change=request.method == "POST")
    form = RecommendationForm(one)
    if form.validate_on_submit():
        try:
            reviewing.change_recommendation(signed_in_person(), one, form.details)
            db.session.commit()
            return back_to(one)
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template("board/change_recommendation.html", form=form, one=one, review=one.review)
    return page, 400 if form.is_submitted() else 200


@board.post(f"{RECOMMENDATION}/impact")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def check_impact(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    one = reviewing.get_recommendation(review_id, recommendation_id, for_change=True)
    form = ImpactForm(one, is_sent=True)
    if form.validate_on_submit():
        try:
            reviewing.check_impact(signed_in_person(), one, form.details)
            db.session.commit()
            return back_to(one)
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    return recommendation_page(one, impact_form=form)


@board.post(f"{RECOMMENDATION}/close")
@open_to(who_keeps_promises)
def close_recommendation(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    one = reviewing.get_recommendation(review_id, recommendation_id, for_change=True)
    reviewing.close(signed_in_person(), one)
    db.session.commit()
    return back_to(one)


@board.post(f"{RECOMMENDATION}/open-again")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def open_recommendation_again(review_id: UUID, recommendation_id: UUID) -> ResponseReturnValue:
    one, form = reviewing.get_recommendation(review_id, recommendation_id, for_change=True), OpenAgainForm()
    if form.validate_on_submit():
        reviewing.open_again(signed_in_person(), one, reason=form.because.data)
        db.session.commit()
        return back_to(one)
    return recommendation_page(one, again_form=form)
