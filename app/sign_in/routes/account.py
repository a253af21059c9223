"""Somebody's own account: how and where they are signed in, what happened, another passphrase."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import confirmed_lately, open_to, own_sign_in, signed_in_person, somebody_signed_in
from app.extensions import db
from app.forgery import shows_back
from app.models import Person
from app.paging import page_asked_for
from app.protection import passphrases
from app.services import auditing, keeping, own_phones, passkeys, signing_in, slowing, two_step
from app.services.signing_in import Account
from app.sessions import browser_session
from app.sign_in import sign_in
from app.sign_in.beginning import renewed_cookie
from app.sign_in.forms import ChangePassphraseForm
from app.sign_in.labels import what_happened

MOST_OPEN = 8  # of the newest lines; the rest is folded


@sign_in.get("/account")
@open_to(somebody_signed_in)
def show_account() -> ResponseReturnValue:
    person = signed_in_person()
    found = auditing.find_lines(subject_id=person.id, page=page_asked_for())
    return render_template(
        "sign_in/show_account.html",
        person=person,
        second_step=second_step_of(person) if two_step.needs_second_step(person) else None,
        here=own_sign_in().id,
        sign_ins=signing_in.sign_ins_of(person),
        lines=[(what_happened(line, person), line.created_at) for line in found.lines],
        found=found,
        most_open=MOST_OPEN if found.number == 1 else len(found.lines),
        is_changed=request.args.get("saved") == "passphrase",
        has_kept_work=keeping.waits_for(person.id),
    )


def second_step_of(person: Person) -> dict[str, object]:
    return {
        "has_app": two_step.has_authenticator(person),
        "passkeys": passkeys.passkeys_of(person),
        "codes_left": two_step.codes_left(person),
    }


@sign_in.route("/account/passphrase", methods=["GET", "POST"])
@open_to(somebody_signed_in)
@shows_back
def change_passphrase() -> ResponseReturnValue:
    person = signed_in_person()
    if person.passphrase_hash is None:  # in a demonstration; or they have only ever used a passkey
        return redirect(url_for(".show_account"))
    was = Account(person.id, person.passphrase_hash)
    form, wait = ChangePassphraseForm(person=person), 0
    if form.validate_on_submit():
        wait, is_right = try_passphrase(person, form.present_passphrase.data)
        if is_right and put_in_place(was, form.passphrase.data):
            return redirect(url_for(".show_account", saved="passphrase"))
        if not wait:
            form.present_passphrase.errors = [_("This is not your passphrase now. Type it again.")]
    page = render_template(
        "sign_in/change_passphrase.html", form=form, wait_seconds=wait, late=form.is_late, username=person.username
    )
    return (page, 429, {"Retry-After": str(wait)}) if wait else (page, 400 if form.is_submitted() else 200)


def try_passphrase(person: Person, typed: str) -> tuple[int, bool]:
    """How many seconds they must wait, and whether it is theirs. It is slowed like signing in."""
    account = signing_in.look_up(person.username)
    tries = slowing.tries_of_account(person.username, account.person_id, request.remote_addr)
    wait = slowing.take_a_try(tries.all)
    db.session.commit()
    if wait:
        return wait, False
    is_right = passphrases.is_right(typed, account.passphrase_hash)
    if is_right:
        tries.were_right()
    else:
        auditing.note_about(None, "wrong passphrase", Person.__tablename__, account.person_id)
    db.session.commit()
    return 0, is_right


def put_in_place(was: Account, passphrase: str) -> bool:
    """Whether it is theirs from now on: not when somebody else gave the account another one in the meantime."""
    passphrase_hash = passphrases.hash_passphrase(passphrase)
    if signing_in.hold(was) is None:
        return False
    signed_in = own_sign_in()
    cookie = renewed_cookie(signed_in.person)
    browser_session().keep_for = own_phones.how_long_kept(signed_in)
    signing_in.change_passphrase(signed_in, passphrase_hash=passphrase_hash, secret_mark=cookie.sign_in_mark)
    db.session.commit()
    return True


@sign_in.post("/account/sign-ins/<uuid:sign_in_id>/end")
@open_to(somebody_signed_in)
@confirmed_lately
def end_sign_in(sign_in_id: UUID) -> ResponseReturnValue:
    signing_in.end_one(signed_in_person(), sign_in_id)
    db.session.commit()
    return redirect(url_for(".show_account"))


@sign_in.post("/account/sign-ins/end-others")
@open_to(somebody_signed_in)
@confirmed_lately
def end_other_sign_ins() -> ResponseReturnValue:
    signing_in.end_others_on_request(own_sign_in())
    db.session.commit()
    return redirect(url_for(".show_account"))
