"""How passphrases are hashed while tests run: as cheaply as a machine may be set to (ARGON2_MEMORY_KIB, ARGON2_PASSES).

What it costs in the service is asked about in unit/test_config.py and unit/protection/test_passphrases.py. No test may
depend on the cost; one that wants an older way to hash takes yet another.
"""

from argon2 import PasswordHasher

from app.protection import passphrases

MEMORY_KIB, PASSES = 32, 1
BEGINS = f"$argon2id$v=19$m={MEMORY_KIB},t={PASSES},p=1$"


def hash_cheaply(kind: type[PasswordHasher] = PasswordHasher) -> None:
    passphrases.use(memory_kib=MEMORY_KIB, passes=PASSES, kind=kind)
