"""What a backup says of itself: when it was made, of what, and how much must be there."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, func, inspect, select, table, text

FORMAT: Final = 1
# Half-written answers, who is signed in where, and what is gone in minutes: nobody is to have it twice, and nobody who
# brings a backup back is to sign somebody in.
LEFT_OUT: Final = ("passkey_challenge", "sign_in", "visit", "wrong_try")


class UnusableBackup(Exception):
    """It cannot be opened, or it is not what it should be. The message says why, and what to do."""


@dataclass(frozen=True, kw_only=True)
class Manifest:
    made_at: datetime
    dialect: str
    migration: str
    rows: dict[str, int]  # of every table
    audit_segments: dict[str, str]  # the hash of the newest sealed segment by its number: nothing, or one
    format: int = FORMAT

    def as_line(self) -> bytes:
        return json.dumps(asdict(self) | {"made_at": self.made_at.isoformat()}).encode() + b"\n"

    @classmethod
    def from_line(cls, line: bytes) -> "Manifest":
        """Raises UnusableBackup for anything but the first line of a backup in the format of this release."""
        try:
            said: dict[str, Any] = json.loads(line)
            if said["format"] != FORMAT:
                raise UnusableBackup("A newer release of Heard made it. Use that release.")
            return cls(**said | {"made_at": datetime.fromisoformat(said["made_at"])})
        except (ValueError, KeyError, TypeError) as problem:
            raise UnusableBackup("It is not a backup of Heard.") from problem


def manifest_of(connection: Connection, made_at: datetime) -> Manifest:
    """What is there now, asked in one piece of work."""
    newest = text("SELECT number, hash FROM audit_segment ORDER BY number DESC LIMIT 1")
    return Manifest(
        made_at=made_at,
        dialect=connection.dialect.name,
        migration=str(connection.scalar(text("SELECT version_num FROM alembic_version"))),
        rows={name: count(connection, name) for name in sorted(inspect(connection).get_table_names())},
        audit_segments={str(number): bytes(hash_).hex() for number, hash_ in connection.execute(newest)},
    )


def count(connection: Connection, name: str) -> int:
    """None of what is left out."""
    if name in LEFT_OUT:
        return 0
    return connection.scalar(select(func.count()).select_from(table(name))) or 0
