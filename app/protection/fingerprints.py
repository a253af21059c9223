"""Keyed hashes: to recognise a thing again without keeping it (HMAC-SHA256, RFC 2104)."""

import hashlib
import hmac
import re
from typing import Final

from app.protection.keys import KeyRing, Purpose

A_RUN: Final = re.compile(r"[^\W\d_]+|\d+")  # of letters, or of numbers
MARK_BYTES = 16  # 128 bits: no two alike by chance


def fingerprint(key: bytes, text: str) -> bytes:
    """HMAC-SHA256, 32 bytes."""
    return hmac.digest(key, text.encode(), hashlib.sha256)


def mark(ring: KeyRing, purpose: Purpose, text: str) -> bytes:
    """A short keyed hash under the newest key, to be stored."""
    return fingerprint(ring.key(ring.newest, purpose), text)[:MARK_BYTES]


def marks(ring: KeyRing, purpose: Purpose, text: str) -> list[bytes]:
    """The same under every key of the ring, newest first: what to look for."""
    return [fingerprint(ring.key(key_id, purpose), text)[:MARK_BYTES] for key_id in ring.ids()]


def blind_index(ring: KeyRing, reference: str) -> bytes:
    """How a child's reference is found again at the next conference.

    Capitals make no difference, nor what stands between letters and numbers: "C-2041", "c 2041" and "C2041" are one.
    Numbers stay apart: "C-2041-1" is another than "C-204-11".
    """
    return mark(ring, "index", plain(reference))


def blind_indexes(ring: KeyRing, reference: str) -> list[bytes]:
    """The same under every key of the ring, the newest first: what was stored under an older one is found as well."""
    return marks(ring, "index", plain(reference))


def plain(reference: str) -> str:
    """A reference without what makes no difference: see blind_index()."""
    return "-".join(A_RUN.findall(reference.casefold()))
