"""A mail server for tests: what is handed in stays here."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.postgres import free_port


@dataclass
class Mailbox:
    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    signed_in: list[tuple[str, str]] = field(default_factory=list)
    was_encrypted: list[bool] = field(default_factory=list)
    lines: int = 0  # how often somebody connected
    refused: dict[str, str] = field(default_factory=dict)  # addresses, and what the server says to each
    refuses_all: str | None = None  # what it says to every message

    async def handle_EHLO(self, _server, session, _envelope, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802
        session.host_name = hostname
        self.lines += 1
        return responses

    async def handle_RCPT(self, _server, _session, envelope: Envelope, address: str, _options: list[str]) -> str:  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 Known"

    async def handle_DATA(self, _server, session, envelope: Envelope) -> str:  # noqa: N802 (aiosmtpd's name)
        if self.refuses_all:
            return self.refuses_all
        self.messages.append(message_from_bytes(envelope.content, policy=default))
        self.was_encrypted.append(session.ssl is not None)
        return "250 Taken"

    def let_in(self, _server, _session, _envelope, _mechanism, given) -> AuthResult:
        self.signed_in.append((given.login.decode(), given.password.decode()))
        return AuthResult(success=given.password == b"p@ss/word", handled=False)

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def told(self) -> list[str]:
        """Who got something, in order."""
        return [message["To"] for message in self.messages]


@contextmanager
def mail_server(*, certificate: Path | None = None, asks_who: bool = False) -> Iterator[Mailbox]:
    """A server on this machine. With a certificate it offers STARTTLS, and only then asks who it is."""
    mailbox = Mailbox(free_port())
    context = None
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
    more = {"authenticator": mailbox.let_in, "auth_required": True} if asks_who else {}
    server = Controller(
        mailbox, hostname="127.0.0.1", port=mailbox.port, server_hostname="localhost", tls_context=context, **more
    )
    server.start()
    try:
        yield mailbox
    finally:
        server.stop()


def make_certificate(folder: Path) -> Path:
    """A certificate that nobody has any reason to trust, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    begins = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    plain = serialization.NoEncryption(), serialization.PrivateFormat.PKCS8
    file.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, plain[1], plain[0])
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
    return file
