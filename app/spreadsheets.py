"""What every file for a spreadsheet needs: a mark that says it is UTF-8, and cells that are never worked out."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

BYTE_ORDER_MARK: Final = "\ufeff"  # without it some spreadsheets read UTF-8 as something else
# OWASP (ASVS 5.0, 1.2.10, and its page on CSV injection). The wide ones are typed on Japanese and Chinese keyboards.
BEGINS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")


def csv_lines(rows: Iterable[Sequence[str | int]]) -> str:
    """The rows as CSV (RFC 4180), every text of them harmless. Numbers stay numbers."""
    text = io.StringIO()
    csv.writer(text).writerows([harmless(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return text.getvalue()


def harmless(cell: str) -> str:
    """The cell, so that no spreadsheet works it out as a formula."""
    return f"'{cell}" if cell.startswith(BEGINS_A_FORMULA) else cell
