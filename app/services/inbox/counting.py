"""How many views there are of each kind that somebody can ask for. Counted up to a limit, so that it stays cheap."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from sqlalchemy import Select, and_, case, func, literal, select
from sqlalchemy.sql.selectable import ScalarSelect

from app.extensions import db
from app.models import Theme, View, ViewTheme
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

    Two queries, three while a theme is chosen. Each number counts up to a limit and comes from an index.
    """
    themes = {theme.id: theme.name for theme in active_themes()}
    wanted = [(facet, value) for facet, values in choices(filters, themes).items() for value in values]
    asked = [filters, *(filters.but(**{facet.value: value}) for facet, value in wanted)]
    numbers = how_many(asked, asker, theme=filters.theme)
    found: dict[Facet, list[Counted]] = {facet: [] for facet in Facet}
    for (facet, value), one in zip(wanted, asked[1:], strict=True):
        name = themes.get(value) if isinstance(value, UUID) else None
        found[facet].append(Counted(value, numbers[one], name))
    return numbers[filters], found


def how_many(asked: Sequence[Filters], asker: Asker, *, theme: UUID | None) -> Mapping[Filters, int | None]:
    """How many there are of each; None where there are more than are counted."""
    alone = list(dict.fromkeys(one for one in asked if theme is None or one.theme != theme))
    found: dict[Filters, int] = {}
    if alone:
        row = db.session.execute(select(*(up_to_the_limit(one, asker) for one in alone))).one()
        found |= dict(zip(alone, row, strict=True))
    if theme is not None:
        found |= with_theme([one for one in dict.fromkeys(asked) if one.theme == theme], asker, theme)
    return {one: None if number > MOST_COUNTED else number for one, number in found.items()}


def up_to_the_limit(filters: Filters, asker: Asker) -> ScalarSelect[int]:
    rows = select(literal(1).label("one")).select_from(View)
    rows = rows.where(*conditions(filters.but(theme=None), asker))
    if filters.theme is not None:
        rows = rows.join(ViewTheme, ViewTheme.view_id == View.id).where(ViewTheme.theme_id == filters.theme)
    rows = rows.where(in_any_place()) if filters.is_gathered else along_an_index(rows, filters)
    return select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery()).scalar_subquery()


def along_an_index(rows: Select[int], filters: Filters) -> Select[int]:
    """The same rows, asked for in the order of an index: PostgreSQL would read the table from its beginning instead."""
    if filters.due is None:
        return rows.order_by(View.place)
    if filters.topic is None and filters.age_group is None:
        return rows.order_by(View.next_due_at)
    return rows.where(in_any_place())


def with_theme(asked: Sequence[Filters], asker: Asker, theme: UUID) -> Mapping[Filters, int]:
    """The same of one theme: no index of the inbox begins with a theme, so its views are gone through once for all."""
    holds = [and_(*conditions(one.but(theme=None), asker)) for one in asked]
    row = db.session.execute(
        select(*(func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in holds))
        .select_from(View)
        .join(ViewTheme, ViewTheme.view_id == View.id)
        .where(ViewTheme.theme_id == theme)
    ).one()
    return dict(zip(asked, row, strict=True))
