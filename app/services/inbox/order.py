"""Where a view stands in the inbox, so that the next one can be found although something has moved since.

Opening a view changes what is due next about it, and so its place in the list. Whoever reads on from there goes on from
where it stood when they came: that is what a page carries in its address.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Subquery, literal, select, tuple_, union_all

from app.models import View
from app.services.due_next import PLACES
from app.services.inbox.filters import Asker, Filters, conditions

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND: Final = timedelta(microseconds=1)
KEY: Final = (View.next_due_at, View.sent_at, View.id)


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

    Each place is read by itself: then a clock, and a start in the middle, are a range of the index and no search.
    """
    rises = filters.state.is_done is walk.is_back
    parts = [part(filters, asker, walk, place, rises=rises).limit(limit).subquery() for place in walk.places()]
    return union_all(*(select(*one.c) for one in parts)).subquery("chosen")


def part(
    filters: Filters, asker: Asker, walk: Walk, place: int, *, rises: bool
) -> Select[int, datetime, datetime, UUID]:
    query = select(View.place, *KEY).where(*conditions(filters, asker), View.place == place)
    if walk.start is not None and walk.start.place == place:
        query = query.where(comes_after(walk.start, rises=rises))
    return query.order_by(*(column if rises else column.desc() for column in KEY))


def comes_after(start: Position, *, rises: bool) -> ColumnElement[bool]:
    values = (start.next_due_at, start.sent_at, start.view_id)
    there = tuple_(*(literal(value, column.type) for value, column in zip(values, KEY, strict=True)))
    return tuple_(*KEY) > there if rises else tuple_(*KEY) < there


def sorted_as(chosen: Subquery, filters: Filters, walk: Walk) -> list[ColumnElement[object]]:
    """What to sort these ids by, once more: they come place by place."""
    rises = filters.state.is_done is walk.is_back
    key = [chosen.c.next_due_at, chosen.c.sent_at, chosen.c.id]
    place = chosen.c.place.desc() if walk.is_back else chosen.c.place
    return [place, *(column if rises else column.desc() for column in key)]
