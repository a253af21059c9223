"""A young advisor joins with their 4 words: a name they choose, a passphrase, and they are in. No e-mail, no phone."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.access import a_young_person, anyone, open_to, signed_in_person
from app.extensions import db
from app.forgery import shows_back
from app.protection import passphrases
from app.services import joining, joining_words, slowing
from app.services.errors import RuleBroken
from app.services.joining import Joining, NameTaken
from app.sessions import browser_session
from app.sign_in import sign_in
from app.sign_in.beginning import begin
from app.sign_in.forms import JoinForm
from app.sign_in.joining_forms import ANOTHER, OFFERED, OWN, JoiningWordsForm, NameForm, OfferedForm


@sign_in.route("/join", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def join_by_words() -> ResponseReturnValue:
    form, wait = JoiningWordsForm(), 0
    if form.validate_on_submit():
        tries = slowing.tries_of_words(browser_session().begin().wrong_tries_mark, request.remote_addr)
        wait = slowing.take_a_try(tries)
        db.session.commit()
        if not wait and open_with_words(form.words.data, tries):
            return redirect(url_for(".choose_name"))
        if not wait:
            form.words.errors = [_("We cannot find those 4 words. Check the spelling and the order, then try again.")]
    page = render_template("sign_in/join_by_words.html", form=form, wait_seconds=wait, late=form.is_late)
    if wait:
        return page, 429, {"Retry-After": str(wait)}
    return page, 400 if form.is_submitted() else 200


def open_with_words(typed: str, tries: list[slowing.Counted]) -> bool:
    link = joining_words.find_by_words(typed)
    if link is None:
        return False
    browser, place = tries
    slowing.forgive([browser], shared=[place])
    joining.open_with(browser_session().begin(), link)
    db.session.commit()
    return True


@sign_in.route("/join/name", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def choose_name() -> ResponseReturnValue:
    """Whoever has joined before keeps their name, and chooses a passphrase only."""
    here = joining.opened(browser_session().cookie)
    if here is None:
        return redirect(url_for(".join_by_words"))
    if here.has_joined_before:
        return redirect(url_for(".choose_passphrase"))
    form, is_asked = NameForm(person=here.link.person, name=here.name), False
    if form.validate_on_submit():
        is_asked = form.is_to_be_asked
        if not is_asked:
            joining.choose_name(browser_session().begin(), here, form.name.data)
            db.session.commit()
            return redirect(url_for(".choose_passphrase"))
    page = render_template("sign_in/choose_name.html", form=form, is_asked=is_asked, late=form.is_late)
    return page, 400 if form.is_submitted() and not is_asked else 200


@sign_in.route("/join/passphrase", methods=["GET", "POST"])
@open_to(anyone)
@shows_back
def choose_passphrase() -> ResponseReturnValue:
    here = joining.opened(browser_session().cookie)
    if here is None:
        return after_joining()
    if here.name is None and not here.has_joined_before:
        return redirect(url_for(".choose_name"))
    offered, own = OfferedForm(), JoinForm(person=here.person)
    if offered.go.data == OWN:
        if own.validate_on_submit():
            return enter(here, own.passphrase.data)
    elif offered.validate_on_submit():
        return take_offered(here, offered.go.data)
    return passphrase_page(here, offered, own)


def after_joining() -> ResponseReturnValue:
    """A second tap ends where the first one led: what it was sent with is over, and the answer to the first brought the
    cookie under which they are in."""
    if request.method == "POST":
        return redirect(url_for(".choose_passphrase"))
    return redirect(url_for(".show_welcome" if a_young_person() else ".join_by_words"))


def take_offered(here: Joining, button: str | None) -> ResponseReturnValue:
    if button == OFFERED:
        return enter(here, here.offered)
    if button == ANOTHER:
        joining.offer_another(browser_session().begin(), here)
        db.session.commit()
    return redirect(url_for(".choose_passphrase"))


def enter(here: Joining, passphrase: str) -> ResponseReturnValue:
    """They are in, at this browser. Back to the name when somebody else took it a moment ago, and to where they are by
    now when another tap was first."""
    db.session.commit()  # a hash takes long: nobody else's writing waits for it
    passphrase_hash = passphrases.hash_passphrase(passphrase)
    try:
        person = joining.finish(here, passphrase_hash=passphrase_hash)
    except NameTaken:
        db.session.rollback()
        return redirect(url_for(".choose_name"))
    except RuleBroken:
        db.session.rollback()
        return redirect(url_for(".choose_passphrase"))
    joining.forget(browser_session().begin())
    begin(person)
    return redirect(url_for(".show_welcome"))


def passphrase_page(here: Joining, offered: OfferedForm, own: JoinForm) -> ResponseReturnValue:
    is_own = offered.go.data == OWN
    page = render_template(
        "sign_in/choose_passphrase.html",
        form=own if is_own else offered,
        own=own,
        is_own=is_own,
        person=here.person,
        offered=here.offered.split(),
        late=own.is_late,
    )
    return page, 400 if own.is_submitted() else 200


@sign_in.get("/welcome")
@open_to(a_young_person)
def show_welcome() -> ResponseReturnValue:
    """They are in. How they come back next time."""
    return render_template("sign_in/show_welcome.html", person=signed_in_person())


@sign_in.get("/resting")
@open_to(anyone)
def show_resting() -> ResponseReturnValue:
    """For a young person whose account is paused. It says nothing about whose."""
    return render_template("sign_in/show_resting.html")


@sign_in.get("/closed")
@open_to(anyone)
def show_closed() -> ResponseReturnValue:
    """For a young person who left. It says nothing about who it was."""
    return render_template("sign_in/show_closed.html")
