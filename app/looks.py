"""How somebody wants to read: bigger letters, more space, light or dark.

It is kept in a session cookie of its own, only if they choose something. It says nothing about anybody, so nothing of
it is kept on the server.
"""

from dataclasses import dataclass
from enum import StrEnum

from flask import Flask, Response, g, request

BIG, WIDE = "big", "wide"


class Colours(StrEnum):
    AUTO = "auto"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Look:
    colours: Colours = Colours.AUTO
    is_big: bool = False
    is_wide: bool = False

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
        """dark-big-wide; nothing for the usual look."""
        return "-".join(self.attributes.values())


def read(written: str) -> Look:
    """The look a cookie asks for. What is not one of ours is left out."""
    words = set(written[:40].split("-"))
    colours = next((colours for colours in (Colours.LIGHT, Colours.DARK) if colours in words), Colours.AUTO)
    return Look(colours=colours, is_big=BIG in words, is_wide=WIDE in words)


def cookie_name(app: Flask) -> str:
    return f"{app.config['SESSION_COOKIE_NAME']}-look"


def look_of_request(app: Flask) -> Look:
    if "look" not in g:
        g.look = read(request.cookies.get(cookie_name(app), ""))
    look: Look = g.look
    return look


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
