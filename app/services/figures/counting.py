"""Counting a period: one question for each source, every figure of it from the same answer.

What is counted is for protecting, never for showing.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.models.base import UtcDateTime
from app.services import spreading
from app.services.clocks import ONE_DAY, Period, london_day, start_of_day
from app.services.figures import reading
from app.services.figures.catalogue import CATALOGUE, SOURCES
from app.services.figures.declared import Source
from app.services.figures.linking import Rows, numbers_above

AT_ONCE = 1_000  # groups


@dataclass(frozen=True)
class Counted:
    """Every number of a period by its name, how much of each was recorded by whom, and the rows that were found."""

    counts: Counter[str]
    rows: Rows
    recorded: dict[str, Counter[str]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.counts.values())


def count(period: Period, *, rows: Rows | None = None) -> Counted:
    """Everything of one period. The rows are those that are there now, or those given: of an earlier count."""
    found = rows if rows is not None else find_rows()
    return reading.read(lambda connection: count_in(connection, period, found))


def count_in(connection: Connection, period: Period, rows: Rows) -> Counted:
    """The same, of what this connection leads to."""
    counted, is_spread = Counted(Counter(), rows), spreading.is_kept(connection)
    for source in SOURCES:
        asked = source.spread if is_spread and source.spread else source
        tally(source, groups_of(asked, period, connection), counted)
    return counted


def find_rows() -> Rows:
    """The rows that are not declared, of each figure that has such: their keys and their names, in their order."""
    return {figure.name: figure.find_rows() for figure in CATALOGUE if figure.find_rows}


def within(when: InstrumentedAttribute[Any], period: Period) -> ColumnElement[bool]:
    """Whether a day, or the day it is in London at a moment, falls in the period."""
    after = period.last_day + ONE_DAY
    if isinstance(when.type, UtcDateTime):
        return and_(when >= start_of_day(period.first_day), when < start_of_day(after))
    return and_(when >= period.first_day, when < after)


def find_first_day() -> date | None:
    """The first day on which anything that is counted falls, or None when there is nothing to count."""
    moments = dict.fromkeys(source.when for source in SOURCES)
    found = db.session.execute(select(*(select(func.min(when)).scalar_subquery() for when in moments))).one()
    return min((_day(first) for first in found if first is not None), default=None)


def groups_of(source: Source, period: Period, connection: Connection) -> Iterator[Any]:
    """What came up, and how often. It is never held all at once."""
    said = select(*(value.label(name) for name, value in source.fields.items())).where(within(source.when, period))
    inner = source.asking(said.select_from(source.when.class_)).subquery()
    question = select(*inner.c, func.count().label("times")).group_by(*inner.c)
    with connection.execute(question.execution_options(yield_per=AT_ONCE)) as groups:
        yield from groups


def tally(source: Source, groups: Iterable[Any], counted: Counted) -> None:
    """Add what came up to every number that it counts in, and for each person who recorded it."""
    places = [
        (split, numbers_above(figure, split, counted.rows))
        for figure in CATALOGUE
        for split in figure.splits
        if split.source is source
    ]
    for came in groups:
        whole = source.whole(came)
        if whole is None:
            continue
        names = [whole]
        for split, above in places:
            cell = split.cell(came)
            if cell is not None:
                names += above.get(cell, (f"{split.of}, and nobody declared {cell}",))
        recorders = [str(getattr(came, recorder)) for recorder in source.recorders]
        for into in (counted.counts, *(counted.recorded.setdefault(each, Counter()) for each in recorders)):
            for name in names:
                into[name] += came.times


def _day(when: date | datetime) -> date:
    return london_day(when) if isinstance(when, datetime) else when
