"""Changes to somebody else's account. Each has a page of its own, which says what it does and asks why."""

from uuid import UUID

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from app.access import confirmed_lately, open_to, signed_in_person, who_keeps_accounts
from app.administration import administration
from app.administration.forms import ReasonForm, RoleForm
from app.administration.routes.people import after_asking_for_link, person_page
from app.administration.shown import role_hints, why_nobody_decides
from app.administration.sign_in_forms import EndSignInsForm
from app.extensions import db
from app.forgery import shows_back
from app.forms import HeardForm
from app.limits import takes_writing
from app.models import Person
from app.refusals import refusals_shown_on
from app.services import accounts, administering, approving, inviting, people


@administration.route("/people/<uuid:person_id>/link", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
@takes_writing
def make_link(person_id: UUID) -> ResponseReturnValue:
    person, form = somebody_else(person_id), ReasonForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            token = inviting.give_link(signed_in_person(), person, reason=form.reason.data, once=form.once.data)
            db.session.commit()
            return after_asking_for_link(person, token)
    return change_page("administration/make_link.html", person, form)


@administration.route("/people/<uuid:person_id>/pause", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
@takes_writing
def pause_person(person_id: UUID) -> ResponseReturnValue:
    person, form = somebody_else(person_id), ReasonForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            accounts.pause(signed_in_person(), person, reason=form.reason.data)
            db.session.commit()
            return back_to(person, saved="paused")
    return change_page("administration/pause_person.html", person, form)


@administration.route("/people/<uuid:person_id>/resume", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
@takes_writing
def resume_person(person_id: UUID) -> ResponseReturnValue:
    person, form = somebody_else(person_id), ReasonForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            is_done = accounts.resume(signed_in_person(), person, reason=form.reason.data)
            db.session.commit()
            return back_to(person, saved="resumed" if is_done else "asked")
    return change_page("administration/resume_person.html", person, form)


@administration.route("/people/<uuid:person_id>/role", methods=["GET", "POST"])
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
@takes_writing
def change_role(person_id: UUID) -> ResponseReturnValue:
    person = somebody_else(person_id)
    form = RoleForm(person)
    if form.validate_on_submit():
        with refusals_shown_on(form):
            is_done = accounts.change_role(signed_in_person(), person, **form.details)
            db.session.commit()
            return back_to(person, saved="role" if is_done else "asked")
    return change_page("administration/change_role.html", person, form)


@administration.post("/people/<uuid:person_id>/end-sign-ins")
@open_to(who_keeps_accounts)
@confirmed_lately
@shows_back
def end_sign_ins(person_id: UUID) -> ResponseReturnValue:
    person, form = people.get_person(person_id), EndSignInsForm()
    if form.validate_on_submit():
        with refusals_shown_on(form):
            if form.sign_in_id:
                accounts.end_sign_in(signed_in_person(), person, form.sign_in_id)
            else:
                accounts.end_sign_ins(signed_in_person(), person)
            db.session.commit()
            return back_to(person, saved="ended one" if form.sign_in_id else "ended")
    return person_page(person_id, form)


def somebody_else(person_id: UUID) -> Person:
    """Whose account it is. Raises RuleBroken for one's own, NoResultFound when there is nobody."""
    person = people.get_person(person_id)
    administering.check_is_another(signed_in_person(), person)
    return person


def back_to(person: Person, *, saved: str) -> ResponseReturnValue:
    return redirect(url_for(".show_person", person_id=person.id, saved=saved))


def change_page(template: str, person: Person, form: HeardForm) -> ResponseReturnValue:
    page = render_template(
        template,
        person=person,
        form=form,
        takes_two=approving.is_needed(person.role),
        nobody_decides=why_nobody_decides(people.who_decide(), asked_by=signed_in_person().id, about=person.id),
        hints=role_hints(),
    )
    return page, 400 if form.is_submitted() else 200
