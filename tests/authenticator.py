"""A phone with passkeys, made of software: what it and its browser answer (W3C Web Authentication, level 3).

It says what it is told to say, so that a test can make one thing wrong at a time.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
SITE = "https://localhost"
HOST = "localhost"


def encode(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return urlsafe_b64decode(text + "===")


@dataclass
class Phone:
    """One passkey, once it has been made. `uses` is its sign count: 0 for ever, or growing."""

    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    uses: int = 0
    handle: bytes = b""

    def make(self, options: str, **wrong) -> str:
        """The answer to "make a passkey", as the browser sends it: attestation "none"."""
        asked = json.loads(options)
        self.handle = decode(asked["user"]["id"])
        data = self.data(wrong, flags=PRESENT | VERIFIED | WITH_KEY) + self.key_data(wrong)
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self.answer(
            clientDataJSON=client_data("webauthn.create", asked, wrong),
            attestationObject=attestation,
            transports=["internal"],
        )

    def sign(self, options: str, **wrong) -> str:
        """The answer to "sign in with a passkey"."""
        asked = json.loads(options)
        said, data = client_data("webauthn.get", asked, wrong), self.data(wrong, flags=PRESENT | VERIFIED)
        key = wrong.get("key", self.key)
        return self.answer(
            clientDataJSON=said,
            authenticatorData=data,
            signature=key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256())),
            userHandle=wrong.get("handle", self.handle),
        )

    def data(self, wrong: dict, *, flags: int) -> bytes:
        host = wrong.get("host", HOST)
        return (
            hashlib.sha256(host.encode()).digest()
            + bytes([wrong.get("flags", flags)])
            + wrong.get("uses", self.uses).to_bytes(4, "big")
        )

    def key_data(self, wrong: dict) -> bytes:
        """The new key: who made the device (nobody says), its id, its public half (COSE, RFC 9053)."""
        numbers = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        credential_id = wrong.get("credential_id", self.credential_id)
        return (
            bytes(16)
            + len(credential_id).to_bytes(2, "big")
            + credential_id
            + cbor2.dumps(cose | wrong.get("cose", {}))
        )

    def answer(self, **response) -> str:
        name = encode(self.credential_id)
        sent = {key: encode(value) if isinstance(value, bytes) else value for key, value in response.items()}
        return json.dumps(
            {
                "id": name,
                "rawId": name,
                "type": "public-key",
                "authenticatorAttachment": "platform",
                "clientExtensionResults": {},
                "response": sent,
            }
        )


def client_data(kind: str, asked: dict, wrong: dict) -> bytes:
    return json.dumps(
        {
            "type": wrong.get("kind", kind),
            "challenge": wrong.get("challenge", asked["challenge"]),
            "origin": wrong.get("origin", SITE),
            "crossOrigin": wrong.get("in_a_frame", False),
        }
    ).encode()
