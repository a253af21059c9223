"""The one cookie: a random secret, gone with the browser. What it stands for is kept on the server.

It stays only where a member of the shadow board says that it is their own phone.

No cookie is set until a page with a form is shown. Nothing can be put into Flask's `session` but the form token, which
is made from the secret: half-written answers are in `visit`, people who are signed in are in `sign_in`.
"""

from collections.abc import Iterator, MutableMapping
from datetime import timedelta
from typing import Any, cast

from flask import Flask, Response, current_app, session
from flask.sessions import SessionInterface, SessionMixin
from flask.wrappers import Request

from app.protection.cookie_secret import CookieSecret, new_secret
from app.protection.keys import derive

FORM_TOKEN = "csrf_token"  # noqa: S105 (the name Flask-WTF looks for)


class BrowserSession(SessionMixin, MutableMapping[str, Any]):
    """Holds the cookie's secret, and the form token that is made from it."""

    def __init__(self, server_key: bytes, secret: str | None) -> None:
        self.server_key = server_key
        self.cookie = CookieSecret(secret, server_key) if secret else None
        self.modified = False
        self.is_over = False
        self.keep_for: timedelta | None = None  # nothing: it goes with the browser

    def begin(self) -> CookieSecret:
        """The secret of this browser, made now when it has none."""
        return self.cookie or self.renew()

    def renew(self, *, keep_for: timedelta | None = None) -> CookieSecret:
        """A new secret: what the old one stood for is no longer this browser's.

        `keep_for`: how long the browser keeps it, even when it is shut.
        """
        self.keep_for = keep_for
        self.cookie = CookieSecret(new_secret(), self.server_key)
        self.modified = True
        self.is_over = False
        return self.cookie

    def end(self) -> None:
        self.cookie = None
        self.is_over = True

    def __getitem__(self, name: str) -> Any:
        if name != FORM_TOKEN or self.cookie is None:
            raise KeyError(name)
        return self.cookie.form_token

    def __setitem__(self, name: str, value: Any) -> None:
        if name != FORM_TOKEN:
            raise KeyError(f"Nothing is kept in the session: {name!r} belongs in a table.")
        self.begin()

    def __delitem__(self, name: str) -> None:
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter([FORM_TOKEN] if self.cookie else [])

    def __len__(self) -> int:
        return 1 if self.cookie else 0


class OneCookie(SessionInterface):
    def __init__(self, server_key: bytes) -> None:
        self.server_key = server_key

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        return BrowserSession(self.server_key, request.cookies.get(self.get_cookie_name(app)))

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        browser = cast(BrowserSession, session)
        name, secure = self.get_cookie_name(app), self.get_cookie_secure(app)
        if browser.is_over:
            response.delete_cookie(name, secure=secure, httponly=True, samesite="Lax")
        elif browser.modified and browser.cookie:
            secret, longest = browser.cookie.secret, browser.keep_for
            response.set_cookie(name, secret, longest, secure=secure, httponly=True, samesite="Lax")


def browser_session() -> BrowserSession:
    """The session of this request, with its real type."""
    return cast(BrowserSession, session._get_current_object())  # type: ignore[attr-defined]


def server_key() -> bytes:
    return cast(OneCookie, current_app.session_interface).server_key


def init_app(app: Flask) -> None:
    app.session_interface = OneCookie(derive(str(app.config["SECRET_KEY"]).encode(), "sessions"))
