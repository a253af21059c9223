"""The second step: taken, set up, removed; and recovery codes."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.access import (
    confirmed_lately,
    open_to,
    own_sign_in,
    signed_in_person,
    somebody_half_way,
    somebody_setting_up,
    somebody_with_two_steps,
)
from app.extensions import db
from app.forgery import shows_back
from app.forms import strip
from app.models import SignIn, utc_now
from app.services import signing_in, slowing, two_step
from app.services.slowing import Counted
from app.sessions import browser_session
from app.sign_in import sign_in
from app.sign_in.beginning import finish, where_to_go, where_to_go_from_set_up
from app.sign_in.second_step_forms import AuthenticatorForm, CodeForm, RecoveryCodesForm

MOST_WRONG = 5  # in a row: then the passphrase is asked for again


@sign_in.route("/sign-in/code", methods=["GET", "POST"])
@open_to(somebody_half_way)
@shows_back
def take_second_step() -> ResponseReturnValue:
    signed_in, form, wait = own_sign_in(), CodeForm(next=where_from()), 0
    if not two_step.has_second_step(signed_in.person):
        return redirect(url_for(".set_up", next=form.next.data or None))
    if form.validate_on_submit():
        counts = whose_tries(signed_in, form.code.data)
        wait = slowing.take_a_try(counts)
        db.session.commit()
        if not wait and two_step.take(signed_in.person, form.code.data):
            slowing.forgive(counts)
            finish(signed_in)
            return redirect(where_to_go_with(form.code.data, form.next.data))
        if not wait and was_one_too_many(signed_in):
            return render_template("sign_in/too_many_codes.html", next=form.next.data or None), 403
        if not wait:
            form.refuse("That code is not right. Codes change every half minute, and each works once.")
    page = show_second_steps(signed_in, form, wait)
    return (page, 429, {"Retry-After": str(wait)}) if wait else (page, 400 if form.is_submitted() else 200)


def show_second_steps(signed_in: SignIn, form: CodeForm, wait: int) -> str:
    """The page with what this person has set up: an app, a passkey or both. Recovery codes work beside either."""
    has_app, has_passkey = two_step.has_authenticator(signed_in.person), two_step.has_passkey(signed_in.person)
    if not has_app:
        form.code.description = "One of your recovery codes, when your passkey is not at hand."
    seen = {"wait_seconds": wait, "late": form.is_late, "has_app": has_app, "has_passkey": has_passkey}
    return render_template("sign_in/take_second_step.html", form=form, **seen)


def where_to_go_with(code: str, address: str | None) -> str:
    """Whoever used a recovery code sees first how many are left: their phone may be gone."""
    onward = where_to_go(address)
    return onward if two_step.compact(code).isdecimal() else url_for(".show_recovery_codes", next=onward, used="yes")


def where_from() -> str | None:
    """The page they wanted before they were asked who they are."""
    return strip(request.args.get("next", ""))


def whose_tries(signed_in: SignIn, typed: str) -> list[Counted]:
    """This account, wherever its codes are tried: whoever tries them knows the passphrase. And this one sign-in.

    Where this person usually is counts apart, so that nobody elsewhere makes them wait. An app's code has six numbers:
    from any other place, tries at it come to wait longer. A recovery code cannot be guessed.
    """
    account, address = f"second step of {signed_in.person_id}", request.remote_addr
    longest_wait = slowing.LONGEST_WAIT_FOR_CODES if two_step.is_of_an_app(typed) else slowing.LONGEST_WAIT
    if slowing.is_usual_place(signed_in.person_id, address):
        account, longest_wait = f"{account} from {slowing.place_of(address)}", slowing.LONGEST_WAIT
    return [slowing.counted(account, longest_wait=longest_wait), at_this_sign_in(signed_in)]


def at_this_sign_in(signed_in: SignIn) -> Counted:
    return slowing.counted(f"codes at sign-in {signed_in.id}")


def was_one_too_many(signed_in: SignIn) -> bool:
    """Keep what was written down about the wrong code. Whether it was the last they had: then this sign-in is over."""
    is_over = slowing.tries_of(at_this_sign_in(signed_in)) >= MOST_WRONG
    if is_over:
        signing_in.end(signed_in.secret_mark)
        browser_session().end()
    db.session.commit()
    return is_over


@sign_in.get("/sign-in/set-up")
@open_to(somebody_setting_up)
def set_up() -> ResponseReturnValue:
    person = own_sign_in().person
    return render_template(
        "sign_in/set_up.html",
        next=where_from() or None,
        is_first=not two_step.has_second_step(person),
        has_app=two_step.has_authenticator(person),
    )


@sign_in.route("/sign-in/set-up/app", methods=["GET", "POST"])
@open_to(somebody_setting_up)
@shows_back
@confirmed_lately
def set_up_app() -> ResponseReturnValue:
    signed_in, form = own_sign_in(), AuthenticatorForm(next=where_from())
    person = signed_in.person
    if form.validate_on_submit():
        if two_step.confirm_authenticator(signed_in, form.code.data):
            finish(signed_in)
            return redirect(where_to_go_from_set_up(person, form.next.data))
        form.refuse("That is not the code your app shows for this key. Wait for the next one, and type that.")
    secret = two_step.secret_to_set_up(signed_in)
    page = render_template(
        "sign_in/set_up_app.html",
        form=form,
        late=form.is_late,
        secret=secret,
        address=two_step.address_for_app(person, secret),
        replaces=two_step.has_authenticator(person),
        has_passkey=two_step.has_passkey(person),
    )
    return page, 400 if form.is_submitted() else 200


@sign_in.post("/account/app/remove")
@open_to(somebody_with_two_steps)
@confirmed_lately
def remove_app() -> ResponseReturnValue:
    two_step.remove_authenticator(signed_in_person())
    db.session.commit()
    return redirect(url_for(".show_account"))


@sign_in.route("/account/recovery-codes", methods=["GET", "POST"])
@open_to(somebody_with_two_steps)
@shows_back
@confirmed_lately
def show_recovery_codes() -> ResponseReturnValue:
    """The codes stand in the answer to the button, and nowhere else: no address shows them again."""
    person, form, codes = signed_in_person(), RecoveryCodesForm(next=where_from()), []
    if form.validate_on_submit():
        codes = two_step.make_recovery_codes(person, once=form.once.data)
        db.session.commit()
    page = render_template(
        "sign_in/show_recovery_codes.html",
        form=form,
        late=form.is_late,
        codes=codes,
        made_at=utc_now(),
        left=two_step.codes_left(person),
        just_used=request.args.get("used") == "yes",
        has_app=two_step.has_authenticator(person),
        has_passkey=two_step.has_passkey(person),
        onward=where_to_go(form.next.data),
    )
    return page, 400 if form.is_submitted() and not codes else 200
