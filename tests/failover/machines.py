"""Two nodes of PostgreSQL under Patroni, etcd, HAProxy, PgBouncer and two nodes of Heard, all on this one machine.

They run what docs/deploy has: the very files, with the addresses, folders and passwords of this run put in. HAProxy's
TLS alone is left out, for the phones speak HTTP.
"""

import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

import psycopg

from tests.postgres import PROGRAMS, owner

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
NET = "127.40.0"
FRONT, POOLER, ETCD = f"{NET}.5", f"{NET}.6", f"{NET}.1"
HEARDS = {"node1": f"{NET}.11", "node2": f"{NET}.12"}
DATABASES = {"pg1": f"{NET}.21", "pg2": f"{NET}.22"}
NEEDED = {"etcd": "etcd-server", "patroni": "patroni", "haproxy": "haproxy", "pgbouncer": "pgbouncer"}
PATIENCE = 180  # seconds, on a machine however busy


class NotThere(RuntimeError):
    """A program that is needed is not on this machine, or did not come up."""


def check_programs() -> None:
    """Raises NotThere, with the Debian packages to install."""
    found = os.environ["PATH"] + ":/usr/sbin:/sbin"
    missing = [package for program, package in NEEDED.items() if not shutil.which(program, path=found)]
    missing += [] if (PROGRAMS / "postgres").exists() else [f"postgresql-{PROGRAMS.parts[-2]}"]
    if missing:
        raise NotThere(f"Install the Debian packages {' '.join(missing)}. They need not be started.")


def wait_for(what: str, is_so: Callable[[], bool], *, seconds: float = PATIENCE) -> float:
    """How many seconds it took. Raises NotThere when it does not come."""
    begun = time.monotonic()
    while not is_so():
        if time.monotonic() - begun > seconds:
            raise NotThere(f"{what} did not come within {seconds:.0f} seconds")
        time.sleep(0.2)
    return time.monotonic() - begun


def with_changes(text: str, pairs: dict[str, str]) -> str:
    """A file of docs/deploy with what differs here. Each thing to change must stand in it."""
    for old, new in pairs.items():
        if old not in text:
            raise NotThere(f"A file of docs/deploy has no {old!r} any more: say here what stands for it")
        text = text.replace(old, new)
    return text


