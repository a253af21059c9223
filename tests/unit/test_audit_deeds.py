"""No deed is longer than its column: PostgreSQL would refuse the line, and what was done with it."""

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from app.models import Role
from app.models.audit import DEED_LENGTH
from app.services.settings import Settings

APP = Path(__file__).parent.parent.parent / "app"
LONGEST_PART = 29  # of what varies in a deed


def deeds_in(module: Path) -> Iterator[ast.expr]:
    """What stands second in auditing.note(who, deed, …)."""
    for call in ast.walk(ast.parse(module.read_text())):
        if isinstance(call, ast.Call) and ast.unparse(call.func).endswith(("auditing.note", "auditing.note_about")):
            yield call.args[1]


def longest(deed: ast.expr) -> int:
    if isinstance(deed, ast.Constant):
        return len(deed.value)
    if isinstance(deed, ast.JoinedStr):
        return sum(map(longest, deed.values))
    if isinstance(deed, ast.FormattedValue):
        return longest(deed.value)
    if isinstance(deed, ast.IfExp):
        return max(longest(deed.body), longest(deed.orelse))
    return LONGEST_PART


@pytest.mark.parametrize("module", sorted(APP.rglob("*.py")), ids=lambda path: str(path.relative_to(APP)))
def test_every_deed_fits_its_column(module):
    assert [ast.unparse(deed) for deed in deeds_in(module) if longest(deed) > DEED_LENGTH] == []


def test_deeds_are_found():
    assert len([deed for module in APP.rglob("*.py") for deed in deeds_in(module)]) > 15


def test_what_varies_in_a_deed_is_short():
    names = [field.name for field in fields(Settings)] + [f"the role {role.value}" for role in Role]

    assert max(map(len, names)) <= LONGEST_PART
