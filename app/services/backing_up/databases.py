"""How each kind of database is copied while people use it, and how the copy is put into an empty one.

SQLite: its online backup (https://www.sqlite.org/backup.html). PostgreSQL: pg_dump and pg_restore, of the major
version of the server, or a newer one.
"""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO, Any, Final, Protocol

from psycopg.conninfo import make_conninfo
from sqlalchemy import Engine, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from app.services.backing_up.manifest import LEFT_OUT, Manifest, UnusableBackup, manifest_of

DEBIANS: Final = Path("/usr/lib/postgresql")


class Readable(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...


@contextmanager
def copied(engine: Engine, now: datetime) -> Iterator[tuple[Manifest, Readable]]:
    """What is there at one moment, and where to read it. Reading raises UnusableBackup when the copy breaks off."""
    with (copied_sqlite if engine.dialect.name == "sqlite" else copied_postgresql)(engine, now) as found:
        yield found


@contextmanager
def copied_sqlite(engine: Engine, now: datetime) -> Iterator[tuple[Manifest, Readable]]:
    """By way of a file beside the database, which nobody else can read, and which is gone afterwards."""
    with TemporaryDirectory(prefix=".backup-", dir=Path(str(engine.url.database)).parent) as folder:
        copy = Path(folder) / "heard.db"
        with engine.connect() as connection, closing(sqlite3.connect(copy)) as target:
            source: Any = connection.connection.driver_connection
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
            target.execute("PRAGMA secure_delete = ON")
            for table in LEFT_OUT:
                target.execute(f"DELETE FROM {table}")  # noqa: S608 (names of ours)
            target.commit()
            target.execute("VACUUM")
        plain = create_engine(f"sqlite:///{copy}", poolclass=NullPool)
        with plain.connect() as connection:
            manifest = manifest_of(connection, now)
        with copy.open("rb") as file:
            yield manifest, file


@contextmanager
def copied_postgresql(engine: Engine, now: datetime) -> Iterator[tuple[Manifest, Readable]]:
    """Straight from pg_dump, which sees what was counted: both look at one snapshot."""
    with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
        snapshot = connection.scalar(text("SELECT pg_export_snapshot()"))
        manifest = manifest_of(connection, now)
        left_out = [f"--exclude-table-data={table}" for table in LEFT_OUT]
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", *left_out]
        with TemporaryFile() as said:
            command = [program("pg_dump"), *options, *connected(engine)]
            dumping = subprocess.Popen(command, env=told_quietly(engine), stdout=subprocess.PIPE, stderr=said)  # noqa: S603
            try:
                yield manifest, ToTheEnd(dumping, said)
            finally:
                dumping.kill()
                dumping.communicate()


class ToTheEnd:
    """What a program says, read to its end: when the program failed, so does reading."""

    def __init__(self, running: "subprocess.Popen[bytes]", said: IO[bytes]) -> None:
        self.running, self.said = running, said

    def read(self, size: int = -1, /) -> bytes:
        read = self.running.stdout.read(size) if self.running.stdout else b""
        if not read and self.running.wait() != 0:
            raise UnusableBackup(f"pg_dump did not finish. {last_line(self.said)}")
        return read


def put_into(engine: Engine, manifest: Manifest, dump: Path) -> None:
    """Raises UnusableBackup when the database is of another kind, or cannot take it."""
    if engine.dialect.name != manifest.dialect:
        raise UnusableBackup(f"It is of {manifest.dialect}, and the database to fill is {engine.dialect.name}.")
    if not is_empty(engine):
        raise UnusableBackup("The database to fill is not empty. A backup is brought back into an empty one only.")
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection, closing(sqlite3.connect(dump)) as source:
            target: Any = connection.connection.driver_connection
            source.backup(target)
            target.execute("PRAGMA journal_mode = WAL")
        return
    with TemporaryFile() as said, dump.open("rb") as file:
        options = ["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]
        command = [program("pg_restore"), *options, *connected(engine)]
        done = subprocess.run(command, env=told_quietly(engine), stdin=file, stdout=said, stderr=said, check=False)  # noqa: S603
        if done.returncode != 0:
            raise UnusableBackup(f"pg_restore did not finish. {last_line(said)}")


def is_empty(engine: Engine) -> bool:
    return not inspect(engine).get_table_names()


def program(name: str) -> str:
    """The newest one of Debian's, or the one in PATH. Raises UnusableBackup when there is none."""
    newest = sorted(DEBIANS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]), reverse=True)
    found = str(newest[0]) if newest else shutil.which(name)
    if found is None:
        raise UnusableBackup(f"{name} is not on this machine. Install the Debian package postgresql-client.")
    return found


def connected(engine: Engine) -> list[str]:
    """Where the database is, as its programs are told. The password is not in it: others see what was typed."""
    _, how = engine.dialect.create_connect_args(engine.url)
    told = {name: value for name, value in how.items() if name not in {"password", "context"}}
    return [f"--dbname={make_conninfo(**told)}"]


def told_quietly(engine: Engine) -> dict[str, str]:
    """The password, and where certificates are. Nothing else of this process's own: that holds the keys."""
    told = {"HOME": str(Path.home()), "PGPASSWORD": str(engine.url.password or "")}
    return {name: value for name, value in told.items() if value}


def last_line(said: IO[bytes]) -> str:
    """The last thing a program said: what is wrong, and never a row's contents (--verbose is off)."""
    said.seek(0)
    lines = said.read().decode(errors="replace").split("\n")
    return next((line for line in reversed(lines) if line.startswith(("pg_", "error"))), "")
