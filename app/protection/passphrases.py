"""Passphrases of people who sign in: argon2id with the OWASP minimum (19 MiB, 2 passes, 1 lane)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200

hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Each hash takes 19 MiB: many at once would be a way to bring the service down.
at_once = BoundedSemaphore(4)
NOBODYS_HASH = hasher.hash("an unknown user costs the same work as a known one")


def hash_passphrase(passphrase: str) -> str:
    with at_once:
        return hasher.hash(passphrase)


def is_right(passphrase: str, stored: str | None) -> bool:
    """Whether this is the passphrase. With nothing stored the same work is done, and the answer is no."""
    with at_once:
        try:
            hasher.verify(stored or NOBODYS_HASH, passphrase)
        except (VerificationError, InvalidHashError):
            return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Whether it was hashed with other parameters than today's."""
    return hasher.check_needs_rehash(stored)
