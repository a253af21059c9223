"""What a figure is made of: what it asks, how its cells hang together with those of others, and what it says in words.

Everything that is done with figures is made from these declarations: counting, protecting, publishing, pages and files.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute

Place: TypeAlias = tuple[str, str]  # a cell of a table: its row and its column
Came: TypeAlias = Any  # one group of what was found: the fields of its source, by name


@dataclass(frozen=True)
class Branch:
    """Cells, or further branches, that belong together: a number of its own, and their whole."""

    name: str
    into: "tuple[Branch | Place, ...]" = ()


Into: TypeAlias = tuple[Branch | Place, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Source:
    """One question to the database: what is grouped by what, for the days on which `when` falls.

    `recorders` are the fields that say who recorded what is counted. `whole` says which population a group belongs to.
    `spread` asks the same of the table that is spread by month, where that is kept (`app/services/spreading.py`).
    """

    name: str
    when: InstrumentedAttribute[Any]
    fields: Mapping[str, Any]
    asking: Callable[[Select[Any]], Select[Any]]
    whole: Callable[[Came], str | None]
    wholes: tuple[str, ...]
    recorders: tuple[str, ...] = ()
    spread: "Source | None" = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Split:
    """How a whole is broken down into cells of a table, and where what came up is counted: None when it is elsewhere.

    The whole is a population, or a branch that another figure names. `into` is asked of the rows when they are found
    and not declared. `crosses` names a figure that breaks down the same whole: this table is by both.
    """

    source: Source
    of: str
    into: Into | Callable[[tuple[str, ...]], Into]
    cell: Callable[[Came], Place | None]
    crosses: str | None = None

    def parts(self, rows: tuple[str, ...]) -> Into:
        return self.into(rows) if callable(self.into) else self.into


@dataclass(frozen=True)
class ShareRule:
    """Which numbers are added up to be so many, and of how many, with both in words. A column stands for its cells."""

    counted: tuple[str, ...]
    of: tuple[str, ...]
    numerator: str
    denominator: str


@dataclass(frozen=True, kw_only=True, eq=False)
class Figure:
    """One table, and everything that is said of it.

    In its words {period} stands for “quarter” or “year”. `rows` is None when they are found: they are counted by a key
    and stand by name. `same_as` says which cells are numbers that have another name: a whole population.
    """

    name: str
    title: str
    question: str
    about: str  # the heading under which it stands
    row_head: str
    columns: tuple[str, ...]
    definition: str
    rows: tuple[str, ...] | None
    splits: tuple[Split, ...]
    same_as: Mapping[Place, str] | None = None
    share: ShareRule | None = None
    target: str | None = None  # the setting that says what per cent the board wants
    only_years: bool = False
    row_wholes: Callable[[str], str] | None = None  # the number that says how many a row is about, by the row
    column_wholes: tuple[str, ...] | None = None
    find_rows: Callable[[], dict[str, str]] | None = None  # key and name, for rows that are found

    def number_at(self, place: Place) -> str:
        """The name of the number in this cell."""
        return (self.same_as or {}).get(place) or number(self.name, *place)

    @property
    def is_crossed(self) -> bool:
        return any(split.crosses for split in self.splits)


def number(figure: str, *parts: str) -> str:
    """The name of a number: of a branch by one word, of a cell by two."""
    return "/".join((figure, *parts))


def cells(column: str, *rows: str) -> tuple[Place, ...]:
    return tuple((row, column) for row in rows)


def of_whole(source: Source, whole: str, cell: Callable[[Came], Place | None]) -> Callable[[Came], Place | None]:
    """The same cells, for what belongs to this population."""
    return lambda came: cell(came) if source.whole(came) == whole else None


def place_of(answer: Callable[[Came], str], column: str) -> Callable[[Came], Place]:
    """The row that this answer is, in this column."""
    return lambda came: (answer(came), column)
