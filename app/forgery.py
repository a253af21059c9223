"""Requests made up by another site are refused: by where they come from, and by the form's token.

A form that was open too long, or whose cookie is gone, is not refused here when its route function @shows_back what was
typed: its form then fails on the same token, and the page comes back with every word still in it and a fresh token.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from flask import Flask, abort, current_app, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import Forbidden

from app.extensions import csrf
from app.limits import WITH_A_FILE
from app.logs import note

Route = TypeVar("Route", bound=Callable[..., Any])
SAFE = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
OUR_OWN = frozenset({"same-origin", "none"})
MOST_FIELDS = 2_000  # the largest form there is, a child's record with many wishes and actions, has some hundreds


class MadeElsewhere(Forbidden):
    """Another site made this request."""


def shows_back(route: Route) -> Route:
    """Mark a route function whose form shows back what was typed when its token no longer fits."""
    route.shows_back = True  # type: ignore[attr-defined]
    return route


def without_token(route: Route) -> Route:
    """Mark a route function that changes nothing anyone could want to forge, such as leaving."""
    route.without_token = True  # type: ignore[attr-defined]
    return route


def comes_from_elsewhere() -> bool:
    """Whether the browser says that another site made this request. Browsers that say nothing are believed."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OUR_OWN
    origin = request.headers.get("Origin")
    return origin not in (None, "null") and origin != request.host_url.rstrip("/")


def is_readable(body: bytes) -> bool:
    """Whether a form's bytes are UTF-8, as every page asks for."""
    try:
        unquote_to_bytes(body).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def check_request() -> None:
    if request.method in SAFE or request.endpoint is None:
        return
    route = current_app.view_functions[request.endpoint]
    if comes_from_elsewhere():
        note("made elsewhere")
        raise MadeElsewhere
    body = request.get_data(cache=True, parse_form_data=False)
    if body.count(b"&") > MOST_FIELDS:
        abort(413)
    g.unreadable = request.mimetype != WITH_A_FILE and not is_readable(body)
    if hasattr(route, "without_token"):
        return
    try:
        csrf.protect()
    except CSRFError:
        note("form token wrong")
        if not hasattr(route, "shows_back"):
            raise


def init_app(app: Flask) -> None:
    app.before_request(check_request)
