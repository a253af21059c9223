"""Somebody asks what Heard holds about a young person: the lead's side. Every piece is read before it goes."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.local import LocalProxy

from app.access import a_safeguarding_lead, open_to, signed_in_person
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.listed_requests import list_page
from app.models import SubjectRequest
from app.models.codes import RequestState
from app.participation import participation
from app.participation.request_forms import AgreeForm, NotGivenForm, PieceForm
from app.refusals import refusals_shown_on
from app.services.subject_access import deciding, requesting
from app.services.subject_access.deciding import Decided
from app.units import writes


@participation.context_processor
def what_is_asked_for() -> dict[str, Any]:
    """How many requests wait for a lead, for the menu of the inbox: asked for only by a page that shows it."""
    return {"requests_waiting": LocalProxy(lambda: requesting.how_many_wait(RequestState.WAITING))}


@participation.get("/inbox/requests")
@open_to(a_safeguarding_lead)
def list_requests() -> ResponseReturnValue:
    return list_page("participation/list_requests.html")


@participation.get("/inbox/requests/<uuid:request_id>")
@open_to(a_safeguarding_lead)
@writes
def open_request(request_id: UUID) -> ResponseReturnValue:
    """Everything that is held, piece by piece. One that is over says what was done, and opens nothing."""
    return request_page(requesting.get_request(request_id, for_change=True))


@participation.route("/inbox/requests/<uuid:request_id>/pieces/<uuid:piece_id>", methods=["GET", "POST"])
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
@writes
def decide_piece(request_id: UUID, piece_id: UUID) -> ResponseReturnValue:
    """One piece. Then comes the next that is to be decided, until there is none."""
    asked = requesting.get_request(request_id, for_change=True)
    one, others = deciding.get_piece(asked, signed_in_person(), piece_id)
    form = PieceForm(
        giving=one.giving, ground=one.row.ground, reason=one.row.reason, words=one.words or one.piece.words
    )
    if form.validate_on_submit():
        with refusals_shown_on(form):
            deciding.decide(asked, one, signed_in_person(), **form.decision)
            db.session.commit()
            return redirect(address_after(request_id, others))
        asked = requesting.get_request(request_id, for_change=True)
        one, others = deciding.get_piece(asked, signed_in_person(), piece_id)
    page = render_template("participation/decide_piece.html", asked=asked, one=one, form=form, others=len(others))
    db.session.commit()
    return page, 400 if form.is_submitted() else 200


def address_after(request_id: UUID, others: Sequence[Decided]) -> str:
    if others:
        return url_for(".decide_piece", request_id=request_id, piece_id=others[0].row.id)
    return url_for(".open_request", request_id=request_id, _anchor="agree-heading")


@participation.post("/inbox/requests/<uuid:request_id>/agree")
@open_to(a_safeguarding_lead)
@shows_back
def agree_to_request(request_id: UUID) -> ResponseReturnValue:
    asked, form = requesting.get_request(request_id, for_change=True), AgreeForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            deciding.agree(asked, signed_in_person(), seen=form.seen.data or "")
            db.session.commit()
            return redirect(url_for(".open_request", request_id=request_id))
    return request_page(requesting.get_request(request_id, for_change=True), agree_form=form)


@participation.post("/inbox/requests/<uuid:request_id>/refuse")
@open_to(a_safeguarding_lead)
@shows_back
@takes_writing
def give_nothing(request_id: UUID) -> ResponseReturnValue:
    asked, form = requesting.get_request(request_id, for_change=True), NotGivenForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            requesting.refuse(asked, signed_in_person(), because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_request", request_id=request_id))
    return request_page(requesting.get_request(request_id, for_change=True), refuse_form=form)


def request_page(
    asked: SubjectRequest, *, agree_form: AgreeForm | None = None, refuse_form: NotGivenForm | None = None
) -> ResponseReturnValue:
    sent: HeardForm | None = agree_form or refuse_form
    looked = deciding.open_all(asked, signed_in_person()) if asked.state in requesting.OPEN else None
    agree_form = agree_form or AgreeForm(formdata=None)
    agree_form.seen.data = deciding.mark_of_shown(looked) if looked else None
    page = render_template(
        "participation/open_request.html",
        asked=asked,
        looked=looked,
        agree_form=agree_form,
        refuse_form=refuse_form or NotGivenForm(formdata=None),
        sent=sent,
        is_late=requesting.is_late(asked),
        me=signed_in_person().id,
    )
    db.session.commit()
    return page, 400 if sent else 200
