"""Quotes: one person suggests what others may read of a view, and another decides."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.limits import takes_writing
from app.models import Quote, View, utc_now
from app.models.codes import Permission, QuoteState
from app.paging import page_asked_for
from app.participation import participation
from app.participation.quote_forms import APPROVE, READERS, DecideForm, QuoteForm, WithdrawForm
from app.protection.pointing_at import Pointer
from app.refusals import refusals_shown_on
from app.services import answering, quoting
from app.units import writes


@participation.route("/inbox/<uuid:view_id>/quote", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
def suggest_quote(view_id: UUID) -> ResponseReturnValue:
    """The page holds the young person's words, so opening it is an opening of the view."""
    view = answering.get_view(view_id, for_change=True)
    form = QuoteForm().of(view)
    pointers = quoting.points_at(view, form.text.data or "")
    if form.validate_on_submit() and form.was_told(pointers):
        with refusals_shown_on(form):
            quoting.propose(
                view,
                signed_in_person(),
                text=form.text.data,
                permission=Permission(form.permission.data),
                why=form.why.data,
                once=form.once.data,
            )
            db.session.commit()
            return redirect(url_for(".suggest_quote", view_id=view_id, sent="yes"))
    return suggesting_page(answering.get_view(view_id), form, pointers if form.is_submitted() else [])


def suggesting_page(view: View, form: QuoteForm, pointers: list[Pointer]) -> ResponseReturnValue:
    if why_none := quoting.why_none(view):
        said = []
    else:
        said = quoting.words_to_quote(view)
        answering.open_view(view, signed_in_person())
    page = render_template(
        "participation/suggest_quote.html",
        view=view,
        form=form,
        pointers=pointers,
        said=said,
        why_none=why_none,
        quotes=quoting.quotes_of(view),
        readers=READERS,
        just_sent=request.args.get("sent") == "yes" and not form.is_submitted(),
        now=utc_now(),
    )
    db.session.commit()
    return page, 400 if form.is_submitted() else 200


@participation.get("/inbox/quotes")
@open_to(who_reads_views)
def list_quotes() -> ResponseReturnValue:
    """What waits for a second person, with its clock; and what was approved, refused, withdrawn."""
    asked, page = request.args.get("shown"), page_asked_for()
    state = next((one for one in QuoteState if one == asked), QuoteState.PROPOSED)
    quotes, has_more = quoting.list_quotes(state, page=page)
    return render_template(
        "participation/list_quotes.html",
        state=state,
        quotes=quotes,
        page=page,
        has_more=has_more,
        readers=READERS,
        me=signed_in_person().id,
        now=utc_now(),
    )


@participation.get("/inbox/quotes/<uuid:quote_id>")
@open_to(who_reads_views)
@writes
def open_quote(quote_id: UUID) -> ResponseReturnValue:
    return quote_page(quoting.get_quote(quote_id, for_change=True))


@participation.post("/inbox/quotes/<uuid:quote_id>/decide")
@open_to(who_reads_views)
@shows_back
@takes_writing
def decide_quote(quote_id: UUID) -> ResponseReturnValue:
    quote, form = quoting.get_quote(quote_id, for_change=True), DecideForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            is_approved = form.decision.data == APPROVE
            quoting.decide(quote, signed_in_person(), is_approved=is_approved, because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_quote", quote_id=quote_id))
    return quote_page(quoting.get_quote(quote_id, for_change=True), decide_form=form)


@participation.post("/inbox/quotes/<uuid:quote_id>/withdraw")
@open_to(who_reads_views)
@shows_back
@takes_writing
def withdraw_quote(quote_id: UUID) -> ResponseReturnValue:
    quote, form = quoting.get_quote(quote_id, for_change=True), WithdrawForm(prefix="withdraw")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            quoting.withdraw(quote, signed_in_person(), because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_quote", quote_id=quote_id))
    return quote_page(quoting.get_quote(quote_id, for_change=True), withdraw_form=form)


def quote_page(
    quote: Quote, *, decide_form: DecideForm | None = None, withdraw_form: WithdrawForm | None = None
) -> ResponseReturnValue:
    """Whoever decides sees what they said beside the quote: that is an opening of the view, like any other."""
    reader, said = signed_in_person(), quoting.words_to_quote(quote.view)
    is_deciding = quote.state is QuoteState.PROPOSED and quote.proposed_by_id != reader.id
    if is_deciding:
        answering.open_view(quote.view, reader)
    sent = decide_form or withdraw_form
    page = render_template(
        "participation/open_quote.html",
        quote=quote,
        said=said if is_deciding else [],
        is_deciding=is_deciding,
        pointers=quoting.points_at(quote.view, quote.text or "") if is_deciding else [],
        readers=READERS,
        decide_form=decide_form or DecideForm(formdata=None),
        withdraw_form=withdraw_form or WithdrawForm(formdata=None, prefix="withdraw"),
        late=sent is not None and sent.is_late,
        now=utc_now(),
    )
    db.session.commit()
    return page, 400 if sent else 200
