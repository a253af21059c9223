"""Whose turn it is, and when somebody is there: the rules of a rota, without the people or the database.

Hours are hours in London. A night belongs to the day on which it begins: what begins on the eve of a bank holiday lasts
until the morning, and what would begin on the holiday does not, unless it says so.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final, NamedTuple
from uuid import UUID

from app.services.clocks import ONE_DAY, Cover, Stretch, at_time, is_bank_holiday, london_day

LOOKS_AHEAD: Final = timedelta(days=14)
MINUTES_IN_A_DAY: Final = 24 * 60


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One line of the rota: somebody is there every week on this day, from when to when, and whose turn comes first."""

    person_id: UUID
    weekday: int  # 0 is Monday
    opens: time
    closes: time  # at or before `opens`: on the day after
    rank: int = 1
    is_out_of_hours: bool = False
    on_bank_holidays: bool = False
    from_day: date = date.min
    until_day: date | None = None

    def stretch_on(self, day: date) -> Stretch | None:
        """When they are there, beginning on this day. None when they are not, or when the clocks change over it."""
        if day.weekday() != self.weekday or not self.is_in_force_on(day):
            return None
        if is_bank_holiday(day) and not self.on_bank_holidays:
            return None
        stretch = Stretch(at_time(day, self.opens), at_time(day + ONE_DAY * self.is_over_midnight, self.closes))
        return stretch if stretch.begins < stretch.ends else None

    def is_in_force_on(self, day: date) -> bool:
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)

    @property
    def is_over_midnight(self) -> bool:
        return self.closes <= self.opens


class Segment(NamedTuple):
    """Time in which nothing changes: who is there, in order, and whether somebody is promised to be."""

    begins: datetime
    ends: datetime
    shifts: tuple[Shift, ...]
    is_promised: bool


Minutes = tuple[int, int]  # from and to, counted from midnight
Week = tuple[tuple[Minutes, ...], ...]  # Monday first


@dataclass(frozen=True)
class Rota:
    """Shifts, and the hours that the board has promised. Where nobody is on for two weeks, the promised hours count."""

    shifts: tuple[Shift, ...]
    promised: Cover

    def stretches_from(self, moment: datetime) -> Iterator[Stretch]:
        """Each stretch from this moment on in which somebody is there, without end."""
        while found := self.stretches_between(moment, moment + LOOKS_AHEAD):
            yield from found
            moment = found[-1].ends
        yield from self.promised.stretches_from(moment)

    def stretches_between(self, since: datetime, until: datetime) -> list[Stretch]:
        """When somebody is there between two moments: in order, in as few pieces as there are."""
        days = days_between(london_day(since) - ONE_DAY, london_day(until))
        found = [stretch for shift in self.shifts for day in days if (stretch := shift.stretch_on(day))]
        return in_one_piece(cut(found, since, until))

    def gaps_between(self, since: datetime, until: datetime) -> list[Stretch]:
        """When somebody is promised to be there, and nobody is."""
        gaps: list[Stretch] = []
        for promise in promised_between(self.promised, since, until):
            begins = promise.begins
            for there in self.stretches_between(*promise):
                gaps.append(Stretch(begins, there.begins))
                begins = there.ends
            gaps.append(Stretch(begins, promise.ends))
        return [gap for gap in gaps if gap.begins < gap.ends]

    def on_at(self, moment: datetime) -> list[Shift]:
        """Who is there at this moment, in the order of their turns. Who is there out of hours comes last."""
        today = london_day(moment)
        here = [
            shift
            for shift in self.shifts
            for day in (today - ONE_DAY, today)
            if (stretch := shift.stretch_on(day)) and stretch.begins <= moment < stretch.ends
        ]
        return sorted(here, key=lambda shift: (shift.is_out_of_hours, shift.rank, shift.from_day, str(shift.person_id)))

    def segments_between(self, since: datetime, until: datetime) -> list[Segment]:
        """Who is there and who is promised, piece by piece. Pieces end at midnight; where there is neither, there is
        none."""
        promised = promised_between(self.promised, since, until)
        days = days_between(london_day(since), london_day(until))
        edges = {since, until, *(midnight for day in days if since < (midnight := at_time(day, time(0))) < until)}
        for shift in self.shifts:
            for stretch in Rota((shift,), self.promised).stretches_between(since, until):
                edges |= {*stretch}
        edges |= {edge for promise in promised for edge in promise}
        pieces = (
            Segment(begins, ends, tuple(self.on_at(begins)), any(one.begins <= begins < one.ends for one in promised))
            for begins, ends in pairwise(sorted(edges))
        )
        return [piece for piece in pieces if piece.shifts or piece.is_promised]

    def usual_week(self, today: date) -> Week:
        """When somebody is there in the week that begins today, in minutes of each weekday, as if it had no holidays.

        A piece that ends on the day after ends after minute 1440. Nothing, when nobody is ever there.
        """
        week: list[tuple[Minutes, ...]] = []
        for weekday in range(7):
            day = today + ONE_DAY * ((weekday - today.weekday()) % 7)
            in_force = [shift for shift in self.shifts if shift.weekday == weekday and shift.is_in_force_on(day)]
            week.append(merged_minutes(map(minutes_of, in_force)))
        return tuple(week) if any(week) else ()


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + ONE_DAY * number for number in range((last - first).days + 1)]


def promised_between(promised: Cover, since: datetime, until: datetime) -> list[Stretch]:
    found: list[Stretch] = []
    for stretch in promised.stretches_from(since):
        if stretch.begins >= until:
            return found
        found.append(Stretch(stretch.begins, min(stretch.ends, until)))
    return found


def cut(stretches: Iterable[Stretch], since: datetime, until: datetime) -> list[Stretch]:
    cut_off = (Stretch(max(one.begins, since), min(one.ends, until)) for one in stretches)
    return [one for one in cut_off if one.begins < one.ends]


def in_one_piece(stretches: Sequence[Stretch]) -> list[Stretch]:
    """The same time in as few pieces as there are, in order."""
    merged: list[Stretch] = []
    for one in sorted(stretches):
        if merged and one.begins <= merged[-1].ends:
            merged[-1] = Stretch(merged[-1].begins, max(merged[-1].ends, one.ends))
        else:
            merged.append(Stretch(one.begins.astimezone(UTC), one.ends.astimezone(UTC)))
    return merged


def minutes_of(shift: Shift) -> Minutes:
    opens, closes = (at.hour * 60 + at.minute for at in (shift.opens, shift.closes))
    return opens, closes + MINUTES_IN_A_DAY * shift.is_over_midnight


def merged_minutes(pieces: Iterable[Minutes]) -> tuple[Minutes, ...]:
    """In as few pieces as there are; a day and a night that last a whole day or more are the whole day."""
    merged: list[Minutes] = []
    for opens, closes in sorted(pieces):
        if merged and opens <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], closes))
        else:
            merged.append((opens, closes))
    return tuple((0, MINUTES_IN_A_DAY) if end - begin >= MINUTES_IN_A_DAY else (begin, end) for begin, end in merged)
