"""What is made from the one random secret in a browser's cookie together with the server's own.

Neither alone is enough: the database holds only hashes of the secret, the cookie holds nothing else.
"""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from uuid import UUID

from app.protection.keys import derive

SECRET_BYTES = 32


def new_secret() -> str:
    """32 random bytes, as a cookie carries them."""
    return secrets.token_urlsafe(SECRET_BYTES)


@dataclass(frozen=True)
class CookieSecret:
    """One browser's secret, and what may be made from it. Each use has a hash of its own, so rows cannot be linked."""

    secret: str = field(repr=False)
    server_key: bytes = field(repr=False)

    def made_for(self, use: str) -> bytes:
        return hmac.digest(self.server_key, f"{use}|{self.secret}".encode(), hashlib.sha256)

    @cached_property
    def visit_mark(self) -> bytes:
        return self.made_for("visit")

    @cached_property
    def visit_key(self) -> bytes:
        return derive(self.made_for("visit key"), "visit")

    @cached_property
    def sign_in_mark(self) -> bytes:
        return self.made_for("sign-in")

    @cached_property
    def wrong_tries_mark(self) -> bytes:
        return self.made_for("wrong tries")

    @cached_property
    def sending_mark(self) -> bytes:
        return self.made_for("sending")

    def mark_of_sent(self, what: str) -> bytes:
        """For when this browser last sent it."""
        return self.made_for(f"sent {what}")

    def mark_of_sending(self, what: str) -> bytes:
        """For what is counted one by one: what it is, and what it is about."""
        return self.made_for(f"sending {what}")

    def mark_of_view(self, view_id: UUID) -> str:
        """For the forms about a view that this browser has open."""
        return self.made_for(f"view {view_id}").hex()

    @cached_property
    def passkey_mark(self) -> bytes:
        return self.made_for("passkey")

    @cached_property
    def form_token(self) -> str:
        return self.made_for("form token").hex()
