"""The rota: who is there to see alerts, and so when a young person is promised that somebody is.

Only who may see an alert is on it: an active account whose role reads views. An alert from a meeting page goes to
safeguarding leads alone, so it has the hours of their entries. docs/decisions says how the hours are counted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Person, Role, RotaEntry, utc_now
from app.services import powers, settings
from app.services.clocks import london_day
from app.services.powers import Power
from app.services.settings import Settings
from app.services.shifts import Rota, Segment, Shift, Week

MAY_BE_ON = tuple(role for role in Role if powers.may(role, Power.READ_VIEWS))
LEADS = tuple(role for role in Role if powers.may(role, Power.OPEN_CONTACT))
# Those who count: put together once, as every alert asks for it.
THOSE_WHO_COUNT: Final = (
    select(RotaEntry)
    .join(RotaEntry.person)
    .where(Person.is_active, Person.role.in_(MAY_BE_ON))
    .options(joinedload(RotaEntry.person))
)

_kept: tuple[Settings, dict[bool, Week]] | None = None  # and the settings that were in force then


class Missing(StrEnum):
    """Who is not there in a gap."""

    ANYBODY = "nobody"
    LEAD = "no safeguarding lead"  # somebody else is: an alert from a meeting page would wait


class Gap(NamedTuple):
    """Promised hours in which somebody is missing."""

    begins: datetime
    ends: datetime
    missing: Missing


@dataclass(frozen=True)
class Duty:
    """The rota as it stands, with the people in it."""

    people: dict[UUID, Person]
    on_call: Rota  # every shift, those out of hours as well

    @property
    def cover(self) -> Rota:
        """The hours that count for the clock: out of hours somebody is told, and nothing is promised."""
        return replace(self.on_call, shifts=tuple(one for one in self.on_call.shifts if not one.is_out_of_hours))

    @property
    def of_leads(self) -> "Duty":
        """The same with safeguarding leads alone."""
        leads = {one: person for one, person in self.people.items() if person.role in LEADS}
        shifts = tuple(shift for shift in self.on_call.shifts if shift.person_id in leads)
        return Duty(leads, replace(self.on_call, shifts=shifts))

    def turns_at(self, moment: datetime) -> list[Person]:
        """Who is to be told at this moment, in order. Nobody twice."""
        return [self.people[one] for one in dict.fromkeys(shift.person_id for shift in self.on_call.on_at(moment))]

    def segments(self, since: datetime, until: datetime) -> list[tuple[Segment, list[tuple[Shift, Person]]]]:
        """Piece by piece: who is there, and whether somebody should be."""
        return [
            (segment, [(shift, self.people[shift.person_id]) for shift in segment.shifts])
            for segment in self.on_call.segments_between(since, until)
        ]


def current() -> Duty:
    """The rota of those who count. One query."""
    entries = db.session.scalars(THOSE_WHO_COUNT).all()
    shifts = tuple(map(shift_of, entries))
    return Duty({entry.person_id: entry.person for entry in entries}, Rota(shifts, settings.current().cover))


def duty_for(*, leads_only: bool) -> Duty:
    """The rota for one kind of alert: of a view anybody on it is told, of a meeting page safeguarding leads alone."""
    duty = current()
    return duty.of_leads if leads_only else duty


def usual_week(*, leads_only: bool = False) -> Week:
    """When somebody is there this week, as young people read it; with `leads_only`, a safeguarding lead.

    Kept as long as the settings are, 5 seconds in each process: pages without a form ask the database nothing.
    """
    global _kept
    in_force = settings.current()
    kept = _kept
    if kept is None or kept[0] is not in_force:
        duty, today = current(), london_day(utc_now())
        weeks = {only: one.cover.usual_week(today) for only, one in ((False, duty), (True, duty.of_leads))}
        kept = _kept = in_force, weeks
    return kept[1][leads_only]


def forget() -> None:
    """Ask again at the next question."""
    global _kept
    _kept = None


def shift_of(entry: RotaEntry) -> Shift:
    return Shift(
        person_id=entry.person_id,
        weekday=entry.weekday,
        opens=entry.opens,
        closes=entry.closes,
        rank=entry.rank,
        is_out_of_hours=entry.is_out_of_hours,
        on_bank_holidays=entry.on_bank_holidays,
        from_day=entry.from_day,
        until_day=entry.until_day,
    )


def gaps(since: datetime, until: datetime) -> list[Gap]:
    """Every gap in the promised hours between two moments, in order; all of them when the rota is empty. One query.

    Who is there out of hours fills none.
    """
    duty = current()
    nobody = [Gap(*gap, Missing.ANYBODY) for gap in duty.cover.gaps_between(since, until)]
    no_lead = [Gap(*gap, Missing.LEAD) for gap in duty.of_leads.cover.gaps_between(since, until)]
    return sorted([*nobody, *(gap for gap in no_lead if not is_within(gap, nobody))])


def is_within(gap: Gap, others: Sequence[Gap]) -> bool:
    return any(other.begins <= gap.begins and gap.ends <= other.ends for other in others)


def everybody(*, leads_only: bool) -> Sequence[Person]:
    """Everybody who holds the safeguarding role. Where nobody does, whoever else may see the alert, if anybody."""
    those_who_may = active(LEADS if leads_only else MAY_BE_ON)
    leads = [person for person in those_who_may if person.role in LEADS]
    return leads or those_who_may


def may_be_on() -> Sequence[Person]:
    """Everybody who can be put on the rota."""
    return active(MAY_BE_ON)


def active(roles: Sequence[Role]) -> Sequence[Person]:
    return db.session.scalars(
        select(Person).where(Person.is_active, Person.role.in_(roles)).order_by(Person.username)
    ).all()
