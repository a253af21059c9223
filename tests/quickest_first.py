"""A pytest plugin of tests/mutants.py: of the tests that may notice a change, the quickest is asked first.

And the app is made once where nothing that is changed is asked while it is made: each change has a copy of its empty
database.
"""

from collections.abc import Generator
from pathlib import Path

import pytest
from flask import Flask
from mutmut.configuration import config
from mutmut.state import state
from sqlalchemy import event, make_url


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    yield
    took = state().duration_by_test
    items.sort(key=lambda item: took.get(item.nodeid, 0))


class MadeOnce:
    """An app, and the file of its empty database, for every process that comes after this one."""

    def __init__(self, app: Flask, file: Path) -> None:
        from app.extensions import db

        with app.app_context():
            self.engine = db.engine
            db.create_all()
            self.engine.dispose()
        self.app, self.file, self.empty = app, file, file.read_bytes()
        event.listen(self.engine, "do_connect", self.connect_to_its_own)

    def connect_to_its_own(self, _dialect: object, _record: object, arguments: list[object], _more: object) -> None:
        arguments[0] = str(self.file)

    def begin_anew(self, file: Path) -> Flask:
        self.engine.dispose(close=False)
        self.file = file
        file.write_bytes(self.empty)
        return self.app


made: list[MadeOnce] = []


@pytest.hookimpl(tryfirst=True)
def pytest_fixture_setup(fixturedef: pytest.FixtureDef, request: pytest.FixtureRequest) -> Flask | None:
    if fixturedef.argname != "app" or not all(path.startswith("app/services/") for path in config().only_mutate):
        return None
    from tests.integration.conftest import make_app, make_config

    address, assets = request.getfixturevalue("database_url"), request.getfixturevalue("assets_folder")
    file = Path(make_url(address).database)
    if not made:
        made.append(MadeOnce(make_app(make_config(address, assets)), file))
    app = made[0].begin_anew(file)
    fixturedef.cached_result = (app, fixturedef.cache_key(request), None)
    return app
