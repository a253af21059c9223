"""Publishing: count a period that is over, hide what could pick a child out, and freeze what is left.

What is frozen holds nothing but what may be seen, so no page made from it can give anything away. A page reads what is
frozen and counts nothing. What was counted is kept apart (`counted_periods.py`), for the year and for revisions.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.extensions import db
from app.models import Publication
from app.protection.linked_tables import Limits, Shown
from app.protection.small_numbers import Cell, ProtectedTable
from app.services import auditing, counted_periods, figures, practice_publishing, settings
from app.services.clocks import FinancialYear, Period, Quarter
from app.services.counted_periods import Version
from app.services.errors import RuleBroken
from app.services.figures import BY_NAME, CATALOGUE, OF_A_QUARTER
from app.services.protecting import Share, cells_of, content_of, lines_of

QUARTERS_BACK = 60  # a date mistyped by a thousand years must not make every publishing take hours
COUNTED_BY = ("initial_conference_days", "first_review_months", "later_review_months", "refresher_months")

__all__ = ["PublishedTable", "Share"]


@dataclass(frozen=True, kw_only=True)
class PublishedTable:
    """One table of one quarter or year, as everybody who may see figures sees it."""

    name: str
    period: Period
    published_at: datetime
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    protected: ProtectedTable
    share: Share | None
    definition: str
    numerator: str | None
    denominator: str | None
    threshold: int
    smallest_base: int
    rule: str | None = None  # in words, beyond what every table has; none in what was published before there was one
    target: int | None = None  # per cent, as it was when this was published
    row_wholes: tuple[Cell, ...] | None = None  # how many each row is about: shown though its cells may be hidden
    column_wholes: tuple[Cell, ...] | None = None
    revision: int = 1
    reason: str | None = None  # why this replaces what was published before

    @property
    def cells_by_row(self) -> dict[str, tuple[Cell, ...]]:
        return dict(zip(self.rows, self.protected.cells, strict=True))


def publish(quarter: Quarter, *, today: date) -> list[Publication]:
    """Freeze every table of this quarter. A quarter in which nothing happened has none.

    Returns what was published now: nothing at all the second time, or when somebody else is publishing it. Raises
    RuleBroken when the quarter is not over.
    """
    if not quarter.is_closed_on(today):
        raise RuleBroken(f"{quarter.label} is not over yet. Figures are published when a quarter is over.")
    if _is_published(quarter):
        return []
    counted = figures.count(quarter)
    if not counted:
        return []
    version = counted_periods.of_quarter(quarter, counted, limits_in_force(), counted_by())
    if not version.keep():
        return []
    new = freeze(version, counted_periods.shown_of(version, {}))
    tables = [read_table(publication) for publication in new]
    practice_publishing.freeze_practice(quarter, {table.name: (table.rows, table.protected) for table in tables})
    return new


def publish_year(year: FinancialYear, *, today: date) -> list[Publication]:
    """Freeze every table of this year, made of what was counted and shown of its quarters.

    Returns what was published now: nothing when a quarter is missing that something happened in, and nothing the second
    time. Raises RuleBroken when the year is not over.
    """
    if not year.is_closed_on(today):
        raise RuleBroken(f"{year.label} is not over yet. Figures are published when a year is over.")
    if _is_published(year):
        return []
    quarters = newest_of_quarters(year)
    if quarters is None:
        return []
    version = counted_periods.of_year(year, quarters, limits_in_force())
    if not version.keep():
        return []
    return freeze(version, counted_periods.shown_of(version, by_revision(*quarters)))


def publish_closed_quarters(today: date) -> list[Quarter]:
    """Publish every quarter that is over, in which anything happened, and that is not published yet.

    Returns the quarters of which something was published, oldest first.
    """
    return [quarter for quarter in reversed(list(_closed_quarters(today))) if publish(quarter, today=today)]


def publish_closed_years(today: date) -> list[FinancialYear]:
    """Publish every financial year that is over, once its quarters are. Returns those published now, oldest first."""
    years = dict.fromkeys(FinancialYear.containing(quarter.first_day) for quarter in reversed(published_quarters()))
    return [year for year in years if year.is_closed_on(today) and publish_year(year, today=today)]


def freeze(
    version: Version, shown: Shown, *, reason: str | None = None, instead_of: Shown | None = None
) -> list[Publication]:
    """Store the tables of one version for good. Of a revision, those in which a number is another one now."""
    catalogue = OF_A_QUARTER if isinstance(version.period, Quarter) else CATALOGUE
    new = []
    for figure in catalogue:
        if not figures.can_be_made(figure, shown.keys(), version.rows):
            continue
        content = content_of(figure, shown, version.rows, version.period, version.limits)
        if instead_of is not None and cells_of(content, instead_of) == cells_of(content, shown):
            continue
        publication = Publication(
            table_name=figure.name,
            first_day=version.period.first_day,
            last_day=version.period.last_day,
            revision=version.revision,
            content=content | ({"reason": reason} if reason else {}),
        )
        db.session.add(publication)
        new.append(publication)
    db.session.flush()
    for publication in new:
        auditing.note(None, "revised figures" if reason else "published figures", publication)
    return new


def newest_of_quarters(year: FinancialYear) -> list[Version | None] | None:
    """The newest version of each quarter, or None for one in which nothing happened.

    Nothing when a quarter is missing that something happened in, or that was before anything was published at all: half
    a year would be taken for a whole one.
    """
    kept = counted_periods.versions_of(*year.quarters)
    missing = [quarter for quarter in year.quarters if not kept[quarter]]
    if len(missing) == len(year.quarters) or any(_has_anything(quarter) for quarter in missing):
        return None
    if missing and not counted_periods.has_any_before(missing[0].first_day):
        return None
    return [kept[quarter][-1] if kept[quarter] else None for quarter in year.quarters]


def by_revision(*versions: Version | None) -> dict[tuple[Quarter, int], Version]:
    """Versions of quarters, ready to be looked up by what a year is made of."""
    return {
        (version.period, version.revision): version
        for version in versions
        if version and isinstance(version.period, Quarter)
    }


def limits_in_force() -> Limits:
    return Limits(settings.current().small_number, settings.current().smallest_base)


def counted_by() -> dict[str, int]:
    """The board's settings that what is counted hangs on."""
    return {name: getattr(settings.current(), name) for name in COUNTED_BY}


