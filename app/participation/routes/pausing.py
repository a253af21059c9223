"""Pausing a young advisor's account, and leaving: each says first what becomes of what they did."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import open_to, signed_in_person, who_keeps_young_accounts
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.participation import participation
from app.participation.account_forms import PauseForm
from app.participation.routes.accounts import account_page
from app.refusals import refusals_shown_on
from app.services import advisors, looking_after, settings


@participation.route("/inbox/accounts/<uuid:advisor_id>/pause", methods=["GET", "POST"])
@open_to(who_keeps_young_accounts)
@shows_back
@takes_writing
def pause(advisor_id: UUID) -> ResponseReturnValue:
    form = PauseForm()
    if is_done(form, lambda: looking_after.pause(signed_in_person(), advisor_id, because=form.because.data)):
        return back_to(advisor_id, saved="paused")
    page = render_template("participation/pause.html", form=form, account=advisors.account_of(advisor_id))
    return page, 400 if form.is_submitted() else 200


@participation.route("/inbox/accounts/<uuid:advisor_id>/leave", methods=["GET", "POST"])
@open_to(who_keeps_young_accounts)
@shows_back
def leave(advisor_id: UUID) -> ResponseReturnValue:
    form = HeardForm()
    if is_done(form, lambda: looking_after.leave(signed_in_person(), advisor_id)):
        return back_to(advisor_id, saved="left")
    page = render_template(
        "participation/leave.html",
        form=form,
        account=advisors.account_of(advisor_id),
        left_days=settings.current().left_days,
    )
    return page, 400 if form.is_submitted() else 200


@participation.post("/inbox/accounts/<uuid:advisor_id>/resume")
@open_to(who_keeps_young_accounts)
@shows_back
def resume(advisor_id: UUID) -> ResponseReturnValue:
    form = HeardForm()
    if is_done(form, lambda: looking_after.resume(signed_in_person(), advisor_id)):
        return back_to(advisor_id, saved="resumed")
    return account_page(advisor_id, form)


@participation.post("/inbox/accounts/<uuid:advisor_id>/come-back")
@open_to(who_keeps_young_accounts)
@shows_back
def come_back(advisor_id: UUID) -> ResponseReturnValue:
    form = HeardForm()
    if is_done(form, lambda: looking_after.come_back(signed_in_person(), advisor_id)):
        return back_to(advisor_id, saved="resumed")
    return account_page(advisor_id, form)


def is_done(form: HeardForm, do: Callable[[], None]) -> bool:
    """Whether it was asked for and done. When a rule refuses, nothing is stored, and the form says why."""
    if form.validate_on_submit():
        with refusals_shown_on(form):
            do()
            db.session.commit()
            return True
    return False


def back_to(advisor_id: UUID, *, saved: str) -> ResponseReturnValue:
    return redirect(url_for(".show_account", advisor_id=advisor_id, saved=saved))
