"""Which views somebody asks for, as conditions that an index can answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, exists, func, or_, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute

from app.models import View, ViewTheme
from app.models.codes import AgeGroup, Topic, ViewStatus
from app.services import clocks
from app.services.due_next import PLACES

Condition = ColumnElement[bool]

SUNDAY = 6


class State(StrEnum):
    """What becomes of a view. The first is what is shown when nothing else is asked for."""

    WAITING = "waiting"
    MINE = "mine"
    KEPT = "kept"
    ANSWERED = "answered"
    NOT_GENUINE = "not-genuine"

    @property
    def is_done(self) -> bool:
        """Whether no clock runs: then the newest come first."""
        return self in (State.ANSWERED, State.NOT_GENUINE)


class Due(StrEnum):
    """When the next thing is due: each from where the one before ends."""

    LATE = "late"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


class Nothing(StrEnum):
    """What somebody left out who said no topic, or no age group."""

    SAID = "none"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What is asked for. Nothing in all but the state: everything."""

    state: State = State.WAITING
    due: Due | None = None
    topic: Topic | Nothing | None = None
    theme: UUID | None = None
    age_group: AgeGroup | Nothing | None = None
    is_new: bool = False

    @property
    def is_usual(self) -> bool:
        """Whether this is the inbox as it opens."""
        return self == Filters()

    @property
    def is_gathered(self) -> bool:
        """Whether the views come from a list of their own, the newest, and not in the inbox's order."""
        return self.is_new

    @property
    def rows(self) -> type[View] | type[ViewTheme]:
        """Where the views are looked for: a theme holds where each of its views stands."""
        is_elsewhere = self.is_new or self.state is State.KEPT
        return View if self.theme is None or is_elsewhere else ViewTheme

    @property
    def cleared(self) -> "Filters":
        """The same state with nothing else asked for."""
        return Filters(state=self.state)

    @property
    def is_chosen(self) -> bool:
        """Whether a clock, a topic, a theme or an age is asked for."""
        return any(one is not None for one in (self.due, self.topic, self.theme, self.age_group))

    def but(self, **changed: object) -> "Filters":
        """The same with something else in one of them. What is done has no clock, so it cannot be late."""
        made: Filters = replace(self, **changed)  # type: ignore[arg-type]
        return replace(made, due=None) if made.state.is_done else made

    def asked(self) -> dict[str, str]:
        """These filters as they stand in an address. A choice of ours in each, or an id: nothing anybody wrote."""
        found: Mapping[str, object] = {
            "state": None if self.state is State.WAITING else self.state.value,
            "due": self.due,
            "topic": self.topic,
            "theme": self.theme,
            "age": self.age_group,
            "new": "yes" if self.is_new else None,
        }
        return {name: str(value) for name, value in found.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Asker:
    """Who asks, when, and since when a thing is new to them."""

    person_id: UUID
    now: datetime
    new_since: datetime

    @property
    def new_since_day(self) -> datetime:
        """The day on which they looked: of a view without a name nothing more exact is kept."""
        return clocks.start_of_day(clocks.london_day(self.new_since))

    def is_new(self, view: View) -> bool:
        """Whether something in it is new to them. What came on that day without a name is, until somebody reads it."""
        came_that_day = view.read_at is None and view.last_said_at == self.new_since_day
        return view.last_said_at > self.new_since or came_that_day


def conditions(filters: Filters, asker: Asker) -> list[Condition]:
    """What holds for the views that are asked for. Each index of the inbox begins with some of these."""
    rows = filters.rows
    found = state_is(filters, asker)
    if filters.topic is not None:
        found.append(is_said(filters, rows.topic, filters.topic))
    if filters.age_group is not None:
        found.append(is_said(filters, rows.age_group, filters.age_group))
    if filters.theme is not None:
        has_it = exists().where(ViewTheme.view_id == View.id, ViewTheme.theme_id == filters.theme)
        found.append(has_it if rows is View else ViewTheme.theme_id == filters.theme)
    if filters.due is not None:
        found += due_is(rows, filters.due, asker.now)
    if filters.is_new:
        came_that_day = View.read_at.is_(None) & (View.last_said_at == asker.new_since_day)
        is_new = View.last_said_at >= asker.new_since_day, or_(View.last_said_at > asker.new_since, came_that_day)
        found.append(View.id.in_(select(View.id).where(*is_new)))
    return found


def is_said(filters: Filters, column: InstrumentedAttribute[Any], wanted: Topic | AgeGroup | Nothing) -> Condition:
    """What holds for the topic or the age. What is mine in a theme is few, and its index has both at its end: said in a
    way that keeps SQLite from looking through everybody's of that topic or age instead."""
    if filters.state is State.MINE and filters.rows is ViewTheme:
        return func.coalesce(type_coerce(column, String), "") == ("" if wanted is Nothing.SAID else str(wanted))
    return column.is_(None) if wanted is Nothing.SAID else column == wanted


def state_is(filters: Filters, asker: Asker) -> list[Condition]:
    state = filters.state
    if state is State.KEPT:  # it waits, always; to say so would lead away from its own index
        return [View.taken_back_at.is_not(None), View.cleared_at.is_(None)]
    status = {State.ANSWERED: ViewStatus.ANSWERED, State.NOT_GENUINE: ViewStatus.NOT_GENUINE}
    found = [filters.rows.status == status.get(state, ViewStatus.WAITING)]
    if state is State.MINE:
        found.append(filters.rows.handler_id == asker.person_id)
    return found


def due_is(rows: type[View] | type[ViewTheme], due: Due, now: datetime) -> list[Condition]:
    """Late; until the end of today in London; until the end of Sunday; after that."""
    today = clocks.london_day(now)
    until_sunday = clocks.end_of_day(today + timedelta(days=SUNDAY - today.weekday()))
    ends = {Due.LATE: now, Due.TODAY: clocks.end_of_day(today), Due.WEEK: until_sunday}
    kinds: Sequence[Due] = list(Due)
    before = kinds[kinds.index(due) - 1] if due is not Due.LATE else None
    found: list[Condition] = []
    if before is not None:
        after = ends[before]
        found.append(rows.next_due_at >= after if before is Due.LATE else rows.next_due_at > after)
    if due in ends:
        found.append(rows.next_due_at < ends[due] if due is Due.LATE else rows.next_due_at <= ends[due])
    return found


def in_any_place(filters: Filters) -> Condition:
    """True of every view. It lets an index that has the place before the clock find a clock."""
    return filters.rows.place.in_(PLACES)
