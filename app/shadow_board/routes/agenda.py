"""What members want the board to talk about: proposed, read first, accepted or deferred, and why."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import a_young_person, open_to, signed_in_person
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import utc_now
from app.paging import page_asked_for
from app.services import board_meetings, proposing
from app.shadow_board import shadow_board
from app.shadow_board.agenda_forms import ProposeForm


@shadow_board.get("/agenda")
@open_to(a_young_person)
def list_items() -> ResponseReturnValue:
    """A member's own items, in every state, and what other members proposed, once it was passed on."""
    person, page = signed_in_person(), page_asked_for()
    mine, has_more_of_mine = proposing.proposals_by(person, page=page)
    others, has_more_of_others = proposing.proposals_by_others(person, page=page)
    return render_template(
        "shadow_board/list_items.html",
        mine=mine,
        others=others,
        next_meeting=board_meetings.next_meeting(),
        can_be_taken_back=proposing.CAN_BE_TAKEN_BACK,
        page=page,
        has_more=has_more_of_mine or has_more_of_others,
        now=utc_now(),
        just_sent=request.args.get("sent") == "yes",
    )


@shadow_board.route("/agenda/new", methods=["GET", "POST"])
@open_to(a_young_person)
@shows_back
@takes_writing
def propose_item() -> ResponseReturnValue:
    form = ProposeForm()
    if form.validate_on_submit():
        words = {"title": form.title.data, "reason": form.reason.data}
        proposing.propose(signed_in_person(), **words, once=form.once.data)
        db.session.commit()
        return redirect(url_for(".list_items", sent="yes"))
    page = render_template("shadow_board/propose_item.html", form=form, next_meeting=board_meetings.next_meeting())
    return page, 400 if form.is_submitted() else 200


@shadow_board.route("/agenda/<uuid:proposal_id>/take-back", methods=["GET", "POST"])
@open_to(a_young_person)
def withdraw_item(proposal_id: UUID) -> ResponseReturnValue:
    form, person = HeardForm(), signed_in_person()
    proposal = proposing.get_own(person, proposal_id, for_change=form.is_submitted())
    if form.validate_on_submit():
        proposing.withdraw(person, proposal)
        db.session.commit()
        return redirect(url_for(".list_items"))
    can_be = proposal.state in proposing.CAN_BE_TAKEN_BACK
    return render_template("shadow_board/withdraw_item.html", form=form, proposal=proposal, can_be_taken_back=can_be)
