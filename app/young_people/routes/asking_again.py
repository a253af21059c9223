"""A form that could not be taken comes back as a page that the browser asks for, so that Back can ask for it again.

No page of ours is stored in a browser. Back over what answered a form itself would show the browser's own page, that it
has to send the form again: without a way to hide it, and frightening for whoever is being watched.
"""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

from flask import Response, current_app, g, redirect, request
from sqlalchemy.exc import SQLAlchemyError

from app import interrupted
from app.asked_again import AskedAgain
from app.extensions import db
from app.logs import event_of, note
from app.models import utc_now
from app.protection.cookie_secret import CookieSecret
from app.services import contributing, visiting
from app.services.visiting import Remembered
from app.sessions import browser_session
from app.young_people import young_people

COULD_NOT_BE_TAKEN = frozenset({400, 429})
SENT_ON = frozenset({302, 303})  # to the page that follows
HELD = "held"  # the field that a page sends which is only left


def what_is_remembered() -> Remembered:
    """What is remembered of this browser. What this page could not take before is asked for again.

    To be called before the page makes its form.
    """
    contents = visiting.remembered(browser_session().cookie)
    kept = visiting.find_asked_again(contents, request.path)
    g.is_kept_to_ask_again = kept is not None
    if kept and request.method == "GET":
        g.asked_again = read(kept)
    return contents


def read(kept: dict[str, Any]) -> AskedAgain:
    until = datetime.fromisoformat(kept["wait_until"]) if kept["wait_until"] else None
    fields = [(name, typed) for name, typed in kept["fields"]]
    return AskedAgain(fields, kept["says"], until, is_held=kept["is_held"])


@young_people.before_request
def hold() -> Response | None:
    """What was typed on a page that somebody goes back or on from: it is there when they come to it again.

    Held as it was typed, in the browser's visit like any half-written answer. Nothing else is done with it.
    """
    session = browser_session()
    if request.method != "POST" or HELD not in request.form:
        return None
    may_be_held = g.get("csrf_valid") and is_held_when_left()
    if session.cookie is not None and may_be_held and is_of_what_is_open(session.cookie):
        fields = [list(pair) for pair in request.form.items(multi=True) if pair[0] != HELD]
        held: dict[str, Any] = {"fields": fields, "says": {}, "wait_until": None, "is_held": True}
        visiting.keep_asked_again(session.cookie, request.path, held)
        db.session.commit()
    return Response(status=204)


def is_held_when_left() -> bool:
    """Whether a page asks for answers or words of their own. The 4 words open what was sent, and how a page looks is
    not so until it is saved: neither is held."""
    route = current_app.view_functions[request.endpoint or ""]
    return hasattr(route, "takes_writing") and can_be_asked_again()


@young_people.context_processor
def say_what_is_held() -> dict[str, bool]:
    """No page but these sends what was only typed: anywhere else it would be taken for a form that was sent."""
    return {"is_held_when_left": is_held_when_left()}


def is_of_what_is_open(cookie: CookieSecret) -> bool:
    """Whether the page that was left is not of another child, whose words were open here before."""
    contents, form = visiting.remembered(cookie), request.form
    if "draft_of" in form and contributing.is_of_another(contents, form["draft_of"]):
        return False
    view_id = contents.opened_view_id
    return "of" not in form or (view_id is not None and form["of"] == cookie.mark_of_view(UUID(view_id)))


@young_people.after_request
def let_go_of_pages(response: Response) -> Response:
    """Set the cookie as it is. A browser that keeps whole pages for Back lets go of those that came before.

    What was sent is not shown again, and not to whoever opens other words next: the script sees to it as well, where
    there is one. Runs after what asks again, which knows a new cookie by its being set.
    """
    session = browser_session()
    if request.method == "POST" and response.status_code in SENT_ON and session.cookie is not None:
        session.modified = True
    return response


@young_people.after_request
def send_to_ask_again(response: Response) -> Response:
    """Send the browser to the page that asks again. Without a cookie it could not ask for it, and has the page now."""
    session = browser_session()
    if request.method != "POST" or session.cookie is None or session.modified:
        return response
    if response.status_code in COULD_NOT_BE_TAKEN and can_be_asked_again():
        return kept_to_ask_again(session.cookie, response)
    is_taken = response.status_code not in COULD_NOT_BE_TAKEN and response.status_code < 500
    if g.get("is_kept_to_ask_again") and is_taken:
        visiting.forget_asked_again(session.cookie, request.path)
        db.session.commit()
    return response


def answer_now() -> None:
    """What was sent is of another child than the one whose words are open: it is shown back once, and not kept."""
    g.is_answered_now = True


def can_be_asked_again() -> bool:
    if g.get("is_answered_now"):
        return False
    route = current_app.view_functions[request.endpoint or ""]
    return hasattr(route, "shows_back") and interrupted.answers(request.path, "GET")


def kept_to_ask_again(cookie: CookieSecret, response: Response) -> Response:
    """Where to ask for it; the page itself when nothing can be kept."""
    note(event_of(response.status_code))
    seconds, form = response.headers.get("Retry-After"), g.get("form_sent")
    sent = {
        "fields": [list(pair) for pair in request.form.items(multi=True)],
        "says": form.said() if form else {},
        "is_held": False,
        "wait_until": (utc_now() + timedelta(seconds=int(seconds))).isoformat() if seconds else None,
    }
    db.session.rollback()
    try:
        visiting.keep_asked_again(cookie, request.path, sent)
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        note("form not kept")
        return response
    # A browser carries the place on the page that it came from along, and what there is to fix stands at the top.
    return cast(Response, redirect(f"{request.path}#top", code=303))
