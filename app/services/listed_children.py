"""Reading a list of children from another system: lines of reference and month of birth, as a spreadsheet saves them.

Knows no table. What is wrong is said line by line, each time with what to do about it.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from io import StringIO
from typing import Final, NamedTuple

from app.protection.references import looks_like_a_name
from app.services.stages import MONTHS_TO_18, BirthMonth

MOST_CHILDREN: Final = 2_000
LONGEST_REFERENCE: Final = 40
SEPARATORS: Final = (",", ";", "\t")
COLUMNS: Final = {
    "reference": {"reference", "child reference", "reference of the child", "ref", "child ref", "child id"},
    "month": {"month", "month of birth", "birth month"},
    "year": {"year", "year of birth", "birth year"},
    "born": {"born", "month and year of birth", "date of birth", "birth date", "dob"},
}
MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
UNBORN: Final = frozenset({"unborn", "not born yet"})
FIRST_DAY_OF_SPREADSHEETS: Final = date(1899, 12, 30)  # day 0 of the numbers that Excel keeps days as
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})(?:[-/.]\d{1,2})?(?:[ T][\d:.]+Z?)?")
DAY_FIRST = re.compile(r"(?:\d{1,2}[-/. ])?(?P<month>\d{1,2})[-/. ](?P<year>\d{4})(?: [\d:.]+)?")
IN_WORDS = re.compile(r"(?:\d{1,2}[-/. ])?(?P<month>[^\W\d_]{3,9})[-/. ,]+(?P<year>\d{4}|\d{2})")
A_NUMBER_OF_DAYS = re.compile(r"[1-9]\d{4}")
KEPT_FROM_A_SPREADSHEET = re.compile(r'="(.*)"|\'(.+)', re.DOTALL)  # how a text is kept from being worked out
HOW_TO_SAY_A_MONTH: Final = "Write the month and year of birth like 2014-05 or May 2014, or write unborn."


class Wrong(NamedTuple):
    """What is wrong in one line (None: in the whole list), in which column, and what to do."""

    line: int | None
    column: str | None
    what_to_do: str


class WrongCell(ValueError):
    """The month of birth cannot be read, or cannot be right: in which column, and what to do."""

    def __init__(self, column: str, what_to_do: str) -> None:
        super().__init__(what_to_do)
        self.column = column


class ListedChild(NamedTuple):
    """One line: a child, and the month of birth; None while they are not born."""

    line: int
    reference: str
    born: BirthMonth | None


@dataclass
class ReadList:
    """What a list says, and what is wrong in it."""

    children: list[ListedChild] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)


def read_list(text: str, *, today: date) -> ReadList:
    """Every child of a list, and everything that is wrong in it. Its first line names the columns."""
    found = ReadList()
    try:
        lines = list(lines_of(text))
    except csv.Error:
        found.wrong.append(
            Wrong(None, None, "A quotation mark is open or stands in the wrong place. Save it as CSV again.")
        )
        return found
    if not lines:
        found.wrong.append(Wrong(None, None, "There are no lines in it."))
        return found
    (first, names), *rest = lines
    columns, found.wrong = columns_in(names, first)
    if found.wrong:
        return found
    if len(rest) > MOST_CHILDREN:
        found.wrong.append(Wrong(None, None, f"There are more than {MOST_CHILDREN:,} children in it. Make two lists."))
        return found
    for line, cells in rest:
        read_line(found, line, cells, columns, today)
    if not rest:
        found.wrong.append(Wrong(None, None, "There are no children in it, only the names of the columns."))
    return found


def lines_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that is not empty, with the number it has in the file: a quoted cell may go over several."""
    text = text.removeprefix("\ufeff")
    skipped = 0
    if separator := re.match(r"sep=([,;\t|])\r?\n", text, re.IGNORECASE):
        text, skipped = text[separator.end() :], 1
    reader = csv.reader(
        StringIO(text, newline=""), delimiter=separator[1] if separator else separator_in(text), strict=True
    )
    begun = 0
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begun + 1 + skipped, [plain(cell) for cell in cells]
        begun = reader.line_num


