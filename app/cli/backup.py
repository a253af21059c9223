"""Copies of the database for somewhere else, and bringing one back: made sealed, and checked by being brought back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import text

from app import extensions
from app.cli.audit import only_reading
from app.extensions import db
from app.models import utc_now
from app.models.codes import Work
from app.services import last_runs
from app.services.backing_up import checking, databases, sealed_files
from app.services.backing_up.manifest import Manifest, UnusableBackup
from app.services.checking_up.asking import newest_migration, stands_at
from config import UnsafeSetting, read_private

NAME: Final = "heard-%Y-%m-%dT%H%M%SZ.age"
CHECKED_IN: Final = "CHECK_DATABASE_URL"

backup = AppGroup("backup", help="Copies of the database for somewhere else, and bringing one back.")
a_backup = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
the_key = click.option(
    "--key", "key_file", envvar="BACKUP_KEY_FILE", required=True, metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The file with the key that opens it (AGE-SECRET-KEY-1…). Nobody else may be able to read it.",
)  # fmt: skip
every_one = click.option("--every", is_flag=True, help="Open every sealed value, not some of each column.")


@backup.command("new-key")
@click.argument("file", type=click.Path(exists=False, path_type=Path))
def make_key(file: Path) -> None:
    """Make the key that will open backups. Keep the file elsewhere; what is printed goes into BACKUP_TO."""
    secret, public = sealed_files.new_key()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as kept:
        kept.write(f"{secret}\n")
    click.echo(public)


@backup.command("make")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--keep", type=click.IntRange(1), metavar="DAYS", help="Remove backups there that are older than this.")
def make(folder: Path, keep: int | None) -> None:
    """Copy the database as it is now into a new file in FOLDER, sealed for BACKUP_TO. People go on meanwhile."""
    now = utc_now()
    target = folder / now.strftime(NAME)
    with refusals_told():
        recipients = (current_app.config["BACKUP_TO"] or "").split()
        if not recipients:
            raise UnusableBackup("Set BACKUP_TO to the key that flask backup new-key prints.")
        with only_reading(), databases.copied(db.engine, now) as (manifest, dump):
            sealed_files.seal(target, manifest, dump, recipients)
    last_runs.note(Work.BACKUP, now)
    db.session.commit()
    click.echo(f"{target}: {sum(manifest.rows.values()):,} rows, {target.stat().st_size:,} bytes")
    if keep is not None:
        for old in too_old(folder, now - timedelta(days=keep)):
            old.unlink()
            click.echo(f"{old}: removed")


def too_old(folder: Path, before: datetime) -> Iterator[Path]:
    """By its name: when a file was copied says nothing about when it was made. What has another name is not ours."""
    for file in sorted(folder.glob("heard-*.age")):
        try:
            made_at = datetime.strptime(file.name, NAME).replace(tzinfo=before.tzinfo)
        except ValueError:
            continue
        if made_at < before.replace(microsecond=0):
            yield file


@backup.command("check")
@a_backup
@the_key
@every_one
def check(file: Path, key_file: Path, every: bool) -> None:
    """Bring FILE back into an empty place, look whether everything is there and opens, and throw it away again.

    The place is a file in a folder of its own; for PostgreSQL the empty database that CHECK_DATABASE_URL names.
    """
    with refusals_told(), TemporaryDirectory(prefix="heard-check-") as folder:
        manifest, dump = opened(file, key_file, Path(folder))
        address = f"sqlite:///{folder}/checked.db" if manifest.dialect == "sqlite" else current_app.config[CHECKED_IN]
        if not address:
            raise UnusableBackup(f"Set {CHECKED_IN} to an empty PostgreSQL database. It is emptied again.")
        with app_on(address).app_context():
            databases.put_into(db.engine, manifest, dump)
            try:
                verify(manifest, every=every)
            finally:
                throw_away()
    click.echo("Everything is there, and what was looked at opens.")


@backup.command("restore")
@a_backup
@the_key
@every_one
def restore(file: Path, key_file: Path, every: bool) -> None:
    """Bring FILE back into the database that DATABASE_URL names, which must be empty, and look whether all is there."""
    with refusals_told(), TemporaryDirectory(prefix="heard-restore-") as folder:
        manifest, dump = opened(file, key_file, Path(folder))
        databases.put_into(db.engine, manifest, dump)
        verify(manifest, every=every)
    click.echo(
        f"Everything is there as it was on {manifest.made_at:%Y-%m-%d at %H:%M:%S}Z, and what was looked at opens."
    )
    click.echo("Nobody is signed in, and what was half written is gone.")


@contextmanager
def refusals_told() -> Iterator[None]:
    try:
        yield
    except (UnusableBackup, UnsafeSetting) as problem:
        raise click.ClickException(str(problem)) from problem


def opened(file: Path, key_file: Path, folder: Path) -> tuple[Manifest, Path]:
    """What it says of itself, and what is in it, in a file that nobody else can read."""
    keys = [line for line in read_private(key_file).splitlines() if line.startswith("AGE-")]
    dump = folder / "dump"
    with dump.open("xb") as into:
        manifest = sealed_files.open_file(file, "".join(keys[:1]), into)
    click.echo(f"Made on {manifest.made_at:%Y-%m-%d at %H:%M:%S}Z, {sum(manifest.rows.values()):,} rows.")
    return manifest, dump


def app_on(address: str) -> Flask:
    """An app with that database, and with nothing else of this one's but its settings."""
    app = Flask("app")
    app.config.from_mapping(current_app.config, SQLALCHEMY_DATABASE_URI=address)
    extensions.init_app(app)
    return app


def verify(manifest: Manifest, *, every: bool) -> None:
    """Raises UnusableBackup, saying all that is wrong."""
    wrong = list(checking.differences(manifest))
    db.session.rollback()
    if not wrong and stands_at() != newest_migration():
        db.session.rollback()
        flask_migrate.upgrade()
        click.echo("A release before this one made it: the migrations since were applied.")
    wrong += [] if wrong else checking.faults(manifest, every=every)
    db.session.rollback()
    if wrong:
        raise UnusableBackup("\n".join(["It did not come back as it was.", *wrong]))


def throw_away() -> None:
    """What was checked. It was empty before: all that is there is ours."""
    db.session.remove()
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    db.engine.dispose()
