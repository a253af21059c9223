"""The key ring: every key that may open something, and the one that seals.

From each root key one key per purpose is derived (HKDF-SHA256, RFC 5869), so that a key taken from one place is of no
use in another: what seals fields cannot find a child by reference, and neither can check the 4 words.
"""

import base64
import binascii
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
LAST_ID = 255  # an envelope has one byte for the key's id
Purpose = Literal["fields", "identity", "index", "words", "addresses", "tokens", "two-step", "proof"]


class KeyProblem(RuntimeError):
    """A key is missing, or is not the key that sealed what stands in the database. The message names its id."""


def derive(root: bytes, purpose: str) -> bytes:
    """32 bytes that only this root and this purpose give."""
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=b"heard " + purpose.encode()).derive(root)


@dataclass(frozen=True)
class KeyRing:
    """Root keys by id (1 to 255). The last one named seals and hashes; all of them open and recognise."""

    roots: dict[int, bytes] = field(repr=False)
    newest: int
    _derived: dict[tuple[int, str], bytes] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def parse(cls, text: str) -> "KeyRing":
        """Read "1:<base64> 2:<base64>". Raises KeyProblem, naming the key's id, when it cannot be used."""
        roots: dict[int, bytes] = {}
        for part in text.split():
            key_id, _, encoded = part.partition(":")
            try:
                root = base64.b64decode(encoded, validate=True)
            except binascii.Error:
                root = b""
            if not key_id.isdigit() or not 1 <= int(key_id) <= LAST_ID:
                raise KeyProblem("KEY_RING: a key's id must be a number from 1 to 255, as in 1:<base64>.")
            if len(root) != KEY_BYTES:
                raise KeyProblem(f"KEY_RING: key {key_id} must be 32 bytes in base64.")
            if int(key_id) in roots:
                raise KeyProblem(f"KEY_RING: key {key_id} is there twice.")
            roots[int(key_id)] = root
        if not roots:
            raise KeyProblem("KEY_RING holds no key. README.md says how to make one.")
        return cls.of(roots)

    @classmethod
    def of(cls, roots: dict[int, bytes]) -> "KeyRing":
        return cls(roots=roots, newest=list(roots)[-1])

    def as_text(self) -> str:
        """The ring as KEY_RING holds it. This is the secret itself: for the ring's own file, or an operator's eyes."""
        return " ".join(f"{key_id}:{base64.b64encode(root).decode()}" for key_id, root in self.roots.items())

    def with_new_key(self, key_id: int) -> "KeyRing":
        """The ring with a new random key first: it opens, and does not seal until seal_under() says so.

        Raises KeyProblem when this id is in the ring, or is more than an envelope can name.
        """
        if key_id in self.roots:
            raise KeyProblem(f"KEY_RING: key {key_id} is there already.")
        if not 1 <= key_id <= LAST_ID:
            raise KeyProblem(f"KEY_RING: there have been {LAST_ID} keys, and no id is left for another.")
        return self.of({key_id: secrets.token_bytes(KEY_BYTES)} | self.roots)

    def sealing_under(self, key_id: int) -> "KeyRing":
        """The ring with this key last, so that it seals. Raises KeyProblem when the ring does not hold it."""
        root = self.root(key_id)
        return self.of({other: kept for other, kept in self.roots.items() if other != key_id} | {key_id: root})

    def without(self, key_id: int) -> "KeyRing":
        """The ring without this key. Raises KeyProblem when the ring does not hold it, or seals with it."""
        self.root(key_id)
        if key_id == self.newest:
            raise KeyProblem(f"Key {key_id} is the one that seals. Bring another into use before you take it out.")
        return self.of({other: kept for other, kept in self.roots.items() if other != key_id})

    def root(self, key_id: int) -> bytes:
        if key_id not in self.roots:
            held = ", ".join(str(held) for held in self.roots)
            raise KeyProblem(f"Key {key_id} is not in KEY_RING. The ring holds: {held}.")
        return self.roots[key_id]

    def key(self, key_id: int, purpose: Purpose) -> bytes:
        """The key with this id for this purpose. Raises KeyProblem when the ring does not hold it."""
        if key_id not in self.roots:
            raise KeyProblem(f"Key {key_id} is not in KEY_RING, but something in the database was sealed with it.")
        if (key_id, purpose) not in self._derived:
            self._derived[key_id, purpose] = derive(self.roots[key_id], purpose)
        return self._derived[key_id, purpose]

    def ids(self) -> Iterator[int]:
        """Every id, the newest first."""
        return reversed(self.roots)
