"""A sign-in begins, and the second step finishes it: each under a new cookie. It leads to a path of this site only."""

from urllib.parse import urlsplit

from flask import request, url_for

from app.extensions import db
from app.models import Person, SignIn
from app.protection.cookie_secret import CookieSecret
from app.services import keeping, signing_in, slowing, two_step, visiting
from app.sessions import browser_session
from app.sign_in.browser_names import browser_name


def begin(person: Person, *, half_way: bool = False) -> None:
    """Sign in under a new cookie: whoever knew the old one knows nothing now, and what it opened is over.

    `half_way`: their second step is still to come. What a young advisor was writing when they signed in goes on under
    the new cookie; anybody else's is forgotten. Source: ASVS 5.0, 7.2.4.
    """
    before, cookie = browser_session().cookie, renewed_cookie(person)
    if before:
        signing_in.end(before.sign_in_mark)
    signing_in.sign_in(
        person,
        secret_mark=cookie.sign_in_mark,
        half_way=half_way,
        place_mark=slowing.place_mark(request.remote_addr),
        browser_name=browser_name(request.user_agent.string),
    )
    db.session.commit()


def finish(signed_in: SignIn) -> None:
    """Their second step was right: the same sign-in is whole, under a new cookie (ASVS 5.0, 7.2.4)."""
    signed_in.secret_mark = renewed_cookie(signed_in.person).sign_in_mark
    signing_in.confirm(signed_in)
    db.session.commit()


def renewed_cookie(person: Person) -> CookieSecret:
    """A new cookie for this browser, which is this person's from now on."""
    session = browser_session()
    before, cookie = session.cookie, session.renew()
    if person.role.is_young:
        visiting.move(before, cookie)
    else:
        visiting.forget(before)
    return cookie


def where_to_go(address: str | None) -> str:
    """Where somebody comes to once they are in: the page they wanted, when it is one of ours, or their work.

    What they had sent while they were not signed in comes first.
    """
    wanted, cookie = path_on_this_site(address), browser_session().cookie
    if wanted and wanted.startswith(url_for("sign_in.start")):
        wanted = None  # those pages are behind them
    signed_in = signing_in.find_sign_in(cookie.sign_in_mark) if cookie else None
    if signed_in and signed_in.confirmed_at and keeping.waits_for(signed_in.person_id):
        return url_for("sign_in.show_kept_work", next=wanted)
    return wanted or url_for("sign_in.show_home")


def where_to_go_from_set_up(person: Person, address: str | None) -> str:
    """Where somebody comes to who has just set up a second step: to their recovery codes, while they have none."""
    if two_step.codes_left(person):
        return url_for("sign_in.show_account")
    return url_for("sign_in.show_recovery_codes", next=address or None)


def path_on_this_site(address: str | None) -> str | None:
    """The address, with what is asked of it, when it is a path here.

    "//elsewhere", "https:elsewhere" and back-slashed ones are not.
    """
    if not address or not address.startswith("/") or "\\" in address or address.startswith("//"):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme or parts.netloc:
        return None
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
