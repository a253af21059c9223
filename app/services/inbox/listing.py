"""A page of the inbox, and the view before and after the one that is open. No word of a child's is fetched for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import defer, joinedload

from app.extensions import db
from app.models import Addition, Alert, Answer, Contact, View
from app.models.codes import ViewStatus
from app.services.due_next import RAISED
from app.services.inbox.filters import Asker, Filters
from app.services.inbox.order import Position, Walk, ids_in_order, sorted_as

PAGE: Final = 25
MOST_UNOPENED: Final = 100


class Duty(StrEnum):
    """One thing that is to be done about a view."""

    READ = "read it"
    READ_MORE = "read what they added"
    READ_REASON = "read what they say is missing"
    FIND = "open how to find them"
    ANSWER = "answer it"
    DEAL = "deal with it"


class Listed(NamedTuple):
    """A view as the list shows it: with how much of what came later is unread, and by when the first of it is due."""

    view: View
    unread_additions: int
    addition_due_at: datetime | None
    reason_due_at: datetime | None

    @property
    def position(self) -> Position:
        return Position.of(self.view)

    @property
    def can_be_found(self) -> bool:
        """Whether they asked us to find them, or told us how, as they sent it, and nobody has opened that yet.

        It has no clock of its own: what they tell us later is a duty with one.
        """
        contact = self.view.contact
        return contact is not None and contact.given_at is None and contact.opened_at is None

    @property
    def is_raised(self) -> bool:
        """Whether a word in it brought it forward."""
        return self.view.place == RAISED

    @property
    def duties(self) -> Sequence[tuple[Duty, datetime]]:
        """What is to be done about it and by when, the first first; nothing when no clock runs."""
        found: list[tuple[Duty, datetime | None]] = [
            (Duty.READ, None if self.view.read_at else self.view.read_due_at),
            (Duty.READ_MORE, self.addition_due_at),
            (Duty.READ_REASON, self.reason_due_at),
        ]
        contact = self.view.contact
        if contact is not None and contact.given_at is not None and contact.opened_at is None:
            found.append((Duty.FIND, contact.read_due_at))
        if self.view.status is ViewStatus.WAITING:
            found.append((Duty.DEAL if self.view.taken_back_at else Duty.ANSWER, self.view.answer_due_at))
        running = [(duty, due_at) for duty, due_at in found if due_at is not None]
        return sorted(running, key=lambda one: one[1])


@dataclass(frozen=True)
class ListPage:
    """One page of the inbox, and whether there is more on either side."""

    listed: Sequence[Listed]
    has_earlier: bool
    has_more: bool


@dataclass(frozen=True)
class Neighbours:
    """The view before and the view after another one, each with where it stands. None where the list ends."""

    previous: Position | None
    next: Position | None


def get_page(filters: Filters, asker: Asker, walk: Walk) -> ListPage:
    """One page, from the beginning, or on or back from a position. One query, the same whatever is asked for.

    Unsafe first, then what is due first; of what is done, the newest first. Each view comes with its alert, with
    whether they told us how to find them and, where they gave it, its young advisor. Nothing sealed comes with it but
    the advisors' chosen names.
    """
    chosen = ids_in_order(filters, asker, walk, PAGE + 1)
    query = listed_query().join(chosen, chosen.c.id == View.id)
    rows = db.session.execute(query.order_by(*sorted_as(chosen, filters, walk)).limit(PAGE + 1)).all()
    listed, goes_on = [Listed(*row) for row in rows[:PAGE]], len(rows) > PAGE
    if walk.is_back:
        return ListPage(listed[::-1], has_earlier=goes_on, has_more=True)
    return ListPage(listed, has_earlier=walk.start is not None, has_more=goes_on)


def listed_query() -> Select[View, int, datetime | None, datetime | None]:
    is_unread = Addition.view_id == View.id, Addition.read_at.is_(None)
    is_unread_reason = Answer.view_id == View.id, Answer.read_due_at.is_not(None), Answer.read_at.is_(None)
    sealed = View.words_sealed, View.not_genuine_reason_sealed
    return select(
        View,
        select(func.count()).where(*is_unread).scalar_subquery(),
        select(func.min(Addition.read_due_at)).where(*is_unread).scalar_subquery(),
        select(func.min(Answer.read_due_at)).where(*is_unread_reason).scalar_subquery(),
    ).options(
        *(defer(column, raiseload=True) for column in sealed),
        joinedload(View.alert).load_only(Alert.view_id, Alert.due_at, Alert.acknowledged_at, raiseload=True),
        joinedload(View.contact).load_only(
            Contact.view_id,
            Contact.wants_contact,
            Contact.given_at,
            Contact.read_due_at,
            Contact.opened_at,
            raiseload=True,
        ),
        joinedload(View.advisor),
        joinedload(View.handler),
    )


def still_to_be_found() -> Sequence[Listed]:
    """Views that were answered, whose young people told us how to find them, and nobody has opened that yet.

    Asked for by itself, so that those that wait can be read in the order of their index, however many there are.
    """
    is_unopened = Contact.given_at.is_not(None), Contact.opened_at.is_(None)
    rows = db.session.execute(
        listed_query()
        .join(Contact, Contact.view_id == View.id)
        .where(*is_unopened, View.status == ViewStatus.ANSWERED)
        .order_by(View.place, Contact.read_due_at, View.id)
        .limit(MOST_UNOPENED)
    )
    return [Listed(*row) for row in rows]


def neighbours(filters: Filters, asker: Asker, here: Position) -> Neighbours:
    """The views on either side of this position, among those that are asked for. Two queries."""
    return Neighbours(nearest(filters, asker, here, is_back=True), nearest(filters, asker, here, is_back=False))


def nearest(filters: Filters, asker: Asker, here: Position, *, is_back: bool) -> Position | None:
    walk = Walk(here, is_back=is_back)
    chosen = ids_in_order(filters, asker, walk, 2)  # one of them may be the view itself, which has moved since
    columns = chosen.c.place, chosen.c.next_due_at, chosen.c.sent_at, chosen.c.id
    rows = db.session.execute(select(*columns).order_by(*sorted_as(chosen, filters, walk)).limit(2))
    found = (Position(*row) for row in rows)
    return next((position for position in found if position.view_id != here.view_id), None)
