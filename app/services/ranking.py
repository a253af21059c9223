"""Each quarter every member puts themes in order. What comes of it is shown once the quarter is over, and not before.

Nobody is ever shown the order of a single member but that member. With fewer than three orders nothing is shown: of
two, each could work out the other's. The rule by which they are counted: app/protection/borda.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Commitment, Person, PriorityAnswer, PriorityRanking, Theme, utc_now
from app.protection import borda
from app.services import auditing
from app.services.adding import add_if_new
from app.services.clocks import Quarter, london_day
from app.services.errors import RuleBroken

FEWEST: Final = 3  # orders
FIRST_ONES: Final = 3  # places about which the board says what it did
MOST_QUARTERS: Final = 4  # a year
ORDER: Final = "in_order"
QUARTER: Final = re.compile("(20[2-9][0-9])-([1-4])")


@dataclass(frozen=True)
class Placed:
    """One theme and its place; whether it shares it; what the board did about it, where it is one of the first."""

    theme: Theme
    place: int
    is_shared: bool
    answer: PriorityAnswer | None = None
    promises: Sequence[Commitment] = ()

    @property
    def is_first(self) -> bool:
        return self.place <= FIRST_ONES


@dataclass(frozen=True)
class Result:
    """What came of one quarter that is over. Nothing is placed when fewer than three members ranked."""

    quarter: Quarter
    placed: Sequence[Placed]

    @property
    def first_ones(self) -> Sequence[Placed]:
        """Those about which the board says what it did: of places 1 to 3, however many share one."""
        return [one for one in self.placed if one.is_first]


def quarter_now(now: datetime) -> Quarter:
    """The quarter that it is in London."""
    return Quarter.containing(london_day(now))


def themes_to_rank() -> Sequence[Theme]:
    """What can be ranked now: every theme that staff use, by name."""
    return db.session.scalars(select(Theme).where(Theme.is_active.is_(True)).order_by(Theme.name, Theme.id)).all()


def own_order(member: Person, quarter: Quarter) -> list[UUID]:
    """What this member put in order this quarter, what matters most first; nothing when they have not yet."""
    row = db.session.scalar(
        select(PriorityRanking).where(*of_quarter(PriorityRanking, quarter), PriorityRanking.person_id == member.id)
    )
    return [UUID(one) for one in row.themes[ORDER]] if row else []


def of_quarter(
    model: type[PriorityRanking] | type[PriorityAnswer], quarter: Quarter
) -> tuple[ColumnElement[bool], ...]:
    return model.year == quarter.year, model.quarter == quarter.number


def rank(member: Person, order: Sequence[UUID], *, now: datetime) -> None:
    """Keep the order of this member for the quarter that it is. The last one counts; an empty one counts for nobody.

    One statement, and a row for each member: however many do it at once, none is lost. Raises RuleBroken when it names
    a theme twice, or one that cannot be ranked now.
    """
    known = {theme.id for theme in themes_to_rank()}
    if len(set(order)) != len(order) or not set(order) <= known:
        raise RuleBroken("The list of themes has changed. Look at it again.")
    quarter = quarter_now(now)
    kept = {"themes": {ORDER: [str(one) for one in order]}, "ranked_at": now}
    values = {"id": uuid4(), "created_at": now, "year": quarter.year, "quarter": quarter.number, "person_id": member.id}
    add_if_new(PriorityRanking, values | kept, key=("year", "quarter", "person_id"), otherwise=kept)


def moved(order: Sequence[UUID], theme_id: UUID, move: str) -> list[UUID]:
    """This order after one button: the theme is put at the end, moved up or down by one, or taken out.

    The same button on the same page gives the same, however often it is pressed.
    """
    changed = [one for one in order if one != theme_id]
    place = order.index(theme_id) if theme_id in order else len(changed)
    if move != "out":
        step = {"up": -1, "down": 1}.get(move, 0) if theme_id in order else 0
        changed.insert(max(0, min(len(changed), place + step)), theme_id)
    return changed


def closed_quarters(today: date) -> list[Quarter]:
    """Quarters that are over in which somebody ranked, the newest first; four at most."""
    rows = db.session.execute(select(PriorityRanking.year, PriorityRanking.quarter).distinct())
    over = (one for one in (Quarter(year, number) for year, number in rows) if one.is_closed_on(today))
    return sorted(over, reverse=True)[:MOST_QUARTERS]


def orders_of(quarter: Quarter) -> list[list[UUID]]:
    """Every order of that quarter, of nobody in particular. One that is empty says nothing."""
    rows = db.session.scalars(select(PriorityRanking.themes).where(*of_quarter(PriorityRanking, quarter)))
    return [[UUID(one) for one in row[ORDER]] for row in rows if row[ORDER]]


def result_of(quarter: Quarter, *, today: date) -> Result:
    """What came of a quarter. Raises RuleBroken while it is not over: nobody is to be swayed by a count so far."""
    if not quarter.is_closed_on(today):
        raise RuleBroken("This quarter is not over. The result is shown when it is.")
    orders = orders_of(quarter)
    if len(orders) < FEWEST:
        return Result(quarter, [])
    counted = borda.count(orders, frozenset(theme for order in orders for theme in order))
    place_of = borda.places(counted)
    shared = {theme for together in counted if len(together) > 1 for theme in together}
    themes = db.session.scalars(select(Theme).where(Theme.id.in_(place_of)))
    answers = answers_of(quarter)
    promises = promises_of([theme for theme, place in place_of.items() if place <= FIRST_ONES])
    placed = [
        Placed(one, place_of[one.id], one.id in shared, answers.get(one.id), promises.get(one.id, [])) for one in themes
    ]
    return Result(quarter, sorted(placed, key=lambda one: (one.place, one.theme.name)))


def answers_of(quarter: Quarter) -> dict[UUID, PriorityAnswer]:
    query = select(PriorityAnswer).where(*of_quarter(PriorityAnswer, quarter))
    return {one.theme_id: one for one in db.session.scalars(query)}


def promises_of(theme_ids: Sequence[UUID]) -> dict[UUID, list[Commitment]]:
    """What the board has promised in public because of these themes."""
    query = (
        select(Commitment)
        .where(Commitment.theme_id.in_(theme_ids), Commitment.published_at.is_not(None))
        .order_by(Commitment.published_at.desc(), Commitment.id)
    )
    found: dict[UUID, list[Commitment]] = {}
    for one in db.session.scalars(query):
        if one.theme_id is not None:  # as the query says
            found.setdefault(one.theme_id, []).append(one)
    return found


def get_first_one(quarter: Quarter, theme_id: UUID, *, today: date) -> Placed | None:
    """One of the themes that came first in a quarter that is over; None for any other."""
    if not quarter.is_closed_on(today):
        return None
    return next((one for one in result_of(quarter, today=today).first_ones if one.theme.id == theme_id), None)


def say_what_was_done(by: Person, quarter: Quarter, theme_id: UUID, text: str) -> None:
    """Keep what the board did about one of the themes that came first. Again changes it."""
    now = utc_now()
    kept = {"text": text, "written_by_id": by.id, "written_at": now}
    values = {"id": uuid4(), "created_at": now, "year": quarter.year, "quarter": quarter.number, "theme_id": theme_id}
    add_if_new(PriorityAnswer, values | kept, key=("year", "quarter", "theme_id"), otherwise=kept)
    found = select(PriorityAnswer).where(*of_quarter(PriorityAnswer, quarter), PriorityAnswer.theme_id == theme_id)
    row = db.session.scalars(found.options(joinedload(PriorityAnswer.theme))).one()
    auditing.note(by, "said what was done about a priority of members", row)
    db.session.flush()


def find_quarter(written: str) -> Quarter | None:
    """The quarter that an address names, like 2026-3; None when it names none."""
    found = QUARTER.fullmatch(written)
    return Quarter(int(found[1]), int(found[2])) if found else None
