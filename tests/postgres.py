"""A PostgreSQL server of our own for the tests.

Started from Debian's package, on a free port, as somebody who is not root; stopped and removed at the end.
"""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine, text

VERSION = "15"
PROGRAMS = Path(f"/usr/lib/postgresql/{VERSION}/bin")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "''",
    # The data is thrown away: nothing is lost by not waiting for the disk.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    # Each query is asked of a few rows: to compile it to machine code first takes up to a second, and finds the same.
    "jit": "off",
    "max_connections": "60",
    # Tables are made and emptied by several processes at once; each holds a lock on every table and index it touches.
    "max_locks_per_transaction": "256",
    "timezone": "UTC",
}


class NoPostgres(RuntimeError):
    """The server cannot be had. It is never skipped quietly."""


def owner() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError as missing:
        raise NoPostgres(f"Install the Debian package postgresql-{VERSION}.") from missing


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run(*command: str, user: str | None, cwd: Path) -> None:
    done = subprocess.run(command, user=user, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NoPostgres(f"{command[0]}: {done.stderr or done.stdout}")


DURABLE = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}


@contextmanager
def server(*, is_durable: bool = False) -> Iterator[str]:
    """A running server. Gives the address of an empty database in it, without the database's name at the end.

    `is_durable`: every commit waits for the disk, as where it is meant; for whoever measures.
    """
    if not (PROGRAMS / "initdb").exists():
        raise NoPostgres(f"Install the Debian package postgresql-{VERSION}.")
    user, settings = owner(), SETTINGS | (DURABLE if is_durable else {})
    folder = Path(tempfile.mkdtemp(prefix="heard-postgres-"))
    if user:
        shutil.chown(folder, user)
    port = free_port()
    data = folder / "data"
    try:
        make = ["-D", str(data), "-U", "heard", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        run(f"{PROGRAMS}/initdb", *make, user=user, cwd=folder)
        options = f"-p {port} " + " ".join(f"-c {name}={value}" for name, value in settings.items())
        start = ["-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start"]
        run(f"{PROGRAMS}/pg_ctl", *start, user=user, cwd=folder)
        try:
            yield f"postgresql+psycopg://heard@127.0.0.1:{port}"
        finally:
            run(f"{PROGRAMS}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop", user=user, cwd=folder)
    finally:
        shutil.rmtree(folder)


@contextmanager
def empty_database(address: str, name: str) -> Iterator[str]:
    """The address of a new database on a server that runs already. It is dropped at the end."""
    keeper = create_engine(f"{address}/postgres", isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield f"{address}/{name}"
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    keeper.dispose()


@contextmanager
def copy_of(address: str) -> Iterator[str]:
    """A copy of this server that only reads, and plays back what the server writes. Gives its address."""
    user, folder = owner(), Path(tempfile.mkdtemp(prefix="heard-copy-"))
    if user:
        shutil.chown(folder, user)
    port, data = free_port(), folder / "data"
    try:
        leader = f"--dbname={address.replace('+psycopg', '')}/postgres"
        copying = ["-D", str(data), "-R", "-X", "stream", "-c", "fast", "--no-sync", leader]
        run(f"{PROGRAMS}/pg_basebackup", *copying, user=user, cwd=folder)
        options = f"-p {port} " + " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        start = ["-D", str(data), "-l", str(folder / "log"), "-w", "-o", options, "start"]
        run(f"{PROGRAMS}/pg_ctl", *start, user=user, cwd=folder)
        try:
            yield f"postgresql+psycopg://heard@127.0.0.1:{port}"
        finally:
            run(f"{PROGRAMS}/pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop", user=user, cwd=folder)
    finally:
        shutil.rmtree(folder)
