"""What the shadow board proposes for the board's agenda: the board decides, and members read why."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_promises
from app.board import board
from app.board.meeting_forms import DecisionForm
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import utc_now
from app.paging import page_asked_for
from app.services import deciding
from app.services.errors import RuleBroken


@board.get("/meetings/proposals")
@open_to(who_keeps_promises)
def list_proposals() -> ResponseReturnValue:
    page = page_asked_for()
    decided, has_more = deciding.decided(page=page)
    waiting = deciding.waiting() if page == 1 else []
    return render_template(
        "board/list_proposals.html", waiting=waiting, decided=decided, page=page, has_more=has_more, now=utc_now()
    )


@board.route("/meetings/proposals/<uuid:proposal_id>", methods=["GET", "POST"])
@open_to(who_keeps_promises)
@shows_back
@takes_writing
def decide_proposal(proposal_id: UUID) -> ResponseReturnValue:
    proposal = deciding.get_proposal(proposal_id, for_change=request.method == "POST")
    form = DecisionForm(proposal)
    if form.validate_on_submit():
        decision = {"accepts": form.accepts, "meeting_id": form.meeting_id.data, "because": form.because.data}
        try:
            deciding.decide(signed_in_person(), proposal, **decision)
            db.session.commit()
            return redirect(url_for(".list_proposals", saved="yes"))
        except RuleBroken as broken:
            form.form_errors.append(str(broken))
    page = render_template("board/decide_proposal.html", form=form, proposal=proposal, now=utc_now())
    return page, 400 if form.is_submitted() else 200
