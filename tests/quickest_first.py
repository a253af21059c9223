"""A pytest plugin of tests/mutants.py: of the tests that may notice a change, the quickest is asked first."""

from collections.abc import Generator

import pytest
from mutmut.state import state


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None, None, None]:
    yield
    took = state().duration_by_test
    items.sort(key=lambda item: took.get(item.nodeid, 0))
