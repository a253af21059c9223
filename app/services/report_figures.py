"""The figures of an annual report: which revision of each table of the year, and a few of its numbers for children.

What is published stays, so a report that names the revision says the same for ever.
"""

from typing import Final, TypedDict

from app.protection.small_numbers import HIDDEN
from app.services import published, publishing
from app.services.clocks import FinancialYear
from app.services.publishing import PublishedTable

# Whose share children read.
FOR_CHILDREN: Final = ("answered_in_time", "children_by_participation", "children_told")
VIEWS: Final = ("views_by_topic", "views_by_feeling")  # both count every view


class FiguresSaid(TypedDict):
    """The revision of each table, of the year before too; and a few numbers, None where one may not be shown."""

    revisions: dict[str, int]
    before: dict[str, int]
    views: int | None
    shares: dict[str, int | None]


def figures_said(year: FinancialYear) -> FiguresSaid:
    """As they are published now; empty while none of this year is."""
    tables = publishing.published_tables(year)[year]
    return FiguresSaid(
        revisions={name: table.revision for name, table in tables.items()},
        before=published.revisions_of(year.previous),
        views=how_many_views(tables),
        shares={name: share_of(tables.get(name)) for name in FOR_CHILDREN},
    )


def how_many_views(tables: dict[str, PublishedTable]) -> int | None:
    """All views of the year. Topics and feelings each add up to it: it is not said when a cell of either is hidden."""
    cells = [cell for name in VIEWS if name in tables for row in tables[name].protected.cells for cell in row]
    if not cells or any(cell is HIDDEN for cell in cells):
        return None
    return sum(cell for row in tables[VIEWS[0]].protected.cells for cell in row if cell is not HIDDEN)


def share_of(table: PublishedTable | None) -> int | None:
    """Its share in per cent."""
    return table.share.percent if table and table.share else None
