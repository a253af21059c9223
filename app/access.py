"""Who may open which page. Every route function says who it is open to; one that says nothing stays shut."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request

from app.extensions import db, login_manager, may_write
from app.models import Person, SignIn
from app.services import powers, signing_in
from app.services.powers import Power
from app.sessions import browser_session

Rule = Callable[[], bool]
Route = TypeVar("Route", bound=Callable[..., Any])
UNCHECKED = frozenset({"static"})  # files that are the same for everybody


class SignedOut(Forbidden):
    """Something was sent by somebody who is not signed in, or not any more."""


def anyone() -> bool:
    return True


def somebody_signed_in() -> bool:
    return bool(current_user.is_authenticated)


def somebody_half_way() -> bool:
    """Their passphrase was right, and their second step is still to come."""
    signed_in = find_own_sign_in()
    return signed_in is not None and signed_in.confirmed_at is None


def may(power: Power) -> Rule:
    """A rule: signed in, and with a role that has this power (app/services/powers.py)."""

    def has_power() -> bool:
        return bool(current_user.is_authenticated) and powers.may(signed_in_person().role, power)

    return has_power


a_chair = may(Power.RECORD_CONFERENCES)
who_reads_views = may(Power.READ_VIEWS)
a_safeguarding_lead = may(Power.OPEN_CONTACT)
a_board_member = may(Power.SEE_FIGURES)
who_keeps_accounts = may(Power.KEEP_ACCOUNTS)
who_reads_the_audit_trail = may(Power.READ_AUDIT)


def open_to(rule: Rule) -> Callable[[Route], Route]:
    """Mark a route function. It is not wrapped, so its name, type and decorator order stay as written."""

    def mark(route: Route) -> Route:
        route.open_to = rule  # type: ignore[attr-defined]
        return route

    return mark


def check_access() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint in UNCHECKED:
        return None
    rule = getattr(current_app.view_functions[request.endpoint], "open_to", None)
    if rule is not None and rule():
        return None
    if rule is None or current_user.is_authenticated:
        abort(403)
    if request.method != "GET":
        raise SignedOut
    if somebody_half_way():
        return redirect(url_for("sign_in.take_second_step", next=request.path))
    return redirect(url_for("sign_in.start", next=request.path))


def signed_in_person() -> Person:
    return cast(Person, current_user)


def find_signed_in_person() -> Person | None:
    """Who is signed in at this browser, or nobody. Touches the session: pages that set no cookie must not ask."""
    return signed_in_person() if current_user.is_authenticated else None


def find_own_sign_in() -> SignIn | None:
    """The sign-in of this browser, with its person; half-way or whole. Asked for once in each request."""
    if "own_sign_in" not in g:
        g.own_sign_in = load_sign_in()
    return cast("SignIn | None", g.own_sign_in)


def own_sign_in() -> SignIn:
    """The same, in a page that opens only to somebody who has one."""
    signed_in = find_own_sign_in()
    if signed_in is None:
        abort(403)
    return signed_in


def load_sign_in() -> SignIn | None:
    """What the cookie stands for. Being seen is written down at most once a minute, apart from the page's own work."""
    cookie = browser_session().cookie
    sign_in = signing_in.find_sign_in(cookie.sign_in_mark) if cookie else None
    if sign_in is None:
        return None
    if signing_in.is_seen_again(sign_in):
        before = may_write.get()
        db.session.rollback()
        may_write.set(True)
        signing_in.see_again(sign_in.id)
        db.session.commit()
        may_write.set(before)
        sign_in = signing_in.find_sign_in(sign_in.secret_mark)
    return sign_in


def load_person(_request: Request) -> Person | None:
    """Who is signed in at this browser, with every step their role needs."""
    sign_in = find_own_sign_in()
    return sign_in.person if sign_in and sign_in.confirmed_at else None


def init_app(app: Flask) -> None:
    login_manager.request_loader(load_person)
    login_manager.session_protection = None  # the cookie holds nothing that could be protected
    app.before_request(check_access)
