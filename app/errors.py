"""What people see when something goes wrong: plain words, and what to do."""

from typing import Any

from flask import Flask, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import NoResultFound
from werkzeug.exceptions import BadHost, HTTPException, InternalServerError, NotFound, SecurityError, ServiceUnavailable

from app import interrupted, looks, units
from app.access import ConfirmFirst, SignedOut, signed_in_person
from app.away import may_pass
from app.forgery import MadeElsewhere
from app.interrupted import worth_showing
from app.logs import note
from app.services.errors import RuleBroken

PAGES = {
    400: "errors/bad_request.html",
    403: "errors/403.html",
    404: "errors/404.html",
    405: "errors/405.html",
    413: "errors/413.html",
    415: "errors/415.html",
}
UNREAD = frozenset({413, 415})  # the body itself is what could not be taken
A_MINUTE = 60  # seconds, as the page says


def say(template: str, **values: Any) -> str:
    """The page that says what went wrong. Anybody may meet it, whatever page they asked for."""
    looks.speak_to_anybody()
    return render_template(template, **values)


def show_error(error: HTTPException) -> ResponseReturnValue:
    if isinstance(error, InternalServerError) and may_pass(error.original_exception):
        error = ServiceUnavailable(retry_after=A_MINUTE)
    code = error.code or 500
    if code >= 500:
        units.only_read_from_here()
    page = PAGES.get(code, "errors/bad_request.html" if code < 500 else "errors/500.html")
    return say(page, typed=what_was_typed(code)), code, error_headers(error)


def what_was_typed(code: int = 400) -> list[str]:
    """What stood in the form that could not be taken, to be copied from the page: browsers do not keep it for Back.

    Nothing where the body itself was what could not be read.
    """
    if request.method != "POST" or code in UNREAD:
        return []
    try:
        return worth_showing(request.form.items(multi=True))
    except HTTPException:  # it came in chunks that were too many, or it broke off
        return []


def error_headers(error: HTTPException) -> list[tuple[str, str]]:
    """What the error must say beside its page: a 405 names the methods that do work."""
    return [(name, value) for name, value in error.get_headers() if name in ("Allow", "Retry-After")]


def show_not_found(_error: NoResultFound) -> ResponseReturnValue:
    return show_error(NotFound())


def show_form_expired(_error: CSRFError) -> ResponseReturnValue:
    return say("errors/form_expired.html", typed=what_was_typed()), 400


def show_signed_out(_error: SignedOut) -> ResponseReturnValue:
    """What they sent waits for their next sign-in; where it cannot, they see it, to be copied."""
    kept_until = interrupted.keep_for(interrupted.find_owner())
    typed = [] if kept_until else what_was_typed()
    return say("errors/signed_out.html", typed=typed, kept_until=kept_until), 403


def show_confirm_first(_error: ConfirmFirst) -> ResponseReturnValue:
    """To the page that asks who they are. What they sent waits for them behind it."""
    back, is_kept = interrupted.page_to_come_back_to(), interrupted.keep_for(signed_in_person()) is not None
    typed = what_was_typed()
    if is_kept or not typed:
        return redirect(url_for("sign_in.confirm_again", next=back))
    return say("errors/confirm_first.html", typed=typed, next=back), 403


def show_made_elsewhere(_error: MadeElsewhere) -> ResponseReturnValue:
    return say("errors/shut.html"), 403


def show_wrong_host(_error: SecurityError | BadHost) -> ResponseReturnValue:
    """Asked for under a name that is not ours (TRUSTED_HOSTS), or is no name: no address can be made, so no links."""
    note("wrong host")
    return say("errors/wrong_host.html"), 400


def show_rule_broken(error: RuleBroken) -> ResponseReturnValue:
    """With the way back for whoever works here, to read again what they were about to do."""
    back = interrupted.page_to_come_back_to() if signed_in_person() else None
    return say("errors/rule_broken.html", message=str(error), typed=what_was_typed(), back=back), 409


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, show_error)
    app.register_error_handler(NoResultFound, show_not_found)
    app.register_error_handler(CSRFError, show_form_expired)
    app.register_error_handler(MadeElsewhere, show_made_elsewhere)
    app.register_error_handler(SignedOut, show_signed_out)
    app.register_error_handler(ConfirmFirst, show_confirm_first)
    app.register_error_handler(SecurityError, show_wrong_host)
    app.register_error_handler(BadHost, show_wrong_host)
    app.register_error_handler(RuleBroken, show_rule_broken)
