"""What one administrator asked for and another one decides."""

from collections.abc import Callable
from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import confirmed_lately, open_to, signed_in_person, who_keeps_accounts
from app.administration import administration
from app.administration.routes.people import after_asking_for_link
from app.administration.shown import just_done, why_nobody_decides
from app.extensions import db
from app.forgery import shows_back
from app.forms import OnceForm
from app.models import Approval, Person
from app.paging import page_asked_for
from app.refusals import refusals_shown_on
from app.services import accounts, approving, inviting, people, settings


@administration.get("/approvals")
@open_to(who_keeps_accounts)
def list_approvals() -> ResponseReturnValue:
    return approvals_page(OnceForm(formdata=None))


@administration.post("/approvals/<uuid:approval_id>/approve")
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
def approve(approval_id: UUID) -> ResponseReturnValue:
    return decide(approval_id, accounts.approve, saved="approved")


@administration.post("/approvals/<uuid:approval_id>/refuse")
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
def refuse(approval_id: UUID) -> ResponseReturnValue:
    return decide(approval_id, accounts.refuse, saved="refused")


@administration.post("/approvals/<uuid:approval_id>/withdraw")
@open_to(who_keeps_accounts)
@shows_back
def withdraw(approval_id: UUID) -> ResponseReturnValue:
    return decide(approval_id, accounts.withdraw, saved="withdrawn")


@administration.post("/approvals/<uuid:approval_id>/link")
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
def take_link(approval_id: UUID) -> ResponseReturnValue:
    approval, form = approving.get_approval(approval_id), OnceForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            token = inviting.take_link(signed_in_person(), approval, once=form.once.data)
            db.session.commit()
            return after_asking_for_link(approval.person, token)
    return approvals_page(form)


def decide(approval_id: UUID, say: Callable[[Person, Approval], None], *, saved: str) -> ResponseReturnValue:
    approval, form = approving.get_approval(approval_id), OnceForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            say(signed_in_person(), approval)
            db.session.commit()
            return redirect(url_for(".list_approvals", saved=saved))
    return approvals_page(form)


def approvals_page(form: OnceForm) -> ResponseReturnValue:
    open_ones, page = approving.open_ones(), page_asked_for()
    over, has_more = approving.over_lately(page=page)
    whom, deciders = {approval.person_id for approval in open_ones}, people.who_decide()
    shown = render_template(
        "administration/list_approvals.html",
        form=form,
        done=just_done(),
        me=signed_in_person().id,
        open_ones=open_ones,
        joined=people.who_joined(whom),
        nobody_decides={
            one.id: why_nobody_decides(deciders, asked_by=one.asked_by_id, about=one.person_id) for one in open_ones
        },
        newest_links=people.newest_links(whom),
        over=over,
        page=page,
        has_more=has_more,
        days=settings.current().approval_days,
    )
    return shown, 400 if form.is_submitted() else 200
