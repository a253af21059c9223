"""What people see when something goes wrong: plain words, and what to do."""

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, NotFound

from app.forgery import MadeElsewhere
from app.services.errors import RuleBroken

PAGES = {
    400: "errors/bad_request.html",
    403: "errors/403.html",
    404: "errors/404.html",
    405: "errors/405.html",
    413: "errors/413.html",
    429: "errors/429.html",
}


def show_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    page = PAGES.get(code, "errors/bad_request.html" if code < 500 else "errors/500.html")
    return render_template(page, was_sent=None), code, error_headers(error)


def error_headers(error: HTTPException) -> list[tuple[str, str]]:
    """What the error must say beside its page: a 405 names the methods that do work."""
    return [(name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")]


def show_not_found(_error: NoResultFound) -> ResponseReturnValue:
    return show_error(NotFound())


def show_form_expired(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/form_expired.html"), 400


def show_made_elsewhere(_error: MadeElsewhere) -> ResponseReturnValue:
    return render_template("errors/shut.html"), 403


def show_rule_broken(error: RuleBroken) -> ResponseReturnValue:
    return render_template("errors/rule_broken.html", message=str(error)), 409


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(NoResultFound, show_not_found)
    app.register_error_handler(CSRFError, show_form_expired)
    app.register_error_handler(MadeElsewhere, show_made_elsewhere)
    app.register_error_handler(RuleBroken, show_rule_broken)