def separator_in(text: str) -> str:
    """What stands most often between the names of the columns."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max(SEPARATORS, key=first.count)


def plain(cell: str) -> str:
    """What a cell says, without the marks that keep a spreadsheet from working it out: ="C-2041" says C-2041."""
    said = cell.strip()
    kept = KEPT_FROM_A_SPREADSHEET.fullmatch(said)
    return (kept[1] or kept[2] or "").strip() if kept else said


def columns_in(names: Sequence[str], line: int) -> tuple[dict[str, int], list[Wrong]]:
    """Where each column stands, and what is wrong with their names."""
    columns: dict[str, int] = {}
    wrong: list[Wrong] = []
    for place, name in enumerate(names):
        said = " ".join(re.split(r"[\W_]+", name.casefold())).strip()
        known = next((column for column, others in COLUMNS.items() if said in others), None)
        if known is None and (name or place < len(names) - 1):
            wrong.append(
                Wrong(
                    line,
                    name or None,
                    "Take this column away. Only the reference and the month and year of birth come in.",
                )
            )
        elif known in columns:
            wrong.append(Wrong(line, name, "This column is there twice. Take one away."))
        elif known:
            columns[known] = place
    if not wrong and "reference" not in columns:
        wrong.append(Wrong(line, None, "The first line must name the columns: reference, month, year."))
    elif (
        not wrong
        and ("born" in columns) == bool({"month", "year"} & columns.keys())
        or len(columns) == 2
        and "born" not in columns
    ):
        wrong.append(Wrong(line, None, "Name the columns reference, month and year; or reference and born."))
    return columns, wrong


def read_line(found: ReadList, line: int, cells: list[str], columns: dict[str, int], today: date) -> None:
    """One child more, or what is wrong in the line."""
    if len(cells) > max(columns.values()) + 1 and any(cells[max(columns.values()) + 1 :]):
        found.wrong.append(
            Wrong(
                line, None, "There are more cells than columns. Put quotation marks around a cell that holds a comma."
            )
        )
        return
    said = {name: cells[place] if place < len(cells) else "" for name, place in columns.items()}
    if reason := why_no_reference(said["reference"]):
        found.wrong.append(Wrong(line, "reference", reason))
    try:
        born = born_in(said, today)
    except WrongCell as wrong:
        found.wrong.append(Wrong(line, wrong.column, str(wrong)))
        return
    if not reason:
        found.children.append(ListedChild(line, said["reference"], born))


def why_no_reference(text: str) -> str | None:
    """What is wrong with a reference; None when nothing is."""
    if not text:
        return "Write the reference of the child."
    if len(text) > LONGEST_REFERENCE or "\n" in text:
        return f"Write the reference on one line, in {LONGEST_REFERENCE} characters or fewer."
    if text[0] in "=+-@":
        return "A spreadsheet would work this out as a formula. Write the reference without the sign it begins with."
    if looks_like_a_name(text):
        return "This looks like a name. Heard keeps no names: use a reference with a number, such as C-2041."
    return None


def born_in(said: dict[str, str], today: date) -> BirthMonth | None:
    """The month of birth that a line says; None for a child who is not born yet. Raises WrongCell."""
    parts = [said[name] for name in ("month", "year", "born") if said.get(name)]
    if parts and all(part.casefold() in UNBORN for part in parts):
        return None
    born = whole_month(said["born"], today) if "born" in said else month_and_year(said["month"], said["year"])
    months, column = 12 * (today.year - born.year) + today.month - born.month, "born" if "born" in said else "year"
    if months < 0:
        raise WrongCell(column, "This month is still to come. Check the year, or write unborn.")
    if months > MONTHS_TO_18:
        raise WrongCell(column, "This child is 18 or over. Check the year, or take the line away.")
    return born


def month_and_year(month: str, year: str) -> BirthMonth:
    number = int(month) if re.fullmatch(r"\d{1,2}", month) else number_of(month)
    if number not in range(1, 13):
        raise WrongCell("month", "Write the month as a number from 1 to 12, or by its name; or write unborn.")
    if not re.fullmatch(r"[12]\d{3}", year, re.ASCII):
        raise WrongCell("year", "Write the year in four numbers, like 2014.")
    return BirthMonth(int(year), number)


def whole_month(text: str, today: date) -> BirthMonth:
    """2014-05, 05/2014, 01/05/2014, 1 May 2014, May-14; or the number that a spreadsheet keeps a day as."""
    if A_NUMBER_OF_DAYS.fullmatch(text):
        day = FIRST_DAY_OF_SPREADSHEETS + timedelta(days=int(text))
        return BirthMonth(day.year, day.month)
    for way in (YEAR_FIRST, DAY_FIRST, IN_WORDS):
        if said := way.fullmatch(text):
            month = int(said["month"]) if said["month"].isdecimal() else number_of(said["month"])
            if month in range(1, 13):
                return BirthMonth(whole_year(said["year"], today), month)
    raise WrongCell("born", HOW_TO_SAY_A_MONTH)


def whole_year(text: str, today: date) -> int:
    """14 is 2014: nobody who is still a child was born before 2000."""
    if len(text) == 4:
        return int(text)
    year = today.year - today.year % 100 + int(text)
    if year > today.year:
        raise WrongCell("born", "Write the year in four numbers, like 2014.")
    return year


def number_of(month: str) -> int:
    """May and may are 5; a word that is no month is 0."""
    short = month.casefold()[:3]
    return MONTHS.index(short) + 1 if short in MONTHS and len(month) >= 3 else 0
