"""What publishing counts of views, spread by month on PostgreSQL: turned on and off while people send.

On: every write to a view writes its row in `counted_view` in the same transaction, by a trigger. The trigger's name
says how far that is: `fill_counted_view` while the views from before are being copied, `keep_counted_view` when all are
there. Only then does publishing read it. (docs/decisions/0052-what-is-counted-of-a-view-can-be-spread.md)
"""
# ruff: noqa: S608 (whatever is put into a statement is a name of our own, or a day)

import uuid
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, func, select, text

from app.extensions import db
from app.models import CountedView, View
from app.services.clocks import add_months, london_day, start_of_day

AHEAD: Final = 12  # months
MONTHS_BACK: Final = 15 * 12  # nothing older is published (publishing.QUARTERS_BACK)
AT_ONCE: Final = 2_000  # views
# Nobody who sends waits behind a change of tables, or is the one whom PostgreSQL stops (after 1 second) where two wait
# for each other: this gives up first, and is done again.
GIVES_UP_AFTER: Final = 500  # milliseconds
FILLING, KEPT = "fill_counted_view", "keep_counted_view"
OTHERS: Final = "counted_view_other"

COLUMNS: Final = tuple(column.name for column in CountedView.__table__.columns)
KEYS: Final = "id, sent_at, created_at"
CHANGING: Final = tuple(name for name in COLUMNS if name not in KEYS.split(", "))
NAMES: Final = ", ".join(COLUMNS)
KEEPING: Final = f"""
CREATE OR REPLACE FUNCTION keep_counted_view() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR (TG_OP = 'UPDATE' AND OLD.sent_at <> NEW.sent_at) THEN
    DELETE FROM counted_view WHERE id = OLD.id AND sent_at = OLD.sent_at;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO counted_view ({NAMES}) VALUES ({", ".join(f"NEW.{name}" for name in COLUMNS)})
    ON CONFLICT (id, sent_at) DO UPDATE SET {", ".join(f"{name} = excluded.{name}" for name in CHANGING)};
  END IF;
  RETURN NULL;
END $$
"""
TRIGGER: Final = (
    f"CREATE TRIGGER {FILLING} AFTER INSERT OR DELETE OR UPDATE OF sent_at, {', '.join(CHANGING)} ON young_person_view"
    " FOR EACH ROW EXECUTE FUNCTION keep_counted_view()"
)
# FOR KEY SHARE: a view that is being deleted is waited for, and is not copied then. One that is being changed has its
# row from the trigger: whoever comes second leaves that row, or puts the newer one in its place.
COPYING: Final = text(f"""
WITH batch AS (
    SELECT {NAMES} FROM young_person_view
    WHERE sent_at >= CAST(:sent_at AS timestamptz)
        AND (sent_at, id) > (CAST(:sent_at AS timestamptz), CAST(:id AS uuid))
    ORDER BY sent_at, id LIMIT {AT_ONCE} FOR KEY SHARE
), put AS (INSERT INTO counted_view ({NAMES}) SELECT {NAMES} FROM batch ON CONFLICT (id, sent_at) DO NOTHING)
SELECT sent_at, id FROM batch ORDER BY sent_at DESC, id DESC LIMIT 1
""")
Place: TypeAlias = Mapping[str, Any]  # of a view among all, in the order in which they were sent
BEFORE_ALL: Final[Place] = {"sent_at": "-infinity", "id": uuid.UUID(int=0)}
STATE: Final = text(
    "SELECT tgname FROM pg_trigger WHERE tgrelid = CAST('young_person_view' AS regclass)"
    f" AND tgname IN ('{FILLING}', '{KEPT}') AND tgenabled = 'O'"
)
PARTS: Final = text(
    "SELECT relname FROM pg_class JOIN pg_inherits ON inhrelid = pg_class.oid"
    f" WHERE inhparent = CAST('counted_view' AS regclass) AND relname <> '{OTHERS}' ORDER BY relname"
)
ALONE: Final = text("LOCK TABLE counted_view IN ACCESS EXCLUSIVE MODE")
DIFFERENT: Final = text(f"""
SELECT count(*) FROM (SELECT {NAMES} FROM young_person_view) AS one FULL JOIN counted_view AS other USING ({KEYS})
WHERE ({", ".join(f"one.{name}" for name in CHANGING)}) IS DISTINCT FROM
    ({", ".join(f"other.{name}" for name in CHANGING)})
""")


def is_possible() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"


def state() -> str | None:
    """FILLING while views from before are being copied, KEPT once all are there; None where nobody turned it on."""
    return db.session.scalar(STATE) if is_possible() else None


def is_kept(connection: Connection) -> bool:
    """Whether the spread table holds every view as it is, and will until this transaction ends."""
    if connection.dialect.name != "postgresql":
        return False
    connection.execute(text("LOCK TABLE young_person_view, counted_view IN ACCESS SHARE MODE"))
    return bool(connection.scalar(STATE) == KEPT)


