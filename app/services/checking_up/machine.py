"""How the machine's settings are, and the machine itself."""

import math
from collections import Counter
from collections.abc import Sequence
from email.utils import parseaddr
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from app.services.backing_up.manifest import UnusableBackup
from app.services.backing_up.sealed_files import keys_of
from app.services.checking_up.findings import Finding, look, ok, wrong
from app.services.mailing import NotSafe, Server
from app.services.webhook import Hook

SHORTEST_SECRET: Final = 32
LEAST_BITS: Final = 96  # as counted below, which counts what is random a little low
# OWASP Password Storage Cheat Sheet: argon2id with one lane, KiB and passes. Each is as good as another.
OWASP_LEAST: Final = ((47_104, 1), (19_456, 2), (12_288, 3), (9_216, 4), (7_168, 5))
SOON, LATE = 10, 1_000  # milliseconds for one hash
MOST_PROXIES: Final = 3
OLDEST_PYTHON, FIRST_UNTRIED_PYTHON = (3, 11), (3, 14)


def python_version(version: tuple[int, int]) -> Finding:
    name = f"Python {version[0]}.{version[1]}"
    if version < OLDEST_PYTHON:
        return wrong(f"{name} is too old. Use Python 3.11, 3.12 or 3.13.")
    if version >= FIRST_UNTRIED_PYTHON:
        return look(f"{name} is newer than what Heard was tried with. Use Python 3.11, 3.12 or 3.13.")
    return ok(f"{name}.")


def secret_key(secret: str) -> Finding:
    """Long, with many letters in it, and not the same again and again (ASVS 5.0, 11.5.1: 128 bits)."""
    is_repeated = secret in (secret + secret)[1:-1]
    if len(secret) < SHORTEST_SECRET or bits_in(secret) < LEAST_BITS or is_repeated:
        return wrong("SECRET_KEY is too easy to guess. Make another, as docs/running.md says.")
    return ok("SECRET_KEY is long enough.")


def bits_in(text: str) -> float:
    """How much there is to guess, from how often each letter comes (Shannon): nothing when it is one letter."""
    counts, length = Counter(text).values(), len(text)
    return -sum(count * math.log2(count / length) for count in counts)


def demonstration(is_on: bool) -> Finding:
    if is_on:
        return wrong("DEMO=yes: anybody can sign in as anybody. Take it out of the settings.")
    return ok("This is no demonstration.")


def plain_http(is_allowed: bool) -> Finding:
    if is_allowed:
        return wrong("ALLOW_HTTP=yes: cookies are sent over lines that others can read. Take it out of the settings.")
    return ok("Cookies are sent over https alone.")


def debugging(is_on: bool) -> Finding:
    if is_on:
        return wrong("Debugging is on. Take FLASK_DEBUG out of the settings, and --debug out of the command.")
    return ok("Debugging is off.")


def site_address(address: str | None) -> Finding:
    if not address:
        return wrong("SITE_ADDRESS is not set: passkeys cannot work. Set it, like https://heard.example.org")
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname:
        return wrong("SITE_ADDRESS must begin with https:// and name a host, like https://heard.example.org")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username:
        return wrong("SITE_ADDRESS must end after the host, like https://heard.example.org")
    return ok(f"SITE_ADDRESS is {address}")


def trusted_hosts(hosts: Sequence[str] | None, address: str | None) -> Finding:
    host = urlsplit(address or "").hostname
    if not hosts:
        return wrong(f"TRUSTED_HOSTS is not set: any name is believed. Set TRUSTED_HOSTS={host or 'heard.example.org'}")
    if host and not any(is_named(host, known.lower()) for known in hosts):
        return wrong(f"TRUSTED_HOSTS does not name {host}, which SITE_ADDRESS does: no page would open there. Add it.")
    return ok(f"It answers to {', '.join(hosts)}.")


def is_named(host: str, known: str) -> bool:
    """Whether this is the name, or one below it: ".example.org" stands for both."""
    return host == known.lstrip(".") or (known.startswith(".") and host.endswith(known))


def proxies(number: int, listens_on: str) -> Finding:
    if number == 0:
        return wrong("PROXIES=0: everybody seems to come from the proxy's address, by http. Set it, most often to 1.")
    if number < 0 or number > MOST_PROXIES:
        return look(f"PROXIES={number}: are there really so many, one behind another? One too many believes anybody.")
    if not is_loopback(listens_on):
        return look(f"Who reaches {listens_on} without the proxy can say they are anybody. Let nobody else reach it.")
    return ok(f"{number} {'proxy is' if number == 1 else 'proxies are'} believed.")


