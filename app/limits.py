"""What a request may bring: how much, and of which kind. Decided before anything reads it.

A form is small unless its route function says that it @takes_writing. A body that is not a plain form is refused
unread: no page sends a file, but for one whose route function says that it @takes_a_file. Such a file is small enough
to be read in memory, and never stands on a disk.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, current_app, request

Route = TypeVar("Route", bound=Callable[..., Any])
# The largest honest form is a meeting: 5 boxes of 5,000 letters and 10 of 1,000, where one can be 12 bytes on the line.
WRITING = 512 * 1024
FILE = 400 * 1024  # above 500 kB a file would be put on the disk while it is read
READING = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
FORM = "application/x-www-form-urlencoded"
WITH_A_FILE = "multipart/form-data"


def takes_writing(route: Route) -> Route:
    """Mark a route function whose form has a box that somebody writes in, or brings along what was written in others:
    it may bring more than a small form."""
    route.takes_writing = True  # type: ignore[attr-defined]
    return route


def takes_a_file(route: Route) -> Route:
    """Mark a route function whose form brings a small file along."""
    route.takes_a_file = True  # type: ignore[attr-defined]
    return route


def brings_something() -> bool:
    """Whether there is a body: of a length that is said, or in chunks of no length that is known."""
    return bool(request.content_length) or "Transfer-Encoding" in request.headers


def check_body() -> None:
    """Set how much may be read at most. Refuse what is more than that, and what is no form."""
    route = current_app.view_functions.get(request.endpoint or "")
    most = WRITING if hasattr(route, "takes_writing") else int(current_app.config["MAX_CONTENT_LENGTH"])
    kinds = (FORM, WITH_A_FILE) if hasattr(route, "takes_a_file") else (FORM,)
    if hasattr(route, "takes_a_file"):
        most = FILE
    request.max_content_length = most
    if (request.content_length or 0) > most:
        abort(413)
    if request.method not in READING and brings_something() and request.mimetype not in kinds:
        abort(415)
    # What comes in chunks is cut at that length, and nobody is told. As much as that is too much: no words are cut.
    if "Transfer-Encoding" in request.headers and len(request.get_data()) >= most:
        abort(413)


def init_app(app: Flask) -> None:
    """Before every part that might read a form."""
    app.before_request(check_body)
