"""One file, sealed for a key whose other half is elsewhere (age, through pyrage, which is kept by others)."""

import io
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any, Final

import pyrage  # type: ignore[import-untyped]  # it has none

from app.services.backing_up.databases import Readable
from app.services.backing_up.manifest import Manifest, UnusableBackup

LONGEST_LINE: Final = 1024 * 1024  # of a manifest


class OneAfterTheOther(io.RawIOBase):
    """Reads one thing, and then the other."""

    def __init__(self, *parts: Readable) -> None:
        self.parts = list(parts)
        self.broke_off: UnusableBackup | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while self.parts:
            if read := self.read_on(len(buffer)):
                buffer[: len(read)] = read
                return len(read)
            self.parts.pop(0)
        return 0

    def read_on(self, size: int) -> bytes:
        """Notes why it broke off: whoever reads through pyrage is told no more than that something did."""
        try:
            return self.parts[0].read(size)
        except UnusableBackup as problem:
            self.broke_off = problem
            raise


class AfterTheFirstLine(io.RawIOBase):
    """Keeps the first line that is written, and hands everything after it on."""

    def __init__(self, rest: IO[bytes]) -> None:
        self.line = b""
        self.has_line = False
        self.rest = rest

    def writable(self) -> bool:
        return True

    def write(self, some: Any) -> int:
        more = bytes(some)
        if not self.has_line:
            first, end, more = more.partition(b"\n")
            self.line += first
            self.has_line = bool(end)
            if len(self.line) > LONGEST_LINE:
                raise UnusableBackup("It is not a backup of Heard.")
        self.rest.write(more)
        return len(some)


def seal(target: Path, manifest: Manifest, dump: Readable, recipients: Sequence[str]) -> None:
    """The file is whole and on the disk when this returns; or there is none.

    Raises UnusableBackup for a wrong key, and when what is copied breaks off.
    """
    unfinished = target.with_suffix(".part")
    handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            whole = OneAfterTheOther(io.BytesIO(manifest.as_line()), dump)
            try:
                pyrage.encrypt_io(io.BufferedReader(whole), file, keys_of(recipients))
            except pyrage.EncryptError as problem:
                if whole.broke_off:
                    raise whole.broke_off from problem
                raise
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
        make_durable(target.parent)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()


def make_durable(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def keys_of(recipients: Sequence[str]) -> list[Any]:
    """Raises UnusableBackup for what is no public key of age's."""
    try:
        return [pyrage.x25519.Recipient.from_str(one) for one in recipients]
    except pyrage.RecipientError as problem:
        raise UnusableBackup("BACKUP_TO holds something that is not a key. It begins with age1.") from problem


def open_file(source: Path, identity: str, dump: IO[bytes]) -> Manifest:
    """Write what is in it to `dump`. Raises UnusableBackup when it was not sealed for this key, or is not whole."""
    inside = AfterTheFirstLine(dump)
    try:
        key = pyrage.x25519.Identity.from_str(identity)
        with source.open("rb") as file:
            pyrage.decrypt_io(file, inside, [key])
    except pyrage.IdentityError as problem:
        raise UnusableBackup("The key is not one that age makes. It begins with AGE-SECRET-KEY-1.") from problem
    except (pyrage.DecryptError, OSError) as problem:
        if getattr(problem, "errno", None) is not None:
            raise  # of this machine: a full disk, a file that may not be read
        raise UnusableBackup("This key does not open it, or part of it is missing or was changed.") from problem
    return Manifest.from_line(inside.line)


def new_key() -> tuple[str, str]:
    """A new key: the half that opens, and the half that seals."""
    key = pyrage.x25519.Identity.generate()
    return str(key), str(key.to_public())
