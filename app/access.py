"""Who may open which page. Every route function says who it is open to; one that says nothing stays shut."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Request

from app.extensions import db, login_manager, may_write
from app.logs import note
from app.models import Person, SignIn
from app.services import advisors, powers, signing_in, two_step
from app.services.advisors import State
from app.services.powers import Power
from app.sessions import browser_session

Rule = Callable[[], bool]
Route = TypeVar("Route", bound=Callable[..., Any])
UNCHECKED = frozenset({"static"})  # files that are the same for everybody


class SignedOut(Forbidden):
    """Something was sent by somebody who is not signed in, or not any more."""


class ConfirmFirst(Forbidden):
    """Something was sent that asks for fresh proof of who they are, and their last proof is too long ago."""


def anyone() -> bool:
    return True


def somebody_signed_in() -> bool:
    return bool(current_user.is_authenticated)


def a_young_person() -> bool:
    """A young advisor or shadow board member, under their own name."""
    return bool(current_user.is_authenticated) and signed_in_person().role.is_young


def somebody_half_way() -> bool:
    """Their passphrase was right, and their second step is still to come."""
    signed_in = find_own_sign_in()
    return signed_in is not None and signed_in.confirmed_at is None


def somebody_setting_up() -> bool:
    """Of a role that needs two steps: signed in, or half-way with no second step yet.

    Whoever is half-way and has one must use it: a passphrase alone adds no other.
    """
    signed_in = find_own_sign_in()
    if signed_in is None or not two_step.needs_second_step(signed_in.person):
        return False
    return signed_in.confirmed_at is not None or not two_step.has_second_step(signed_in.person)


def somebody_with_two_steps() -> bool:
    """Signed in, and of a role that signs in with two steps."""
    return bool(current_user.is_authenticated) and two_step.needs_second_step(signed_in_person())


def somebody_who_works_here() -> bool:
    """Signed in, and no young person: what they may read there is for the services to say."""
    return bool(current_user.is_authenticated) and not signed_in_person().role.is_young


def may(power: Power) -> Rule:
    """A rule: signed in, and with a role that has this power (app/services/powers.py)."""

    def has_power() -> bool:
        return bool(current_user.is_authenticated) and powers.may(signed_in_person().role, power)

    return has_power


a_chair = may(Power.RECORD_CONFERENCES)
who_takes_minutes = may(Power.TAKE_MINUTES)
who_oversees_conferences = may(Power.OVERSEE_CONFERENCES)
who_reads_guidance = may(Power.READ_GUIDANCE)
who_reads_views = may(Power.READ_VIEWS)
a_safeguarding_lead = may(Power.OPEN_CONTACT)
a_board_member = may(Power.SEE_FIGURES)
who_keeps_promises = may(Power.KEEP_PROMISES)
an_agency_lead = may(Power.DO_ACTIONS)
who_keeps_accounts = may(Power.KEEP_ACCOUNTS)
who_keeps_young_accounts = may(Power.KEEP_YOUNG_ACCOUNTS)
who_reads_the_audit_trail = may(Power.READ_AUDIT)
who_keeps_themes = may(Power.KEEP_THEMES)
who_keeps_the_rota = may(Power.KEEP_ROTA)


def open_to(rule: Rule) -> Callable[[Route], Route]:
    """Mark a route function. It is not wrapped, so its name, type and decorator order stay as written."""

    def mark(route: Route) -> Route:
        route.open_to = rule  # type: ignore[attr-defined]
        return route

    return mark


def confirmed_lately(route: Route) -> Route:
    """Mark a route function that asks for fresh proof of who they are: within `confirm_minutes` (ASVS 5.0, 7.5.1)."""
    route.confirmed_lately = True  # type: ignore[attr-defined]
    return route


def check_access() -> ResponseReturnValue | None:
    if request.endpoint is None or request.endpoint in UNCHECKED:
        return None
    route = current_app.view_functions[request.endpoint]
    rule = getattr(route, "open_to", None)
    if rule is not None and rule():
        return check_confirmed(route)
    if rule is None or current_user.is_authenticated:
        abort(403)
    note("not signed in")
    if request.method != "GET":
        raise SignedOut
    if somebody_half_way():
        return redirect(url_for("sign_in.take_second_step", next=wanted_page()))
    away = advisors.how_shown_out(cookie.sign_in_mark) if (cookie := browser_session().cookie) else None
    if away:
        return redirect(url_for("sign_in.show_closed" if away is State.LEFT else "sign_in.show_resting"))
    return redirect(url_for("sign_in.start", next=wanted_page()))


def wanted_page() -> str:
    """The page that was asked for, with its filters, to come back to."""
    return request.full_path if request.query_string else request.path


def check_confirmed(route: Callable[..., Any]) -> ResponseReturnValue | None:
    """Whoever has not proved who they are for a while does so first, and comes back to where they were.

    Whoever is half-way, on one of the few pages that are open to them, typed their passphrase minutes ago.
    """
    if not hasattr(route, "confirmed_lately"):
        return None
    signed_in = own_sign_in()
    if signed_in.confirmed_at is None or signing_in.is_confirmed_lately(signed_in):
        return None
    if request.method != "GET":
        raise ConfirmFirst
    return redirect(url_for("sign_in.confirm_again", next=wanted_page()))


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
        try:
            signing_in.see_again(sign_in.id)
            db.session.commit()
        except SQLAlchemyError:  # the disk is full, or somebody holds the database: what is there can still be read
            db.session.rollback()
        may_write.set(before)
        sign_in = signing_in.find_sign_in(sign_in.secret_mark)
    return sign_in


def load_person(_request: Request) -> Person | None:
    """Who is signed in at this browser, with every step their role needs."""
    sign_in = find_own_sign_in()
    if sign_in is None or sign_in.confirmed_at is None:
        return None
    if not sign_in.person.role.is_young:  # whether one of a few members sent something is nobody's business
        g.role = sign_in.person.role.value  # for the line in the log: who they are is never in it
    return sign_in.person


def init_app(app: Flask) -> None:
    login_manager.request_loader(load_person)
    login_manager.session_protection = None  # the cookie holds nothing that could be protected
    app.before_request(check_access)
