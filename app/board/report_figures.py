"""The figures of a year as its report shows them: of each table the one number it is judged by, and what it says."""

from dataclasses import dataclass

from app.board.comparing import indicator
from app.board.sentences import finding
from app.services import published
from app.services.clocks import FinancialYear
from app.services.figures import BY_NAME
from app.services.publishing import PublishedTable
from app.services.report_contents import ReportContent


@dataclass(frozen=True)
class FigureShown:
    """One table: its number this year and the year before as shown, and its target if it has one.

    `made_of` says what is counted where no sentence does; `is_below` when a share that is shown does not reach its
    target.
    """

    title: str
    says: str
    number: str
    made_of: str
    before: str
    target: str
    is_below: bool


def figures_of(year: FinancialYear, content: ReportContent) -> dict[str, list[FigureShown]]:
    """In the revisions that the report names, under what each is about. Empty when there were none of the year."""
    figures = content["figures"]
    now = published.tables_as_they_were(year, figures["revisions"])
    before = published.tables_as_they_were(year.previous, figures["before"])
    groups: dict[str, list[FigureShown]] = {}
    for name, table in now.items():
        groups.setdefault(BY_NAME[name].about, []).append(figure_shown(table, before.get(name)))
    return groups


def figure_shown(now: PublishedTable, before: PublishedTable | None) -> FigureShown:
    number, made_of = indicator(now)
    return FigureShown(
        title=BY_NAME[now.name].title,
        says=finding(now, before),
        number=number,
        made_of="" if now.share else made_of,
        before=indicator(before)[0],
        target=f"{now.target}%" if now.target is not None else "",
        is_below=is_below(now),
    )


def is_below(table: PublishedTable) -> bool:
    """By the counts: 94.6% does not reach 95%."""
    share, target = table.share, table.target
    return share is not None and target is not None and 100 * share.counted < target * share.of
