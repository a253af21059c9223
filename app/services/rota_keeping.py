"""The rota is kept: lines are added, changed and ended, and each of that is written down, with what it was."""

import calendar
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import TypedDict
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Person, RotaEntry, utc_now
from app.services import auditing, rota
from app.services.clocks import ONE_DAY, london_day
from app.services.errors import RuleBroken


class Line(TypedDict):
    """What one line of the rota says, but for whose it is and on which day of the week."""

    opens: time
    closes: time
    rank: int
    is_out_of_hours: bool
    on_bank_holidays: bool
    from_day: date
    until_day: date | None


def entries() -> Sequence[RotaEntry]:
    """Every line that is not over, with whose it is: also of those who do not count any more."""
    yesterday = london_day(utc_now()) - ONE_DAY  # its night may still last
    return db.session.scalars(
        select(RotaEntry)
        .where(or_(RotaEntry.until_day.is_(None), RotaEntry.until_day >= yesterday))
        .options(joinedload(RotaEntry.person))
        .order_by(RotaEntry.weekday, RotaEntry.is_out_of_hours, RotaEntry.opens, RotaEntry.rank, RotaEntry.id)
    ).all()


def counts(person: Person) -> bool:
    """Whether somebody's lines count. Those of who is paused, or has another role now, are a gap."""
    return person.is_active and person.role in rota.MAY_BE_ON


def get_entry(entry_id: UUID) -> RotaEntry:
    """One line, with whose it is, to be changed. Raises NoResultFound."""
    query = select(RotaEntry).where(RotaEntry.id == entry_id).options(joinedload(RotaEntry.person))
    return db.session.scalars(query.with_for_update(of=RotaEntry)).one()


def add(by: Person, *, person_id: UUID, weekdays: Iterable[int], line: Line) -> None:
    """Put somebody on the rota on these days of the week. What is there already stays as it is.

    Raises RuleBroken when they may not see alerts, or the line makes no sense.
    """
    person = db.session.get(Person, person_id)
    if person is None or not counts(person):
        raise RuleBroken("Choose somebody who may see alerts: a safeguarding lead or a participation worker.")
    check(line)
    for weekday in sorted(set(weekdays)):
        if find_same(person_id, weekday, line) is None:
            entry = RotaEntry(person=person, weekday=weekday, **line)
            db.session.add(entry)
            auditing.note(by, "added to the rota", entry, reason=f"Is: {in_words(entry)}.")
    db.session.flush()
    rota.forget()


def change(by: Person, entry: RotaEntry, line: Line) -> None:
    """Change a line. Raises RuleBroken when it makes no sense, or says the same as another one."""
    check(line)
    same = find_same(entry.person_id, entry.weekday, line)
    if same is not None and same.id != entry.id:
        raise RuleBroken("There is a line with these hours from this day already. Change that one.")
    was = in_words(entry)
    for name, value in line.items():
        setattr(entry, name, value)
    if (now := in_words(entry)) != was:
        auditing.note_change(by, "changed the rota", entry, was=was, now=now)
    db.session.flush()
    rota.forget()


def end(by: Person, entry: RotaEntry) -> None:
    """From today on it does not count. What was over before stays; what had not begun is gone."""
    yesterday = london_day(utc_now()) - ONE_DAY
    auditing.note(by, "ended on the rota", entry, reason=f"Was: {in_words(entry)}.")
    if entry.from_day > yesterday:
        db.session.delete(entry)
    elif entry.until_day is None or entry.until_day > yesterday:
        entry.until_day = yesterday
    db.session.flush()
    rota.forget()


def in_words(entry: RotaEntry) -> str:
    """Ruth Adeyemi, Monday, 09:00 to 17:00, turn 1, from 2026-10-01. For the audit trail: a line can go."""
    turn = "out of hours" if entry.is_out_of_hours else f"turn {entry.rank}"
    holidays = ", bank holidays too" if entry.on_bank_holidays else ""
    until = f" until {entry.until_day}" if entry.until_day else ""
    who = f"{entry.person.name}, {calendar.day_name[entry.weekday]}, {entry.opens:%H:%M} to {entry.closes:%H:%M}"
    return f"{who}, {turn}{holidays}, from {entry.from_day}{until}"


def check(line: Line) -> None:
    if line["until_day"] is not None and line["until_day"] < line["from_day"]:
        raise RuleBroken("The last day must not be before the first day.")


def find_same(person_id: UUID, weekday: int, line: Line) -> RotaEntry | None:
    return db.session.scalar(
        select(RotaEntry).where(
            RotaEntry.person_id == person_id,
            RotaEntry.weekday == weekday,
            RotaEntry.opens == line["opens"],
            RotaEntry.closes == line["closes"],
            RotaEntry.from_day == line["from_day"],
        )
    )
