"""Where a view stands in the inbox, so that the next one can be found although something has moved since.

Opening a view changes what is due next about it, and so its place in the list. Whoever reads on from there goes on from
where it stood when they came: that is what a page carries in its address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, and_, literal, or_, select, tuple_, union_all

from app.models import View, ViewTheme
from app.services.due_next import PLACES
from app.services.inbox.filters import Asker, Filters, conditions

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)


@dataclass(frozen=True)
class Position:
    """One place in the inbox: that of a view, or where it stood."""

    place: int
    next_due_at: datetime
    sent_at: datetime
    view_id: UUID

    @classmethod
    def of(cls, view: View) -> "Position":
        return cls(view.place, view.next_due_at, view.sent_at, view.id)

    @classmethod
    def read(cls, written: str) -> "Position | None":
        """The position that an address names; None when it names none."""
        try:
            place, due, sent, view_id = written.split(".")
            found = cls(int(place), moment(due), moment(sent), UUID(hex=view_id))
        except (ValueError, OverflowError):
            return None
        return found if found.place in PLACES else None

    def __str__(self) -> str:
        """As it stands in an address: numbers, and an id."""
        numbers = (self.place, *((at - EPOCH) // MICROSECOND for at in (self.next_due_at, self.sent_at)))
        return ".".join([*map(str, numbers), self.view_id.hex])


def moment(written: str) -> datetime:
    return EPOCH + MICROSECOND * int(written)


@dataclass(frozen=True)
class Walk:
    """A way through the inbox: from its beginning or from a position, on or back."""

    start: Position | None = None
    is_back: bool = False

    def places(self) -> Sequence[int]:
        """The places that lie on the way, in their order."""
        places = list(reversed(PLACES)) if self.is_back else list(PLACES)
        return places if self.start is None else places[places.index(self.start.place) :]


def ids_in_order(filters: Filters, asker: Asker, walk: Walk, limit: int) -> Subquery:
    """The ids of that many views on the way, with what they are sorted by. Read from an index, however many there are.

    Each place is read by itself: then a clock, and a start in the middle, are a range of the index and no search. What
    is gathered, the newest, is sorted instead.
    """
    if filters.is_gathered:
        query = ids(filters, asker)
        if walk.start is not None:
            query = query.where(comes_later(walk.start, filters, walk))
        return query.order_by(*in_order(View.place, key_of(filters), filters, walk)).limit(limit).subquery("chosen")
    parts = [part(filters, asker, walk, place).limit(limit).subquery() for place in walk.places()]
    return union_all(*(select(*one.c) for one in parts)).subquery("chosen")


def key_of(filters: Filters) -> tuple[Any, Any, Any]:
    """What the views of one place are sorted by, where they are looked for."""
    if filters.rows is ViewTheme:
        return ViewTheme.next_due_at, ViewTheme.sent_at, ViewTheme.view_id
    return View.next_due_at, View.sent_at, View.id


def ids(filters: Filters, asker: Asker) -> Select[int, datetime, datetime, UUID]:
    due, sent, row_id = key_of(filters)
    return select(filters.rows.place, due, sent, row_id.label("id")).where(*conditions(filters, asker))


def part(filters: Filters, asker: Asker, walk: Walk, place: int) -> Select[int, datetime, datetime, UUID]:
    """What is on the way in one place."""
    query = ids(filters, asker).where(filters.rows.place == place)
    if walk.start is not None and walk.start.place == place:
        query = query.where(comes_after(walk.start, filters, walk))
    return query.order_by(*in_order(filters.rows.place, key_of(filters), filters, walk)[1:])


def rises(filters: Filters, walk: Walk) -> bool:
    """Whether what is due first comes first on this way."""
    return filters.state.is_done is walk.is_back


def comes_later(start: Position, filters: Filters, walk: Walk) -> ColumnElement[bool]:
    """Whether it is further on this way, whatever its place."""
    further = View.place < start.place if walk.is_back else View.place > start.place
    return or_(further, and_(View.place == start.place, comes_after(start, filters, walk)))


def comes_after(start: Position, filters: Filters, walk: Walk) -> ColumnElement[bool]:
    key, values = key_of(filters), (start.next_due_at, start.sent_at, start.view_id)
    there = tuple_(*(literal(value, column.type) for value, column in zip(values, key, strict=True)))
    return tuple_(*key) > there if rises(filters, walk) else tuple_(*key) < there


def in_order(place: Any, key: Sequence[Any], filters: Filters, walk: Walk) -> list[ColumnElement[Any]]:
    """These columns to sort by: unsafe first, then what is due first; of what is done, the newest. Or all that back."""
    is_up = rises(filters, walk)
    return [place.desc() if walk.is_back else place, *(column if is_up else column.desc() for column in key)]


def sorted_as(chosen: Subquery, filters: Filters, walk: Walk) -> list[ColumnElement[Any]]:
    """What to sort these ids by, once more: they come place by place."""
    return in_order(chosen.c.place, [chosen.c.next_due_at, chosen.c.sent_at, chosen.c.id], filters, walk)
