"""Files and folders of this machine: who can read them, and whether there is room."""

import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Final

from app.services.checking_up.findings import Finding, look, ok, wrong

ROOT_USER: Final = 0
MIB: Final = 1024 * 1024
TOO_LITTLE, LITTLE = 200 * MIB, 1024 * MIB
OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
Asks = Callable[[Path], bool]


def can_write(path: Path) -> bool:
    return os.access(path, os.W_OK)


def is_there(path: Path) -> bool:
    """Whether there is anything at this path, as far as this user may look."""
    try:
        return path.exists()
    except OSError:  # a folder on the way lets nobody in but its owner
        return False


def private_file(path: Path, *, user: int) -> Finding:
    """A file with a secret in it: its owner's alone, and nobody else can put another in its place."""
    try:
        found, folder = path.stat(), path.resolve().parent.stat()
    except OSError as missing:
        return wrong(f"{path} cannot be read: {missing.strerror}.")
    if found.st_mode & OTHERS:
        return wrong(f"Others on this machine can read {path}. Run: chmod 600 {path}")
    if may_be_replaced(folder):
        return wrong(f"Others can put another file in the place of {path}. Run: chmod go-w {path.resolve().parent}")
    if found.st_uid not in (user, ROOT_USER):
        return look(f"{path} belongs to another user. Run this as the user that Heard runs as.")
    return ok(f"Only its owner can read {path}.")


def may_be_replaced(folder: os.stat_result) -> bool:
    return bool(folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH)) and not folder.st_mode & stat.S_ISVTX


def sqlite_file(path: Path, *, may_write: Asks = can_write) -> Finding:
    """The database in one file: nobody else can read it, by its own mode or because its folder lets nobody else in."""
    folder = path.parent
    if not folder.exists():
        return wrong(f"There is no folder {folder} for the database. Make it, as docs/running.md says.")
    if not path.exists():
        return wrong(f"There is no database at {path}. Run: flask --app wsgi db upgrade")
    if not may_write(folder) or not may_write(path):
        return wrong(f"{path} and its folder must both be writable: a journal is kept beside it.")
    if folder.stat().st_mode & (stat.S_IXGRP | stat.S_IXOTH) and path.stat().st_mode & OTHERS:
        return wrong(f"Others on this machine can read {path}. Run: chmod 600 {path}")
    if may_be_replaced(folder.stat()):
        return wrong(f"Others can put another database in the place of {path}. Run: chmod go-w {folder}")
    return ok(f"Only its owner can read {path}.")


def assets_folder(folder: Path, *, may_write: Asks = can_write) -> Finding:
    """Where static files are copied to when the app starts, unless they are there already."""
    place = next((one for one in (folder.parent, *folder.parent.parents) if is_there(one)), Path("/"))
    if place.is_dir() and may_write(place):
        return ok(f"The files for browsers are in {folder}.")
    if is_there(folder / "manifest.json"):
        return ok(f"The files for browsers are in {folder}. Run flask assets build before each new release starts.")
    return wrong(f"{folder} cannot be made. Let Heard write there, or set ASSETS_FOLDER to a folder where it may.")


def head_file(path: Path, *, may_write: Asks = can_write) -> Finding:
    """Where the head of the audit trail is written."""
    target = path if is_there(path) else path.parent
    if not is_there(target) or target.is_dir() == (target == path) or not may_write(target):
        return wrong(f"The head of the audit trail cannot be written to {path}. Make its folder, and let Heard write.")
    return ok(f"The head of the audit trail can be written to {path}.")


def free_space(place: Path) -> Finding:
    folder = next(one for one in (place, *place.parents) if is_there(one))
    return space(shutil.disk_usage(folder).free, folder)


def space(free: int, folder: Path) -> Finding:
    said = f"{free // MIB:,} MiB are free at {folder}"
    if free < TOO_LITTLE:
        return wrong(f"{said}: what a child sends could be refused. Make room.")
    return look(f"{said}. Make room soon.") if free < LITTLE else ok(f"{said}.")
