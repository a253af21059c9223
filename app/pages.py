"""What every template may ask for: the board's settings, the language, who is signed in and where they can go."""

from flask import Flask, request, url_for
from flask_babel import get_locale
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.local import LocalProxy

from app.access import find_signed_in_person
from app.models import Role
from app.services import settings

NAVIGATION = {
    Role.CHAIR: (("Conferences", "chairs.list_conferences"),),
    Role.PARTICIPATION_WORKER: (("Inbox", "participation.list_views"),),
    Role.SAFEGUARDING_LEAD: (("Inbox", "participation.list_views"),),
    Role.BOARD_MEMBER: (("Figures", "board.show_figures"),),
}


def navigation() -> list[tuple[str, str, bool]]:
    """Where the person signed in can go: words, address, and whether they are there."""
    person = find_signed_in_person()
    if person is None:
        return []
    places = (*NAVIGATION.get(person.role, ()), ("Your account", "sign_in.show_account"))
    return [(words, url_for(endpoint), request.endpoint == endpoint) for words, endpoint in places]


def settings_in_force() -> settings.Settings:
    """Without asking the database when something has gone wrong: the page that says so must not fail as well."""
    try:
        return settings.current()
    except SQLAlchemyError:
        return settings.last_known()


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(
        settings=LocalProxy(settings_in_force),
        is_demonstration=app.config["DEMO"],
        html_lang=LocalProxy(lambda: str(get_locale()).replace("_", "-")),
        html_dir=LocalProxy(lambda: get_locale().text_direction),
        navigation=LocalProxy(navigation),
        signed_in_person=LocalProxy(find_signed_in_person),
    )
