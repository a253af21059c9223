"""What the board's page is made of: tiles and panels, each from one frozen table and the one of the quarter before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.board.comparing import Compared, columns_of, compare, has_last_line, last_line, lines_of, total_of
from app.board.periods import kind
from app.board.sentences import finding
from app.board.shown import label_shown, number, percent
from app.models.codes import Feeling
from app.protection.small_numbers import HIDDEN, Cell
from app.services.clocks import Quarter
from app.services.figures import BY_NAME
from app.services.publishing import PublishedTable, Share

NOT_COUNTED = "–"
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
    """One line of a table: its label, and the cells of this quarter, the one before, and the one a year before."""

    label: str
    now: tuple[str, ...]
    before: tuple[str, ...]
    bar: int | None  # per cent of the longest bar; None when hidden
    feeling: Feeling | None = None
    year_before: tuple[str, ...] = ()


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
    compared: tuple[Compared, ...]

    @property
    def about(self) -> str:
        return BY_NAME[self.table.name].about

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.table)

    @property
    def is_chart(self) -> bool:
        return len(self.table.columns) == 1


def make_panels(now: Tables, before: Tables, year_before: Tables) -> dict[str, list[Panel]]:
    """A panel for each table of the period under what it is about, both in the order of the catalogue."""
    groups: dict[str, list[Panel]] = {}
    for name, table in now.items():
        panel = make_panel(table, before.get(name), year_before.get(name))
        groups.setdefault(panel.about, []).append(panel)
    return groups


def make_panel(now: PublishedTable, before: PublishedTable | None, year_before: PublishedTable | None) -> Panel:
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
        compared=compare(now, before, year_before),
    )


def is_nothing(row: Row) -> bool:
    """Whether every number of a row is shown, and is 0. A zero may be hidden too: that row stands with the others."""
    return all(shown == "0" for shown in (*row.now, *row.before))


def make_rows(
    now: PublishedTable, before: PublishedTable | None, year_before: PublishedTable | None = None
) -> tuple[Row, ...]:
    """A row for every label of these quarters. Labels keep the order in which they were frozen."""
    cells = lines_of(now)
    cells_before, cells_year_before = (lines_of(table) if table else {} for table in (before, year_before))
    longest = max((cell for row in now.protected.cells for cell in row if cell is not HIDDEN), default=0)
    return tuple(
        Row(
            label=label_shown(label),
            now=as_shown(cells.get(label), now),
            before=as_shown(cells_before.get(label), before),
            year_before=as_shown(cells_year_before.get(label), year_before),
            bar=length(cells[label][0], longest) if label in cells else 0,
            feeling=Feeling(label) if now.name == "views_by_feeling" and label in set(Feeling) else None,
        )
        for label in dict.fromkeys((*cells, *cells_before, *cells_year_before))
    )


def totals(now: PublishedTable, before: PublishedTable | None, year_before: PublishedTable | None = None) -> Row | None:
    """All together: hidden as soon as one cell is, where nothing else says how many they are."""
    if not has_last_line(now):
        return None
    return Row(
        "All together",
        totals_shown(now),
        totals_shown(before),
        bar=None,
        year_before=totals_shown(year_before),
    )


def totals_shown(table: PublishedTable | None) -> tuple[str, ...]:
    return as_shown(last_line(table), table) if table else ()


def make_tiles(now: Tables, before: Tables) -> list[Tile]:
    """The numbers at the top: how many views, and the shares, where they may be shown."""
    tiles = [views_tile(now, before)] if "views_by_topic" in now else []
    shares = [(words, now[name], before.get(name)) for name, words in SHARE_TILES.items() if name in now]
    return tiles + [share_tile(words, table, table_before) for words, table, table_before in shares]


def views_tile(now: Tables, before: Tables) -> Tile:
    note = f"{number(how_many_views(before))} the {kind_of(now)} before" if "views_by_topic" in before else ""
    return Tile("views from young people", number(how_many_views(now)), note)


def kind_of(tables: Tables) -> str:
    return kind(next(iter(tables.values())).period)


def how_many_views(tables: Tables) -> Cell:
    """All views of a quarter. Topics and feelings each add up to it, so it is hidden when a cell of either is."""
    totals = [total_of(tables[name]) for name in VIEWS if name in tables]
    return HIDDEN if HIDDEN in totals else totals[0]


def share_tile(words: str, now: PublishedTable, before: PublishedTable | None) -> Tile:
    of = f"{number(now.share.counted)} of {number(now.share.of)}" if now.share else str(HIDDEN)
    this_quarter = f"{percent(now.share)}, " if now.share and before else percent(now.share) if now.share else ""
    return Tile(words, of, this_quarter + (f"{percent(before.share)} the {kind(now.period)} before" if before else ""))


def as_shown(cells: Sequence[Cell] | None, table: PublishedTable | None) -> tuple[str, ...]:
    """The cells of one quarter in words; a dash in each when this quarter did not count that row."""
    if table is None:
        return ()
    return tuple(map(number, cells)) if cells else (NOT_COUNTED,) * len(columns_of(table))


def length(cell: Cell, longest: int) -> int | None:
    if cell is HIDDEN:
        return None
    return 100 * cell // longest if longest else 0


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
