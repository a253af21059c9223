"""The app is put together from its parts."""

from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import Any

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import (
    access,
    assets,
    cli,
    errors,
    extensions,
    failing_over,
    forgery,
    formats,
    headers,
    kept_pieces,
    keys,
    limits,
    logs,
    metrics,
    pages,
    sessions,
    units,
)
from config import Config

ROOT = Path(__file__).resolve().parent.parent
# Before anything else: the line of each request begins and ends around the rest, and nothing too large is read.
FIRST_PARTS = (logs, metrics, limits)
# The order in which a request is asked: may it write, may this person open it, is it forged.
PARTS = (sessions, units, access, forgery, headers, errors, formats, pages, kept_pieces, assets, cli)


def globals_of_all(app: Flask) -> Callable[[MutableMapping[str, Any] | None], MutableMapping[str, Any]]:
    """Every template has the same globals. Left alone, each has a map of its own over them, slow to look through."""
    usual = app.jinja_env.make_globals
    return lambda own: usual(own) if own else app.jinja_env.globals


def make(config: Config) -> Flask:
    """What create_app() gives."""
    app: Flask = failing_over.GoesOn("app", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_object(config)
    app.jinja_env.make_globals = globals_of_all(app)  # type: ignore[method-assign, assignment]
    app.jinja_env.undefined = StrictUndefined  # a misspelt name is an error, not a blank
    if config.PROXIES:
        app.wsgi_app = ProxyFix(app.wsgi_app, config.PROXIES, config.PROXIES, config.PROXIES)  # type: ignore[method-assign]

    for part in FIRST_PARTS:
        part.init_app(app)
    keys.init_app(app)
    extensions.init_app(app)
    failing_over.init_app(app)
    register_blueprints(app)
    for part in PARTS:
        part.init_app(app)
    keys.prove(app)
    return app


def register_blueprints(app: Flask) -> None:
    from app import demonstration
    from app.administration import administration
    from app.agencies import agencies
    from app.board import board
    from app.chairs import chairs
    from app.guidance import guidance
    from app.machines import machines
    from app.participation import participation
    from app.shadow_board import shadow_board
    from app.sign_in import sign_in
    from app.young_people import young_people

    for blueprint in (
        young_people,
        sign_in,
        participation,
        chairs,
        board,
        agencies,
        administration,
        machines,
        guidance,
        shadow_board,
    ):
        app.register_blueprint(blueprint)
    demonstration.init_app(app)
