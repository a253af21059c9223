"""Somebody who is signed in shows again that it is they."""

from flask import current_app, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _

from app.access import open_to, own_sign_in, signed_in_person, somebody_signed_in
from app.extensions import db
from app.forgery import shows_back
from app.models import Person
from app.services import keeping, slowing, two_step
from app.sign_in import sign_in
from app.sign_in.beginning import finish, where_to_go
from app.sign_in.forms import ConfirmForm
from app.sign_in.routes.account import try_passphrase
from app.sign_in.routes.second_step import where_from, whose_tries

NOT_RIGHT = _("This is not your passphrase. Type it again.")
NOT_RIGHT_WITH_CODE = "Your passphrase or your code is not right. Check both, then try again."


@sign_in.route("/confirm", methods=["GET", "POST"])
@open_to(somebody_signed_in)
@shows_back
def confirm_again() -> ResponseReturnValue:
    """Before something that does much: show again that it is you, and go on where you were."""
    person, wait = signed_in_person(), 0
    is_made_up, has_two_steps = is_made_up_person(person), two_step.needs_second_step(person)
    form = ConfirmForm(with_passphrase=not is_made_up, with_code=has_two_steps and not is_made_up, next=where_from())
    if form.validate_on_submit():
        wait, is_right = (0, True) if is_made_up else try_every_step(person, form)
        if is_right:
            finish(own_sign_in())
            return redirect(where_to_go(form.next.data))
        if not wait:
            form.form_errors.append(NOT_RIGHT_WITH_CODE if has_two_steps else NOT_RIGHT)
    seen = {"form": form, "wait_seconds": wait, "late": form.is_late, "has_passkey": two_step.has_passkey(person)}
    seen["keeps_work"] = keeping.waits_for(person.id)
    page = render_template("sign_in/confirm_again.html", person=person, **seen)
    return (page, 429, {"Retry-After": str(wait)}) if wait else (page, 400 if form.is_submitted() else 200)


def is_made_up_person(person: Person) -> bool:
    """In a demonstration nobody has a passphrase, so there a button is enough."""
    return bool(current_app.config["DEMO"]) and person.passphrase_hash is None


def try_every_step(person: Person, form: ConfirmForm) -> tuple[int, bool]:
    """How many seconds they must wait, and whether all of it was right. A code is not used up by a wrong passphrase."""
    wait, is_right = try_passphrase(person, form.passphrase.data)
    if wait or not is_right or form.code is None:
        return wait, is_right
    counts = whose_tries(own_sign_in(), form.code.data)
    wait = slowing.take_a_try(counts)
    db.session.commit()
    if wait:
        return wait, False
    is_right = two_step.take(person, form.code.data)
    if is_right:
        slowing.forgive(counts)
    db.session.commit()
    return 0, is_right
