"""Which views somebody asks for, as conditions that an index can answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, select

from app.models import View, ViewTheme
from app.models.codes import AgeGroup, Topic, ViewStatus
from app.services import clocks
from app.services.due_next import PLACES

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
        """Whether the views come from a list of their own (a theme's, the newest), and not in the inbox's order."""
        return self.theme is not None or self.is_new

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


def conditions(filters: Filters, asker: Asker) -> list[ColumnElement[bool]]:
    """What holds for the views that are asked for. Each index of the inbox begins with some of these."""
    found = state_is(filters.state, asker)
    if filters.topic is not None:
        found.append(View.topic.is_(None) if filters.topic is Nothing.SAID else View.topic == filters.topic)
    if filters.age_group is not None:
        is_said = filters.age_group is not Nothing.SAID
        found.append(View.age_group == filters.age_group if is_said else View.age_group.is_(None))
    if filters.theme is not None:
        found.append(View.id.in_(select(ViewTheme.view_id).where(ViewTheme.theme_id == filters.theme)))
    if filters.due is not None:
        found += due_is(filters.due, asker.now)
    if filters.is_new:
        found.append(View.id.in_(select(View.id).where(View.last_said_at > asker.new_since)))
    return found


def state_is(state: State, asker: Asker) -> list[ColumnElement[bool]]:
    if state is State.KEPT:  # it waits, always; to say so would lead away from its own index
        return [View.taken_back_at.is_not(None), View.cleared_at.is_(None)]
    status = {State.ANSWERED: ViewStatus.ANSWERED, State.NOT_GENUINE: ViewStatus.NOT_GENUINE}
    found = [View.status == status.get(state, ViewStatus.WAITING)]
    if state is State.MINE:
        found.append(View.handler_id == asker.person_id)
    return found


def due_is(due: Due, now: datetime) -> list[ColumnElement[bool]]:
    """Late; until the end of today in London; until the end of Sunday; after that."""
    today = clocks.london_day(now)
    until_sunday = clocks.end_of_day(today + timedelta(days=SUNDAY - today.weekday()))
    ends = {Due.LATE: now, Due.TODAY: clocks.end_of_day(today), Due.WEEK: until_sunday}
    kinds: Sequence[Due] = list(Due)
    before = kinds[kinds.index(due) - 1] if due is not Due.LATE else None
    found: list[ColumnElement[bool]] = []
    if before is not None:
        after = ends[before]
        found.append(View.next_due_at >= after if before is Due.LATE else View.next_due_at > after)
    if due in ends:
        found.append(View.next_due_at < ends[due] if due is Due.LATE else View.next_due_at <= ends[due])
    return found


def in_any_place() -> ColumnElement[bool]:
    """True of every view. It lets an index that has the place before the clock find a clock."""
    return View.place.in_(PLACES)
