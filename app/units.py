"""One request is one unit of work. Reading a page only reads, unless its route function says @writes."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

from app.extensions import db, may_write

Route = TypeVar("Route", bound=Callable[..., Any])
READING = frozenset({"GET", "HEAD", "OPTIONS"})


def writes(route: Route) -> Route:
    """Mark a route function whose page writes when it is opened: it takes the write lock before it reads."""
    route.writes = True  # type: ignore[attr-defined]
    return route


def begin_unit() -> None:
    route = current_app.view_functions.get(request.endpoint or "")
    if request.method == "HEAD" and hasattr(route, "writes"):
        abort(405)  # asking about a page is not opening it
    may_write.set(request.method not in READING or hasattr(route, "writes"))


def end_unit(_error: BaseException | None) -> None:
    may_write.set(True)


def only_read_from_here() -> None:
    """What this request meant to do failed. The page that says so must not wait again for what it waited for."""
    db.session.rollback()
    may_write.set(False)


def init_app(app: Flask) -> None:
    app.before_request(begin_unit)
    app.teardown_request(end_unit)
