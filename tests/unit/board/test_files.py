"""The files of figures, read back as a reader's own programs read them."""

import csv
import io
from datetime import UTC, datetime

import pytest
from openpyxl import load_workbook

from app.board.files.comma_separated import as_csv
from app.board.files.sheets import Notes, Sheet
from app.board.files.workbook import as_xlsx
from tests.naughty import CODE, JSON, LETTERS, LONG, NOTHING, NUMBERS

# Of blns, of OWASP, and of spreadsheets themselves: each is worked out, or leads somewhere, where nobody minds it.
FORMULAS = (
    "=1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"https://elsewhere.example\")", "@SUM(1+9)*cmd|' /C calc'!A0",
    "+44 1632", "-1/2", "-2147483648/-1", "--1", "@{[system \"id\"]}", "+++ATH0", "\t=1+1", "\r=1+1", "{=1+1}", "＝1+1",
    "https://elsewhere.example", "mailto:x@elsewhere.example", "internal:Notes!A1", "external:c:\\x.xlsx", "_x0041_",
)  # fmt: skip
NAMES = [*FORMULAS, *CODE, *LETTERS, *NUMBERS, *NOTHING, *LONG, *(text for text in JSON if len(text) < 10_000)]
MADE_ON = datetime(2026, 10, 1, 9, 30, tzinfo=UTC)


def file_of(*labels, cell="[c]"):
    notes = Notes("Views by topic", (("What is counted", "=1+1"), ("[c]", "hidden to protect children")))
    return notes, (Sheet("Table", ("Topic", "Views"), tuple((label, cell) for label in labels)),)


def read_csv(file):
    assert file.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(file.decode("utf-8-sig"), newline="")))


def read_xlsx(file):
    return load_workbook(io.BytesIO(file))


class TestCsv:
    def test_notes_come_first_then_each_sheet_under_its_name(self):
        assert read_csv(as_csv(*file_of("Home", cell=12))) == [
            ["Views by topic"],
            ["What is counted", "'=1+1"],
            ["[c]", "hidden to protect children"],
            [],
            ["Table"],
            ["Topic", "Views"],
            ["Home", "12"],
        ]

    def test_no_name_is_ever_worked_out(self):
        read = [row[0] for row in read_csv(as_csv(*file_of(*NAMES)))[6:]]

        assert len(read) == len(NAMES)
        assert [cell for cell in read if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝"))] == []
        assert [cell.removeprefix("'") for cell in read] == [name.removeprefix("'") for name in NAMES]


class TestXlsx:
    def test_numbers_are_numbers_and_notes_have_a_sheet_of_their_own(self):
        book = read_xlsx(as_xlsx(*file_of("Home", cell=12), made_on=MADE_ON))

        assert book.sheetnames == ["Table", "Notes"]
        assert [[cell.value for cell in row] for row in book["Table"]] == [["Topic", "Views"], ["Home", 12]]
        assert [cell.value for cell in book["Notes"]["A"]] == ["Views by topic", "What is counted", "[c]"]

    def test_no_name_becomes_a_formula_a_number_or_a_link(self):
        page = read_xlsx(as_xlsx(*file_of(*NAMES), made_on=MADE_ON))["Table"]
        cells = [row[0] for row in page.iter_rows(min_row=2)]

        assert {cell.data_type for cell in cells} <= {"s", "inlineStr", "n"}
        assert [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None] == []
        assert [cell.coordinate for cell in cells if cell.hyperlink] == []
        read = [cell.value.replace("_x000D_", "\r") for cell in cells[: len(FORMULAS)]]  # how the format writes it
        assert read == list(FORMULAS)

    def test_the_same_numbers_of_the_same_day_are_the_same_bytes(self):
        first, again, later = (
            as_xlsx(*file_of("Home", cell=12), made_on=moment)
            for moment in (MADE_ON, MADE_ON.replace(hour=23), MADE_ON.replace(day=2))
        )

        assert first == again
        assert first != later


@pytest.mark.parametrize("write", [as_csv, lambda *file: as_xlsx(*file, made_on=MADE_ON)], ids=["CSV", "XLSX"])
def test_a_table_with_no_rows_is_a_file_all_the_same(write):
    assert write(*file_of())
