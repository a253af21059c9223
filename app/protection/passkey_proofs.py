"""What a passkey proves (W3C Web Authentication, level 3), and what to ask a browser for.

Only who is verified by the device itself counts: with a finger, a face or the device's own code. Strangers write every
answer, so whatever does not fit, in whatever way, is None.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address
from typing import TypeVar
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.authentication.verify_authentication_response import VerifiedAuthentication
from webauthn.helpers import (
    decode_credential_public_key,
    decoded_public_key_to_cryptography,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.structs import (
    AttestationConveyancePreference,
    AuthenticationCredential,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)
from webauthn.registration.verify_registration_response import VerifiedRegistration

Found = TypeVar("Found")

LASTS = timedelta(minutes=5)  # from the question to the answer
MILLISECONDS = LASTS // timedelta(milliseconds=1)
LONGEST_ANSWER = 8_192  # characters: what browsers send has one or two thousand
LONGEST_ID = 1_023  # bytes (Web Authentication, 4: "Credential ID")
MOST_USES = 2**31 - 1  # what the column of the sign count holds: no honest device has been used so often


@dataclass(frozen=True)
class Site:
    """Where passkeys belong: a host (its "relying party"), at one origin. They work nowhere else."""

    host: str
    origin: str
    name: str = "Heard"


def site_at(address: str | None) -> Site | None:
    """The site at this address, or None where browsers let no passkey work.

    That is without https (but on localhost), and on a bare IP address.
    """
    try:
        parts = urlsplit(address or "")  # scheme and host come back in small letters
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    is_secure = parts.scheme == "https" or (parts.scheme == "http" and host == "localhost")
    if not host or not is_secure or is_ip_address(host):
        return None
    is_usual = port in (None, 443 if parts.scheme == "https" else 80)
    return Site(host, f"{parts.scheme}://{host}" + ("" if is_usual else f":{port}"))


def is_ip_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def creation_question(site: Site, challenge: bytes, *, handle: bytes, username: str, known: Iterable[bytes]) -> str:
    """What to ask a browser for, as JSON: a new passkey that it keeps, on a device that has none of the known ones."""
    return options_to_json(
        generate_registration_options(
            rp_id=site.host,
            rp_name=site.name,
            user_id=handle,
            user_name=username,
            challenge=challenge,
            timeout=MILLISECONDS,
            attestation=AttestationConveyancePreference.NONE,
            authenticator_selection=AuthenticatorSelectionCriteria(
                resident_key=ResidentKeyRequirement.REQUIRED,
                user_verification=UserVerificationRequirement.REQUIRED,
            ),
            exclude_credentials=[PublicKeyCredentialDescriptor(id=one) for one in known],
        )
    )


def request_question(site: Site, challenge: bytes) -> str:
    """What to ask a browser for, as JSON: any passkey of this site that it keeps. None is named."""
    return options_to_json(
        generate_authentication_options(
            rp_id=site.host,
            challenge=challenge,
            timeout=MILLISECONDS,
            user_verification=UserVerificationRequirement.REQUIRED,
        )
    )


def understood(ask: Callable[[], Found]) -> Found | None:
    """What comes out, or None: hostile input fails in more ways than those who read it name."""
    try:
        return ask()
    except Exception:
        return None


def read_creation(site: Site, challenge: bytes, answer_json: str) -> VerifiedRegistration | None:
    """The new passkey, when it was made here and now, by somebody verified, and can check something."""

    def read() -> VerifiedRegistration:
        answer = parse_registration_credential_json(short_enough(answer_json))
        refuse_frames(answer.response.client_data_json)
        made = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
        if len(made.credential_id) > LONGEST_ID or made.sign_count > MOST_USES:
            raise ValueError("too long an id, or too large a count")
        decoded_public_key_to_cryptography(decode_credential_public_key(made.credential_public_key))
        return made

    return understood(read)


def read_request(answer_json: str) -> AuthenticationCredential | None:
    """Which passkey says what, when it is in a shape that browsers send. Nothing is proved yet."""
    return understood(lambda: parse_authentication_credential_json(short_enough(answer_json)))


def new_sign_count(
    site: Site, challenge: bytes, answer: AuthenticationCredential, *, public_key: bytes, sign_count: int
) -> int | None:
    """How often the passkey was used by now, when it signed this challenge here for somebody verified.

    None too when it was used more often before than it says: then there is a copy of it.
    """

    def read() -> VerifiedAuthentication:
        refuse_frames(answer.response.client_data_json)
        return verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=sign_count,
            require_user_verification=True,
        )

    proved = understood(read)
    return proved.new_sign_count if proved and proved.new_sign_count <= MOST_USES else None


def short_enough(answer_json: str) -> str:
    """The answer. Raises ValueError when no browser would send so much."""
    if len(answer_json) > LONGEST_ANSWER:
        raise ValueError("too long an answer")
    return answer_json


def refuse_frames(client_data: bytes) -> None:
    """Raises ValueError when another site's page had ours inside it (Web Authentication, 7.1 and 7.2: crossOrigin)."""
    if parse_client_data_json(client_data).cross_origin:
        raise ValueError("asked inside another site's page")
