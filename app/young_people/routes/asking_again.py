"""A form that could not be taken comes back as a page that the browser asks for, so that Back comes past it.

No page of ours is stored in a browser. Back over what answered a form itself would show the browser's own page, that it
has to send the form again: without a way to hide it, and frightening for whoever is being watched.
"""

from typing import cast

from flask import Response, current_app, redirect, request
from sqlalchemy.exc import SQLAlchemyError

from app import interrupted, looks
from app.extensions import db
from app.logs import note
from app.protection.cookie_secret import CookieSecret
from app.services import visiting
from app.sessions import browser_session
from app.young_people import young_people

AGAIN = "again"  # what stands behind the address: nothing of what they typed
COULD_NOT_BE_TAKEN = frozenset({400, 409, 413, 429})
KEPT_HEADERS = ("Retry-After",)


@young_people.before_request
def show_again() -> Response | None:
    """The page that came of the form, with its own status. When it is gone: the page with what is kept of it."""
    cookie = browser_session().cookie
    if request.method != "GET" or request.query_string.decode() != AGAIN or cookie is None:
        return None
    kept = visiting.find_asked_again(cookie)
    if (kept.get("path"), kept.get("look")) != (request.path, look_of_page()):
        return None
    headers = {name: kept[name] for name in KEPT_HEADERS if name in kept}
    return Response(kept["html"], status=int(kept["status"]), headers=headers, mimetype="text/html")


@young_people.after_request
def send_to_ask_again(response: Response) -> Response:
    """Keep the page and send the browser to it. Without a cookie it could not ask for it, and has it now."""
    session = browser_session()
    if request.method != "POST" or session.cookie is None or session.modified:
        return response
    if response.status_code in COULD_NOT_BE_TAKEN and interrupted.answers(request.path, "GET"):
        return kept_to_ask_again(session.cookie, response)
    if is_from_page_asked_again():
        visiting.forget_asked_again(session.cookie)
        db.session.commit()
    return response


def kept_to_ask_again(cookie: CookieSecret, response: Response) -> Response:
    """Where to ask for it; the page itself when it cannot be kept."""
    page = {"path": request.path, "look": look_of_page(), "status": str(response.status_code)}
    page |= {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    db.session.rollback()
    try:
        visiting.keep_asked_again(cookie, page | {"html": response.get_data(as_text=True)})
        db.session.commit()
    except SQLAlchemyError:
        db.session.rollback()
        note("page not kept")
        return response
    return cast(Response, redirect(f"{request.path}?{AGAIN}", code=303))


def is_from_page_asked_again() -> bool:
    """Whether the form stood on such a page. It may go to another address, and then the browser says where it was."""
    return AGAIN in (request.query_string.decode(), (request.referrer or "").rpartition("?")[2])


def look_of_page() -> str:
    return looks.look_of_request(current_app).written
