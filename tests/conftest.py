"""What every test may use. One PostgreSQL server serves the whole run, however many processes share the work."""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import hypothesis
import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests import postgres

POSTGRES_URL = "HEARD_TEST_POSTGRES"  # handed from the first process to those that share the work
MEASURED = "measured"
MADE_ONCE = (
    "tests/integration/services/test_constraints.py::TestWhatIsRefused::",
    "tests/integration/test_demo_load.py::TestMeetings::",
    "tests/integration/test_demo_load.py::TestWhatIsThere::",
)
_open = ExitStack()

# `make test` tries a few cases, always the same; `make soak` tries thousands, new ones each time.
# How fast this machine is proves nothing: no test fails because making its cases took long.
ANY_MACHINE = {"deadline": None, "suppress_health_check": [hypothesis.HealthCheck.too_slow]}
hypothesis.settings.register_profile("a few", max_examples=60, derandomize=True, database=None, **ANY_MACHINE)
hypothesis.settings.register_profile("soak", max_examples=5_000, **ANY_MACHINE)
# mutmut asks the same test again for each mutant, in the same process.
TWICE = [hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.differing_executors]
hypothesis.settings.register_profile(
    "mutants", max_examples=60, derandomize=True, database=None, deadline=None, suppress_health_check=TWICE
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "a few"))


def pytest_configure(config: pytest.Config) -> None:
    is_helper = hasattr(config, "workerinput")
    if not is_helper and not config.option.collectonly and POSTGRES_URL not in os.environ:
        os.environ[POSTGRES_URL] = _open.enter_context(postgres.server())


class Together(LoadScopeScheduling):
    """Tests in the browser go to one process, from the beginning on; every other goes to whoever has nothing to do.

    Two browsers at once are slower than one on two cores. The tests of a class that begin with what takes long to
    make stay together too: it is made once. xdist's own groups do nothing from pytest 9.2 on: its mark is written
    where pytest no longer looks.
    """

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith("tests/browser/"):
            return "browser"
        return next((begun for begun in MADE_ONCE if nodeid.startswith(begun)), nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return Together(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What may take longest begins first (of each database: they stay together), so that no process works on alone."""
    databases = list(dict.fromkeys(map(database_of, items)))
    items.sort(key=lambda item: (databases.index(database_of(item)), -longest(item)))


def pytest_collection_finish() -> None:
    """What is there for the whole run is not looked through again and again for what could be thrown away."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def database_of(item: pytest.Item) -> object:
    return getattr(item, "callspec", None) and item.callspec.params.get("database_url")


def longest(item: pytest.Item) -> float:
    """How many seconds it may take: what takes hundreds of requests says so."""
    mark = item.get_closest_marker("timeout")
    return mark.args[0] if mark else 0


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without a table, of each kind that Heard runs on, for this test alone."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/heard.db"
        return
    with postgres.empty_database(os.environ[POSTGRES_URL], f"heard_{secrets.token_hex(6)}") as address:
        yield address


@pytest.fixture
def measured(record_property, request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Say at the end of the run what this test measured."""
    return lambda says: record_property(MEASURED, f"{request.node.name}: {says}")


def pytest_terminal_summary(terminalreporter) -> None:
    for report in terminalreporter.stats.get("passed", []):
        for name, says in report.user_properties:
            if name == MEASURED:
                terminalreporter.write_line(says)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        _open.close()
