"""What people see when something goes wrong: plain words, and what to do."""

import re

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import HTTPException, NotFound

from app.access import SignedOut
from app.forgery import MadeElsewhere
from app.forms import as_typed
from app.services.errors import RuleBroken

PAGES = {
    400: "errors/bad_request.html",
    403: "errors/403.html",
    404: "errors/404.html",
    405: "errors/405.html",
    413: "errors/413.html",
}


# What never comes back in a page: tokens, and what only its owner may see.
NEVER_SHOWN = frozenset({"csrf_token", "once", "passphrase", "again", "next", "go"})
ROW = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")  # an id says nothing to anybody


def show_error(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    page = PAGES.get(code, "errors/bad_request.html" if code < 500 else "errors/500.html")
    return render_template(page, typed=what_was_typed(code)), code, error_headers(error)


def what_was_typed(code: int = 400) -> list[str]:
    """What stood in the form that could not be taken, to be copied from the page: browsers do not keep it for Back.

    Nothing where the body itself was what could not be read.
    """
    if request.method != "POST" or code == 413:
        return []
    fields = [(name, as_typed(text) or "") for name, text in request.form.items(multi=True)]
    return [
        text
        for name, text in fields
        if text.strip() and name.rpartition("-")[2] not in NEVER_SHOWN and not ROW.match(text)
    ]


def error_headers(error: HTTPException) -> list[tuple[str, str]]:
    """What the error must say beside its page: a 405 names the methods that do work."""
    return [(name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")]


def show_not_found(_error: NoResultFound) -> ResponseReturnValue:
    return show_error(NotFound())


def show_form_expired(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/form_expired.html", typed=what_was_typed()), 400


def show_signed_out(_error: SignedOut) -> ResponseReturnValue:
    return render_template("errors/signed_out.html", typed=what_was_typed()), 403


def show_made_elsewhere(_error: MadeElsewhere) -> ResponseReturnValue:
    return render_template("errors/shut.html"), 403


def show_rule_broken(error: RuleBroken) -> ResponseReturnValue:
    return render_template("errors/rule_broken.html", message=str(error), typed=what_was_typed()), 409


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(NoResultFound, show_not_found)
    app.register_error_handler(CSRFError, show_form_expired)
    app.register_error_handler(MadeElsewhere, show_made_elsewhere)
    app.register_error_handler(SignedOut, show_signed_out)
    app.register_error_handler(RuleBroken, show_rule_broken)
