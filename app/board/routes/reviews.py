"""Reviews as the board keeps them: written down, published, each recommendation seen through."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.fields import PublishForm, WithdrawForm
from app.board.review_forms import NewReviewForm, ReviewForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import Review, utc_now
from app.paging import page_asked_for
from app.refusals import refusals_shown_on
from app.services import pointing_out, reviewing
from app.services.errors import RuleBroken


@board.get("/reviews")
@open_to(who_keeps_promises)
def list_reviews() -> ResponseReturnValue:
    page = page_asked_for()
    found, has_more = reviewing.list_reviews(page=page)
    return render_template(
        "board/list_reviews.html", reviews=found, page=page, has_more=has_more, number_overdue=reviewing.number_overdue
    )


@board.route("/reviews/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def add_review() -> ResponseReturnValue:
    form = NewReviewForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            review = reviewing.add_review(signed_in_person(), form.details, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".show_review", review_id=review.id))
    return render_template("board/add_review.html", form=form), 400 if form.is_submitted() else 200


@board.get("/reviews/<uuid:review_id>")
@open_to(who_keeps_promises)
def show_review(review_id: UUID) -> ResponseReturnValue:
    return review_page(reviewing.get_review(review_id))


def review_page(review: Review, *, withdraw_form: WithdrawForm | None = None) -> ResponseReturnValue:
    page = render_template(
        "board/show_review.html",
        review=review,
        rag_of=reviewing.rag_of,
        pointers=pointing_out.in_review(review),
        publish_form=PublishForm(formdata=None, data={"seen": reviewing.mark_of_public(review)}),
        withdraw_form=withdraw_form or WithdrawForm(formdata=None),
        late=bool(withdraw_form and withdraw_form.is_late),
        now=utc_now(),
    )
    return page, 400 if withdraw_form else 200


@board.route("/reviews/<uuid:review_id>/change", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def change_review(review_id: UUID) -> ResponseReturnValue:
    review = reviewing.get_review(review_id, for_change=request.method == "POST")
    form = ReviewForm(review)
    if form.validate_on_submit():
        try:
            reviewing.change_review(signed_in_person(), review, form.details)
            db.session.commit()
            return redirect(url_for(".show_review", review_id=review_id))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template("board/change_review.html", form=form, review=review)
    return page, 400 if form.is_submitted() else 200


@board.post("/reviews/<uuid:review_id>/publish")
@open_to(who_keeps_promises)
def publish_review(review_id: UUID) -> ResponseReturnValue:
    review = reviewing.get_review(review_id, for_change=True)
    reviewing.publish(signed_in_person(), review, seen=PublishForm().seen.data or "")
    db.session.commit()
    return redirect(url_for(".show_review", review_id=review_id))


@board.post("/reviews/<uuid:review_id>/withdraw")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def withdraw_review(review_id: UUID) -> ResponseReturnValue:
    review, form = reviewing.get_review(review_id, for_change=True), WithdrawForm()
    if form.validate_on_submit():
        reviewing.withdraw(signed_in_person(), review, reason=form.because.data)
        db.session.commit()
        return redirect(url_for(".show_review", review_id=review_id))
    return review_page(review, withdraw_form=form)
