"""Extensions, made here without an app and attached to one in create_app(); and how SQLite keeps its promises."""

from contextvars import ContextVar
from typing import Any, cast

from flask import Flask, Response, current_app
from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.orm import Session

from app.languages import Catalogues
from app.looks import language_of_request
from app.models import Base
from app.models.base import render_in_migration
from app.models.counted_view import is_table_of_models
from app.turns import InTurn


class CompressEveryPage(Compress):
    """Also the pages that come with 400 or 404: a question that is asked again is as large as the first time."""

    def after_request(self, response: Response | None) -> Response:
        if response is None or response.status_code < 400:
            return super().after_request(response)
        status, response.status_code = response.status, 200  # it leaves alone whatever is not a success
        answer = super().after_request(response)
        answer.status = status
        return answer


db = SQLAlchemy(metadata=Base.metadata)  # models inherit from our own Base, not from db.Model
FIGURES = "heard_figures"
migrate = Migrate(render_item=render_in_migration, include_name=is_table_of_models, render_as_batch=True)
csrf = CSRFProtect()
login_manager = LoginManager()
babel = Babel()
compress = CompressEveryPage()

# Whether this piece of work may write. Pages that only read say so (app/units.py); everything else may.
may_write: ContextVar[bool] = ContextVar("may_write", default=True)

PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what we said we have got survives a power cut
    "PRAGMA foreign_keys = ON",
)


def keep_promises_on_sqlite(engine: Engine, *, lock_seconds: float) -> None:
    """Durable, checked and serial: work that may write takes the write lock before it reads (BEGIN IMMEDIATE).

    Otherwise a check made before a write proves nothing, and a reader that starts to write fails at once.
    """

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in (*PRAGMAS, f"PRAGMA busy_timeout = {in_milliseconds(lock_seconds)}"):
            connection.execute(pragma)

    database = str(engine.url.database)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not may_write.get():
            connection.exec_driver_sql("BEGIN")
            return
        with in_turn(connection).when_it_is_its_turn(database, seconds=lock_seconds):
            connection.exec_driver_sql("BEGIN IMMEDIATE")


def in_turn(connection: Connection) -> InTurn:
    driver: Any = connection.connection.driver_connection
    return cast(InTurn, driver)


# A machine that is gone without a word is noticed within half a minute, not after hours. What the address says wins.
# https://www.postgresql.org/docs/15/libpq-connect.html#LIBPQ-PARAMKEYWORDS
NOTICED = {
    "connect_timeout": 5,
    "keepalives_idle": 5,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "tcp_user_timeout": 15_000,  # milliseconds
}


def options_for_postgresql(address: str, options: dict[str, Any], *, has_pooler: bool) -> dict[str, Any]:
    """How the engine is made. With a pooler nothing is prepared: another transaction has another connection."""
    said = make_url(address).query
    how = {name: value for name, value in NOTICED.items() if name not in said} | options.get("connect_args", {})
    return options | {"connect_args": how | ({"prepare_threshold": None} if has_pooler else {})}


def keep_promises_on_postgresql(engine: Engine, *, lock_seconds: float, has_pooler: bool = False) -> None:
    """Nobody waits for ever for what somebody else holds. Left alone, PostgreSQL would let them."""
    if has_pooler:  # what is set for a connection would be set for whoever gets it next

        @event.listens_for(engine, "begin")
        def begin(connection: Connection) -> None:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = {in_milliseconds(lock_seconds)}")

        return

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.execute(f"SET lock_timeout = {in_milliseconds(lock_seconds)}")
        connection.commit()  # or it would go with the first transaction that is undone


def in_milliseconds(seconds: float) -> int:
    return round(seconds * 1000)


class WritesUnannounced(RuntimeError):
    """A page that said it only reads tried to write. Mark its route function with @writes."""


def refuse_unannounced_writes(session: Session, _context: object, _instances: object) -> None:
    if not may_write.get() and (session.new or session.dirty or session.deleted):
        raise WritesUnannounced


def copy_for_figures() -> Engine | None:
    """The copy that publishing reads; None where none is set. No bind: all apps of a process would share its name."""
    return current_app.extensions.get(FIGURES)


def init_app(app: Flask) -> None:
    address, options = app.config["SQLALCHEMY_DATABASE_URI"], app.config["SQLALCHEMY_ENGINE_OPTIONS"]
    has_pooler = bool(app.config["DATABASE_POOLER"])
    if address.startswith("sqlite"):  # nobody asks a file whether it is still there
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options | {
            "pool_pre_ping": False,
            "connect_args": {"factory": InTurn},
        }
    elif address.startswith("postgresql"):
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options_for_postgresql(address, options, has_pooler=has_pooler)
        if copy := app.config["FIGURES_DATABASE_URL"]:
            how = options_for_postgresql(copy, {"hide_parameters": True, "poolclass": NullPool}, has_pooler=has_pooler)
            app.extensions[FIGURES] = create_engine(copy, **how)
    for extension in (db, csrf, compress):
        extension.init_app(app)
    babel.init_app(app, locale_selector=language_of_request)
    babel.domain_instance = Catalogues()
    # As Flask-Babel installs them, without looking for the catalogues anew for every sentence.
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda one: babel.domain_instance.get_translations().gettext(one),
        ngettext=lambda one, many, number: babel.domain_instance.get_translations().ngettext(one, many, number),
        newstyle=True,
    )
    login_manager.init_app(app, add_context_processor=False)  # it would look for a person on every page there is
    migrate.init_app(app, db, directory=f"{app.root_path}/../migrations")
    with app.app_context():
        seconds = app.config["LOCK_SECONDS"]
        if db.engine.dialect.name == "sqlite":
            keep_promises_on_sqlite(db.engine, lock_seconds=seconds)
        else:
            keep_promises_on_postgresql(db.engine, lock_seconds=seconds, has_pooler=has_pooler)
    if not event.contains(Session, "before_flush", refuse_unannounced_writes):
        event.listen(Session, "before_flush", refuse_unannounced_writes)
