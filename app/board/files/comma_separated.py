"""One table of figures as CSV, in UTF-8, with its notes above it."""

from collections.abc import Sequence

from app.board.files.sheets import Line, Notes, Sheet
from app.spreadsheets import BYTE_ORDER_MARK, csv_lines


def as_csv(notes: Notes, sheets: Sequence[Sheet]) -> bytes:
    """The notes, and below them each sheet, with an empty line between. The same content gives the same bytes."""
    rows: list[Line] = [(notes.title,), *notes.lines]
    for sheet in sheets:
        rows += [(), (sheet.name,), sheet.header, *sheet.lines]
    return (BYTE_ORDER_MARK + csv_lines(rows)).encode()