class Machines:
    def __init__(self, folder: Path) -> None:
        check_programs()
        self.folder, self.user = folder, owner()
        self.password = secrets.token_hex(12)
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.logs = folder / "logs"
        self.logs.mkdir()
        self.make_certificate()
        self.own(folder)

    def own(self, place: Path) -> None:
        if self.user:
            shutil.chown(place, self.user)

    def make_certificate(self) -> None:
        key, certificate = self.folder / "server.key", self.folder / "server.pem"
        line = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=heard"]
        subprocess.run([*line, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
        key.chmod(0o600)
        self.own(key)

    def begin(self, name: str, *command: str, as_owner: bool = True, **environment: str) -> None:
        with (self.logs / f"{name}.log").open("ab") as log:
            self.running[name] = subprocess.Popen(
                command,
                cwd=self.folder if as_owner else ROOT,
                env=os.environ | {"PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"} | environment,
                user=self.user if as_owner else None,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    # The database.

    def begin_etcd(self) -> None:
        peer, client = f"http://{ETCD}:2380", f"http://{ETCD}:2379"
        options = {
            **{"name": "etcd1", "data-dir": str(self.folder / "etcd"), "listen-peer-urls": peer},
            **{"listen-client-urls": client, "advertise-client-urls": client, "initial-advertise-peer-urls": peer},
            **{"initial-cluster": f"etcd1={peer}", "logger": "zap", "log-level": "warn"},
        }
        self.begin("etcd", "etcd", *(f"--{name}={value}" for name, value in options.items()))
        self.wait_for("etcd", lambda: bool(read(f"{client}/health")))

    def write_patroni(self, name: str) -> Path:
        address, data = DATABASES[name], self.folder / name
        text = with_changes(
            (DEPLOY / "patroni.yml").read_text(),
            pairs={
                "name: pg1": f"name: {name}",
                "[10.0.0.21:2379, 10.0.0.22:2379, 10.0.0.23:2379]": f"[{ETCD}:2379]",
                "10.0.0.21": address,
                "10.0.0.0/24": "127.0.0.0/8",
                "…": self.password,
                "/var/lib/postgresql/15/heard": str(data),
                "/usr/lib/postgresql/15/bin": str(PROGRAMS),
                "/etc/ssl/certs/ssl-cert-snakeoil.pem": str(self.folder / "server.pem"),
                "/etc/ssl/private/ssl-cert-snakeoil.key": str(self.folder / "server.key"),
                # Two nodes on one machine, each with a folder for its own socket.
                '    ssl: "on"': f'    unix_socket_directories: {self.folder}/{name}-home\n    ssl: "on"',
            },
        )
        home = self.folder / f"{name}-home"
        home.mkdir(exist_ok=True)
        self.own(home)
        path = self.folder / f"{name}.yml"
        path.write_text(text)
        path.chmod(0o600)
        self.own(path)
        return path

    def check_patroni(self, path: Path) -> None:
        """Patroni itself says that the file is right. It looks for ports that are free, so before it runs."""
        done = subprocess.run(["patroni", "--validate-config", str(path)], capture_output=True, text=True, check=False)
        if done.returncode or done.stdout.strip():
            raise NotThere(f"patroni --validate-config: {done.stdout}{done.stderr}")

    def begin_patroni(self, name: str) -> None:
        self.begin(name, "patroni", str(self.folder / f"{name}.yml"), HOME=str(self.folder / f"{name}-home"))

    def members(self) -> dict[str, dict[str, object]]:
        """What Patroni says of each node; nothing when nobody says anything."""
        for address in DATABASES.values():
            said = read(f"http://{address}:8008/cluster")
            if said:
                return {str(one["name"]): one for one in json.loads(said)["members"]}
        return {}

    def leader(self) -> str | None:
        found = self.members()
        return next((name for name, one in found.items() if (one["role"], one["state"]) == ("leader", "running")), None)

    def is_whole(self) -> bool:
        """Whether there is a leader, and the other node is a synchronous standby that streams."""
        found = {one["role"]: one["state"] for one in self.members().values()}
        return found.get("leader") == "running" and found.get("sync_standby") in ("running", "streaming")

    def make_database(self) -> None:
        leader = self.leader()
        assert leader
        line = f"host={DATABASES[leader]} user=postgres password={self.password} dbname=postgres sslmode=require"
        with psycopg.connect(line, autocommit=True) as connection:
            connection.execute(f"CREATE ROLE heard LOGIN PASSWORD '{self.password}'")
            connection.execute("CREATE DATABASE heard OWNER heard")

    def address(self, hosts: str) -> str:
        return f"postgresql+psycopg://heard:{self.password}@{hosts}/heard"

    @property
    def both(self) -> str:
        return self.address(",".join(f"{host}:5432" for host in DATABASES.values())) + "?sslmode=require"

    def wait_for(self, what: str, is_so: Callable[[], bool]) -> None:
        """Raises NotThere when it does not come, or when something that should run has ended."""

        def is_so_or_never() -> bool:
            ended = [name for name, one in self.running.items() if one.poll() is not None]
            if ended:
                raise NotThere(f"{', '.join(ended)} ended; see {self.logs}")
            return is_so()

        wait_for(what, is_so_or_never)

    # What stands between.

    def begin_pooler(self) -> None:
        (self.folder / "users").write_text(f'"heard" "{self.password}"\n')
        text = with_changes(
            (DEPLOY / "pgbouncer.ini").read_text(),
            pairs={
                "host=127.0.0.1 port=5000": f"host={FRONT} port=5000",
                "listen_addr = 127.0.0.1": f"listen_addr = {POOLER}",
                "/etc/pgbouncer/userlist.txt": str(self.folder / "users"),
            },
        )
        (self.folder / "pgbouncer.ini").write_text(text)
        for name in ("users", "pgbouncer.ini"):
            (self.folder / name).chmod(0o600)
            self.own(self.folder / name)
        self.begin("pgbouncer", "pgbouncer", str(self.folder / "pgbouncer.ini"))

    def begin_proxy(self) -> None:
        text = with_changes(
            (DEPLOY / "haproxy.cfg").read_text(),
            pairs={
                "    bind :80\n": f"    bind {FRONT}:8000\n",
                "    bind :443 ssl crt /etc/haproxy/heard.example.org.pem alpn h2,http/1.1\n": "",
                "    http-request redirect scheme https code 308 unless { ssl_fc }\n": "",
                "/srv/heard": str(ROOT),
                "server node1 10.0.0.11:8000": f"server node1 {HEARDS['node1']}:8000",
                "server node2 10.0.0.12:8000": f"server node2 {HEARDS['node2']}:8000",
                "bind 127.0.0.1:5000": f"bind {FRONT}:5000",
                "10.0.0.21": DATABASES["pg1"],
                "10.0.0.22": DATABASES["pg2"],
                "    server pg3 10.0.0.23:5432 check port 8008\n": "",
            },
        )
        if os.geteuid() != 0:
            text = text.replace("    user haproxy\n    group haproxy\n", "")
        (self.folder / "haproxy.cfg").write_text(text)
        self.begin("haproxy", "haproxy", "-db", "-f", str(self.folder / "haproxy.cfg"), as_owner=False)

    # Heard.

    def settings(self, address: str, **more: str) -> dict[str, str]:
        return {
            **{"SECRET_KEY": "failover", "DATABASE_URL": address, "PROXIES": "1", "WORKERS": "2"},
            **{"SITE_ADDRESS": "https://heard.example.org", "ASSETS_FOLDER": str(self.folder / "assets")},
            **more,
        }

    def flask(self, *command: str, **settings: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT, env=os.environ | settings, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise NotThere(f"flask {' '.join(command)}: {done.stdout}{done.stderr}")
        return done.stdout

    def begin_heard(self, name: str, **settings: str) -> None:
        where = {"ADDRESS": HEARDS[name], "PORT": "8000"}
        line = [sys.executable, "-m", "gunicorn", "-c", "python:app.server", "wsgi:app"]
        self.begin(name, *line, as_owner=False, **(settings | where))
        clocks = [sys.executable, "-m", "flask", "--app", "wsgi", "clocks", "run", "--loop", "--every", "10"]
        self.begin(f"{name}-clocks", *clocks, as_owner=False, **settings)

    # What goes wrong.

    def kill_postgres(self, name: str) -> None:
        """The first process of PostgreSQL and all it began, at once."""
        first = int((self.folder / name / "postmaster.pid").read_text().split()[0])
        for pid in (first, *children_of(first)):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_machine(self, name: str) -> None:
        """Patroni and PostgreSQL, as if the power went."""
        patroni = self.running.pop(name)
        patroni.kill()
        self.kill_postgres(name)
        patroni.wait()

    def end(self) -> None:
        for name in reversed(list(self.running)):
            one = self.running[name]
            one.send_signal(signal.SIGTERM)
            try:
                one.wait(timeout=60)
            except subprocess.TimeoutExpired:
                one.kill()
                one.wait()


def children_of(pid: int) -> Iterator[int]:
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            yield int(child)


def read(address: str) -> bytes:
    """What is there; nothing where nobody answers, or not well."""
    try:
        with urlopen(address, timeout=2) as answer:
            return bytes(answer.read())
    except (OSError, HTTPException):
        return b""
