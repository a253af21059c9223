import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Connection, event

from app import create_app
from app.extensions import db
from app.services import faults, settings
from config import Config
from tests import hashing, postgres
from tests.conftest import POSTGRES_URL
from tests.visitor import Visitor

KEY_RING = "1:" + "A" * 43 + "="
# For tests of what pages say: it is the same on each database, and that each page opens on both is tested elsewhere.
ON_ONE_DATABASE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True, scope="session")
hashing.hash_cheaply()  # what modules of tests hash while they are read, the service does not hash anew


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database_url(request, tmp_path_factory) -> Iterator[str]:
    """An empty database of each kind that Heard runs on."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('database')}/heard.db"
        return
    name = f"heard_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    with postgres.empty_database(os.environ[POSTGRES_URL], name) as address:
        yield address


def make_config(database_url: str, assets: Path, **changes) -> Config:
    return Config(
        **{
            "SECRET_KEY": "test",
            "KEY_RING": KEY_RING,
            "SQLALCHEMY_DATABASE_URI": database_url,
            "ASSETS_FOLDER": str(assets),
            "ARGON2_MEMORY_KIB": hashing.MEMORY_KIB,
            "ARGON2_PASSES": hashing.PASSES,
            "TESTING": True,
        }
        | changes
    )


class Compiled(BytecodeCache):
    """Each template compiled once, for every app that a test makes."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if code := self.kept.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.kept[bucket.key] = bucket.bytecode_to_string()


COMPILED = Compiled()


def make_app(config: Config) -> Flask:
    """An app as the service makes it, at which each browser checks the pages it is sent."""
    app = create_app(config)
    app.test_client_class = Visitor
    app.jinja_env.bytecode_cache = COMPILED
    return app


@contextmanager
def app_with(address: str, assets: Path, **changes) -> Iterator[Flask]:
    """An app on a database of its own, which shows people a page where something goes wrong."""
    app = make_app(make_config(address, assets, PROPAGATE_EXCEPTIONS=False, **changes))
    yield app
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


@contextmanager
def with_nothing_kept() -> Iterator[time_machine.Traveller]:
    """At the usual time, and no process remembers what it read of another database."""
    settings.forget()
    faults.forget()
    with at_the_usual_time() as traveller:
        yield traveller
    settings.forget()
    faults.forget()


@pytest.fixture(scope="session")
def assets_folder(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("instance") / "assets"


@pytest.fixture(scope="session")
def app(database_url, assets_folder) -> Iterator[Flask]:
    app = make_app(make_config(database_url, assets_folder))
    with app.app_context():
        db.create_all()
    yield app
    with app.app_context():
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


def at_the_usual_time() -> time_machine.travel:
    return time_machine.travel(datetime(2026, 11, 17, 10, tzinfo=UTC))


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """It is Tuesday 17 November 2026, 10 in the morning, until a test moves the clock (`clock.shift(seconds)`)."""
    with at_the_usual_time() as traveller:
        yield traveller


@pytest.fixture
def still_clock(clock: time_machine.Traveller) -> None:
    """It stands still, however long the work takes here: whoever waits has as many seconds left. It can be shifted."""
    clock.move_to(datetime.now(UTC), tick=False)


@pytest.fixture(scope="class")
def beginning() -> Connection | None:
    """What a class of tests begins with: an empty database, or what the class says (see `begun_with`)."""
    return None


@contextmanager
def begun_with(app: Flask, make: Callable[[], None]) -> Iterator[Connection]:
    """A database in which this was made, once for all tests of a class. Each test undoes what it does itself."""
    with app.app_context():
        engine = db.engine
    with engine.connect() as connection:
        transaction = connection.begin()
        with at_the_usual_time(), app.app_context(), in_place_of_the_database(connection):
            make()
            db.session.commit()
        yield connection
        transaction.rollback()


@contextmanager
def in_place_of_the_database(connection: Connection) -> Iterator[None]:
    """Whatever the code under test commits, it commits to this."""
    engine = db.engines[None]
    db.engines[None] = connection
    db.session.session_factory.configure(join_transaction_mode="create_savepoint")
    settings.forget()
    faults.forget()
    try:
        yield
    finally:
        db.session.remove()
        db.engines[None] = engine
        settings.forget()
        faults.forget()


@pytest.fixture(autouse=True)
def database(app: Flask, clock: time_machine.Traveller, beginning: Connection | None) -> Iterator[None]:
    """Every test in its own transaction, undone at the end, whatever the code under test commits."""
    with app.app_context():
        connection = beginning or db.engine.connect()
        transaction = connection.begin_nested() if beginning else connection.begin()
        made: list[object] = []  # held until the end: what a test made, it may follow from row to row
        try:
            with in_place_of_the_database(connection):
                event.listen(db.session(), "pending_to_persistent", lambda _session, row: made.append(row))
                yield
        finally:
            transaction.rollback()
            if not beginning:
                connection.close()


@pytest.fixture
def shared_app(app: Flask, database_url: str, tmp_path: Path, assets_folder: Path) -> Iterator[Flask]:
    """An app on a new database of its own, where what is committed stays: for what many do at once."""
    with ExitStack() as open_until_the_end:
        address = f"sqlite:///{tmp_path}/shared.db"
        if database_url.startswith("postgresql"):
            server, _, name = database_url.rpartition("/")
            address = open_until_the_end.enter_context(postgres.empty_database(server, f"{name}_shared"))
        shared = make_app(make_config(address, assets_folder))
        with shared.app_context():
            db.create_all()
            settings.forget()
            faults.forget()
        yield shared
        with shared.app_context():
            db.session.remove()
            db.engine.dispose()
            settings.forget()
            faults.forget()


@pytest.fixture
def browser(app: Flask) -> Visitor:
    return app.test_client()


@pytest.fixture
def another_browser(app: Flask) -> Visitor:
    return app.test_client()


@contextmanager
def each_statement(note: Callable[[str], None]) -> Iterator[None]:
    """Have every statement noted before the database gets it."""

    def before(_connection, _cursor, statement: str, *_rest) -> None:
        note(statement)

    event.listen(db.engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(db.engine, "before_cursor_execute", before)


@pytest.fixture
def count_queries(monkeypatch):
    """`with count_queries() as queries: ...` then look at len(queries).

    What is kept for some seconds is kept throughout: a slow machine asks no more often.
    """
    for kept in (settings, faults):
        monkeypatch.setattr(kept, "FRESH_FOR", float("inf"))

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []

        def note(statement: str) -> None:
            if "SAVEPOINT" not in statement:
                statements.append(statement)

        with each_statement(note):
            yield statements

    return counting
