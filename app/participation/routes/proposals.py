"""What members propose for the board's agenda is read first: passed on to the board, or the member is told why not."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_reads_views
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import AgendaProposal, utc_now
from app.participation import participation
from app.participation.alert_forms import RaiseForm
from app.participation.proposal_forms import PassOnForm
from app.refusals import refusals_shown_on
from app.services import raising, reading_proposals
from app.units import writes


@participation.route("/inbox/proposals/<uuid:proposal_id>", methods=["GET", "POST"])
@open_to(who_reads_views)
@shows_back
@takes_writing
@writes
def open_proposal(proposal_id: UUID) -> ResponseReturnValue:
    """Opening it is written down, and the member sees that somebody read it."""
    proposal = reading_proposals.get_proposal(proposal_id, for_change=True)
    form = PassOnForm(proposal)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            reading_proposals.settle(signed_in_person(), proposal, passes_on=form.passes_on, because=form.because.data)
            db.session.commit()
            return redirect(url_for(".list_from_members"))
    return proposal_page(proposal, form=form)


@participation.post("/inbox/proposals/<uuid:proposal_id>/read")
@open_to(who_reads_views)
def say_proposal_read(proposal_id: UUID) -> ResponseReturnValue:
    """Of one that was taken back before anybody read it."""
    proposal = reading_proposals.get_proposal(proposal_id, for_change=True)
    reading_proposals.say_read(signed_in_person(), proposal)
    db.session.commit()
    return redirect(url_for(".list_from_members"))


@participation.post("/inbox/proposals/<uuid:proposal_id>/alert")
@open_to(who_reads_views)
@shows_back
@takes_writing
def raise_proposal_alert(proposal_id: UUID) -> ResponseReturnValue:
    """Whoever reads it may decide that its member may not be safe."""
    proposal = reading_proposals.get_proposal(proposal_id, for_change=True)
    form = RaiseForm(prefix="raise")
    if form.validate_on_submit():
        with refusals_shown_on(form):
            raising.raise_on_proposal(proposal, signed_in_person(), because=form.because.data)
            db.session.commit()
            return redirect(url_for(".open_proposal", proposal_id=proposal_id))
    return proposal_page(proposal, raise_form=form)


def proposal_page(
    proposal: AgendaProposal, *, form: PassOnForm | None = None, raise_form: RaiseForm | None = None
) -> ResponseReturnValue:
    """The page holds a young person's words, whatever was sent from it: this is an opening like any other."""
    form = form or PassOnForm(proposal, is_sent=False)
    reading_proposals.open_proposal(signed_in_person(), proposal)
    page = render_template(
        "participation/open_proposal.html",
        proposal=proposal,
        form=form,
        raise_form=raise_form or RaiseForm(formdata=None, prefix="raise"),
        read_form=HeardForm(formdata=None),
        now=utc_now(),
    )
    db.session.commit()
    return page, 400 if request.method == "POST" else 200
