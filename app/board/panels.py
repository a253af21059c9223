"""What the board's page is made of: tiles and panels, each from one frozen table and the one of the quarter before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.board.sentences import finding
from app.models.codes import Feeling
from app.protection.small_numbers import HIDDEN, Cell
from app.services.clocks import Quarter
from app.services.figures import BY_NAME
from app.services.publishing import PublishedTable, Share

NOT_COUNTED = "–"
TAKING_PART = {  # in short; the exact wording of the codes stands under the table
    "PN0": "PN0: under 4",
    "PN1": "PN1: came and spoke",
    "PN2": "PN2: came, an advocate spoke",
    "PN3": "PN3: came, showed it without words",
    "PN4": "PN4: came, views not given",
    "PN5": "PN5: an advocate spoke for them",
    "PN6": "PN6: sent their views another way",
    "PN7": "PN7: not there, views not given",
}
SHARE_TILES = {
    "answered_in_time": "views answered in time",
    "children_by_participation": "children heard at their conference",
    "children_told": "children told in time what happened",
}
VIEWS = ("views_by_topic", "views_by_feeling")  # both count every view of the quarter
Tables = dict[str, PublishedTable]


@dataclass(frozen=True)
class Tile:
    words: str
    number: str
    note: str


@dataclass(frozen=True)
class Row:
    """One line of a table: its label, the cells of this quarter and those of the quarter before."""

    label: str
    now: tuple[str, ...]
    before: tuple[str, ...]
    bar: int | None  # per cent of the longest bar; None when hidden
    feeling: Feeling | None = None


@dataclass(frozen=True)
class Panel:
    finding: str
    title: str
    row_head: str
    table: PublishedTable
    before: PublishedTable | None
    rows: tuple[Row, ...]
    folded: tuple[str, ...]  # the labels of rows with nothing to show: they stand in one line under the table
    totals: Row | None

    @property
    def is_chart(self) -> bool:
        return len(self.table.columns) == 1


def make_panels(now: Tables, before: Tables) -> list[Panel]:
    """A panel for each table of the quarter, in the order of the catalogue."""
    return [make_panel(table, before.get(name)) for name, table in now.items()]


def make_panel(now: PublishedTable, before: PublishedTable | None) -> Panel:
    figure = BY_NAME[now.name]
    rows = make_rows(now, before)
    folded = tuple(row for row in rows if figure.rows is None and is_nothing(row))
    return Panel(
        finding(now, before),
        figure.title,
        figure.row_head,
        now,
        before,
        rows=tuple(row for row in rows if row not in folded),
        folded=tuple(row.label for row in folded),
        totals=totals(now, before),
    )


def is_nothing(row: Row) -> bool:
    """Whether every number of a row is shown, and is 0. A zero may be hidden too: that row stands with the others."""
    return all(shown == "0" for shown in (*row.now, *row.before))


def make_rows(now: PublishedTable, before: PublishedTable | None) -> tuple[Row, ...]:
    """A row for every label of either quarter. Labels keep the order in which they were frozen."""
    cells, cells_before = now.cells_by_row, before.cells_by_row if before else {}
    longest = max((cell for row in cells.values() for cell in row if cell is not HIDDEN), default=0)
    return tuple(
        Row(
            label=TAKING_PART.get(label) or capitalised(label),
            now=as_shown(cells.get(label), now),
            before=as_shown(cells_before.get(label), before),
            bar=length(cells[label][0], longest) if label in cells else 0,
            feeling=Feeling(label) if now.name == "views_by_feeling" and label in set(Feeling) else None,
        )
        for label in dict.fromkeys((*now.rows, *(before.rows if before else ())))
    )


def totals(now: PublishedTable, before: PublishedTable | None) -> Row | None:
    """All agencies together: hidden as soon as one cell of theirs is."""
    if len(now.columns) == 1:
        return None
    return Row(
        "All together",
        as_shown(now.protected.column_totals, now),
        as_shown(before.protected.column_totals if before else None, before),
        bar=None,
    )


def make_tiles(now: Tables, before: Tables) -> list[Tile]:
    """The numbers at the top: how many views, and the shares, where they may be shown."""
    tiles = [views_tile(now, before)] if "views_by_topic" in now else []
    shares = [(words, now[name], before.get(name)) for name, words in SHARE_TILES.items() if name in now]
    return tiles + [share_tile(words, table, table_before) for words, table, table_before in shares]


def views_tile(now: Tables, before: Tables) -> Tile:
    note = f"{number(how_many_views(before))} the quarter before" if "views_by_topic" in before else ""
    return Tile("views from young people", number(how_many_views(now)), note)


def how_many_views(tables: Tables) -> Cell:
    """All views of a quarter. Topics and feelings each add up to it, so it is hidden when a cell of either is."""
    totals = [tables[name].protected.column_totals[0] for name in VIEWS if name in tables]
    return HIDDEN if HIDDEN in totals else totals[0]


def share_tile(words: str, now: PublishedTable, before: PublishedTable | None) -> Tile:
    of = f"{now.share.counted:,} of {now.share.of:,}" if now.share else str(HIDDEN)
    this_quarter = f"{percent(now.share)}, " if now.share and before else percent(now.share) if now.share else ""
    return Tile(words, of, this_quarter + (f"{percent(before.share)} the quarter before" if before else ""))


def as_shown(cells: Sequence[Cell] | None, table: PublishedTable | None) -> tuple[str, ...]:
    """The cells of one quarter in words; a dash in each when this quarter did not count that row."""
    if table is None:
        return ()
    return tuple(map(number, cells)) if cells else (NOT_COUNTED,) * len(table.columns)


def number(cell: Cell) -> str:
    return str(HIDDEN) if cell is HIDDEN else f"{cell:,}"


def percent(share: Share | None) -> str:
    return f"{share.percent}%" if share else str(HIDDEN)


def length(cell: Cell, longest: int) -> int | None:
    if cell is HIDDEN:
        return None
    return 100 * cell // longest if longest else 0


def capitalised(label: str) -> str:
    """ "where I live" becomes "Where I live": only its first letter changes."""
    return label[:1].upper() + label[1:]


def months_and_year(quarter: Quarter) -> tuple[str, str]:
    """Jan to Mar, and 2026"""
    return f"{quarter.first_day:%b} to {quarter.last_day:%b}", str(quarter.year)


def indicator_rows(over_time: Sequence[tuple[Quarter, Share | None]], shown_on: date | None = None) -> tuple[Row, ...]:
    """A share, quarter by quarter, as the rows of a bar chart: hidden where it may not be shown.

    Each says whether it was before or after the day on which it was shown that something was done, where there is one.
    """
    return tuple(
        Row(
            label=quarter.label + beside(quarter, shown_on),
            now=(percent(share),),
            before=(),
            bar=share.percent if share else None,
        )
        for quarter, share in over_time
    )


def beside(quarter: Quarter, day: date | None) -> str:
    """Where a quarter stands beside a day."""
    if day is None:
        return ""
    if quarter.last_day < day:
        return ", before"
    return ", after" if quarter.first_day > day else ", when it was shown"
