"""What docs/asvs.md and docs/security.md say is shown by something that is there; and what the source itself shows."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "docs" / "asvs.md"
SECURITY = ROOT / "docs" / "security.md"
VERDICTS = {"met", "not met", "not applicable"}
ROW = re.compile(r"^\| (V\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
IN_CODE = re.compile(r"`([^`]+)`")
A_TEST = re.compile(r"tests/[\w/]+\.py::(?:\w+::)?\w+")
MODULES = {str(path.relative_to(ROOT)): path.read_text() for path in sorted((ROOT / "app").rglob("*.py"))}

# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has. Those of level 3 come last in each.
SECTIONS = {
    **{"V1.1": 2, "V1.2": 9, "V1.3": 11, "V1.4": 3, "V1.5": 2},
    **{"V2.1": 3, "V2.2": 3, "V2.3": 4, "V2.4": 1},
    **{"V3.2": 2, "V3.3": 4, "V3.4": 6, "V3.5": 5, "V3.7": 2},
    **{"V4.1": 3, "V4.2": 1, "V4.3": 2, "V4.4": 4},
    **{"V5.1": 1, "V5.2": 3, "V5.3": 2, "V5.4": 3},
    **{"V6.1": 3, "V6.2": 12, "V6.3": 4, "V6.4": 4, "V6.5": 5, "V6.6": 3, "V6.8": 4},
    **{"V7.1": 3, "V7.2": 4, "V7.3": 2, "V7.4": 5, "V7.5": 2, "V7.6": 2},
    **{"V8.1": 2, "V8.2": 3, "V8.3": 1, "V8.4": 1},
    **{"V9.1": 3, "V9.2": 4},
    **{"V10.1": 2, "V10.2": 2, "V10.3": 4, "V10.4": 11, "V10.5": 5, "V10.6": 2, "V10.7": 3},
    **{"V11.1": 2, "V11.2": 3, "V11.3": 3, "V11.4": 4, "V11.5": 1, "V11.6": 1},
    **{"V12.1": 3, "V12.2": 2, "V12.3": 4},
    **{"V13.1": 1, "V13.2": 5, "V13.3": 2, "V13.4": 5},
    **{"V14.1": 2, "V14.2": 4, "V14.3": 3},
    **{"V15.1": 3, "V15.2": 3, "V15.3": 7},
    **{"V16.1": 1, "V16.2": 5, "V16.3": 4, "V16.4": 3, "V16.5": 3},
    **{"V17.1": 1, "V17.2": 4, "V17.3": 2},
}


def rows() -> list[tuple[str, ...]]:
    return ROW.findall(TABLE.read_text())


def test_every_requirement_stands_in_the_table_once():
    every = [f"{section}.{number}" for section, many in SECTIONS.items() for number in range(1, many + 1)]

    assert len(every) == 253
    assert [number for number, *_ in rows()] == every


def test_so_many_requirements_are_of_level_1():
    assert Counter(level for _, level, *_ in rows()) == {"1": 70, "2": 183}


def test_every_verdict_is_one_of_three_and_they_are_counted_right():
    counted = Counter(verdict for _, _, _, verdict, _ in rows())

    assert set(counted) == VERDICTS
    for verdict, number in counted.items():
        assert f"{number} {verdict}" in TABLE.read_text()


def test_every_verdict_names_what_shows_it():
    assert [number for number, _, _, _, shown in rows() if not named_in(shown) and ".md" not in shown] == []


@pytest.mark.parametrize("document", [TABLE, SECURITY], ids=lambda path: path.name)
def test_every_file_and_test_that_is_named_is_there(document):
    assert [name for name in named_in(document.read_text()) if not is_there(name)] == []


@pytest.mark.parametrize("document", [TABLE, SECURITY], ids=lambda path: path.name)
def test_every_part_of_a_document_that_is_named_is_there(document):
    links = re.findall(r"\]\(([\w./-]*)#([\w-]+)\)", document.read_text())

    for file, part in links:
        assert part in parts_of(document.parent / file if file else document), f"{file}#{part}"


def named_in(text: str) -> list[str]:
    """The files and tests that stand in it as code."""
    return [
        name
        for name in IN_CODE.findall(text)
        if re.match(r"(app|docs|static|templates|tests)/|\w+\.(py|txt|toml|md)", name)
    ]


def is_there(name: str) -> bool:
    file, _, test = name.partition("::")
    return (ROOT / file).exists() and (not test or test in names_in(file))


@cache
def names_in(file: str) -> set[str]:
    tree = ast.parse((ROOT / file).read_text())
    inside = {
        f"{each.name}::{one.name}" for each in tree.body if isinstance(each, ast.ClassDef) for one in functions(each)
    }
    return {one.name for one in functions(tree)} | inside


def functions(tree: ast.Module | ast.ClassDef) -> list[ast.FunctionDef]:
    return [one for one in tree.body if isinstance(one, ast.FunctionDef)]


@cache
def parts_of(document: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", document.read_text(), flags=re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def modules_with(pattern: str) -> set[str]:
    return {name for name, source in MODULES.items() if re.search(pattern, source, re.MULTILINE)}


def test_no_question_to_the_database_is_put_together_from_text():
    """SQL as text stands only where no request is read: in tables, in what sets a connection up, and in commands."""
    with_text = modules_with(
        r"from sqlalchemy import [^\n]*\b(text|literal_column)\b|exec_driver_sql|\bDDL\b|executescript"
    )
    where_none_asks = ("app/models/", "app/cli/", "app/services/checking_up/", "app/services/backing_up/")

    assert {name for name in with_text if not name.startswith(where_none_asks)} == {
        "app/extensions.py",
        "app/services/sealed_columns.py",  # one digit, to read which key sealed a value
        "app/services/figures/reading.py",  # how far a copy has come: asked by commands, with parameters
        "app/services/spreading.py",  # months, from the clock and from what PostgreSQL says that it has
    }


def test_another_program_is_started_in_one_place_only():
    assert modules_with(r"import subprocess|os\.(system|popen|exec|spawn)|shell=True") == {
        "app/services/backing_up/databases.py"
    }


def test_nothing_that_reads_xml_or_python_objects_is_used():
    makers = "pickle|marshal|shelve|yaml|lxml|xml|openpyxl|defusedxml|jsonpickle"

    assert modules_with(rf"^\s*(import|from) ({makers})\b") == set()


def test_nothing_typed_is_ever_run():
    assert modules_with(r"(?<![\w.])(eval|exec|compile|__import__)\(|render_template_string|\.from_string\(") == set()


def test_only_two_modules_talk_to_other_machines():
    assert modules_with(
        r"HTTPS?Connection\b|smtplib\.SMTP(_SSL)?\b|create_connection|urllib\.request|import requests"
    ) == {
        "app/services/webhook.py",
        "app/services/mailing.py",
    }


def test_no_value_is_read_from_wherever_it_stands():
    """An address and a form are read apart, so that neither can stand in for the other."""
    assert modules_with(r"request\.values") == set()


def test_pages_of_the_proxy_have_the_headers_of_ours():
    for example in ("nginx.conf", "Caddyfile"):
        told = (ROOT / "docs" / "deploy" / example).read_text()
        assert "max-age=63072000; includeSubDomains" in told, example
        assert re.search(r"X-Content-Type-Options \"?nosniff", told), example
        assert "frame-ancestors 'none'" in told, example


def test_no_unit_sees_the_history_of_the_source():
    units = sorted((ROOT / "docs" / "deploy").glob("*.service"))

    assert units
    assert [unit.name for unit in units if "InaccessiblePaths=-/srv/heard/.git\n" not in unit.read_text()] == []
