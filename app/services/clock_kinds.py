"""What a kind of clock is: which rows have it, by when, whose it is and who is above. The clocks are in overdue.py."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from app.models import Base, Role

WORKERS: Final = (Role.PARTICIPATION_WORKER,)
LEADS: Final = (Role.SAFEGUARDING_LEAD,)
ALL_WHO_READ: Final = (*WORKERS, *LEADS)
ADMINISTRATORS: Final = (Role.ADMINISTRATOR,)
CHAIR: Final = (Role.CHAIR,)
CHAIRS_MANAGERS: Final = (Role.CHAIRS_MANAGER,)
BOARD: Final = (Role.BOARD_MEMBER,)
AGENCY_LEADS: Final = (Role.AGENCY_LEAD,)

Due = date | datetime


@dataclass(frozen=True, kw_only=True)
class Clock:
    """One kind of clock: which rows have it, by when, while what holds it runs, whose it is, and who is above them."""

    subject: type[Base]
    due: InstrumentedAttribute[Any]
    runs: tuple[ColumnElement[bool], ...]
    whose: tuple[Role, ...]
    above: tuple[Role, ...]
    agency: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None] | None = (
        None  # whose leads are told as well
    )

    @property
    def is_of_a_day(self) -> bool:
        """Whether it is due on a day rather than at a moment."""
        return self.due.type.python_type is date
