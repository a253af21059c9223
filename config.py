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
    ASSETS_FOLDER: str = str(ROOT / "instance" / "assets")
    TESTING: bool = False
    PROPAGATE_EXCEPTIONS: bool | None = None

    # The largest honest form is 5,000 emoji, percent-encoded: 60 kB. A longer paste still gets a kind page.
    MAX_CONTENT_LENGTH: int = 256 * 1024
    MAX_FORM_MEMORY_SIZE: int = 256 * 1024
    WTF_CSRF_TIME_LIMIT: int | None = None  # a form left open all afternoon must still send
    WTF_CSRF_CHECK_DEFAULT: bool = False  # app/forgery.py asks for the token, after access has been decided
    WTF_CSRF_SSL_STRICT: bool = False  # some browsers and proxies strip Referer; Origin and Sec-Fetch-Site are checked
    BABEL_DEFAULT_LOCALE: str = "en_GB"
    BABEL_DEFAULT_TIMEZONE: str = "Europe/London"
    # What is asked of the database is never logged with its values; a connection that was cut is made anew.
    SQLALCHEMY_ENGINE_OPTIONS: dict[str, object] = field(
        default_factory=lambda: {"hide_parameters": True, "pool_pre_ping": True, "pool_size": 20}
    )
    COMPRESS_MIMETYPES: tuple[str, ...] = ("text/html",)  # static files are compressed once, when the app starts

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
        found = {**read_settings_file(environment.get("SETTINGS_FILE")), **environment}
        try:
            hosts = found.get("TRUSTED_HOSTS", "").split()
            return cls(
                SECRET_KEY=found["SECRET_KEY"],
                KEY_RING=found["KEY_RING"],
                SQLALCHEMY_DATABASE_URI=found["DATABASE_URL"],
                DEMO=found.get("DEMO") == "yes",
                ALLOW_HTTP=found.get("ALLOW_HTTP") == "yes",
                PROXIES=int(found.get("PROXIES", "0")),
                TRUSTED_HOSTS=hosts or None,
                ASSETS_FOLDER=found.get("ASSETS_FOLDER", cls.ASSETS_FOLDER),
            )
        except KeyError as missing:
            raise MissingSetting(f"Set {missing.args[0]}. README.md lists every setting.") from missing


@dataclass(frozen=True, kw_only=True)
class ServerConfig:
    """What the web server itself needs to know (app/server.py hands it to gunicorn)."""

    address: str
    port: int
    workers: int
    threads: int
    demo: bool

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> "ServerConfig":
        found = {**read_settings_file(environment.get("SETTINGS_FILE")), **environment}
        return cls(
            address=found.get("ADDRESS", "127.0.0.1"),
            port=int(found.get("PORT", "8000")),
            workers=int(found.get("WORKERS", "2")),
            threads=int(found.get("THREADS", "16")),
            demo=found.get("DEMO") == "yes",
        )


def read_settings_file(path: str | None) -> dict[str, str]:
    """The NAME=value lines of a file, or nothing when no file is named."""
    if not path:
        return {}
    file = Path(path)
    if file.stat().st_mode & 0o077:
        raise UnsafeSetting(f"Others on this machine can read {path}. Run: chmod 600 {path}")
    lines = (line.strip() for line in file.read_text(encoding="utf-8").splitlines())
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
