"""The line to the database broke while somebody waited for a page: they wait a little longer, and see no error.

On PostgreSQL another machine becomes the leader within half a minute. A request that lost its line is undone, waits
until there is a database that writes again, and is asked once more, from its beginning, as it came. Only what is safe
is asked again: what only reads; what had not begun to commit, so that nothing of it can be there; and what counts once
however often it is sent. Whatever else was about to commit may be there or not: its person gets the page that says so,
with their words on it.

(The plan: docs/decisions/0047-a-failover-is-a-slow-page.md.)
"""

import random
import time
from collections.abc import Callable, Iterable
from io import BytesIO
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flask import Flask, current_app, g, has_request_context, request
from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException

from app.extensions import db
from app.limits import WITH_A_FILE
from app.logs import log

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

Route = TypeVar("Route", bound=Callable[..., Any])
READING: Final = frozenset({"GET", "HEAD", "OPTIONS"})
READ_ONLY: Final = "25006"  # https://www.postgresql.org/docs/15/errcodes-appendix.html: it is no leader any more
SHORTEST, LONGEST = 0.1, 1.0  # seconds between two looks whether it is back


class LineLost(BaseException):
    """This request is to be asked again. No page handles it, and no line says that it failed: it has not yet."""

    def __init__(self, body: bytes, began: float) -> None:
        super().__init__()
        self.body, self.began = body, began


def counts_once(route: Route) -> Route:
    """Mark a route function whose form may be taken twice with the same end as once: it brings a key (`OnceForm`) and
    looks for it, or it only says again what is kept already."""
    route.counts_once = True  # type: ignore[attr-defined]
    return route


class GoesOn(Flask):
    """Heard, when its database fails over."""

    def full_dispatch_request(self) -> Any:
        try:
            return super().full_dispatch_request()
        except SQLAlchemyError:
            if g.get("is_line_lost") and may_be_asked_again():
                body = body_as_it_came()
                if body is not None:
                    log.warning("database lost")
                    let_go()
                    raise LineLost(body, g.get("began", time.perf_counter())) from None
            raise

    def wsgi_app(self, asked: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        as_it_came = dict(asked)
        try:
            return super().wsgi_app(asked, start_response)
        except LineLost as lost:
            again, began = asked_as(as_it_came, lost.body), lost.began
        is_back = wait_until_back(self)
        log.warning("asked again", waited=round(time.perf_counter() - began, 1), is_back=is_back)
        with self.app_context():  # nothing of the first time is remembered, but that there was one
            g.is_asked_again, g.began_at_first = True, began
            return super().wsgi_app(again, start_response)

    def do_teardown_appcontext(self, exc: BaseException | None = None) -> None:
        """A line that breaks when the page is made and only the connection is to be given back spoils no page."""
        let_go()
        super().do_teardown_appcontext(exc)


def let_go() -> None:
    """Undo what was not committed, and forget the session even where nobody is there any more to undo it."""
    try:
        db.session.remove()
    except SQLAlchemyError:
        db.session.registry.clear()


def may_be_asked_again() -> bool:
    """Whether this request can be taken once more, and nothing is there twice afterwards."""
    if g.get("is_asked_again") or request.mimetype == WITH_A_FILE:
        return False
    if request.method in READING or not g.get("began_to_commit"):
        return True
    return hasattr(current_app.view_functions.get(request.endpoint or ""), "counts_once")


def body_as_it_came() -> bytes | None:
    """What was sent; nothing when it cannot be read, or not again."""
    try:
        return request.get_data(cache=True, parse_form_data=False)
    except (HTTPException, OSError):
        return None


def asked_as(as_it_came: "WSGIEnvironment", body: bytes) -> "WSGIEnvironment":
    """The same request, once more."""
    again = as_it_came | {"wsgi.input": BytesIO(body)}
    again.pop("HTTP_TRANSFER_ENCODING", None)
    if "HTTP_TRANSFER_ENCODING" in as_it_came or "CONTENT_LENGTH" in as_it_came:
        again["CONTENT_LENGTH"] = str(len(body))
    return again


def wait_until_back(app: Flask) -> bool:
    """Whether there is a database that writes, within DATABASE_AWAY_SECONDS.

    Not everybody may wait: some threads stay free for what needs no database, the numbers to call first of all, and for
    whoever looks whether this process lives.
    """
    waiting: BoundedSemaphore = app.extensions["waiting_for_database"]
    if not waiting.acquire(blocking=False):
        return is_there(app)
    try:
        until, rest = time.monotonic() + app.config["DATABASE_AWAY_SECONDS"], SHORTEST
        while not (is_back := is_there(app)) and time.monotonic() < until:
            time.sleep(rest * random.uniform(0.5, 1))  # noqa: S311 (no secret: so that not all ask at one moment)
            rest = min(LONGEST, rest * 2)
        return is_back
    finally:
        waiting.release()


def is_there(app: Flask) -> bool:
    with app.app_context():
        try:
            with db.engine.connect() as connection:
                return not connection.scalar(select(func.pg_is_in_recovery()))
        except SQLAlchemyError:
            return False


def note_losses(engine: Engine) -> None:
    """From now on each request knows whether it lost its line, and whether it had begun to commit."""

    @event.listens_for(engine, "handle_error")
    def note_loss(context: ExceptionContext) -> None:
        if getattr(context.original_exception, "sqlstate", None) == READ_ONLY:
            context.is_disconnect = True  # so that it and all others to that machine are made anew
        was_never_there = context.connection is None and not context.is_pre_ping
        if has_request_context() and (context.is_disconnect or was_never_there):
            g.is_line_lost = True

    @event.listens_for(engine, "commit")
    def note_commit(_connection: Connection) -> None:
        if has_request_context():
            g.began_to_commit = True


def init_app(app: Flask) -> None:
    app.extensions["waiting_for_database"] = BoundedSemaphore(app.config["MOST_WAITING"])
    with app.app_context():
        if db.engine.dialect.name == "postgresql":  # nobody loses the line to a file
            note_losses(db.engine)
