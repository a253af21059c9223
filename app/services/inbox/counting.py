"""How many views there are of each kind that somebody can ask for. Counted up to a limit, so that it stays cheap."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, literal, select
from sqlalchemy.sql.selectable import ScalarSelect

from app.extensions import db
from app.models import Theme
from app.models.codes import AgeGroup, Topic
from app.services.inbox.filters import Asker, Due, Filters, Nothing, State, conditions, in_any_place

MOST_COUNTED: Final = 200  # "200+" says as much to whoever has to read them as the number would
MOST_THEMES: Final = 100


class Facet(StrEnum):
    """What the inbox is filtered by, each by the name of its filter."""

    STATE = "state"
    DUE = "due"
    TOPIC = "topic"
    THEME = "theme"
    AGE_GROUP = "age_group"
    NEW = "is_new"


@dataclass(frozen=True)
class Counted:
    """One choice of a filter, and how many views there would be: None, more than are counted."""

    value: Hashable
    number: int | None
    name: str | None = None  # of a theme: staff name those

    @property
    def in_figures(self) -> str:
        return f"{MOST_COUNTED}+" if self.number is None else str(self.number)


def active_themes() -> Sequence[Theme]:
    """The themes that staff can choose, by name."""
    query = select(Theme).where(Theme.is_active.is_(True)).order_by(Theme.name, Theme.id).limit(MOST_THEMES)
    return db.session.scalars(query).all()


def choices(filters: Filters, themes: Mapping[UUID, str]) -> dict[Facet, Sequence[Hashable]]:
    """What each filter can be set to. What is done has no clock."""
    return {
        Facet.STATE: list(State),
        Facet.DUE: [] if filters.state.is_done else list(Due),
        Facet.TOPIC: [*Topic, Nothing.SAID],
        Facet.THEME: list(themes),
        Facet.AGE_GROUP: [*AgeGroup, Nothing.SAID],
        Facet.NEW: [True],
    }


def count_choices(filters: Filters, asker: Asker) -> tuple[int | None, Mapping[Facet, Sequence[Counted]]]:
    """How many there are in all, and with each choice of each filter in place of the one there is.

    Two queries. Each number counts up to a limit and comes from an index.
    """
    themes = {theme.id: theme.name for theme in active_themes()}
    wanted = [(facet, value) for facet, values in choices(filters, themes).items() for value in values]
    asked = [filters, *(filters.but(**{facet.value: value}) for facet, value in wanted)]
    numbers = how_many(asked, asker)
    found: dict[Facet, list[Counted]] = {facet: [] for facet in Facet}
    for (facet, value), one in zip(wanted, asked[1:], strict=True):
        name = themes.get(value) if isinstance(value, UUID) else None
        found[facet].append(Counted(value, numbers[one], name))
    return numbers[filters], found


def how_many(asked: Sequence[Filters], asker: Asker) -> Mapping[Filters, int | None]:
    """How many there are of each; None where there are more than are counted. One query."""
    each = list(dict.fromkeys(asked))
    row = db.session.execute(select(*(up_to_the_limit(one, asker) for one in each))).one()
    return {one: None if number > MOST_COUNTED else number for one, number in zip(each, row, strict=True)}


def up_to_the_limit(filters: Filters, asker: Asker) -> ScalarSelect[int]:
    rows = select(literal(1).label("one")).select_from(filters.rows).where(*conditions(filters, asker))
    rows = rows.where(in_any_place(filters)) if filters.is_gathered else along_an_index(rows, filters)
    return select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery()).scalar_subquery()


def along_an_index(rows: Select[int], filters: Filters) -> Select[int]:
    """The same rows, asked for in the order of an index: PostgreSQL would read the table from its beginning instead."""
    if filters.due is None:
        return rows.order_by(filters.rows.place)
    is_mine_in_a_theme = filters.state is State.MINE and filters.theme is not None  # which has one index
    if filters.topic is None and filters.age_group is None and not is_mine_in_a_theme:
        return rows.order_by(filters.rows.next_due_at)
    return rows.where(in_any_place(filters))
