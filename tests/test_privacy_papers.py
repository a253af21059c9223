"""The privacy papers name files, tests, settings and questions for a lawyer. Each of them must be there."""

import csv
import re
from dataclasses import fields
from pathlib import Path

import pytest

from app.services.settings import Settings

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "privacy"
PAPERS = sorted(FOLDER.glob("*.md"))
TO_BE_CHECKED = FOLDER / "to-be-checked.md"
ASSESSMENT = (FOLDER / "impact-assessment.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`((?:app|docs|migrations|static|templates|tests)/[\w./-]+)(?:::(\w+))?`")
CHECK = re.compile(r"\[check (\d+)\]\(to-be-checked\.md\)")


def rows_of(text: str, heading: str) -> list[list[str]]:
    """The numbered rows of the table under a heading, cell by cell."""
    part = text.split(heading, 1)[1].split("\n## ", 1)[0]
    rows = [[cell.strip() for cell in line.strip("| \n").split(" | ")] for line in part.splitlines()]
    return [row for row in rows if row[0].isdigit()]


def named_in(text: str) -> list[tuple[str, str]]:
    return NAMED.findall(text)


def is_there(path: str, test: str) -> bool:
    file = ROOT / path
    if not test:
        return file.exists()
    return (
        file.is_file() and re.search(rf"^\s*def {test}\(", file.read_text(encoding="utf-8"), re.MULTILINE) is not None
    )


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_file_and_test_that_a_paper_names_is_there(paper):
    missing = [
        f"{path}::{test}" for path, test in named_in(paper.read_text(encoding="utf-8")) if not is_there(path, test)
    ]

    assert missing == []


def test_a_file_or_a_test_that_is_not_there_is_found():
    assert named_in("`app/nothing.py` and `tests/test_docs.py::test_nothing`") == [
        ("app/nothing.py", ""),
        ("tests/test_docs.py", "test_nothing"),
    ]
    assert not is_there("app/nothing.py", "")
    assert not is_there("tests/test_docs.py", "test_nothing")
    assert is_there("tests/test_docs.py", "test_decisions_are_dated")


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_setting_that_a_paper_names_is_one(paper):
    named = re.findall(r"`([a-z]+(?:_[a-z]+)+)`", paper.read_text(encoding="utf-8"))

    assert set(named) - {field.name for field in fields(Settings)} == set()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_every_page_that_a_paper_names_is_one(paper):
    with (ROOT / "tests" / "integration" / "access" / "expected.csv").open(encoding="utf-8") as file:
        pages = {row["rule"] for row in csv.DictReader(file)}

    assert set(re.findall(r"`(/[a-z/-]*)`", paper.read_text(encoding="utf-8"))) - pages == set()


def test_every_question_for_a_lawyer_is_asked_where_it_matters_and_answered_for_on_one_page():
    asked = {number for paper in PAPERS for number in CHECK.findall(paper.read_text(encoding="utf-8"))}
    listed = [row[0] for row in rows_of(TO_BE_CHECKED.read_text(encoding="utf-8"), "# What a lawyer must check")]

    assert listed == [str(number) for number in range(1, len(listed) + 1)]
    assert asked == set(listed)


def test_every_standard_of_the_childrens_code_says_how_it_is_met_and_what_shows_it():
    rows = rows_of((FOLDER / "childrens-code.md").read_text(encoding="utf-8"), "# The Children's Code")

    assert [row[0] for row in rows] == [str(number) for number in range(1, 16)]
    assert [row[1] for row in rows if not row[2] or not named_in(row[3])] == []


def test_every_risk_has_a_likelihood_a_severity_measures_that_can_be_looked_at_and_what_is_left():
    rows = rows_of(ASSESSMENT, "## 5. and 6. Risks")

    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    for _, risk, likelihood, severity, measures, left in rows:
        assert likelihood in ("remote", "possible", "probable"), risk
        assert severity in ("minimal", "significant", "severe"), risk
        assert named_in(measures), risk
        assert left.startswith(("low", "medium", "high")), risk
