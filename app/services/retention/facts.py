"""What the database knows of things that may have been kept long enough: when something was last done, what waits.

Nothing sealed is opened for it, or even fetched.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.models import Base
from app.models.codes import ClockName
from app.services import overdue
from app.services.retention.rule import Fate, Period, Reason, fate_of

Joined = tuple[tuple[Any, ...], ...]  # each a relationship, or a table and what joins it


class Path(NamedTuple):
    """How the rows of a table belong to what is kept together: whose id they lead to, and through which tables."""

    owner: InstrumentedAttribute[UUID]
    through: Joined = ()


class Part(NamedTuple):
    """The columns of a table that say when something was done."""

    model: type[Base]
    moments: tuple[InstrumentedAttribute[Any], ...]


class Block(NamedTuple):
    """Rows that keep what they belong to."""

    reason: Reason
    model: type[Base]
    holds: tuple[ColumnElement[bool], ...]


def clock(reason: Reason, name: ClockName) -> Block:
    """Whatever runs a clock of the one catalogue of clocks is kept."""
    return Block(reason, overdue.CATALOGUE[name].subject, overdue.runs(name))


@dataclass(frozen=True, kw_only=True)
class Together:
    """What is kept together and goes together."""

    paths: Mapping[type[Base], Path]
    parts: Sequence[Part]
    blocks: Sequence[Block]

    def last_done(self, ids: Sequence[UUID]) -> dict[UUID, datetime]:
        """When something was last done with each of them."""
        found: dict[UUID, datetime] = {}
        for part in self.parts:
            owner, through = self.paths[part.model]
            query = select(owner, *map(func.max, part.moments)).select_from(part.model)
            for target, *on in through:
                query = query.join(target, *on)
            for row_id, *moments in db.session.execute(query.where(owner.in_(ids)).group_by(owner)):
                dates = [overdue.moment_of(moment) for moment in moments if moment is not None]
                found[row_id] = max([*dates, *([found[row_id]] if row_id in found else [])])
        return found

    def what_keeps(self, ids: Sequence[UUID]) -> dict[UUID, list[Reason]]:
        """Why each of them must stay, in the order of the catalogue."""
        found: dict[UUID, list[Reason]] = defaultdict(list)
        for block in self.blocks:
            owner, through = self.paths[block.model]
            query = select(owner).select_from(block.model)
            for target, *on in through:
                query = query.join(target, *on)
            for row_id in db.session.scalars(query.where(owner.in_(ids), *block.holds).distinct()):
                if block.reason not in found[row_id]:
                    found[row_id].append(block.reason)
        return found

    def fates(self, ids: Sequence[UUID], period: Period, now: datetime) -> dict[UUID, tuple[Fate, list[Reason]]]:
        """What becomes of each of them now, and what keeps it."""
        if not ids:
            return {}
        done, reasons = self.last_done(ids), self.what_keeps(ids)
        return {
            row_id: (fate_of(period, done[row_id], reasons.get(row_id, ()), now), reasons.get(row_id, []))
            for row_id in ids
        }
