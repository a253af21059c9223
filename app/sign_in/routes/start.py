"""In with a username and a passphrase, and out again."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import anyone, open_to, signed_in_person, somebody_signed_in
from app.extensions import db
from app.forgery import shows_back
from app.forms import strip
from app.models import Person, Role
from app.protection import passphrases
from app.services import advisors, auditing, people, signing_in, slowing, two_step, visiting
from app.services.advisors import State
from app.services.signing_in import Account
from app.services.slowing import Tries
from app.sessions import browser_session
from app.sign_in import sign_in
from app.sign_in.beginning import begin, where_to_go
from app.sign_in.forms import SignInForm

HOMES = {
    Role.YOUNG_ADVISOR: "shadow_board.show_home",
    Role.SHADOW_BOARD_MEMBER: "shadow_board.show_home",
    Role.CHAIR: "chairs.list_conferences",
    Role.CHAIRS_MANAGER: "chairs.list_all",
    Role.PARTICIPATION_WORKER: "participation.list_views",
    Role.SAFEGUARDING_LEAD: "participation.list_views",
    Role.BOARD_MEMBER: "board.show_figures",
    Role.AGENCY_LEAD: "agencies.list_actions",
    Role.ADMINISTRATOR: "administration.start",
}


@sign_in.route("/sign-in", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def start() -> ResponseReturnValue:
    form, wait = SignInForm(next=strip(request.args.get("next", ""))), 0
    if form.validate_on_submit():
        account = signing_in.look_up(form.username.data)
        tries = slowing.tries_of_account(form.username.data, account.person_id, request.remote_addr)
        wait = slowing.take_a_try(tries.all)
        db.session.commit()
        person = None if wait else check(form, account, tries)
        if person:
            return redirect(let_in(person, form.next.data))
        if not wait:
            form.form_errors.append(_("The username or the passphrase is not right. Check both, then try again."))
    page = render_template("sign_in/start.html", form=form, wait_seconds=wait)
    if wait:
        return page, 429, {"Retry-After": str(wait)}
    return page, 400 if form.is_submitted() else 200


def let_in(person: Person, wanted: str | None) -> str:
    """Where somebody comes to whose passphrase was right."""
    if not person.is_active:
        return url_for(".show_closed" if advisors.how_away(person.id) is State.LEFT else ".show_resting")
    half_way = two_step.needs_second_step(person)
    begin(person, half_way=half_way)
    return url_for(".take_second_step", next=wanted or None) if half_way else where_to_go(wanted)


def check(form: SignInForm, account: Account, tries: Tries) -> Person | None:
    """The person, when the passphrase is theirs. Unknown users cost the same work, and get the same answer.

    A young person who is paused or left, and knows their passphrase, is told so: they come back, and may not sign in.
    """
    resting_hash = advisors.hash_of_away(account.person_id)  # asked whoever it is: that takes time, too
    is_right = passphrases.is_right(form.passphrase.data, account.passphrase_hash or resting_hash)
    if is_right and resting_hash:
        tries.were_right()
        db.session.commit()
        return people.get_person(account.person_id)
    person = signing_in.hold(account, renewed_hash=renewed_hash(form, account)) if is_right else None
    if person is None:
        auditing.note_about(None, "wrong passphrase", Person.__tablename__, account.person_id)
        db.session.commit()
        return None
    tries.were_right()
    if two_step.needs_second_step(person):
        auditing.note(person, "passphrase right, second step to come", person)
    return person


def renewed_hash(form: SignInForm, account: Account) -> str | None:
    """The passphrase hashed in today's way, when what is stored was made in yesterday's."""
    is_outdated = passphrases.is_outdated(account.passphrase_hash or "")
    return passphrases.hash_passphrase(form.passphrase.data) if is_outdated else None


@sign_in.post("/sign-out")
@open_to(somebody_signed_in)
def sign_out() -> ResponseReturnValue:
    session = browser_session()
    if session.cookie:
        signing_in.sign_out(session.cookie.sign_in_mark)
        visiting.forget(session.cookie)
    db.session.commit()
    session.end()
    return redirect(url_for("young_people.show_home"))


@sign_in.get("/home")
@open_to(somebody_signed_in)
def show_home() -> ResponseReturnValue:
    """Where this person's work is."""
    return redirect(url_for(HOMES.get(signed_in_person().role, ".show_account")))
