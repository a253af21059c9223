"""The test client: one person at one browser."""

from urllib.parse import urlsplit

from flask import has_app_context
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.extensions import db
from app.models import Person, SignIn, utc_now
from app.protection.cookie_secret import CookieSecret, new_secret
from tests import page as pages


class Visitor(FlaskClient):
    """Treats each request as a new one, and checks each page it is sent."""

    def open(self, *args, **kwargs) -> TestResponse:
        # Without a fresh app context, Flask would reuse the test's own, and Flask-Login would still
        # remember (on `g`) whoever made the last request.
        with self.application.app_context():
            response = super().open(*args, **{"buffered": True} | kwargs)
        if response.status_code == 303 and response.location == f"{response.request.path}#top":
            # A form that could not be taken: a browser asks for its page again.
            with self.application.app_context():
                response = super().open(response.request.path, buffered=True, headers=kwargs.get("headers"))
        if has_app_context():
            db.session.expire_all()  # the test's own objects may now be out of date
        is_page = response.mimetype == "text/html" and response.location is None and response.data
        if is_page and not response.content_encoding:
            response.page = pages.check(response.text)
            self.check_boxes(response)
        return response

    def check_boxes(self, response: TestResponse) -> None:
        """A form with a box to write in is sent to a route function that takes as much as may be written there."""
        for action in response.page.boxes:
            address = urlsplit(action or response.request.path).path
            endpoint, _ = self.application.url_map.bind("localhost").match(address, method="POST")
            route = self.application.view_functions[endpoint]
            assert hasattr(route, "takes_writing"), f"Mark {endpoint} with @takes_writing: its form has a box"

    @property
    def cookie_name(self) -> str:
        return self.application.config["SESSION_COOKIE_NAME"]

    @property
    def secret(self) -> str | None:
        cookie = self.get_cookie(self.cookie_name)
        return cookie.value if cookie else None

    def sign_in(self, person: Person, *, half_way: bool = False) -> "Visitor":
        secret = CookieSecret(new_secret(), self.application.session_interface.server_key)
        db.session.add(
            SignIn(
                person_id=person.id,
                secret_mark=secret.sign_in_mark,
                last_seen_at=utc_now(),
                confirmed_at=None if half_way else utc_now(),
            )
        )
        db.session.commit()
        self.set_cookie(self.cookie_name, secret.secret)
        return self

    def sign_ins(self) -> list[SignIn]:
        return list(db.session.scalars(select(SignIn)))

    def fill_in(
        self, address: str, *, form: str = "main form[method=post]", follow_redirects: bool = False, **answers
    ) -> TestResponse:
        """Open a page, fill in its form and send it: hidden fields, tokens and what stood there already."""
        return self.send(self.get(address), form=form, follow_redirects=follow_redirects, **answers)

    def send(
        self, shown: TestResponse, *, form: str = "main form[method=post]", follow_redirects: bool = False, **answers
    ) -> TestResponse:
        """Fill in a form of a page that is already open, and send it."""
        asked = shown.page.soup.select_one(form)
        assert asked is not None, f"There is no form {form} on {shown.request.path}"
        fields = {field["name"] for field in asked.select("[name]")}
        assert answers.keys() <= fields, f"This form asks for {sorted(fields)}"
        address = asked.get("action") or shown.request.path
        return self.post(address, data=already_there(asked) | answers, follow_redirects=follow_redirects)


def already_there(form) -> dict:
    """What a browser would send of a form nobody touched."""
    found: dict = {}
    for field in form.select("input[name]"):
        kind = field.get("type", "text")
        if kind in ("radio", "checkbox") and not field.has_attr("checked"):
            continue
        if kind == "checkbox":
            found.setdefault(field["name"], []).append(field.get("value", "on"))
        else:
            found[field["name"]] = field.get("value", "")
    for box in form.select("textarea[name]"):
        found[box["name"]] = box.get_text().removeprefix("\n").removeprefix("\r\n")
    for box in form.select("select[name]"):
        chosen = box.select_one("option[selected]") or box.select_one("option")
        found[box["name"]] = chosen["value"] if chosen else ""
    return found
