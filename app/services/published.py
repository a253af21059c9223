"""One table in every period that has it, as it stands: read from what is frozen, in one query."""

from collections.abc import Mapping

from sqlalchemy import select

from app.extensions import db
from app.models import Person, Publication
from app.services import auditing, publishing
from app.services.clocks import Period
from app.services.figures import BY_NAME
from app.services.publishing import PublishedTable, read_table

Published = dict[Period, PublishedTable]


def periods() -> list[Period]:
    """The quarters that have figures, the newest first, then the financial years."""
    return [*publishing.published_quarters(), *publishing.published_years()]


def table_over_time(name: str) -> Published:
    """What this table showed in each period, the newest first, in its latest revision. Empty when it never was."""
    publications = db.session.scalars(
        select(Publication)
        .where(Publication.table_name == name)
        .order_by(Publication.first_day.desc(), Publication.revision)
    ).all()
    latest = {(publication.first_day, publication.last_day): publication for publication in publications}
    return {table.period: table for table in map(read_table, latest.values())}


def revisions_of(period: Period) -> dict[str, int]:
    """Which revision of each table of this period is shown today, by its name."""
    return {name: table.revision for name, table in publishing.published_tables(period)[period].items()}


def tables_as_they_were(period: Period, revisions: Mapping[str, int]) -> dict[str, PublishedTable]:
    """These tables in these revisions, whatever has been revised since; in the order of the catalogue."""
    of_period = Publication.first_day == period.first_day, Publication.last_day == period.last_day
    found = {
        one.table_name: read_table(one)
        for one in db.session.scalars(select(Publication).where(*of_period))
        if revisions.get(one.table_name) == one.revision
    }
    return {name: found[name] for name in BY_NAME if name in found}


def note_download(person: Person, table: PublishedTable, kind: str) -> None:
    """Write down that somebody fetched this table as a file of that kind, such as CSV."""
    row_id = db.session.scalars(
        select(Publication.id).where(
            Publication.table_name == table.name,
            Publication.first_day == table.period.first_day,
            Publication.last_day == table.period.last_day,
            Publication.revision == table.revision,
        )
    ).one()
    auditing.note_about(person, f"downloaded figures as {kind}", Publication.__tablename__, row_id)
    db.session.flush()
