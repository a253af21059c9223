"""Heard as it is measured: an app on a database of its own, and people who are signed in."""

import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.extensions import db
from app.models import Person, Role, SignIn, utc_now
from app.protection.cookie_secret import CookieSecret, new_secret
from app.services import settings
from config import Config

KEY_RING = "1:" + "A" * 43 + "="


def make_heard(folder: Path, address: str) -> Flask:
    """With every table, and nothing in them."""
    app = create_app(
        Config(
            SECRET_KEY="bench",
            KEY_RING=KEY_RING,
            SQLALCHEMY_DATABASE_URI=address,
            ASSETS_FOLDER=str(folder / "assets"),
            ALLOW_HTTP=True,
        )
    )
    with app.app_context():
        settings.forget()
        db.create_all()
        db.session.commit()
    return app


def token(client: FlaskClient, address: str) -> str:
    return re.findall(r'name="csrf_token"[^>]*value="([^"]+)"', client.get(address).text)[0]


def poster(client: FlaskClient, address: str, **fields: str) -> Callable[[], object]:
    data = {"csrf_token": token(client, address), **fields}
    return lambda: client.post(address, data=data)


def signed_in(app: Flask, role: Role) -> FlaskClient:
    client, secret = app.test_client(), CookieSecret(new_secret(), app.session_interface.server_key)
    with app.app_context():
        person = db.session.query(Person).filter_by(role=role).first()
        db.session.add(
            SignIn(
                person_id=person.id,
                secret_mark=secret.sign_in_mark,
                last_seen_at=utc_now(),
                confirmed_at=utc_now(),
            )
        )
        db.session.commit()
    client.set_cookie("heard", secret.secret)
    return client
