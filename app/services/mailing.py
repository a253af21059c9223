"""Sending an e-mail to somebody who works here. Never to a young person, and never with anybody's words in it."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Final
from urllib.parse import unquote, urlsplit

from app.services.patience import at_most

PATIENCE: Final = 30  # seconds, for each answer of the server
PORTS: Final = {"smtp": 587, "smtps": 465}
THIS_MACHINE: Final = frozenset({"localhost", "127.0.0.1", "::1"})


class NotSafe(Exception):
    """The way to the mail server is unclear, or not one that a password may go. The message says what to change."""


@dataclass(frozen=True)
class Server:
    """Where e-mails are handed in."""

    host: str
    port: int
    is_encrypted: bool  # from the first byte; otherwise as soon as the server offers it
    user: str | None = None
    password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, address: str) -> "Server":
        """Read smtp://user:password@host:587 or smtps://…. Raises NotSafe when it says something else."""
        try:
            parts = urlsplit(address)
            port = parts.port or PORTS[parts.scheme]
        except (ValueError, KeyError) as wrong:
            raise NotSafe(
                "SMTP_URL must be like smtp://user:password@host:587 or smtps://user:password@host."
            ) from wrong
        return cls(
            host=parts.hostname or "localhost",
            port=port,
            is_encrypted=parts.scheme == "smtps",
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password or ""),
        )

    @property
    def is_here(self) -> bool:
        return self.host in THIS_MACHINE

    @property
    def context(self) -> ssl.SSLContext:
        """Certificates are checked, except for a server on this machine: nothing leaves it on the way there."""
        context = ssl.create_default_context()
        if self.is_here:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        return context


class Line(smtplib.SMTP):
    """A line to a mail server, which has so long for each whole answer, however slowly it sends it."""

    def getreply(self) -> tuple[int, bytes]:
        try:
            with at_most(PATIENCE, lambda: self.sock):
                return super().getreply()
        except TimeoutError:
            self.close()
            raise


class EncryptedLine(Line, smtplib.SMTP_SSL):
    """The same, encrypted from the first byte."""


def send(message: EmailMessage, server: Server) -> None:
    """Hand in one e-mail.

    Raises OSError or smtplib.SMTPException when it was not taken, NotSafe before a password would go out in the open.
    """
    with opened(server) as line:
        line.send_message(message)


def opened(server: Server) -> Line:
    """A line on which e-mails can be handed in, one after another: encrypted where that is offered, and signed in.

    Raises OSError or smtplib.SMTPException when there is none, NotSafe before a password would go out in the open.
    """
    line = connected(server)
    try:
        line.ehlo_or_helo_if_needed()
        is_encrypted = server.is_encrypted
        if not is_encrypted and line.has_extn("starttls"):
            line.starttls(context=server.context)
            is_encrypted = True
        if server.user:
            if not is_encrypted and not server.is_here:
                raise NotSafe("The mail server offers no encryption, so the password was not sent.")
            line.login(server.user, server.password)
    except BaseException:
        line.close()
        raise
    return line


def connected(server: Server) -> Line:
    if server.is_encrypted:
        return EncryptedLine(server.host, server.port, timeout=PATIENCE, context=server.context)
    return Line(server.host, server.port, timeout=PATIENCE)
