"""What every template may ask for: the board's settings, the language, who is signed in and where they can go."""

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.local import LocalProxy

from app import languages
from app.access import find_signed_in_person, signed_in_person
from app.board_words import in_language_of_page
from app.cover_words import cover_words
from app.looks import is_for_young_people, look_of_request
from app.models import Person, Role
from app.protection.passkey_proofs import Site, site_at
from app.services import approving, faults, guidance_reading, overdue, settings
from app.services.carriers import channels_set_up
from app.services.faults import Fault
from app.sessions import browser_session

APPROVALS, GUIDANCE = "Approvals", "Guidance"
OWN_GUIDANCE = (GUIDANCE, "guidance.list_own")
MEMBERS = (
    ("Your page", "shadow_board.show_home"),
    ("Questions", "shadow_board.list_questions"),
    ("Agenda", "shadow_board.list_items"),
    ("You", "shadow_board.show_you"),
    # Behind a button, so that a phone's screen holds more than a menu (templates/shadow_board/base.html).
    ("Priorities", "shadow_board.show_priorities"),
    ("Papers", "shadow_board.list_papers"),
    ("Figures", "shadow_board.show_figures"),
    ("Checks", "shadow_board.list_checks"),
)
NAVIGATION = {
    Role.YOUNG_ADVISOR: MEMBERS,
    Role.SHADOW_BOARD_MEMBER: MEMBERS,
    Role.CHAIR: (("Conferences", "chairs.list_conferences"), ("Practice", "chairs.show_practice"), OWN_GUIDANCE),
    Role.CHAIRS_MANAGER: (("Conferences", "chairs.list_all"), ("Training", "chairs.show_training"), OWN_GUIDANCE),
    Role.PARTICIPATION_WORKER: (
        ("Inbox", "participation.list_views"),
        ("Minutes", "chairs.list_conferences"),
        OWN_GUIDANCE,
    ),
    Role.SAFEGUARDING_LEAD: (("Inbox", "participation.list_views"), OWN_GUIDANCE),
    Role.BOARD_MEMBER: (
        ("Figures", "board.show_figures"),
        ("Promises", "board.list_commitments"),
        ("Questions", "board.list_questions"),
        ("Reviews", "board.list_reviews"),
        ("Agencies", "board.list_agencies"),
        (GUIDANCE, "board.list_guidance"),
        ("Training", "board.show_training"),
        ("Annual report", "board.list_reports"),
        ("Meetings", "board.list_meetings"),
        ("Shadow board", "board.read_checks"),
    ),
    Role.AGENCY_LEAD: (
        ("Actions", "agencies.list_actions"),
        ("Recommendations", "agencies.list_recommendations"),
        ("Framework", "agencies.sign_framework"),
        ("Section 11", "agencies.list_standards"),
        OWN_GUIDANCE,
    ),
    Role.ADMINISTRATOR: (
        ("Administration", "administration.start"),
        ("People", "administration.list_people"),
        (APPROVALS, "administration.list_approvals"),
        ("Health", "administration.show_health"),
        OWN_GUIDANCE,
    ),
}


def navigation() -> list[tuple[str, str, bool]]:
    """Where the person signed in can go: words, address, and whether they are there."""
    person = find_signed_in_person()
    if person is None:
        return []
    places = NAVIGATION.get(person.role, ())
    return [(with_count(words), url_for(endpoint), request.endpoint == endpoint) for words, endpoint in places]


def with_count(words: str) -> str:
    """Approvals (2), Guidance (1): where something waits for the person signed in."""
    waiting = {APPROVALS: approvals_waiting, GUIDANCE: guidance_waiting}.get(words)
    number = waiting() if waiting else 0
    return f"{words} ({number})" if number else words


def approvals_waiting() -> int:
    """How many approvals wait for this administrator. Asked for once in each request."""
    if "approvals_waiting" not in g:
        g.approvals_waiting = approving.how_many_wait_for(signed_in_person())
    return int(g.approvals_waiting)


def guidance_waiting() -> int:
    """How much there is that the person signed in must read. Asked for once in each request."""
    if "guidance_waiting" not in g:
        g.guidance_waiting = guidance_reading.how_many_wait_for(signed_in_person())
    return int(g.guidance_waiting)


def settings_in_force() -> settings.Settings:
    """Without asking the database when something has gone wrong: the page that says so must not fail as well."""
    try:
        return settings.current()
    except SQLAlchemyError:
        return settings.last_known()


def settings_to_show() -> settings.Settings:
    """What the board has decided, in the words of the page's language."""
    return in_language_of_page(settings_in_force())


def who_is_here() -> Person | None:
    """Who is signed in; nobody when the database is gone: the numbers to call must still be there."""
    try:
        return find_signed_in_person()
    except SQLAlchemyError:
        return None


def passkey_site() -> Site | None:
    """Where passkeys belong: the service's own address, or localhost in a demonstration. None: they cannot work."""
    if not current_app.config["DEMO"]:
        return site_at(current_app.config["SITE_ADDRESS"])
    port = request.host.rpartition(":")[2]
    return site_at(f"http://localhost:{port}" if port.isdecimal() else "http://localhost")


def passkeys_elsewhere() -> str | None:
    """The address to go to for passkeys, when this page was opened at another one. No browser would use them here."""
    site = passkey_site()
    return site.origin if site and request.host.lower().partition(":")[0] != site.host else None


def faults_to_show() -> tuple[Fault, ...]:
    """What is wrong with the service, for people who work with it. In a demonstration nobody expects e-mail."""
    person = who_is_here()
    if person is None or person.role.is_young:
        return ()
    channels = channels_set_up(current_app.config)
    try:
        found = faults.faults(channels)
    except SQLAlchemyError:
        return ()
    is_demonstration = current_app.config["DEMO"]
    return tuple(fault for fault in found if not (is_demonstration and fault.is_usual_in_demonstration))


def came_without_cookie() -> bool:
    """Whether a form was sent by a browser that brought no cookie: it may be that it keeps none."""
    return request.method == "POST" and browser_session().modified


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        settings=LocalProxy(settings_to_show),
        came_without_cookie=came_without_cookie,
        cover=LocalProxy(cover_words),
        cover_of_leads=LocalProxy(lambda: cover_words(leads_only=True)),
        is_demonstration=app.config["DEMO"],
        is_for_young_people=is_for_young_people,
        html_lang=LocalProxy(lambda: languages.language_of_page().tag),
        language=LocalProxy(languages.language_of_page),
        languages=languages,
        look=LocalProxy(lambda: look_of_request(current_app)),
        html_dir=LocalProxy(lambda: get_locale().text_direction),
        navigation=LocalProxy(navigation),
        approvals_waiting=approvals_waiting,
        signed_in_person=LocalProxy(who_is_here),
        faults_to_show=faults_to_show,
        has_passkeys=LocalProxy(lambda: passkey_site() is not None),
        passkeys_elsewhere=LocalProxy(passkeys_elsewhere),
    )
    app.jinja_env.tests["late"] = overdue.is_late
