"""How gunicorn serves Heard: `gunicorn -c python:app.server wsgi:app`. The names are gunicorn's."""

import gc
import sys
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from gunicorn import glogging, util
from gunicorn.http import wsgi as answering

from app import languages, logs
from app.headers import EVERYWHERE, HTTPS_ONLY
from app.protection.sealing import vault
from config import ServerConfig, UnsafeSetting

_settings = ServerConfig.from_environment()

_host = f"[{_settings.address}]" if ":" in _settings.address else _settings.address
bind = f"{_host}:{_settings.port}"
worker_class = "gthread"
workers = _settings.workers
threads = _settings.threads  # more than the clients that stay connected, or they wait for each other
max_requests = 2000
max_requests_jitter = 200
preload_app = True  # loaded once: the workers share its memory, and a setting that stops the start is told once
control_socket_disable = True
accesslog = None  # addresses of young people are not kept
loglevel = "warning"
proc_name = "heard"

# What is larger than browsers and our own addresses need is refused before it is looked at.
limit_request_line = 4094
limit_request_fields = 100
limit_request_field_size = 8190
# Who asks, and whether they came by https, is decided in one place: ProxyFix, which believes as many as PROXIES says.
forwarded_allow_ips = ""
forwarder_headers = ""
secure_scheme_headers: dict[str, str] = {}

answering.SERVER = "heard"  # which server this is, and which release of it, is nobody's business

PLAIN = (Path(__file__).parent / "plain" / "not-read.html").read_bytes()
PLAIN_HEADERS = EVERYWHERE | {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store",
    "Content-Type": "text/html; charset=utf-8",
    "Content-Length": str(len(PLAIN)),
}
if not _settings.allow_http:  # browsers only heed it where they came by https
    PLAIN_HEADERS |= {"Strict-Transport-Security": HTTPS_ONLY}


def say_plainly(line: Any, status: int, reason: str, _of_what: str) -> None:
    """What could not be read is answered here, before there is a request: with nothing in it of what was sent."""
    says = f"HTTP/1.1 {status} {reason}\r\nConnection: close\r\n"
    kind = "".join(f"{name}: {value}\r\n" for name, value in PLAIN_HEADERS.items())
    util.write_nonblock(line, f"{says}{kind}\r\n".encode("ascii") + PLAIN)


util.write_error = say_plainly


class LinesOfTheServer(glogging.Logger):  # type: ignore[misc]  # it has no types
    """What gunicorn says is written like everything else (app/logs.py), so that no line has an address in it."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        logs.set_up()
        self.error_log.handlers.clear()
        self.error_log.propagate = True
        for name in ("critical", "error", "warning", "info", "debug", "exception"):
            setattr(self, name, getattr(self.error_log, name))  # each line says where in gunicorn it comes from


logger_class = LinesOfTheServer


def is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def on_starting(server: Any) -> None:
    """A demonstration, where one button signs anybody in, is never served to other machines."""
    hosts = [address[0] if isinstance(address, tuple) else address for address in server.cfg.address]
    if _settings.demo and not all(host == "localhost" or is_loopback(host) for host in hosts):
        raise UnsafeSetting(f"A demonstration may only be served on this machine itself, not on {', '.join(hosts)}.")


def when_ready(_server: Any) -> None:
    """Names the keys this server has loaded, by id: who changes keys sees whether it was restarted (docs/keys.md)."""
    from wsgi import app

    languages.read_all(app.config["BABEL_TRANSLATION_DIRECTORIES"])  # once, before the workers: they share its memory
    # What is loaded by now stays: no worker looks through it for what could go, nor copies its pages by looking.
    gc.collect()
    gc.freeze()
    ring = vault.ring
    logs.log.info("ready", keys=sorted(ring.roots), seals=ring.newest)
    sys.stdout.write(f"Heard is ready at http://{bind}{'/demo' if _settings.demo else ''}\n")
    sys.stdout.flush()


def post_fork(_server: Any, _worker: Any) -> None:
    """Connections opened before the fork belong to the parent."""
    from app.extensions import db
    from wsgi import app

    with app.app_context():
        db.engine.dispose(close=False)
