"""Changing the ring in the middle of a test, as a restart would."""

from app.extensions import db
from app.protection.keys import KeyRing
from app.protection.sealing import vault
from app.services.key_proving import prove_keys

ROOTS = {1: bytes(32), 2: b"2" * 32, 3: b"3" * 32}  # the first is the ring of every other test


def ring_of(*ids: int) -> KeyRing:
    return KeyRing.of({key_id: ROOTS[key_id] for key_id in ids})


def restart_with(*ids: int) -> None:
    """The process starts anew with these keys: the last one seals."""
    vault.use(ring_of(*ids))
    prove_keys()
    db.session.commit()
    db.session.expire_all()
