"""The second way to tell staff: a signed request to a machine that sends text messages or rings pagers."""

import hashlib
import hmac
import ssl
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Final
from urllib.parse import urlsplit

from app.services.mailing import THIS_MACHINE, NotSafe
from app.services.patience import at_most

PATIENCE: Final = 10  # seconds, for each step
WHOLE_PATIENCE: Final = 30  # seconds, from the first byte to the last
SHORTEST_SECRET: Final = 32


class NotReached(Exception):
    """Nobody answered: certainly nothing was handed over."""


class NotTrusted(Exception):
    """The other end could not show that it is who it should be."""


@dataclass(frozen=True)
class Hook:
    """Where the request goes, and the secret that signs it."""

    host: str
    port: int
    is_encrypted: bool
    path: str
    secret: str = field(repr=False)

    @classmethod
    def parse(cls, address: str, secret: str | None) -> "Hook":
        """Read https://host/path. Raises NotSafe when it says something else, and never repeats it: it may be a key."""
        try:
            parts = urlsplit(address)
            host, port = parts.hostname, parts.port
        except ValueError:
            host = port = None
        if not host or parts.scheme not in ("https", "http") or parts.username or parts.fragment or " " in address:
            raise NotSafe("WEBHOOK_URL must be like https://pager.example.org/heard, with nothing before the host.")
        if parts.scheme == "http" and host not in THIS_MACHINE:
            raise NotSafe("WEBHOOK_URL must begin with https://, except for this machine itself.")
        if not secret or len(secret) < SHORTEST_SECRET:
            raise NotSafe(f"WEBHOOK_SECRET must be {SHORTEST_SECRET} characters or more.")
        is_encrypted = parts.scheme == "https"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return cls(host, port or (443 if is_encrypted else 80), is_encrypted, path, secret)

    def headers(self, body: bytes, *, key: str, at: int) -> dict[str, str]:
        """What goes with the body. `at`: seconds since 1970, signed with it, so that an old request can be refused."""
        return {
            "Content-Type": "application/json",
            "User-Agent": "Heard",
            "Connection": "close",
            "Idempotency-Key": key,
            "Heard-Timestamp": str(at),
            "Heard-Signature": f"sha256={self.sign(body, at)}",
        }

    def sign(self, body: bytes, at: int) -> str:
        """HMAC-SHA256 over the seconds, a dot and the body, in hexadecimal."""
        return hmac.new(self.secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()

    def connection(self) -> HTTPConnection:
        if self.is_encrypted:
            context = ssl.create_default_context()  # also for this machine: nobody has to choose https there
            return HTTPSConnection(self.host, self.port, timeout=PATIENCE, context=context)
        return HTTPConnection(self.host, self.port, timeout=PATIENCE)


def post(hook: Hook, body: bytes, *, key: str, at: int) -> int:
    """Send one request and return the status of the answer. Nothing is read of it, and no redirect is followed.

    Raises NotReached, NotTrusted for a wrong certificate, OSError or HTTPException when nothing (or nonsense) came back
    in time.
    """
    connection = hook.connection()
    try:
        with at_most(WHOLE_PATIENCE, lambda: connection.sock):
            connect(connection)
            connection.request("POST", hook.path, body, hook.headers(body, key=key, at=at))
            return connection.getresponse().status
    except ValueError as nonsense:  # what http.client makes of some answers
        raise HTTPException from nonsense
    finally:
        connection.close()


def connect(connection: HTTPConnection) -> None:
    try:
        connection.connect()
    except ssl.SSLError as untrusted:
        raise NotTrusted from untrusted
    except OSError as error:
        raise NotReached from error
