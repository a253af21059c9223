"""You said, we did: what the board promised, for everybody to read, and whether it helped."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app.access import anyone, open_to
from app.asked_again import seconds_left
from app.extensions import db
from app.failing_over import counts_once
from app.forgery import shows_back
from app.models import Commitment
from app.models.codes import Verdict
from app.paging import page_asked_for
from app.services import commitments, quotes_shown, reports_shown, sending
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.forms.public import DidItHelpForm
from app.young_people.routes.asking_again import what_is_remembered
from app.young_people.routes.slowed import asked_again
from app.young_people.shown import FILTERS, ShownCommitment, all_to_show, commitment_to_show


@young_people.get("/you-said")
@open_to(anyone)
def you_said() -> ResponseReturnValue:
    page, show = page_asked_for(), request.args.get("show", "")
    found, has_more = commitments.published(state=FILTERS.get(show), page=page)
    return render_template(
        "young_people/you_said.html",
        commitments=all_to_show(found),
        quotes=quotes_shown.shown_to_everybody(many=quotes_shown.A_FEW),
        newest_year=next(iter(reports_shown.years()), None),
        show=show if show in FILTERS else None,
        page=page,
        has_more=has_more,
    )


@young_people.route("/you-said/<uuid:commitment_id>", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@counts_once
def did_it_help(commitment_id: UUID) -> ResponseReturnValue:
    """One promise, and whether it helped. Who has told us finds no form, so this page then sets no cookie."""
    commitment = commitments.get_published(commitment_id)
    shown = commitment_to_show(commitment)
    if request.method == "GET" and request.args.get("told") == "yes":
        return render_template("young_people/did_it_help.html", commitment=shown, form=None)
    what_is_remembered()
    form, wait = DidItHelpForm().ask(shown.asks), seconds_left()
    if form.validate_on_submit():
        wait = tell(commitment, form)
        if not wait:
            return redirect(url_for(".did_it_help", commitment_id=commitment.id, told="yes"))
    page = render_template(
        "young_people/did_it_help.html", commitment=shown, form=form, late=form.is_late, wait_seconds=wait
    )
    return asked_again(page, wait)


def tell(commitment: Commitment, form: DidItHelpForm) -> int:
    """Keep whether it helped. What comes too soon after many others is not kept: then how many seconds it must wait."""
    once, secret = str(form.once.data), browser_session().begin()
    if commitments.is_judged(once):
        return 0
    wait = sending.seconds_until_told(secret, request.remote_addr, commitment.id)
    if not wait:
        commitments.judge(commitment, Verdict(str(form.verdict.data)), once=once)
        db.session.commit()
    return wait


@young_people.get("/you-said/words")
@open_to(anyone)
def read_quotes() -> ResponseReturnValue:
    """What young people let everybody read, in words that point at nobody."""
    page = page_asked_for()
    quotes, has_more = quotes_shown.shown_to_everybody(page=page)
    return render_template("young_people/read_quotes.html", quotes=quotes, page=page, has_more=has_more)


def latest_to_show() -> ShownCommitment | None:
    """The newest for the front page; nothing when the database is gone: what it is for must still be there."""
    try:
        latest = commitments.find_latest()
    except SQLAlchemyError:
        return None
    return commitment_to_show(latest) if latest else None
