"""How somebody wants to read: in which language, bigger letters, more space, light or dark.

It is kept in a session cookie of its own, only if they choose something. It says nothing about anybody, so nothing of
it is kept on the server.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import refresh

from app import languages

BIG, WIDE = "big", "wide"
# What is there for young people. Pages for people who work with Heard are in English only.
FOR_YOUNG_PEOPLE = frozenset({"young_people"})
# A young advisor signs in here as well, and joins.
DOORS = frozenset({"sign_in.start", "sign_in.join", "sign_in.join_by_words", "sign_in.choose_name"})
DOORS |= {"sign_in.choose_passphrase", "sign_in.show_welcome", "sign_in.show_resting", "sign_in.show_closed"}


class Colours(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Look:
    colours: Colours = Colours.AUTO
    is_big: bool = False
    is_wide: bool = False
    language: str = ""  # the code of one that is not English

    @property
    def attributes(self) -> dict[str, str]:
        """What stands on <html>: only what differs from the usual look."""
        chosen = {
            "theme": "" if self.colours is Colours.AUTO else self.colours.value,
            "text": BIG if self.is_big else "",
            "space": WIDE if self.is_wide else "",
        }
        return {name: value for name, value in chosen.items() if value}

    @property
    def color_scheme(self) -> str:
        return "light dark" if self.colours is Colours.AUTO else self.colours.value

    @property
    def written(self) -> str:
        """dark-big-wide-pl; nothing for the usual look in English."""
        return "-".join([*self.attributes.values(), *([self.language] if self.language else [])])


def read(written: str) -> Look:
    """The look a cookie asks for. What is not one of ours is left out."""
    words = set(written[:40].split("-"))
    colours = next((colours for colours in (Colours.LIGHT, Colours.DARK) if colours in words), Colours.AUTO)
    language = next(iter(sorted(languages.CODES & words)), "")
    return Look(colours=colours, is_big=BIG in words, is_wide=WIDE in words, language=language)


def cookie_name(app: Flask) -> str:
    return f"{app.config['SESSION_COOKIE_NAME']}-look"


def look_of_request(app: Flask) -> Look:
    if "look" not in g:
        g.look = read(request.cookies.get(cookie_name(app), ""))
    look: Look = g.look
    return look


def language_of_request() -> str | None:
    """The language to make this page in: what was chosen in this browser, where pages are for young people.

    Until somebody chooses it is English, whatever the browser says it prefers (docs/languages.md says why).
    """
    if not has_request_context() or not (is_for_young_people() or g.get("is_about_a_fault", False)):
        return None
    code = look_of_request(current_app).language
    return code if languages.is_offered(code) else None


def is_for_young_people() -> bool:
    """An address that leads nowhere as well: who typed it may be anybody."""
    return request.blueprint is None or request.blueprint in FOR_YOUNG_PEOPLE or request.endpoint in DOORS


def speak_to_anybody() -> None:
    """A page that says what went wrong is in the language chosen in this browser, whatever page was asked for."""
    g.is_about_a_fault = True
    refresh()


def keep(app: Flask, response: Response, look: Look) -> Response:
    """Remember until the browser is closed; the usual look needs no cookie."""
    name, secure = cookie_name(app), app.config["SESSION_COOKIE_SECURE"]
    if look.written:
        response.set_cookie(name, look.written, secure=secure, httponly=True, samesite="Lax")
    else:
        forget(app, response)
    return response


def forget(app: Flask, response: Response) -> None:
    if cookie_name(app) in request.cookies:
        response.delete_cookie(
            cookie_name(app), secure=app.config["SESSION_COOKIE_SECURE"], httponly=True, samesite="Lax"
        )
