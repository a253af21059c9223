from urllib.parse import urlsplit

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import anyone, open_to, signed_in_person, somebody_signed_in
from app.extensions import db
from app.forgery import shows_back
from app.models import Person, Role
from app.protection import passphrases
from app.protection.fingerprints import mark
from app.protection.sealing import vault
from app.services import signing_in, slowing, visiting
from app.sessions import browser_session
from app.sign_in import sign_in
from app.sign_in.forms import JoinForm, SignInForm

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
    form = SignInForm(next=request.args.get("next", ""))
    wait = seconds_to_wait(form) if form.is_submitted() else 0
    if form.validate_on_submit() and not wait:
        person = check(form)
        if person:
            begin(person, passphrase=form.passphrase.data)
            return redirect(path_on_this_site(form.next.data) or url_for(".show_home"))
        form.form_errors.append(_("The username or the passphrase is not right. Check both, then try again."))
    status = (429 if wait else 400) if form.is_submitted() else 200
    return render_template("sign_in/start.html", form=form, wait_seconds=wait), status


def whose_tries(form: SignInForm) -> list[bytes]:
    """Keyed hashes of the account and of the address, to slow guessing."""
    username = (form.username.data or "").lower()
    return [
        mark(vault.ring, "addresses", f"account {username}"),
        mark(vault.ring, "addresses", f"sign-in {request.remote_addr}"),
    ]


def seconds_to_wait(form: SignInForm) -> int:
    seconds = slowing.seconds_to_wait(whose_tries(form))
    db.session.commit()
    return seconds


def check(form: SignInForm) -> Person | None:
    """The person, when the passphrase is theirs. Unknown users cost the same work, and get the same answer."""
    person = signing_in.find_person(form.username.data)
    stored = person.passphrase_hash if person else None
    db.session.commit()  # a hash takes long: nobody else's writing waits for it
    if not passphrases.is_right(form.passphrase.data, stored):
        slowing.note_wrong_try(whose_tries(form))
        db.session.commit()
        return None
    slowing.forgive(whose_tries(form)[:1])
    return person


def begin(person: Person, *, passphrase: str | None = None) -> None:
    """Sign in under a new cookie: whoever knew the old one knows nothing now, and what it stood for is gone."""
    session = browser_session()
    visiting.forget(session.cookie)
    signing_in.sign_in(person, secret_mark=session.renew().sign_in_mark, passphrase=passphrase)
    db.session.commit()


def path_on_this_site(address: str | None) -> str | None:
    """The address, when it is a path here. "//elsewhere", "https:elsewhere" and back-slashed ones are not."""
    if not address or not address.startswith("/") or "\\" in address or address.startswith("//"):
        return None
    parts = urlsplit(address)
    return None if parts.scheme or parts.netloc else parts.path


@sign_in.route("/join/<token>", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def join(token: str) -> ResponseReturnValue:
    link = signing_in.find_joining_link(token)
    if link is None:
        return render_template("sign_in/join_expired.html"), 404
    form = JoinForm()
    if form.validate_on_submit():
        person = signing_in.join(link, passphrase_hash=passphrases.hash_passphrase(form.passphrase.data))
        begin(person)
        return redirect(url_for(".show_home"))
    page = render_template("sign_in/join.html", form=form, person_name=link.person.name, username=link.person.username)
    return page, 400 if form.is_submitted() else 200


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


@sign_in.get("/account")
@open_to(somebody_signed_in)
def show_account() -> ResponseReturnValue:
    return render_template("sign_in/show_account.html", person=signed_in_person())
