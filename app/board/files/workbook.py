"""One table of figures as a workbook (XLSX), with a sheet of notes. Made in memory: no file is left anywhere."""

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from app.board.files.sheets import Line, Notes, Sheet

# Nothing that is written becomes a formula, a link or a number by the way it looks (OWASP ASVS 5.0, 1.2.10).
OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST, NARROWEST = 60, 8  # letters


def as_xlsx(notes: Notes, sheets: Sequence[Sheet], *, made_on: datetime) -> bytes:
    """Each sheet, and the notes last. The same content of the same day gives the same bytes."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, OPTIONS) as book:
        # A moment of now would be in the file, and make two files of the same numbers differ.
        day = datetime.combine(made_on.date(), time())
        book.set_properties({"title": notes.title, "created": day})
        bold = book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            write_lines(page, [sheet.header, *sheet.lines], head=bold)
            page.freeze_panes(1, 1)
        page = book.add_worksheet("Notes")
        write_lines(page, [(notes.title,), *notes.lines], head=bold, cells=wrapped)
    return file.getvalue()


def write_lines(page: Worksheet, lines: Sequence[Line], *, head: Any, cells: Any = None) -> None:
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            form = head if row == 0 else cells
            if isinstance(cell, str):
                page.write_string(row, column, cell, form)
            else:
                page.write_number(row, column, cell, form)
    for column in range(max(map(len, lines))):
        longest = max(len(str(line[column])) for line in lines if column < len(line))
        page.set_column(column, column, min(max(longest + 2, NARROWEST), WIDEST))
