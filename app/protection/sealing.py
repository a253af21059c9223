"""Encryption at rest: AES-256-GCM (NIST SP 800-38D), each text bound to its table, column and row.

The envelope: one byte for the format, one for the key's id, twelve for the nonce, then the sealed text and its tag.
Moved to another row, column or table, or opened with another key, it does not open.
"""

import os
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.protection.keys import KeyProblem, KeyRing, Purpose

FORMAT: Final = 1
NONCE_BYTES: Final = 12
HEADER_BYTES: Final = 2
TAG_BYTES: Final = 16
ENVELOPE_BYTES: Final = HEADER_BYTES + NONCE_BYTES + TAG_BYTES


@lru_cache(maxsize=512)
def cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal_with(key: bytes, text: bytes, place: bytes, header: bytes = b"") -> bytes:
    """Seal under one key. `place` says where it stands and is needed again to open it."""
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + cipher(key).encrypt(nonce, text, header + place)


def open_with(key: bytes, sealed: bytes, place: bytes, header: bytes = b"") -> bytes:
    """Open what seal_with() made. Raises InvalidTag when the key, the place or a bit of it is another."""
    start = len(header)
    nonce, body = sealed[start : start + NONCE_BYTES], sealed[start + NONCE_BYTES :]
    return cipher(key).decrypt(nonce, body, header + place)


def key_id_of(sealed: bytes) -> int | None:
    """The id of the key that sealed this, or None when it is no envelope."""
    return sealed[1] if len(sealed) >= HEADER_BYTES and sealed[0] == FORMAT else None


class Vault:
    """Seals and opens text for the models. It is given its key ring when the app starts."""

    def __init__(self) -> None:
        self._ring: KeyRing | None = None

    @property
    def ring(self) -> KeyRing:
        if self._ring is None:
            raise KeyProblem("No key ring yet: create_app() gives the vault its keys.")
        return self._ring

    def use(self, ring: KeyRing) -> None:
        self._ring = ring

    def seal(self, text: str, place: str, purpose: Purpose = "fields") -> bytes:
        """The envelope for this text at this place, under the newest key."""
        header = bytes((FORMAT, self.ring.newest))
        return seal_with(self.ring.key(self.ring.newest, purpose), text.encode(), place.encode(), header)

    def open(self, sealed: bytes, place: str, purpose: Purpose = "fields") -> str:
        """The text in the envelope.

        Raises KeyProblem, naming the key's id, when the key is missing, is another one, or when the envelope was made
        for another place.
        """
        header = sealed[:HEADER_BYTES]
        if len(sealed) < ENVELOPE_BYTES or header[0] != FORMAT:
            raise KeyProblem("This is not something Heard has sealed.")
        try:
            key = self.ring.key(header[1], purpose)
            return open_with(key, sealed, place.encode(), header).decode()
        except InvalidTag as refused:
            raise KeyProblem(f"Key {header[1]} does not open this: wrong key, or moved from its place.") from refused


vault = Vault()
