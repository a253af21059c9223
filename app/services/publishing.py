"""Publishing: count a quarter that is over, hide what could pick a child out, and freeze what is left.

What is frozen holds nothing but what may be seen, so no page made from it can give anything away. A page reads what is
frozen and counts nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import Publication
from app.protection.linked_tables import Limits
from app.protection.small_numbers import HIDDEN, Cell, Lines, ProtectedTable, share
from app.services import auditing, figures, practice_publishing, settings
from app.services.clocks import Period, Quarter
from app.services.errors import RuleBroken
from app.services.figures import BY_NAME, CATALOGUE, Figure
from app.services.protecting import Protected, protect_table

QUARTERS_BACK = 60  # a date mistyped by a thousand years must not make every publishing take hours


@dataclass(frozen=True)
class Share:
    """So many of so many. Only made when it may be shown."""

    counted: int
    of: int
    percent: int


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
    """Freeze every table of this quarter that is not frozen yet. A quarter in which nothing happened has none.

    Returns what was published now: nothing at all the second time. Raises RuleBroken when the quarter is not over.
    """
    if not quarter.is_closed_on(today):
        raise RuleBroken(f"{quarter.label} is not over yet. Figures are published when a quarter is over.")
    published = set(
        db.session.scalars(select(Publication.table_name).where(Publication.first_day == quarter.first_day))
    )
    counted = {figure: figures.count(figure, quarter) for figure in CATALOGUE if figure.name not in published}
    if not published and not any(counted.values()):
        return []
    frozen = (freeze(figure, quarter, protected_content(figure, table)) for figure, table in counted.items())
    new = [publication for publication in frozen if publication is not None]
    if len(new) == len(CATALOGUE):  # the whole quarter, and nobody else is publishing it: it has never been compared
        tables = [read_table(publication) for publication in new]
        practice_publishing.freeze_practice(quarter, {table.name: (table.rows, table.protected) for table in tables})
    return new


def publish_closed_quarters(today: date) -> list[Quarter]:
    """Publish every quarter that is over, in which anything happened, and that is not published yet.

    Returns the quarters of which something was published, oldest first.
    """
    return [quarter for quarter in reversed(list(_closed_quarters(today))) if publish(quarter, today=today)]


def protected_content(figure: Figure, counted: figures.Counted) -> dict[str, Any]:
    """What may be seen of a table, ready to be frozen, with the rule by which it was made."""
    limits = Limits(settings.current().small_number, settings.current().smallest_base)
    protected = protect_table(figure, counted, limits)
    shown = find_share(protected, limits)
    return {
        "columns": list(figure.columns),
        "rows": list(counted.rows),
        "cells": protected.table.as_lists(),
        "share": {"counted": shown.counted, "of": shown.of, "percent": shown.percent} if shown else None,
        "definition": figure.definition,
        "numerator": figure.share.numerator if figure.share else None,
        "denominator": figure.share.denominator if figure.share else None,
        "rule": protected.rule,
        "threshold": limits.threshold,
        "smallest_base": limits.smallest_base,
    }


def find_share(protected: Protected, limits: Limits) -> Share | None:
    """The share this table gives, made from what may be shown; None when it has none or it must be hidden."""
    counted, of = protected.counted, protected.of
    if counted is None or of is None:
        return None
    percent = share(counted, of, threshold=limits.threshold, smallest_base=limits.smallest_base)
    if percent is None or counted is HIDDEN or of is HIDDEN:
        return None
    return Share(counted, of, percent)


def freeze(figure: Figure, quarter: Quarter, content: dict[str, Any]) -> Publication | None:
    """Store a table for good. Returns None when somebody else published it in the meantime: theirs stands."""
    publication = Publication(
        table_name=figure.name, first_day=quarter.first_day, last_day=quarter.last_day, content=content
    )
    try:
        with db.session.begin_nested():
            db.session.add(publication)
    except IntegrityError:
        return None
    auditing.note(None, "published figures", publication)
    return publication


def published_quarters() -> list[Quarter]:
    """The quarters that have figures, newest first."""
    first_days = db.session.scalars(
        select(Publication.first_day).distinct().order_by(Publication.first_day.desc())
    ).all()
    return [Quarter.containing(day) for day in first_days]


def published_tables(*quarters: Quarter) -> dict[Quarter, dict[str, PublishedTable]]:
    """The tables of these quarters as they stand, by name and in the order of the catalogue."""
    publications = db.session.scalars(
        select(Publication)
        .where(Publication.first_day.in_([quarter.first_day for quarter in quarters]))
        .order_by(Publication.first_day, Publication.table_name, Publication.revision)
    ).all()
    latest = {(publication.first_day, publication.table_name): publication for publication in publications}
    return {
        quarter: {
            name: read_table(latest[quarter.first_day, name]) for name in BY_NAME if (quarter.first_day, name) in latest
        }
        for quarter in quarters
    }


def read_table(publication: Publication) -> PublishedTable:
    """What was frozen. Raises ValueError when it holds a number that may never be shown."""
    content = publication.content
    columns = tuple(content["columns"])
    return PublishedTable(
        name=publication.table_name,
        period=Quarter.containing(publication.first_day),
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
    )


def lines_of(columns: tuple[str, ...]) -> Lines:
    """The rows of a table with one column add up to nothing."""
    return "both" if len(columns) > 1 else "columns"


def _closed_quarters(today: date) -> Iterator[Quarter]:
    """The quarters that are over and not before anything that is counted, newest first."""
    first_day = figures.find_first_day()
    quarter = Quarter.containing(today).previous
    for _ in range(QUARTERS_BACK):
        if first_day is None or quarter.last_day < first_day:
            return
        yield quarter
        quarter = quarter.previous
