"""Extensions, made here without an app and attached to one in create_app(); and how SQLite keeps its promises."""

from contextvars import ContextVar
from typing import Any, cast

from flask import Flask, Response
from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from app.languages import Catalogues
from app.looks import language_of_request
from app.models import Base
from app.models.base import render_in_migration
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
migrate = Migrate(render_item=render_in_migration, render_as_batch=True)
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


def keep_promises_on_postgresql(engine: Engine, *, lock_seconds: float) -> None:
    """Nobody waits for ever for what somebody else holds. Left alone, PostgreSQL would let them."""

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


def init_app(app: Flask) -> None:
    if app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):  # nobody asks a file whether it is still there
        of_a_file = {"pool_pre_ping": False, "connect_args": {"factory": InTurn}}
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = app.config["SQLALCHEMY_ENGINE_OPTIONS"] | of_a_file
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
        is_sqlite = db.engine.dialect.name == "sqlite"
        keep_promises = keep_promises_on_sqlite if is_sqlite else keep_promises_on_postgresql
        keep_promises(db.engine, lock_seconds=app.config["LOCK_SECONDS"])
    if not event.contains(Session, "before_flush", refuse_unannounced_writes):
        event.listen(Session, "before_flush", refuse_unannounced_writes)
