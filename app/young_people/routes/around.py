"""The pages around the questions: the front page, what to know first, help, and the way out."""

from typing import cast

from flask import Flask, Response, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from app import looks
from app.access import anyone, open_to
from app.extensions import db, may_write
from app.forgery import without_token
from app.pages import settings_in_force
from app.protection.cookie_secret import CookieSecret
from app.services import signing_in, visiting
from app.sessions import browser_session
from app.young_people import young_people
from app.young_people.routes.promises import latest_to_show


@young_people.get("/")
@open_to(anyone)
def show_home() -> ResponseReturnValue:
    return render_template("young_people/show_home.html", latest=latest_to_show())


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


@young_people.get("/about-your-words")
@open_to(anyone)
def about_your_words() -> ResponseReturnValue:
    return render_template("young_people/about_your_words.html")


@young_people.get("/accessibility")
@open_to(anyone)
def accessibility() -> ResponseReturnValue:
    return render_template("young_people/accessibility.html")


@young_people.route("/exit", methods=["GET", "POST"])
@open_to(anyone)
@without_token
def leave() -> ResponseReturnValue:
    """Go somewhere neutral at once, whatever state the database is in; then clear what this browser stood for.

    A plain link, safe to repeat. The cookie goes with the answer, so what it opened is shut even before it is cleared.
    """
    session, cookie = browser_session(), browser_session().cookie
    is_script = request.method == "POST"  # it goes to the neutral site by itself
    answer = Response(status=204) if is_script else redirect(settings_in_force().neutral_site, code=303)
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    looks.forget(app, cast(Response, answer))
    if settings_in_force().is_domain_ours_alone:  # what another service keeps under this name is not ours to clear
        answer.headers["Clear-Site-Data"] = '"cookies", "storage"'
    if cookie and request.method != "HEAD":
        session.end()
        answer.call_on_close(lambda: clear(app, cookie))
    return answer


def clear(app: Flask, cookie: CookieSecret) -> None:
    """Delete the half-written answers and end the sign-in. If that fails, nobody has the cookie that could use them."""
    with app.app_context():
        may_write.set(True)
        try:
            visiting.forget(cookie)
            signing_in.sign_out(cookie.sign_in_mark)
            db.session.commit()
        except SQLAlchemyError:
            app.logger.warning("Hide page could not clear a visit; it runs out by itself.")
