"""Files in static/, each served under a name that carries a mark of its contents, so that browsers keep it for years.

The copies, with their compressed forms, are made once when the app starts (or by `flask assets build` where the folder
may not be written then); WhiteNoise serves them without asking Flask.
"""

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from wsgiref.headers import Headers

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

from app.headers import FILES, HTTPS_ONLY

MANIFEST = "manifest.json"
PREFIX = "/static/"


def marked(name: str, content: bytes) -> str:
    """css/main.css with these bytes -> css/main.0123456789ab.css"""
    path = Path(name)
    return str(path.with_name(f"{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"))


def names_in(source: Path) -> dict[str, str]:
    files = sorted(path for path in source.rglob("*") if path.is_file())
    names = [str(path.relative_to(source)) for path in files]
    return {name: marked(name, (source / name).read_bytes()) for name in names}


def build(source: Path, target: Path) -> dict[str, str]:
    """Copy and compress every file under its marked name. Returns {name: marked name}.

    Does nothing when the folder already holds these very files. Safe when two start at once: each makes a folder of its
    own, and the last one moved into place wins. The files of the version before stay: a server that still runs it, and
    pages that are open in browsers, go on asking for them.
    """
    names, before = names_in(source), built_before(target)
    if before == names:
        return names
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=target.parent, prefix="assets-"))
    compressor = Compressor(quiet=True)
    for name, marked_name in names.items():
        (fresh / marked_name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source / name, fresh / marked_name)
        list(compressor.compress(str(fresh / marked_name)))
    for marked_name in set(before.values()) - set(names.values()):
        for kept in target.glob(f"{marked_name}*"):  # with its compressed forms
            kept_here = fresh / kept.relative_to(target)
            kept_here.parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):  # another process has moved its own into place, with these
                shutil.copyfile(kept, kept_here)
    (fresh / MANIFEST).write_text(json.dumps(names), encoding="utf-8")
    fresh.chmod(0o755)
    move_into_place(fresh, target)
    return names


def built_before(target: Path) -> dict[str, str]:
    """What the folder was made of, {} when there is none."""
    try:
        names: dict[str, str] = json.loads((target / MANIFEST).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return names


def move_into_place(fresh: Path, target: Path) -> None:
    old = Path(tempfile.mkdtemp(dir=target.parent, prefix="assets-old-"))
    if target.exists():
        target.replace(old / "old")
    try:
        fresh.replace(target)
    except OSError:  # another process was first, with the same files
        shutil.rmtree(fresh)
    shutil.rmtree(old)


def asset_url(filename: str) -> str:
    names: dict[str, str] = current_app.extensions["assets"]
    return PREFIX + names[filename]


assets = AppGroup("assets", help="The files that browsers fetch.")


@assets.command("build")
def build_assets() -> None:
    """Copy and compress them. The app does it by itself where it may write."""
    click.echo(f"{len(current_app.extensions['assets'])} files are in {current_app.config['ASSETS_FOLDER']}.")


def headers_of_files(*, is_https: bool) -> Callable[[Headers, str, str], None]:
    """Like those of pages, but said once: a file knows nothing about who asks for it."""
    every = FILES | ({"Strict-Transport-Security": HTTPS_ONLY} if is_https else {})

    def add_headers(headers: Headers, _path: str, address: str) -> None:
        for name, value in every.items():
            headers[name] = value
        if address.endswith(".svg"):
            headers["Content-Type"] = "image/svg+xml; charset=utf-8"  # XML says its letters here, or browsers guess

    return add_headers


def init_app(app: Flask) -> None:
    target = Path(app.config["ASSETS_FOLDER"])
    app.extensions["assets"] = build(Path(str(app.static_folder)), target)
    app.add_template_global(asset_url)
    app.cli.add_command(assets)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(target),
        prefix=PREFIX,
        immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
        allow_all_origins=False,
        add_headers_function=headers_of_files(is_https=not app.config["ALLOW_HTTP"]),
    )
