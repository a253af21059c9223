"""A chair's practice in a quarter or a year that is over: their own numbers, and those of all the other chairs.

Their own are counted as they are now and hide nothing: they know these children and lead these conferences. The others'
are protected and frozen when the quarter is published (docs/decisions/0026).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.models import ChildRecord, Conference, Person, PracticePublication, Wish
from app.models.codes import Extent, ParticipationCode, Stage, ToldHow
from app.protection.small_numbers import HIDDEN, MARK_IN_FILES, Cell, share
from app.services import figures, settings
from app.services.clocks import Quarter

EXPLAINED, NOT_EXPLAINED = "explained to the child", "not explained yet"
FEWEST_OTHERS: Final = 3
NOT_FULLY: Final = (Extent.PARTLY, Extent.NOT_ACTED_ON)
QUARTERS_BACK: Final = 12

Counts = tuple[int, ...]
Cells = tuple[Cell, ...]
Question = Select[*tuple[Any, ...]]


@dataclass(frozen=True, kw_only=True)
class PracticeTable:
    """One table: what it counts by chair, and the board's published table with which it could be compared.

    `linked` names that table and, for each row, the rows in it that must be shown for this one to be.
    """

    name: str
    title: str
    rows: tuple[str, ...]
    counted: tuple[str, ...]  # the rows that make the share
    of: tuple[str, ...]
    share_words: str
    definition: str
    when: InstrumentedAttribute[Any]
    counting: Callable[[ColumnElement[bool]], Question]  # the chair, what came up, how often
    row: Callable[..., str]
    linked: tuple[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True)
class Side:
    """The cells of one side of a comparison, with the share they give where one may be shown."""

    cells: Cells
    percent: int | None


@dataclass(frozen=True)
class Compared:
    """One table for one chair. `others` is None where fewer than three others have something to count, or nobody has
    counted it: there is nothing to compare with."""

    table: PracticeTable
    own: Cells
    others: Side | None

    @property
    def own_counted(self) -> int:
        return added(self.table, self.own, self.table.counted)

    @property
    def own_of(self) -> int:
        return added(self.table, self.own, self.table.of)


@dataclass(frozen=True)
class Period:
    """A quarter or a calendar year that is over."""

    code: str
    label: str
    quarters: tuple[Quarter, ...]


def _by_code(during: ColumnElement[bool]) -> Question:
    return (
        select(Conference.chair_id, ChildRecord.participation_code, func.count())
        .join(ChildRecord.conference)
        .where(during, Conference.finished_at.is_not(None))
        .where(or_(ChildRecord.participation_code.is_not(None), ChildRecord.stage == Stage.UNBORN))
        .group_by(Conference.chair_id, ChildRecord.participation_code)
    )


def _explained(during: ColumnElement[bool]) -> Question:
    is_explained = Wish.explanation_sealed.is_not(None)
    return (
        select(Conference.chair_id, is_explained, func.count())
        .select_from(Wish)
        .join(Wish.record)
        .join(ChildRecord.conference)
        .where(during, Wish.extent.in_(NOT_FULLY))
        .group_by(Conference.chair_id, is_explained)
    )


def _told(during: ColumnElement[bool]) -> Question:
    in_time = ChildRecord.told_on <= ChildRecord.tell_due_on
    return (
        select(Conference.chair_id, in_time, ChildRecord.told_how, func.count())
        .select_from(ChildRecord)
        .join(ChildRecord.conference)
        .where(during, or_(ChildRecord.stage.is_(None), ChildRecord.stage != Stage.UNBORN))
        .group_by(Conference.chair_id, in_time, ChildRecord.told_how)
    )


def _row_of_told(in_time: bool | None, how: ToldHow | None) -> str:
    if in_time is None or how is ToldHow.NOT_GIVEN:
        return figures.NOT_TOLD
    return figures.TOLD_IN_TIME if in_time else figures.TOLD_LATE


CODES: Final = (*(code.value for code in ParticipationCode), figures.UNBORN)
TOLD: Final = (figures.TOLD_IN_TIME, figures.TOLD_LATE, figures.NOT_TOLD)
WISHES: Final = tuple(extent.value for extent in NOT_FULLY)
CATALOGUE: Final = (
    PracticeTable(
        name="participation",
        title="How children took part",
        rows=CODES,
        counted=figures.HEARD,
        of=figures.FROM_4,
        share_words="of the children with PN1 to PN7, their views reached the conference",
        definition="Children of conferences that were held then and are finished. A child counts once for each.",
        when=Conference.held_on,
        counting=_by_code,
        row=lambda code: code or figures.UNBORN,
        linked=("children_by_participation", {code: (code,) for code in CODES}),
    ),
    PracticeTable(
        name="explained",
        title="Why not: explained to the child",
        rows=(EXPLAINED, NOT_EXPLAINED),
        counted=(EXPLAINED,),
        of=(EXPLAINED, NOT_EXPLAINED),
        share_words="of the wishes that were acted on in part or not at all are explained to the child",
        definition="Wishes acted on in part or not at all, of conferences that were held then, finished or not.",
        when=Conference.held_on,
        counting=_explained,
        row=lambda is_explained: EXPLAINED if is_explained else NOT_EXPLAINED,
        linked=("wishes_by_extent", {EXPLAINED: WISHES, NOT_EXPLAINED: WISHES}),
    ),
    PracticeTable(
        name="told",
        title="Children told in time",
        rows=TOLD,
        counted=(figures.TOLD_IN_TIME,),
        of=TOLD,
        share_words="of the children were told by the day they were due to be told",
        definition=(
            "Children who were due to be told then. Unborn children are left out. For a baby, whether the carer was "
            "told."
        ),
        when=ChildRecord.tell_due_on,
        counting=_told,
        row=_row_of_told,
        linked=("children_told", {row: (row,) for row in TOLD}),
    ),
)


def count_by_chair(table: PracticeTable, quarter: Quarter, chair: Person | None = None) -> dict[UUID, Counts]:
    """The counts of each chair who has something to count, or of one. Never to be shown to anybody else."""
    query = table.counting(figures.within(table.when, quarter))
    if chair is not None:
        query = query.where(Conference.chair_id == chair.id)
    found: dict[UUID, dict[str, int]] = {}
    for chair_id, *came_up, times in db.session.execute(query):
        counts = found.setdefault(chair_id, {})
        row = table.row(*came_up)
        counts[row] = counts.get(row, 0) + times
    return {chair_id: tuple(counts.get(row, 0) for row in table.rows) for chair_id, counts in found.items()}


def periods(chair: Person, today: date) -> list[Period]:
    """The quarters that are over since this chair's first conference, the newest first, then the years; 3 at most."""
    first = db.session.scalar(select(func.min(Conference.held_on)).where(Conference.chair_id == chair.id))
    quarters: list[Quarter] = []
    quarter = Quarter.containing(today).previous
    while first is not None and quarter.last_day >= first and len(quarters) < QUARTERS_BACK:
        quarters.append(quarter)
        quarter = quarter.previous
    found = [Period(f"{quarter.year}-{quarter.number}", quarter.label, (quarter,)) for quarter in quarters]
    for year in sorted({quarter.year for quarter in quarters}, reverse=True):
        whole = tuple(Quarter(year, number) for number in range(1, 5))
        if whole[-1].is_closed_on(today):
            found.append(Period(str(year), f"The year {year}", whole))
    return found


