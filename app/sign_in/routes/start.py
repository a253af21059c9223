from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import anyone, open_to, signed_in_person, somebody_signed_in
from app.extensions import db
from app.forgery import shows_back
from app.forms import strip
from app.models import Person, Role
from app.protection import passphrases
from app.services import signing_in, slowing, visiting
from app.services.slowing import Counted
from app.sessions import browser_session
from app.sign_in import sign_in
from app.sign_in.beginning import begin, path_on_this_site
from app.sign_in.forms import SignInForm

HOMES = {
    Role.CHAIR: "chairs.list_conferences",
    Role.PARTICIPATION_WORKER: "participation.list_views",
    Role.SAFEGUARDING_LEAD: "participation.list_views",
    Role.BOARD_MEMBER: "board.show_figures",
}


@sign_in.route("/sign-in", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def start() -> ResponseReturnValue:
    form, wait = SignInForm(next=strip(request.args.get("next", ""))), 0
    if form.validate_on_submit():
        wait = slowing.take_a_try(whose_tries(form))
        db.session.commit()
        person = None if wait else check(form)
        if person:
            begin(person, renewed_hash=renewed_hash(form, person))
            return redirect(path_on_this_site(form.next.data) or url_for(".show_home"))
        if not wait:
            form.form_errors.append(_("The username or the passphrase is not right. Check both, then try again."))
    page = render_template("sign_in/start.html", form=form, wait_seconds=wait)
    if wait:
        return page, 429, {"Retry-After": str(wait)}
    return page, 400 if form.is_submitted() else 200


def whose_tries(form: SignInForm) -> list[Counted]:
    """This account from this place, and this place. Nobody elsewhere can make the right person wait."""
    place = slowing.place_of(request.remote_addr)
    return [
        slowing.counted(f"account {(form.username.data or '').lower()} from {place}"),
        slowing.counted(f"sign-in from {place}", free=slowing.FREE_FOR_A_PLACE),
    ]


def check(form: SignInForm) -> Person | None:
    """The person, when the passphrase is theirs. Unknown users cost the same work, and get the same answer."""
    person = signing_in.find_person(form.username.data)
    stored = person.passphrase_hash if person else None
    db.session.commit()  # a hash takes long: nobody else's writing waits for it
    if not passphrases.is_right(form.passphrase.data, stored):
        return None
    slowing.forgive(whose_tries(form)[:1])
    return person


def renewed_hash(form: SignInForm, person: Person) -> str | None:
    """The passphrase hashed in today's way, when what is stored was made in yesterday's."""
    is_outdated = passphrases.is_outdated(person.passphrase_hash or "")
    db.session.commit()
    return passphrases.hash_passphrase(form.passphrase.data) if is_outdated else None


@sign_in.post("/sign-out")
@open_to(somebody_signed_in)
def sign_out() -> ResponseReturnValue:
    session = browser_session()
    if session.cookie:
        signing_in.end(session.cookie.sign_in_mark)
        visiting.forget(session.cookie)
    db.session.commit()
    session.end()
    return redirect(url_for("young_people.show_home"))


@sign_in.get("/home")
@open_to(somebody_signed_in)
def show_home() -> ResponseReturnValue:
    """Where this person's work is."""
    return redirect(url_for(HOMES.get(signed_in_person().role, ".show_account")))
