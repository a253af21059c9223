"""What every test may use. One PostgreSQL server serves the whole run, however many processes share the work."""

import os
from contextlib import ExitStack

import pytest

from tests import postgres

POSTGRES_URL = "HEARD_TEST_POSTGRES"  # handed from the first process to those that share the work
_open = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    is_helper = hasattr(config, "workerinput")
    if not is_helper and not config.option.collectonly and POSTGRES_URL not in os.environ:
        os.environ[POSTGRES_URL] = _open.enter_context(postgres.server())


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _open.close()
