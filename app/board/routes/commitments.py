"""What the board promises: write it down, change it, publish it, withdraw it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.commitment_forms import CommitmentForm, NewCommitmentForm
from app.board.fields import PublishForm, WithdrawForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import Commitment, utc_now
from app.paging import page_asked_for
from app.refusals import refusals_shown_on
from app.services import committing
from app.services.committing import Shown
from app.services.errors import RuleBroken


@board.get("/commitments")
@open_to(who_keeps_promises)
def list_commitments() -> ResponseReturnValue:
    counts, asked, page = committing.how_many(), request.args.get("shown", ""), page_asked_for()
    usual = Shown.LATE if counts[Shown.LATE] else Shown.STARTED
    shown = next((one for one in Shown if one == asked), usual)
    found, has_more = committing.list_commitments(shown, page=page)
    return render_template(
        "board/list_commitments.html",
        shown=shown,
        counts=counts,
        commitments=found,
        page=page,
        has_more=has_more,
        now=utc_now(),
    )


@board.route("/commitments/new", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def add_commitment() -> ResponseReturnValue:
    form = NewCommitmentForm()
    form.offer()
    if request.method == "GET":
        form.begin_with(request.args)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            commitment = committing.add(signed_in_person(), form.details, once=form.once.data)
            db.session.commit()
            return redirect(url_for(".show_commitment", commitment_id=commitment.id, saved="yes"))
    page = render_template("board/add_commitment.html", form=form)
    return page, 400 if form.is_submitted() else 200


@board.get("/commitments/<uuid:commitment_id>")
@open_to(who_keeps_promises)
def show_commitment(commitment_id: UUID) -> ResponseReturnValue:
    return commitment_page(committing.get_commitment(commitment_id))


def commitment_page(commitment: Commitment, *, withdraw_form: WithdrawForm | None = None) -> ResponseReturnValue:
    page = render_template(
        "board/show_commitment.html",
        commitment=commitment,
        pattern=committing.PATTERNS.get(commitment.figure or ""),
        plain=committing.how_plain(commitment),
        verdicts=committing.verdicts(commitment),
        publish_form=PublishForm(formdata=None, data={"seen": committing.mark_of_public(commitment)}),
        withdraw_form=withdraw_form or WithdrawForm(formdata=None),
        just_saved=request.args.get("saved") == "yes",
        late=bool(withdraw_form and withdraw_form.is_late),
        now=utc_now(),
    )
    return page, 400 if withdraw_form else 200


@board.route("/commitments/<uuid:commitment_id>/change", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def change_commitment(commitment_id: UUID) -> ResponseReturnValue:
    commitment = committing.get_commitment(commitment_id, for_change=request.method == "POST")
    form = CommitmentForm(commitment)
    if form.validate_on_submit():
        try:
            committing.change(signed_in_person(), commitment, form.details)
            db.session.commit()
            return redirect(url_for(".show_commitment", commitment_id=commitment_id, saved="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template("board/change_commitment.html", form=form, commitment=commitment)
    return page, 400 if form.is_submitted() else 200


@board.post("/commitments/<uuid:commitment_id>/publish")
@open_to(who_keeps_promises)
def publish_commitment(commitment_id: UUID) -> ResponseReturnValue:
    commitment = committing.get_commitment(commitment_id, for_change=True)
    committing.publish(signed_in_person(), commitment, seen=PublishForm().seen.data or "")
    db.session.commit()
    return redirect(url_for(".show_commitment", commitment_id=commitment_id))


@board.post("/commitments/<uuid:commitment_id>/withdraw")
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def withdraw_commitment(commitment_id: UUID) -> ResponseReturnValue:
    commitment, form = committing.get_commitment(commitment_id, for_change=True), WithdrawForm()
    if form.validate_on_submit():
        committing.withdraw(signed_in_person(), commitment, reason=form.because.data)
        db.session.commit()
        return redirect(url_for(".show_commitment", commitment_id=commitment_id))
    return commitment_page(commitment, withdraw_form=form)
