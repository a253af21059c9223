"""What a file of one table holds, whatever its kind: notes, and two sheets of numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.board.comparing import columns_of, has_last_line, has_share, last_line, lines_of, total_of
from app.board.periods import short
from app.board.shown import capitalised, label_shown
from app.board.whole_table import WholeTable, followed_until
from app.formats import short_date
from app.protection.small_numbers import HIDDEN, MARK_IN_FILES, Cell
from app.services import settings
from app.services.published import Published
from app.services.publishing import PublishedTable

HIDDEN_MARK = f"[{MARK_IN_FILES}]"
NOT_COUNTED = "[x]"  # the marks of the Government Analysis Function for spreadsheets
Line = tuple[str | int, ...]


@dataclass(frozen=True)
class Sheet:
    """A heading for each column, and the lines below it."""

    name: str
    header: tuple[str, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Notes:
    """What a reader needs to know, a name and a text each."""

    title: str
    lines: tuple[tuple[str, str], ...]


def sheets_of(whole: WholeTable, published: Published) -> tuple[Notes, tuple[Sheet, ...]]:
    """The notes, the table with the periods that stand beside it, and its number over time."""
    followed = followed_until(whole.period, published)[::-1]
    return notes_of(whole), (Sheet("Table", header_of(whole), tuple(lines_in_file(whole))), sheet_over_time(followed))


def notes_of(whole: WholeTable) -> Notes:
    table = whole.table
    lines = [
        ("From", settings.current().board_name),
        ("Period", table.period.label),
        ("Published", short_date(table.published_at)),
        ("Revised", table.reason or ""),
        ("What is counted", table.definition),
        ("Numerator", table.numerator or ""),
        ("Denominator", table.denominator or ""),
        ("Target", f"{table.target}%" if table.target is not None else ""),
        (
            "Small numbers",
            f"Numbers from 1 to {table.threshold} are hidden, and others from which one could be worked out.",
        ),
        ("Rule", table.rule or ""),
        ("Shares", share_rule(table)),
        (HIDDEN_MARK, "hidden to protect children"),
        (NOT_COUNTED, "not counted in that period"),
    ]
    return Notes(whole.title, tuple((name, text) for name, text in lines if text))


def share_rule(table: PublishedTable) -> str:
    if not has_share(table):
        return ""
    return f"None is given for fewer than {table.smallest_base}, or when {table.threshold} or fewer are on either side."


def header_of(whole: WholeTable) -> tuple[str, ...]:
    columns = [f"{capitalised(column)}, {short(one.period)}" for one in whole.beside for column in columns_of(one)]
    return (whole.row_head, *columns)


def lines_in_file(whole: WholeTable) -> Iterator[Line]:
    cells = [lines_of(table) for table in whole.beside]
    for label in dict.fromkeys(label for rows in cells for label in rows):
        beside = zip(whole.beside, cells, strict=True)
        yield (label_shown(label), *(cell for table, rows in beside for cell in in_file(rows.get(label), table)))
    if has_last_line(whole.table):
        yield ("All together", *(cell for table in whole.beside for cell in in_file(last_line(table), table)))


def in_file(cells: Sequence[Cell] | None, table: PublishedTable) -> Line:
    if cells is None:
        return (NOT_COUNTED,) * len(columns_of(table))
    return tuple(map(as_shown, cells))


def as_shown(cell: Cell) -> str | int:
    return HIDDEN_MARK if cell is HIDDEN else cell


def sheet_over_time(followed: Sequence[PublishedTable]) -> Sheet:
    """The newest first. Of a share the three numbers are there together, or none."""
    if not has_share(followed[0]):
        lines = tuple((table.period.label, as_shown(total_of(table))) for table in followed)
        return Sheet("Over time", ("Period", "All together"), lines)
    return Sheet(
        "Over time",
        ("Period", "Counted", "Out of", "Per cent"),
        tuple((table.period.label, *share_in_file(table)) for table in followed),
    )


def share_in_file(table: PublishedTable) -> Line:
    if table.share is None:
        return (HIDDEN_MARK,) * 3
    return (table.share.counted, table.share.of, table.share.percent)
