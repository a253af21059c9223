"""Somebody sent a form, and is not signed in any more, or must first show again that it is they: nothing is lost."""

import re
from collections.abc import Iterable
from datetime import datetime
from urllib.parse import urlsplit

from flask import current_app, g, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from app.extensions import csrf, db
from app.forgery import comes_from_elsewhere, is_readable
from app.forms import as_typed
from app.models import Person
from app.services import keeping
from app.sessions import browser_session

ABOUT_ACCOUNTS = "sign_in"  # the part whose forms hold what proves who somebody is
# What never comes back in a page: what only its owner may see, and what the page itself put there.
OF_ITS_OWNER = keeping.LEADS_TO_A_CHILD | {"passphrase", "present_passphrase", "again", "code", "answer"}
OF_THE_PAGE = frozenset({"csrf_token", "once", "seen", "next", "go", "part", "another"})  # tokens, and names of buttons
NEVER_SHOWN = OF_ITS_OWNER | OF_THE_PAGE
ROW = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")  # an id says nothing to anybody


def worth_showing(fields: Iterable[tuple[str, str]]) -> list[str]:
    """What of a form's fields somebody typed or picked, and may see again."""
    typed = [(name, as_typed(text) or "") for name, text in fields]
    return [
        text
        for name, text in typed
        if text.strip() and name.rpartition("-")[2] not in NEVER_SHOWN and not ROW.match(text)
    ]


def find_owner() -> Person | None:
    """Whose sign-in this browser's cookie stood for until it ran out."""
    cookie = browser_session().cookie
    return keeping.find_owner(cookie.sign_in_mark) if cookie else None


def keep_for(person: Person | None) -> datetime | None:
    """Keep what was sent until this person's next sign-in. Returns until when; nothing when it could not be kept."""
    if person is None or request.method != "POST" or request.blueprint == ABOUT_ACCOUNTS or not is_our_own_form():
        return None
    if is_sent_quietly():
        return None  # the page is still there with all that was typed; its button keeps it
    fields = [(as_typed(name) or "", as_typed(text) or "") for name, text in request.form.items(multi=True)]
    if not worth_showing(fields):
        return None
    until = keeping.keep(person, path=request.path, fields=fields)
    db.session.commit()
    g.is_interrupted = True
    return until


def is_sent_quietly() -> bool:
    """Whether a script saves what is typed while somebody goes on writing: it reads the answer, and no page follows."""
    return request.accept_mimetypes.best == "application/json"


def is_our_own_form() -> bool:
    """Whether a page of ours, shown at this very browser, was sent: the token is made from its cookie."""
    if comes_from_elsewhere():
        return False
    try:
        if not is_readable(request.get_data(cache=True, parse_form_data=False)):
            return False
        csrf.protect()
    except (CSRFError, HTTPException):
        return False
    return True


def page_to_come_back_to() -> str | None:
    """The page that the form stood on: the form's own address when it opens, or else what the browser says."""
    came_from = urlsplit(request.referrer or "")
    candidates = [request.path, came_from.path if came_from.netloc == request.host else ""]
    return next((path for path in candidates if path and answers(path, "GET")), None)


def answers(path: str, method: str) -> bool:
    """Whether there is a page or a form of ours at this path."""
    return find_endpoint(path, method) is not None


def find_endpoint(path: str, method: str) -> str | None:
    """Which route function answers at this path, such as "chairs.add_wish"; None when none does."""
    try:
        endpoint, _arguments = current_app.url_map.bind("").match(path, method=method)
    except (NotFound, MethodNotAllowed, RequestRedirect):
        return None
    return str(endpoint)
