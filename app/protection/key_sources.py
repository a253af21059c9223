"""Where the key ring comes from when the app starts: its text from the settings, or a file of its own.

Everything else asks a KeySource and nothing more, so that keys may come from somewhere else one day: a key management
service would be one more class with a read() that unwraps the root keys there (docs/keys.md says how to add it).
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from app.protection.keys import KeyProblem, KeyRing

OTHERS = 0o077


class KeySource(Protocol):
    """Somewhere that the ring is read from."""

    def read(self) -> KeyRing:
        """The ring as it is now. Raises KeyProblem when it cannot be used."""


@dataclass(frozen=True)
class RingText:
    """The ring is one of the settings: only an operator can change it where it stands."""

    text: str = field(repr=False)

    def read(self) -> KeyRing:
        return KeyRing.parse(self.text)


@dataclass(frozen=True)
class RingFile:
    """The ring stands in a file of its own, which nobody but its owner can read."""

    path: Path

    def read(self) -> KeyRing:
        """Raises KeyProblem when others can read the file, or it is not there, or no ring is in it."""
        try:
            with self.path.open(encoding="utf-8") as file:
                if os.fstat(file.fileno()).st_mode & OTHERS:
                    raise KeyProblem(f"Others on this machine can read {self.path}. Run: chmod 600 {self.path}")
                return KeyRing.parse(file.read())
        except OSError as missing:
            raise KeyProblem(f"{self.path} cannot be read: {missing.strerror}.") from missing

    def change(self, edit: Callable[[KeyRing], KeyRing]) -> KeyRing:
        """Put what `edit` makes of the ring into the file's place, whole or not at all. Returns the new ring.

        The file keeps its owner and its mode. One change waits for another. Raises KeyProblem as read() does, and when
        the file cannot be written from here.
        """
        target = self.path.resolve()  # a link stays a link
        try:
            with locked(target.parent) as folder:
                ring = edit(self.read())
                put_in_place(target, ring.as_text() + "\n")
                os.fsync(folder)  # the new name, too, survives a power cut
        except OSError as refused:
            raise KeyProblem(f"{self.path} cannot be changed from here: {refused.strerror}.") from refused
        return ring


@contextmanager
def locked(folder: Path) -> Iterator[int]:
    """Hold this folder for one change at a time. The lock goes with the process, however it ends."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield handle
    finally:
        os.close(handle)


def put_in_place(target: Path, text: str) -> None:
    """Write beside it, then rename: at every moment the file is the old one or the new one, never half of either."""
    beside = target.with_name(f".{target.name}.new")
    beside.unlink(missing_ok=True)  # left by a change that was killed; the folder is locked, so it is nobody's now
    was = target.stat()
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        if (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
            os.fchown(handle, was.st_uid, was.st_gid)
        os.fchmod(handle, was.st_mode & 0o700)
        file.write(text)
        file.flush()
        os.fsync(handle)
    beside.replace(target)
