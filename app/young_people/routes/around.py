"""The pages around the questions: the front page, what to know first, help, and the way out."""

from flask import redirect, render_template
from flask.typing import ResponseReturnValue

from app.access import anyone, open_to
from app.extensions import db
from app.forgery import without_token
from app.services import settings, signing_in, visiting
from app.sessions import browser_session
from app.units import writes
from app.young_people import young_people


@young_people.get("/")
@open_to(anyone)
def show_home() -> ResponseReturnValue:
    return render_template("young_people/show_home.html")


@young_people.get("/before-you-start")
@open_to(anyone)
def before_you_start() -> ResponseReturnValue:
    return render_template("young_people/before_you_start.html")


@young_people.get("/private")
@open_to(anyone)
def keep_private() -> ResponseReturnValue:
    return render_template("young_people/keep_private.html")


@young_people.get("/help")
@open_to(anyone)
def show_help() -> ResponseReturnValue:
    return render_template("young_people/show_help.html")


@young_people.route("/exit", methods=["GET", "POST"])
@open_to(anyone)
@without_token
@writes
def leave() -> ResponseReturnValue:
    """Clear everything this browser stands for and go somewhere neutral. A plain link; safe to repeat."""
    session = browser_session()
    if session.cookie:
        visiting.forget(session.cookie)
        signing_in.end(session.cookie.sign_in_mark)
        db.session.commit()
        session.end()
    return redirect(settings.current().neutral_site, code=303)
