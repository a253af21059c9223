"""Checking what is published: made again from what was counted, by the rule and with the limits of then."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import select, true

from app.extensions import db
from app.models import Publication
from app.protection.linked_tables import Shown
from app.protection.revising import may_replace
from app.services import counted_periods, publishing, spreading
from app.services.clocks import Period, start_of_day
from app.services.counted_periods import Version
from app.services.protecting import cells_of

NOT_KEPT = (
    "{name}: what was counted is not there, so it cannot be checked. Bring it back from a backup; or, if it was "
    "published before Heard kept what it counts, say so with --kept-since."
)

SPREAD_WRONGLY = (
    "What is spread by month is not what the views say. Make it anew: flask figures gather, then flask figures spread."
)


def verify(*, kept_since: date = date.min) -> Iterator[str]:
    """What is wrong, one sentence each and no number in it. Nothing when what is published is what the rule gives.

    What was published before the day from which counts are kept may be without them: it is not checked.
    """
    versions = counted_periods.every_version()
    quarters = publishing.by_revision(*versions)
    shown: dict[tuple[Period, int], Shown] = {}
    for version in versions:
        try:
            shown[version.period, version.revision] = counted_periods.shown_of(version, quarters)
        except (KeyError, ValueError):
            yield f"{_name(version)}: what was counted does not add up."
            continue
        yield from _check_tables(version, shown[version.period, version.revision])
        yield from _check_revision(version, shown)
    if spreading.state() == spreading.KEPT and spreading.how_many_differ():
        yield SPREAD_WRONGLY
    yield from _without_counts({(version.period, version.revision) for version in versions}, kept_since)


def _check_tables(version: Version, shown: Shown) -> Iterator[str]:
    publications = db.session.scalars(
        select(Publication).where(
            Publication.first_day == version.period.first_day,
            Publication.last_day == version.period.last_day,
            Publication.revision == version.revision,
        )
    ).all()
    if not publications:
        yield f"{_name(version)}: counted, and no table is published."
    for publication in publications:
        content = publication.content
        try:
            is_so = cells_of(content, shown).items() <= content.items()
        except KeyError:
            is_so = False
        limits = (content["threshold"], content["smallest_base"])
        if not is_so or limits != (version.limits.threshold, version.limits.smallest_base):
            yield f"{_name(version)}, {publication.table_name}: what is published is not what the rule gives."


def _check_revision(version: Version, shown: dict[tuple[Period, int], Shown]) -> Iterator[str]:
    earlier = [shown.get((version.period, revision)) for revision in range(1, version.revision)]
    if None in earlier:
        yield f"{_name(version)}: a version before it is missing."
        return
    before = [each for each in earlier if each is not None]
    if not may_replace(before, shown[version.period, version.revision], version.links, limits=version.limits):
        yield f"{_name(version)}: this revision should have waited."


def _without_counts(kept: set[tuple[Period, int]], kept_since: date) -> Iterator[str]:
    those = (Publication.first_day, Publication.last_day, Publication.revision)
    since = Publication.created_at >= start_of_day(kept_since) if kept_since > date.min else true()
    for first, last, revision in db.session.execute(select(*those).where(since).distinct().order_by(*those)):
        period = publishing.period_of(first, last)
        if (period, revision) not in kept:
            yield NOT_KEPT.format(name=_in_words(period, revision))


def _name(version: Version) -> str:
    return _in_words(version.period, version.revision)


def _in_words(period: Period, revision: int) -> str:
    return period.label if revision == 1 else f"{period.label}, revision {revision}"