def is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address == "localhost"


def hashing(*, memory_kib: int, passes: int, lanes: int) -> Finding:
    said = f"argon2id (memory {memory_kib} KiB, passes {passes}, lanes {lanes})"
    if lanes < 1 or not any(memory_kib >= memory and passes >= least for memory, least in OWASP_LEAST):
        return wrong(f"{said} is below the OWASP minimum. Take the ARGON2 settings out, or make them larger.")
    return ok(f"Passphrases are hashed by {said}.")


def hashing_time(milliseconds: float) -> Finding:
    said = f"One hash of a passphrase takes {milliseconds:.0f} ms here"
    if milliseconds < SOON:
        return look(f"{said}: this machine is fast. Make ARGON2_MEMORY_KIB larger.")
    if milliseconds > LATE:
        return look(f"{said}: people wait for it, and others with them. Make the ARGON2 settings smaller.")
    return ok(f"{said}.")


def hashing_memory(*, memory_kib: int, at_once: int, workers: int, machine_kib: int) -> Finding:
    needed = memory_kib * at_once * workers
    said = f"Hashing takes up to {needed // 1024} MiB of this machine's {machine_kib // 1024}"
    return ok(f"{said}.") if needed * 4 <= machine_kib else look(f"{said}. Make HASHES_AT_ONCE or WORKERS smaller.")


def said_twice(names: Sequence[str]) -> Finding:
    if names:
        both = ", ".join(f"{name} and {name}_FILE" for name in names)
        return look(f"{both} are both set: the file is not used. Take one of the two out.")
    return ok("No secret is set twice.")


def key_ring(file: str | None) -> Finding:
    if file is None:
        return ok("The key ring stands in KEY_RING: flask keys prints what to change there.")
    return ok(f"The key ring stands in {file}: flask keys changes it there.")


def mail(*, smtp_url: str | None, mail_from: str | None, head_to: str | None) -> Finding:
    """E-mail tells staff that something waits, and takes the head of the audit trail to somebody else."""
    missing = " and ".join(name for name, value in (("SMTP_URL", smtp_url), ("MAIL_FROM", mail_from)) if not value)
    if missing:
        also = " AUDIT_HEAD_TO is set, but nothing can be sent to it." if head_to else ""
        return wrong(f"Nobody is told by e-mail that something waits. Set {missing}.{also}")
    try:
        server = Server.parse(smtp_url or "")
    except NotSafe as unsafe:
        return wrong(str(unsafe))
    if "@" not in parseaddr(mail_from or "")[1]:
        return wrong("MAIL_FROM is no e-mail address. Set it, like Heard <heard@example.org>")
    if not server.is_encrypted and not server.is_here and not server.user:
        return look("SMTP_URL begins with smtp: e-mail is encrypted only where the server offers it. Use smtps.")
    return ok("E-mail can be sent.")


def webhook(*, url: str | None, secret: str | None) -> Finding:
    """The second way to tell of an alert, for when e-mail fails."""
    if not url:
        return look("Alerts go by e-mail alone. Set WEBHOOK_URL and WEBHOOK_SECRET, as docs/telling.md says.")
    try:
        hook = Hook.parse(url, secret)
    except NotSafe as unsafe:
        return wrong(str(unsafe))
    return ok(f"Alerts go by a signed request to {hook.host} as well.")


def head_places(*, file: str | None, mail_to: str | None) -> Finding:
    if not file and not mail_to:
        return look("The head of the audit trail is kept nowhere else. Set AUDIT_HEAD_TO, AUDIT_HEAD_FILE or both.")
    return ok("A place for the head of the audit trail is set.")


def backups(recipients: str | None) -> Finding:
    """Whether a backup can be made at all: for whom it is sealed. When one was made last is asked of the database."""
    if not (recipients or "").split():
        return wrong("No backup can be made. Set BACKUP_TO, as docs/backup.md says.")
    try:
        keys_of((recipients or "").split())
    except UnusableBackup as unusable:
        return wrong(str(unusable))
    return ok("Backups are sealed for a key that is elsewhere.")
