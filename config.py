"""Settings. Everything that differs between machines is read from the environment, here, once.

Secrets may stand in a file instead (SETTINGS_FILE, lines of NAME=value): the environment wins over the file, and a file
that others on the machine can read is refused.
"""

import base64
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent


class MissingSetting(RuntimeError):
    """The environment lacks something the app cannot run without."""


class UnsafeSetting(RuntimeError):
    """The environment says something that would put people at risk."""


@dataclass(frozen=True, kw_only=True)
class Config:
    SECRET_KEY: str
    KEY_RING: str  # "1:<base64> 2:<base64>": the last key seals, all of them open
    SQLALCHEMY_DATABASE_URI: str
    DEMO: bool = False
    ALLOW_HTTP: bool = False
    PROXIES: int = 0  # how many reverse proxies stand in front and set X-Forwarded-*
    TRUSTED_HOSTS: list[str] | None = None
    SITE_ADDRESS: str | None = None  # https://heard.example.org: passkeys belong to it, joining links begin with it
    KEY_RING_FILE: str | None = None  # where the key ring stands, when it stands in a file of its own
    ARGON2_MEMORY_KIB: int = 19 * 1024  # the OWASP minimum: 19 MiB, 2 passes, 1 lane
    ARGON2_PASSES: int = 2
    ARGON2_LANES: int = 1
    # How long somebody waits for whoever holds what they need to write. Then a page says so, with their words on it.
    LOCK_SECONDS: float = 30
    # How long somebody waits for another machine to become the database's leader, and how many of 16 threads may wait.
    DATABASE_AWAY_SECONDS: float = 45
    MOST_WAITING: int = 12
    DATABASE_POOLER: bool = False  # PgBouncer stands before the database, and hands out connections by transaction
    FIGURES_DATABASE_URL: str | None = None  # a copy that only reads, from which figures are counted
    HASHES_AT_ONCE: int = 4  # each takes its memory: many at once would be a way to bring the service down
    SMTP_URL: str | None = None  # smtp://user:password@host:587 or smtps://…
    MAIL_FROM: str | None = None
    WEBHOOK_URL: str | None = None  # the second way to tell of alerts: https://pager.example.org/heard
    WEBHOOK_SECRET: str | None = None  # signs what goes there
    AUDIT_HEAD_FILE: str | None = None  # where the head of the audit trail is also kept
    AUDIT_HEAD_TO: str | None = None  # the board's secretary, who gets it by e-mail
    BACKUP_TO: str | None = None  # the public keys that a backup is sealed for: age1… and, if you like, another
    METRICS_TOKEN: str | None = None  # whoever sends it may read /metrics; without it nothing is counted
    PROMETHEUS_MULTIPROC_DIR: str | None = None  # read by prometheus-client: where workers keep what they counted
    CHECK_DATABASE_URL: str | None = None  # an empty PostgreSQL database, in which backups are looked at
    ASSETS_FOLDER: str = str(ROOT / "instance" / "assets")
    TESTING: bool = False
    PROPAGATE_EXCEPTIONS: bool | None = None

    # A small form: names, codes, a passkey's answer. Pages with a box to write in take more (app/limits.py).
    MAX_CONTENT_LENGTH: int = 16 * 1024
    WTF_CSRF_TIME_LIMIT: int | None = None  # a form left open all afternoon must still send
    WTF_CSRF_CHECK_DEFAULT: bool = False  # app/forgery.py asks for the token, after access has been decided
    WTF_CSRF_SSL_STRICT: bool = False  # some browsers and proxies strip Referer; Origin and Sec-Fetch-Site are checked
    BABEL_DEFAULT_LOCALE: str = "en_GB"
    BABEL_TRANSLATION_DIRECTORIES: str = str(ROOT / "translations")
    BABEL_DEFAULT_TIMEZONE: str = "Europe/London"
    # What is asked of the database is never logged with its values; a connection that was cut is made anew.
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, object] = field(
        default_factory=lambda: {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 20}
    )
    COMPRESS_MIMETYPES: tuple[str, ...] = ("text/html",)  # static files are compressed once, when the app starts
    COMPRESS_BR_LEVEL: int = 5  # a third of a millisecond more than 4, and every page is 7 % smaller on a bad line

    @property
    def SESSION_COOKIE_SECURE(self) -> bool:  # noqa: N802 (Flask's name)
        return not self.ALLOW_HTTP

    @property
    def SESSION_COOKIE_NAME(self) -> str:  # noqa: N802 (Flask's name)
        return "heard" if self.ALLOW_HTTP else "__Host-heard"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "Config":
        """The settings of this machine.

        Raises MissingSetting naming what is not set, UnsafeSetting when the settings file can be read by others.
        """
        found = gather(environment)
        for name in NEEDED:
            if not found.get(name):  # an empty one is as good as none
                raise MissingSetting(f"Set {name}. README.md lists every setting.")
        texts = {name: found[name] for name in TEXTS if found.get(name)}
        numbers = {name: as_number(name, found[name]) for name in NUMBERS if found.get(name)}
        more: dict[str, Any] = {**texts, **numbers}
        if copy := found.get("FIGURES_DATABASE_URL"):
            more["FIGURES_DATABASE_URL"] = with_hosts_apart(copy, wanted="standby")
        return cls(
            SECRET_KEY=found["SECRET_KEY"],
            KEY_RING=found["KEY_RING"],
            SQLALCHEMY_DATABASE_URI=with_hosts_apart(found["DATABASE_URL"]),
            MOST_WAITING=max(1, int(found.get("THREADS", "16")) * 3 // 4),
            DATABASE_POOLER=found.get("DATABASE_POOLER") == "yes",
            DEMO=found.get("DEMO") == "yes",
            ALLOW_HTTP=found.get("ALLOW_HTTP") == "yes",
            TRUSTED_HOSTS=found.get("TRUSTED_HOSTS", "").split() or None,
            **more,
        )


NEEDED = ("SECRET_KEY", "KEY_RING", "DATABASE_URL")
TEXTS = (
    "ASSETS_FOLDER",
    "SITE_ADDRESS",
    "KEY_RING_FILE",
    "SMTP_URL",
    "MAIL_FROM",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "AUDIT_HEAD_FILE",
    "AUDIT_HEAD_TO",
    "BACKUP_TO",
    "CHECK_DATABASE_URL",
    "METRICS_TOKEN",
    "PROMETHEUS_MULTIPROC_DIR",
)
NUMBERS = ("PROXIES", "ARGON2_MEMORY_KIB", "ARGON2_PASSES", "ARGON2_LANES", "HASHES_AT_ONCE")
# A secret may stand in a file of its own (SECRET_KEY_FILE=/run/secrets/…), as systemd and containers hand them over.
MAY_STAND_IN_A_FILE = (
    "SECRET_KEY",
    "KEY_RING",
    "DATABASE_URL",
    "FIGURES_DATABASE_URL",
    "SMTP_URL",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "METRICS_TOKEN",
)


def gather(environment: Mapping[str, str]) -> dict[str, str]:
    """Every setting that is said somewhere: the environment wins over the settings file, a value over its own file.

    Raises UnsafeSetting when a file can be read by others.
    """
    found = {**read_settings_file(environment.get("SETTINGS_FILE")), **environment}
    for name in MAY_STAND_IN_A_FILE:
        if found.get(name):
            found.pop(f"{name}_FILE", None)  # it is not what counts, and `flask keys` must not change it
        elif found.get(f"{name}_FILE"):
            found[name] = read_private(Path(found[f"{name}_FILE"])).strip()
    return found


def with_hosts_apart(address: str, *, wanted: str = "read-write") -> str:
    """The address of the database as SQLAlchemy reads it, where it names several machines as libpq's does:
    postgresql+psycopg://heard:password@10.0.0.21:5432,10.0.0.22:5432/heard. Who writes is the one that is used.
    """
    start, _, rest = address.partition("://")
    place, slash, database = rest.partition("/")
    who, at, hosts = place.rpartition("@")
    if not start.startswith("postgresql") or "," not in hosts:
        return address
    name, _, said = database.partition("?")
    parts = [said] if said else []
    if "target_session_attrs=" not in said:
        parts.append(f"target_session_attrs={wanted}")
    parts += [urlencode({"host": host if ":" in host else f"{host}:5432"}, safe=":[]") for host in hosts.split(",")]
    return f"{start}://{who}{at}{slash}{name}?{'&'.join(parts)}"


def private_files(environment: Mapping[str, str] = os.environ) -> list[Path]:
    """Every file that may hold a secret of this machine. What cannot be read is not looked into: others tell."""
    try:
        found = {**read_settings_file(environment.get("SETTINGS_FILE")), **environment}
    except (UnsafeSetting, OSError, ValueError):
        found = dict(environment)
    names = ("SETTINGS_FILE", *(f"{name}_FILE" for name in MAY_STAND_IN_A_FILE))
    return [Path(found[name]) for name in names if found.get(name)]


def said_twice(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Secrets that are set, and stand in a file of their own as well: the file is not used."""
    found = {**read_settings_file(environment.get("SETTINGS_FILE")), **environment}
    return [name for name in MAY_STAND_IN_A_FILE if found.get(name) and found.get(f"{name}_FILE")]


def read_private(file: Path) -> str:
    """The text of a file that nobody else on this machine can read. Raises UnsafeSetting when they can."""
    if file.stat().st_mode & 0o077:
        raise UnsafeSetting(f"Others on this machine can read {file}. Run: chmod 600 {file}")
    return file.read_text(encoding="utf-8")


def as_number(name: str, value: str) -> int:
    try:
        return int(value)
    except ValueError as wrong:
        raise UnsafeSetting(f"{name} must be a whole number, not {value!r}.") from wrong


@dataclass(frozen=True, kw_only=True)
class ServerConfig:
    """What the web server itself needs to know (app/server.py hands it to gunicorn)."""

    address: str
    port: int
    workers: int
    threads: int
    demo: bool
    allow_http: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "ServerConfig":
        found = gather(environment)
        return cls(
            address=found.get("ADDRESS", "127.0.0.1"),
            port=int(found.get("PORT", "8000")),
            workers=int(found.get("WORKERS", "2")),
            threads=int(found.get("THREADS", "16")),
            demo=found.get("DEMO") == "yes",
            allow_http=found.get("ALLOW_HTTP") == "yes",
        )


def read_settings_file(path: str | None) -> dict[str, str]:
    """The NAME=value lines of a file, or nothing when no file is named."""
    if not path:
        return {}
    lines = (line.strip() for line in read_private(Path(path)).splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def make_instance(folder: str = "instance") -> Path:
    """Make the folder that holds what belongs to this machine alone, with new secrets in it.

    Returns the settings file. What is already there is never touched.
    """
    place = Path(folder)
    place.mkdir(mode=0o700, exist_ok=True)
    path = place / "settings.env"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("# Made by `make run`. Keep it: without these keys nothing in the database can be read.\n")
        file.write(f"SECRET_KEY={secrets.token_urlsafe(48)}\n")
        file.write(f"KEY_RING=1:{base64.b64encode(secrets.token_bytes(32)).decode()}\n")
        file.write("DATABASE_URL=sqlite:///heard.db\n")
    return path
