"""The keys the app starts with: it does not start with a wrong one, or with one missing."""

from flask import Flask

from app.extensions import db
from app.protection.keys import KeyRing
from app.protection.sealing import vault
from app.services.key_proving import prove_keys


def init_app(app: Flask) -> None:
    """Give the vault its key ring. Raises KeyProblem when the ring itself cannot be read."""
    vault.use(KeyRing.parse(app.config["KEY_RING"]))


def prove(app: Flask) -> None:
    """Raises KeyProblem, naming the key's id, when the ring does not open what this database holds."""
    with app.app_context():
        prove_keys()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()  # a server forks after this: a connection must not be shared with its children
