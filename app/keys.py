"""The keys the app starts with: it does not start with a wrong one, or with one missing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from app.extensions import db
from app.protection import passphrases
from app.protection.key_sources import KeySource, RingFile, RingText
from app.protection.sealing import vault
from app.services.key_proving import prove_keys


def source_of(config: Mapping[str, Any]) -> KeySource:
    """Where this machine's key ring stands."""
    path = config["KEY_RING_FILE"]
    return RingFile(Path(path)) if path else RingText(config["KEY_RING"])


def init_app(app: Flask) -> None:
    """Give the vault its key ring, and say how passphrases are hashed.

    Raises KeyProblem when the ring itself cannot be read.
    """
    vault.use(source_of(app.config).read())
    passphrases.use(
        memory_kib=app.config["ARGON2_MEMORY_KIB"],
        passes=app.config["ARGON2_PASSES"],
        lanes=app.config["ARGON2_LANES"],
        at_once=app.config["HASHES_AT_ONCE"],
    )


def prove(app: Flask) -> None:
    """Raises KeyProblem, naming the key's id, when the ring does not open what this database holds."""
    with app.app_context():
        prove_keys()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()  # a server forks after this: a connection must not be shared with its children