def compare(chair: Person, period: Period) -> list[Compared]:
    """This chair beside all the others, in every table."""
    frozen = others_of(chair, period)
    return [Compared(table, own(chair, table, period), side(table, frozen)) for table in CATALOGUE]


def own(chair: Person, table: PracticeTable, period: Period) -> Cells:
    """What this chair's own conferences give, as they are now."""
    nothing = (0,) * len(table.rows)
    counts = (count_by_chair(table, quarter, chair).get(chair.id, nothing) for quarter in period.quarters)
    return tuple(map(sum, zip(*counts, strict=True)))


def others_of(chair: Person, period: Period) -> Sequence[Mapping[str, Any]]:
    """What was frozen of the others for each quarter of the period; nothing when a quarter is missing."""
    contents = db.session.scalars(
        select(PracticePublication.content).where(
            PracticePublication.chair_id == chair.id,
            PracticePublication.first_day.in_([quarter.first_day for quarter in period.quarters]),
        )
    ).all()
    return contents if len(contents) == len(period.quarters) else []


def side(table: PracticeTable, frozen: Sequence[Mapping[str, Any]]) -> Side | None:
    """The others in one table. A year is its four quarters added, and hidden where one of them is."""
    lists = [cells for content in frozen if (cells := content.get(table.name)) is not None]
    if not lists or len(lists) < len(frozen):
        return None
    cells = tuple(map(add, zip(*map(read, lists), strict=True)))
    in_force = settings.current()
    counted, of = (add(pick(table, cells, rows)) for rows in (table.counted, table.of))
    return Side(cells, share(counted, of, threshold=in_force.small_number, smallest_base=in_force.smallest_base))


def read(cells: Iterable[int | str]) -> Cells:
    """What was frozen. Raises ValueError for a number that may never be shown."""
    found: Cells = tuple(HIDDEN if cell == MARK_IN_FILES else int(cell) for cell in cells)
    if any(cell is not HIDDEN and 1 <= cell <= settings.current().small_number for cell in found):
        raise ValueError("A small number was frozen.")
    return found


def add(cells: Iterable[Cell]) -> Cell:
    """The sum; hidden when one of them is."""
    total = 0
    for cell in cells:
        if cell is HIDDEN:
            return HIDDEN
        total += cell
    return total


def pick(table: PracticeTable, cells: Cells, rows: tuple[str, ...]) -> list[Cell]:
    return [cell for row, cell in zip(table.rows, cells, strict=True) if row in rows]


def added(table: PracticeTable, cells: Cells, rows: tuple[str, ...]) -> int:
    return sum(cell for cell in pick(table, cells, rows) if cell is not HIDDEN)
