"""One table in full: three periods beside each other, its bars, and the number it is judged by over time."""

from dataclasses import dataclass

from app.board import charts
from app.board.comparing import Compared, columns_of, compare, has_share, indicator, value_of
from app.board.panels import Row, make_rows, totals
from app.board.periods import kind, months_and_year, year_before
from app.board.sentences import finding, over_time_sentence
from app.board.shown import label_shown
from app.protection.small_numbers import HIDDEN, Cell
from app.services.clocks import Period
from app.services.figures import BY_NAME
from app.services.published import Published
from app.services.publishing import PublishedTable

PERIODS_IN_A_TREND = 12


@dataclass(frozen=True)
class OverTime:
    """One period of a trend, as a line of the table beside it."""

    period: Period
    number: str
    made_of: str
    is_revised: bool


@dataclass(frozen=True)
class WholeTable:
    """All that the page of one table and its files are made of."""

    title: str
    row_head: str
    table: PublishedTable
    beside: tuple[PublishedTable, ...]  # this period, then those of the other two that are there
    finding: str
    compared: tuple[Compared, ...]
    rows: tuple[Row, ...]
    totals: Row | None
    over_time: tuple[OverTime, ...]
    bars: charts.BarChart
    trend: charts.TrendChart
    trend_finding: str

    @property
    def period(self) -> Period:
        return self.table.period

    @property
    def periods(self) -> list[tuple[str, str]]:
        return [months_and_year(table.period) for table in self.beside]

    @property
    def columns(self) -> tuple[str, ...]:
        return columns_of(self.table)

    @property
    def is_narrow(self) -> bool:
        """Whether its table fits beside its chart."""
        return len(self.table.columns) == 1

    @property
    def has_hidden(self) -> bool:
        return any(cell is HIDDEN for row in self.table.protected.cells for cell in row)

    @property
    def has_share(self) -> bool:
        return has_share(self.table)

    @property
    def what_is_followed(self) -> str:
        return "Share" if has_share(self.table) else "All together"


def make_whole_table(period: Period, published: Published) -> WholeTable:
    """The table of that period, which is published, with what it stands beside."""
    earlier = year_before(period)
    now, before = published[period], published.get(period.previous)
    then = published.get(earlier) if earlier else None
    figure = BY_NAME[now.name]
    followed = followed_until(period, published)
    points, unit = [point_of(table) for table in followed], "%" if has_share(now) else ""
    return WholeTable(
        title=figure.title,
        row_head=figure.row_head,
        table=now,
        beside=tuple(table for table in (now, before, then) if table),
        finding=finding(now, before),
        compared=compare(now, before, then),
        rows=make_rows(now, before, then),
        totals=totals(now, before, then),
        over_time=tuple(OverTime(table.period, *indicator(table), table.revision > 1) for table in reversed(followed)),
        bars=charts.bar_chart(f"{figure.title}, {period.label}", bars_of(now, may_leave_out=figure.rows is None)),
        trend=charts.trend_chart(f"{figure.title}, over time", points, unit=unit, target=now.target),
        trend_finding=over_time_sentence(points, unit),
    )


def point_of(table: PublishedTable) -> charts.Point:
    return charts.Point(table.period.label, f"{table.period.first_day:%b %Y}", value_of(table))


def followed_until(period: Period, published: Published) -> list[PublishedTable]:
    """The table in the last periods of this kind up to this one, the oldest first."""
    alike = [one for one in published if kind(one) == kind(period) and one.first_day <= period.first_day]
    until = sorted(alike, key=lambda one: one.first_day)
    return [published[one] for one in until[-PERIODS_IN_A_TREND:]]


def bars_of(table: PublishedTable, *, may_leave_out: bool) -> list[tuple[str, list[tuple[str, Cell]]]]:
    """The numbers of each row, each with its column where there are several; none when no number can be drawn.

    Of a table whose rows are found, such as agencies, those with nothing to show are left out.
    """
    if not any(cell for row in table.protected.cells for cell in row if cell is not HIDDEN):
        return []
    names = table.columns if len(table.columns) > 1 else ("",)
    return [
        (label_shown(row), list(zip(names, cells, strict=True)))
        for row, cells in table.cells_by_row.items()
        if not (may_leave_out and all(cell == 0 for cell in cells))
    ]