def published_quarters() -> list[Quarter]:
    """The quarters that have figures, newest first."""
    return [period for period in _published_periods() if isinstance(period, Quarter)]


def published_years() -> list[FinancialYear]:
    """The financial years that have figures, newest first."""
    return [period for period in _published_periods() if isinstance(period, FinancialYear)]


def published_since(moment: datetime) -> list[tuple[Period, datetime]]:
    """The periods of which a table was published or revised after this moment, the newest first, and when it was."""
    days = Publication.first_day, Publication.last_day
    newest = func.max(Publication.created_at)
    query = select(*days, newest).group_by(*days).having(newest > moment).order_by(newest.desc(), days[0].desc())
    return [(period_of(first, last), at) for first, last, at in db.session.execute(query)]


def published_tables(*periods: Period) -> dict[Period, dict[str, PublishedTable]]:
    """The tables of these periods as they stand, by name and in the order of the catalogue."""
    publications = db.session.scalars(
        select(Publication)
        .where(Publication.first_day.in_([period.first_day for period in periods]))
        .order_by(Publication.revision)
    ).all()
    latest = {(_period_of(publication), publication.table_name): publication for publication in publications}
    return {
        period: {name: read_table(latest[period, name]) for name in BY_NAME if (period, name) in latest}
        for period in periods
    }


def read_table(publication: Publication) -> PublishedTable:
    """What was frozen. Raises ValueError when it holds a number that may never be shown."""
    content = publication.content
    columns = tuple(content["columns"])
    return PublishedTable(
        name=publication.table_name,
        period=_period_of(publication),
        published_at=publication.created_at,
        rows=tuple(content["rows"]),
        columns=columns,
        protected=ProtectedTable.from_lists(content["cells"], lines=lines_of(columns)),
        share=Share(**content["share"]) if content["share"] else None,
        definition=content["definition"],
        numerator=content["numerator"],
        denominator=content["denominator"],
        threshold=content["threshold"],
        smallest_base=content["smallest_base"],
        rule=content.get("rule"),
        target=content.get("target"),
        row_wholes=_read_line(content, "row_wholes"),
        column_wholes=_read_line(content, "column_wholes"),
        revision=publication.revision,
        reason=content.get("reason"),
    )


def _read_line(content: Mapping[str, Any], name: str) -> tuple[Cell, ...] | None:
    line = content.get(name)
    return None if line is None else ProtectedTable.from_lists([line], lines="rows").cells[0]


def period_of(first_day: date, last_day: date) -> Period:
    """The quarter or the financial year with these days."""
    quarter = Quarter.containing(first_day)
    return quarter if last_day == quarter.last_day else FinancialYear.containing(first_day)


def _period_of(publication: Publication) -> Period:
    return period_of(publication.first_day, publication.last_day)


def _published_periods() -> list[Period]:
    days = select(Publication.first_day, Publication.last_day).distinct().order_by(Publication.first_day.desc())
    return [period_of(first, last) for first, last in db.session.execute(days)]


def _is_published(period: Period) -> bool:
    those = (Publication.first_day == period.first_day, Publication.last_day == period.last_day)
    return db.session.scalar(select(Publication.id).where(*those).limit(1)) is not None


def _has_anything(quarter: Quarter) -> bool:
    return _is_published(quarter) or bool(figures.count(quarter))


def _closed_quarters(today: date) -> Iterator[Quarter]:
    """The quarters that are over and not before anything that is counted, newest first."""
    first_day = figures.find_first_day()
    quarter = Quarter.containing(today).previous
    for _ in range(QUARTERS_BACK):
        if first_day is None or quarter.last_day < first_day:
            return
        yield quarter
        quarter = quarter.previous
