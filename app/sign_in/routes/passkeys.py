"""Passkeys: signing in with one, adding one, removing one."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import (
    anyone,
    confirmed_lately,
    find_own_sign_in,
    open_to,
    own_sign_in,
    signed_in_person,
    somebody_setting_up,
    somebody_with_two_steps,
)
from app.extensions import db
from app.forgery import shows_back
from app.formats import short_date
from app.models import utc_now
from app.pages import passkey_site, passkeys_elsewhere
from app.protection.passkey_proofs import Site
from app.services import auditing, passkeys, slowing
from app.services.errors import RuleBroken
from app.services.slowing import Counted
from app.sessions import browser_session
from app.sign_in import sign_in
from app.sign_in.beginning import begin, finish, where_to_go, where_to_go_from_set_up
from app.sign_in.browser_names import browser_name
from app.sign_in.passkey_forms import AddPasskeyForm, RemovePasskeyForm, UsePasskeyForm
from app.sign_in.routes.second_step import where_from
from app.units import writes

NOT_RIGHT = "That did not work. Press the button, and do what your device asks. Or use another way to sign in."


@sign_in.route("/sign-in/passkey", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
@writes
def use_passkey() -> ResponseReturnValue:
    """Alone it is two steps. It is the second one too, and proves again who somebody is who is signed in."""
    site, form, wait = passkey_site(), UsePasskeyForm(next=where_from()), 0
    if site is None or passkeys_elsewhere():
        return say_where()
    if form.validate_on_submit():
        wait = slowing.take_a_try(tries_from_here())
        db.session.commit()
        if not wait and enter(site, form.answer.data):
            return redirect(where_to_go(form.next.data))
        if not wait:
            form.form_errors.append(NOT_RIGHT)
    options = passkeys.request_options(site, own_mark())
    db.session.commit()
    seen = {"form": form, "options": options, "wait_seconds": wait, "late": form.is_late, "back": way_back(form)}
    page = render_template("sign_in/use_passkey.html", **seen)
    return (page, 429, {"Retry-After": str(wait)}) if wait else (page, 400 if form.is_submitted() else 200)


def say_where() -> ResponseReturnValue:
    """Where passkeys do work, when this is not the place."""
    return render_template("sign_in/no_passkeys.html"), 409 if request.method == "POST" else 200


def own_mark() -> bytes:
    """What this browser's challenge is found by."""
    return browser_session().begin().passkey_mark


def tries_from_here() -> list[Counted]:
    """A passkey cannot be guessed: this only keeps one place from asking without end."""
    place = slowing.place_of(request.remote_addr)
    return [slowing.counted(f"passkeys from {place}", free=slowing.FREE_FOR_A_PLACE)]


def enter(site: Site, answer: str) -> bool:
    """Sign in whoever the passkey is of. Whoever is signed in already, or half-way, needs a passkey of their own."""
    person, signed_in = passkeys.find_person_by_passkey(site, own_mark(), answer), find_own_sign_in()
    if person is None or (signed_in and signed_in.person_id != person.id):
        return False
    slowing.forgive(tries_from_here())
    auditing.note(person, "used a passkey", person)
    if signed_in:
        finish(signed_in)
    else:
        begin(person)
    return True


def way_back(form: UsePasskeyForm) -> str:
    """Where they chose to use a passkey."""
    signed_in = find_own_sign_in()
    if signed_in is None:
        return url_for(".start", next=form.next.data or None)
    step = ".confirm_again" if signed_in.confirmed_at else ".take_second_step"
    return url_for(step, next=form.next.data or None)


@sign_in.route("/account/passkeys/add", methods=["GET", "POST"])
@open_to(somebody_setting_up)
@shows_back
@writes
@confirmed_lately
def add_passkey() -> ResponseReturnValue:
    site, form = passkey_site(), AddPasskeyForm(next=where_from(), name=usual_name())
    if site is None or passkeys_elsewhere():
        return say_where()
    signed_in = own_sign_in()
    person = signed_in.person
    if form.validate_on_submit():
        try:
            passkeys.add_passkey(signed_in, site, own_mark(), form.answer.data, form.name.data)
            finish(signed_in)
            return redirect(where_to_go_from_set_up(person, form.next.data))
        except RuleBroken as broken:  # nothing is undone: what this browser was asked to sign is used up all the same
            form.form_errors.append(str(broken))
    options = passkeys.creation_options(person, site, own_mark())
    db.session.commit()
    page = render_template("sign_in/add_passkey.html", form=form, options=options, late=form.is_late)
    return page, 400 if form.is_submitted() else 200


def usual_name() -> str:
    """What they may call it: where it is made, and when."""
    return f"{browser_name(request.user_agent.string)}, {short_date(utc_now())}"


@sign_in.route("/account/passkeys/<uuid:passkey_id>/remove", methods=["GET", "POST"])
@open_to(somebody_with_two_steps)
@shows_back
@confirmed_lately
def remove_passkey(passkey_id: UUID) -> ResponseReturnValue:
    person, form = signed_in_person(), RemovePasskeyForm()
    passkey = passkeys.find_own_passkey(person, passkey_id)
    if form.validate_on_submit():
        passkeys.remove_passkey(person, passkey_id)
        db.session.commit()
        return redirect(url_for(".show_account"))
    is_needed = passkeys.is_needed(passkey, person)
    page = render_template(
        "sign_in/remove_passkey.html", form=form, passkey=passkey, is_needed=is_needed, late=form.is_late
    )
    return page, 400 if form.is_submitted() else 200
