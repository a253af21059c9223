import csv
import io

import pytest

from app.spreadsheets import csv_lines, harmless
from tests.naughty import EVERYTHING

FORMULAS = ("=1+1", "+44", "-x", "@sum", "\t=1", "\r=1", "\n=1", "\0=1", "=cmd|' /C calc'!A0", "＝1+1", "－1")


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_begins_like_a_formula(cell):
    assert harmless(cell) == f"'{cell}"
    assert harmless(f"1{cell}") == f"1{cell}"


def test_whatever_it_says_it_is_read_back_whole_and_begins_no_formula():
    rows = [[text] for text in EVERYTHING]
    read = list(csv.reader(io.StringIO(csv_lines(rows), newline="")))

    assert [row[0].removeprefix("'") if row else "" for row in read] == [text.removeprefix("'") for text in EVERYTHING]
    assert not [row for row in read if row and row[0].startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0"))]


def test_numbers_stay_numbers():
    assert csv_lines([["Home", 12], ["=1", 0]]) == "Home,12\r\n'=1,0\r\n"
