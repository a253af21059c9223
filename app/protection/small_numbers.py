"""Small numbers: what may be shown of a table of counts about children, and what is hidden.

The rule, as printed under every table:

1. A count from 1 to 5 is hidden (as in the Department for Education's children in need statistics). Zero is shown.
2. A row or column in which one cell holds everyone is hidden whole, zeros too: it would tell each person's answer.
3. Learning the total of a row or column from elsewhere must not give a hidden count away. So a line with hidden
   cells has at least two, and they add up to enough for any of them to be 5 while the others are at least 1. Until
   that is so, the smallest count still shown in the line (not a zero; the first of equals) is hidden as well.
4. When the line has no such count left, all of it is hidden, zeros too: it may then hold zeros for all anyone knows.
   That is the most anyone can do. If such a line holds 2 people, whoever knows that total knows that no cell is 5.
5. Hiding in a row may call for hiding in a column, so both are repeated until nothing changes.
6. A total of a line with a hidden cell is hidden.

From what is shown alone, even somebody who knows this rule can rule out no value from 1 to 5 for any hidden cell: the
same table would be shown if that cell were any of them and every other hidden cell were 5. (5 is the threshold: a
setting that may be higher, never lower.)

The limit of this: somebody who knows the rule and also learns a line's total can narrow a hidden count, at worst to
one number, when the smallest count still shown is near it: by rule 3 nothing larger was taken along.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final, Literal, TypeAlias, get_args

SMALLEST_THRESHOLD = 5
SMALLEST_BASE = 20
MARK_IN_FILES = "c"


class Hidden(Enum):
    """A count that is not shown. It knows no number, nor why it was hidden."""

    HIDDEN = "hidden"

    def __str__(self) -> str:
        return self.value


HIDDEN: Final = Hidden.HIDDEN
Cell: TypeAlias = int | Hidden
Lines: TypeAlias = Literal["rows", "columns", "both"]
Position: TypeAlias = tuple[int, int]


@dataclass(frozen=True)
class ProtectedTable:
    """A table that may be shown to anyone. It holds no hidden number, so nothing made from it can give one away.

    `lines` says which lines add up to something: the totals of the others are empty, and only "both" has a grand total.
    Raises ValueError for a cell that may never be shown: a count from 1 to 5, or anything that is not a count.
    """

    cells: tuple[tuple[Cell, ...], ...]
    lines: Lines

    def __post_init__(self) -> None:
        if self.lines not in get_args(Lines):
            raise ValueError("Choose “rows”, “columns” or “both” as the lines that add up.")
        if len({len(row) for row in self.cells}) > 1:
            raise ValueError("Give every row the same number of cells.")
        if not all(cell is HIDDEN or (_is_count(cell) and not 1 <= cell <= SMALLEST_THRESHOLD) for cell in self._all()):
            raise ValueError("A table to be shown may only hold hidden cells, zeros and counts above 5.")

    @property
    def row_totals(self) -> tuple[Cell, ...]:
        return tuple(map(_total, self.cells)) if self.lines != "columns" else ()

    @property
    def column_totals(self) -> tuple[Cell, ...]:
        return tuple(map(_total, zip(*self.cells, strict=True))) if self.lines != "rows" else ()

    @property
    def grand_total(self) -> Cell | None:
        return _total(self._all()) if self.lines == "both" else None

    def as_lists(self) -> list[list[int | str]]:
        """The cells, ready for JSON, each hidden one as "c". Totals follow from the cells and are not kept."""
        return [[MARK_IN_FILES if cell is HIDDEN else int(cell) for cell in row] for row in self.cells]

    @classmethod
    def from_lists(cls, rows: Sequence[Sequence[int | str]], *, lines: Lines) -> "ProtectedTable":
        """The table that as_lists() wrote. Raises ValueError when the lists hold anything that may not be shown."""
        return cls(tuple(tuple(_read(cell) for cell in row) for row in rows), lines)

    def _all(self) -> tuple[Cell, ...]:
        return tuple(cell for row in self.cells for cell in row)


def protect(
    counts: Sequence[Sequence[int]], *, lines: Lines = "both", threshold: int = SMALLEST_THRESHOLD
) -> ProtectedTable:
    """Hide what could pick somebody out of one table of counts, given row by row.

    Say lines="columns" when the columns are unrelated, such as two quarters side by side: each column is then protected
    alone and there are no row totals. lines="rows" is the same the other way round. A line of one cell cannot be
    protected from somebody who learns its total; it has no one-category rule either.

    Raises ValueError for a threshold below 5, rows of different lengths, or anything that is not a count.
    """
    _check_threshold(threshold)
    table = {(row, column): count for row, cells in enumerate(counts) for column, count in enumerate(cells)}
    if not all(_is_count(count) for count in table.values()):
        raise ValueError("Give every cell a whole number of 0 or more.")

    hidden = {position for position, count in table.items() if 1 <= count <= threshold}
    settled: set[Position] | None = None
    while hidden != settled:
        settled = set(hidden)
        for line in _lines_of(table, lines):
            hidden |= _to_hide({position: table[position] for position in line}, hidden, threshold)

    return ProtectedTable(
        tuple(
            tuple(HIDDEN if (row, column) in hidden else count for column, count in enumerate(cells))
            for row, cells in enumerate(counts)
        ),
        lines,
    )


def share(
    numerator: Cell, denominator: Cell, *, threshold: int = SMALLEST_THRESHOLD, smallest_base: int = SMALLEST_BASE
) -> int | None:
    """The whole percentage, 1 to 99, that may be shown, or None when it must be hidden. Give it the cells as shown.

    Hidden when either cell is hidden, when fewer than 20 were asked, and when those counted, or those not counted, are
    5 or fewer. None at all is no exception: "0 %" and "100 %" tell each person's answer, as when one category holds
    everyone. So what rounds to 0 or 100 is not quite so and is given as 1 or 99. The numerator and denominator
    ("88 of 96") may be shown only beside a share that is.

    Raises ValueError for a threshold below 5, a smallest base below 20, or a numerator above its denominator.
    """
    _check_threshold(threshold)
    if smallest_base < SMALLEST_BASE:
        raise ValueError(f"Set the smallest base to {SMALLEST_BASE} or more.")
    if numerator is HIDDEN or denominator is HIDDEN:
        return None
    if not (_is_count(numerator) and _is_count(denominator) and numerator <= denominator):
        raise ValueError("Give counts of 0 or more, the numerator no larger than the denominator.")
    if denominator < smallest_base or min(numerator, denominator - numerator) <= threshold:
        return None
    nearest = (200 * numerator + denominator) // (2 * denominator)  # halves go up
    return min(max(nearest, 1), 99)


def _to_hide(line: dict[Position, int], hidden: set[Position], threshold: int) -> set[Position]:
    """Every cell of this line to hide, given what is hidden in the table so far."""
    if len(line) > 1 and sum(count > 0 for count in line.values()) == 1:
        return set(line)  # one category holds everyone

    chosen = hidden & line.keys()
    still_shown = sorted((place for place in line if line[place] > 0 and place not in chosen), key=line.__getitem__)
    while chosen and not _is_safe([line[place] for place in chosen], threshold):
        if not still_shown:
            return set(line)
        chosen.add(still_shown.pop(0))
    return chosen


def _is_safe(hidden_counts: Sequence[int], threshold: int) -> bool:
    """Whether, for somebody who knows the sum, each could be the threshold while the others are at least 1."""
    others = len(hidden_counts) - 1
    return others >= 1 and sum(hidden_counts) >= others + threshold


def _lines_of(positions: Iterable[Position], lines: Lines) -> list[list[Position]]:
    by_row: dict[int, list[Position]] = {}
    by_column: dict[int, list[Position]] = {}
    for row, column in positions:
        by_row.setdefault(row, []).append((row, column))
        by_column.setdefault(column, []).append((row, column))
    return [*(by_row.values() if lines != "columns" else ()), *(by_column.values() if lines != "rows" else ())]


def _total(cells: Iterable[Cell]) -> Cell:
    total = 0
    for cell in cells:
        if cell is HIDDEN:
            return HIDDEN
        total += cell
    return total


def _read(cell: int | str) -> Cell:
    if isinstance(cell, str) and cell != MARK_IN_FILES:
        raise ValueError("A cell in a file is a count, or “c” when it is hidden.")
    return HIDDEN if isinstance(cell, str) else cell


def _is_count(count: object) -> bool:
    return isinstance(count, int) and not isinstance(count, bool) and count >= 0


def _check_threshold(threshold: int) -> None:
    if threshold < SMALLEST_THRESHOLD:
        raise ValueError(f"Set the threshold to {SMALLEST_THRESHOLD} or more.")
