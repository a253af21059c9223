"""What was counted when a period was published, as it is kept: for the year, for revisions, for checking.

This is where small numbers are. Nothing outside publishing reads it, and nothing here is shown to anybody.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app.extensions import db
from app.models import CountedPeriod
from app.protection.linked_tables import Limits, Shown
from app.protection.links import Links
from app.protection.small_numbers import HIDDEN
from app.protection.years import Quarter as QuarterCounts
from app.protection.years import protect_year
from app.services.clocks import FinancialYear, Period, Quarter
from app.services.figures.catalogue import CATALOGUE, links_of_a_quarter, links_of_a_year
from app.services.figures.counting import Counted
from app.services.figures.declared import number
from app.services.figures.linking import Rows, as_json, from_json, links_of, numbers_of
from app.services.protecting import Counts, protect_quarter


@dataclass(frozen=True)
class Version:
    """One revision of one period: its numbers, how they hang together, and the limits they were protected with."""

    period: Period
    revision: int
    counts: Counts
    recorded: Mapping[str, Counts]
    rows: Rows
    links: Links
    limits: Limits
    by: Mapping[str, int]  # the board's time limits in force when this was counted
    made_of: tuple[int, ...] = ()  # of a year: the revision of each quarter, 0 for one in which nothing happened

    @classmethod
    def read(cls, kept: CountedPeriod) -> "Version":
        counted = kept.counted
        year = FinancialYear.containing(kept.first_day)
        is_year = (kept.first_day, kept.last_day) == (year.first_day, year.last_day)
        return cls(
            period=year if is_year else Quarter.containing(kept.first_day),
            revision=kept.revision,
            counts=counted["counts"],
            recorded=counted["recorded"],
            rows=counted["rows"],
            links=from_json(counted["links"]),
            limits=Limits(kept.threshold, kept.smallest_base),
            by=counted["by"],
            made_of=tuple(counted["made_of"]),
        )

    def keep(self, reason: str | None = None) -> bool:
        """Store it for good. False when somebody else stored this revision in the meantime: theirs stands."""
        kept = CountedPeriod(
            first_day=self.period.first_day,
            last_day=self.period.last_day,
            revision=self.revision,
            reason=reason,
            threshold=self.limits.threshold,
            smallest_base=self.limits.smallest_base,
            counted={
                "counts": dict(self.counts),
                "recorded": {recorder: dict(own) for recorder, own in self.recorded.items()},
                "rows": {figure: dict(rows) for figure, rows in self.rows.items()},
                "links": as_json(self.links),
                "by": dict(self.by),
                "made_of": list(self.made_of),
            },
        )
        try:
            with db.session.begin_nested():
                db.session.add(kept)
        except IntegrityError:
            return False
        return True


def of_quarter(quarter: Quarter, counted: Counted, limits: Limits, by: Mapping[str, int], revision: int = 1) -> Version:
    """What was counted, with a zero for every number that nothing was counted in. Raises ValueError when a row or a
    figure is counted that is not declared."""
    names = links_of_a_year(counted.rows).names
    if not counted.counts.keys() <= set(names):
        raise ValueError("Something was counted that no table has.")
    return Version(
        period=quarter,
        revision=revision,
        counts={name: counted.counts.get(name, 0) for name in names},
        recorded=counted.recorded,
        rows=counted.rows,
        links=links_of_a_quarter(counted.rows),
        limits=limits,
        by=by,
    )


def shown_of(version: Version, quarters: Mapping[tuple[Quarter, int], Version]) -> Shown:
    """What may be shown of it, made anew from what was counted. A year needs the quarters it is made of."""
    if isinstance(version.period, Quarter):
        return protect_quarter(version.counts, version.links, version.recorded, version.limits)
    made_of = [
        quarters.get((quarter, revision))
        for quarter, revision in zip(version.period.quarters, version.made_of, strict=True)
    ]
    return protect_year(_as_parts(made_of, version.rows, version.links), version.links, limits=version.limits)


def of_year(year: FinancialYear, made_of: Sequence[Version | None], limits: Limits, revision: int = 1) -> Version:
    """The year as its quarters are counted. None stands for a quarter in which nothing happened.

    A figure that one of the quarters did not count is left out.
    """
    versions = [version for version in made_of if version]
    rows = _all_rows(versions)
    figures = [
        figure
        for figure in CATALOGUE
        if all(version.counts.keys() >= numbers_of(figure, CATALOGUE, version.rows) for version in versions)
    ]
    links = links_of(figures, rows)
    parts = _as_parts(made_of, rows, links)
    return Version(
        period=year,
        revision=revision,
        counts={name: sum(part.counts[name] for part in parts) for name in links.names},
        recorded=_add_recorded(parts, links),
        rows=rows,
        links=links,
        limits=limits,
        by={},
        made_of=tuple(version.revision if version else 0 for version in made_of),
    )


def versions_of(*periods: Period) -> dict[Period, list[Version]]:
    """Every revision of these periods that is kept, the first one first."""
    found: dict[Period, list[Version]] = {period: [] for period in periods}
    firsts = [period.first_day for period in periods]
    kept = db.session.scalars(
        select(CountedPeriod).where(CountedPeriod.first_day.in_(firsts)).order_by(CountedPeriod.revision)
    )
    for version in map(Version.read, kept):
        if version.period in found:
            found[version.period].append(version)
    return found


def has_any_before(day: date) -> bool:
    """Whether anything is kept of a period that was over before this day."""
    return db.session.scalar(select(CountedPeriod.id).where(CountedPeriod.last_day < day).limit(1)) is not None


def every_version() -> list[Version]:
    """All that is kept, quarters and years, by time."""
    order = (CountedPeriod.last_day, CountedPeriod.first_day.desc(), CountedPeriod.revision)
    return [Version.read(kept) for kept in db.session.scalars(select(CountedPeriod).order_by(*order))]


def _add_recorded(parts: Sequence[QuarterCounts], links: Links) -> dict[str, dict[str, int]]:
    names, added = set(links.names), dict[str, dict[str, int]]()
    for part in parts:
        for recorder, own in part.recorded.items():
            into = added.setdefault(str(recorder), {})
            for name in own.keys() & names:
                into[name] = into.get(name, 0) + own[name]
    return added


def _all_rows(versions: Sequence[Version]) -> Rows:
    """The rows of all quarters, with the names they had last, by name."""
    found: dict[str, dict[str, str]] = {}
    for version in versions:
        for figure, rows in version.rows.items():
            found.setdefault(figure, {}).update(rows)
    return found


def _as_parts(made_of: Sequence[Version | None], rows: Rows, links: Links) -> list[QuarterCounts]:
    of_a_quarter = set(links_of_a_quarter(rows).names) & set(links.names)
    return [_as_part(version, rows, links, of_a_quarter) for version in made_of]


def _as_part(version: Version | None, rows: Rows, links: Links, of_a_quarter: set[str]) -> QuarterCounts:
    if version is None:
        zeros = dict.fromkeys(links.names, 0)
        return QuarterCounts(zeros, dict.fromkeys(of_a_quarter, 0))
    shown = shown_of(version, {})
    for figure, keys in rows.items():
        there = version.rows.get(figure, {})
        of_figure = [cell for name, cell in shown.items() if name.startswith(number(figure, ""))]
        # A row that was not there yet held nobody, as everybody knows; in a table that is hidden whole it makes no row.
        unborn = HIDDEN if of_figure and all(cell is HIDDEN for cell in of_figure) else 0
        for key in keys:
            if key not in there:
                shown |= {
                    name: unborn
                    for name in of_a_quarter
                    if name == number(figure, key) or name.startswith(number(figure, key, ""))
                }
    return QuarterCounts(
        {name: version.counts.get(name, 0) for name in links.names},
        {name: cell for name, cell in shown.items() if name in links.names},
        {recorder: own for recorder, own in version.recorded.items()},
    )