def begin(now: datetime, *, ahead: int) -> bool:
    """Make the months that are missing, and have every write to a view kept in step from now on.

    Returns whether the views from before are still to be copied (`copy`, then `finish`).
    """
    never_hold_anybody_up()
    db.session.execute(ALONE)
    was = state()
    if was is None:
        db.session.execute(text("TRUNCATE counted_view"))
    first = db.session.scalar(select(func.min(View.sent_at)).where(View.sent_at >= start_of_day(oldest(now))))
    make_months(london_day(first or now), now, ahead=ahead)
    if was is None:  # last: whoever writes to a view is waited for, and waits
        db.session.execute(text(KEEPING))
        db.session.execute(text(TRIGGER))
    return was != KEPT


def copy(after: Place) -> Place | None:
    """Copy some views that were sent after these. Returns the last of them, or None when there are no more."""
    never_hold_anybody_up()
    last = db.session.execute(COPYING, after).one_or_none()
    return None if last is None else {"sent_at": last.sent_at, "id": last.id}


def weigh() -> None:
    """Have PostgreSQL look at how much is in it, so that it plans well. Nobody waits for that."""
    db.session.execute(text("ANALYZE counted_view"))


def finish() -> None:
    """From here on publishing reads it, unless somebody has turned it off again."""
    never_hold_anybody_up()
    db.session.execute(text("LOCK TABLE young_person_view IN ACCESS EXCLUSIVE MODE"))
    if state() == FILLING:
        db.session.execute(text(f"ALTER TRIGGER {FILLING} ON young_person_view RENAME TO {KEPT}"))


def gather() -> None:
    """Turn it off: nothing is in it any more. Publishing reads the views themselves, as it did before."""
    never_hold_anybody_up()
    for name in (FILLING, KEPT):
        db.session.execute(text(f"DROP TRIGGER IF EXISTS {name} ON young_person_view"))
    db.session.execute(text("DROP FUNCTION IF EXISTS keep_counted_view()"))
    for name in parts():
        db.session.execute(text(f"DROP TABLE {name}"))
    db.session.execute(text("TRUNCATE counted_view"))


def keep_ahead(now: datetime) -> list[str]:
    """Make the months that come, where views are spread. Returns those made now; again it makes none."""
    if state() is None:
        return []
    never_hold_anybody_up()
    return make_months(london_day(now), now, ahead=AHEAD)


def make_months(first: date, now: datetime, *, ahead: int) -> list[str]:
    """Make each month from this one to so many ahead that is not there. Returns the names of those made."""
    months = list(months_between(max(first, oldest(now)), add_months(london_day(now), ahead)))
    if not missing(months):
        return []
    db.session.execute(ALONE)
    made = missing(months)  # another machine may have made some by now
    for month in made:
        make_month(month)
    return [part_of(month) for month in made]


def missing(months: Iterable[date]) -> list[date]:
    there = set(parts())
    return [month for month in months if part_of(month) not in there]


def make_month(month: date) -> None:
    """One part, from midnight to midnight in London, as quarters are. What is there of it already moves into it."""
    name, begins, ends = part_of(month), start_of_day(month), start_of_day(add_months(month, 1))
    where = f"sent_at >= '{begins.isoformat()}' AND sent_at < '{ends.isoformat()}'"
    db.session.execute(text(f"CREATE TABLE {name} (LIKE counted_view INCLUDING ALL)"))
    taken = f"WITH taken AS (DELETE FROM {OTHERS} WHERE {where} RETURNING {NAMES})"
    db.session.execute(text(f"{taken} INSERT INTO {name} ({NAMES}) SELECT {NAMES} FROM taken"))
    bounds = f"FROM ('{begins.isoformat()}') TO ('{ends.isoformat()}')"
    db.session.execute(text(f"ALTER TABLE counted_view ATTACH PARTITION {name} FOR VALUES {bounds}"))


def months_ahead(now: datetime) -> int:
    """How many months after this one are there."""
    return sum(name > part_of(london_day(now)) for name in parts())


def how_many_elsewhere() -> int:
    """How many views lie in no month of their own."""
    return int(db.session.scalar(text("SELECT count(*) FROM counted_view_other")) or 0)


def how_many_differ() -> int:
    """How many views are not in it, are in it and gone, or stand there otherwise. Reads everything there is."""
    return int(db.session.scalar(DIFFERENT) or 0)


def parts() -> list[str]:
    return list(db.session.scalars(PARTS))


def part_of(day: date) -> str:
    return f"counted_view_{day:%Y_%m}"


def month_of(part: str) -> date:
    year, month = part.split("_")[-2:]
    return date(int(year), int(month), 1)


def oldest(now: datetime) -> date:
    return add_months(london_day(now).replace(day=1), -MONTHS_BACK)


def months_between(first: date, last: date) -> Iterator[date]:
    """The first day of each month that any of these days is in."""
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = add_months(month, 1)


def never_hold_anybody_up() -> None:
    db.session.execute(text(f"SET LOCAL lock_timeout = {GIVES_UP_AFTER}"))
