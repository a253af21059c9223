"""Whether one segment after another fits: the first thing that does not is named, and the checking ends there."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Row

from app.protection.audit_chain import START, link
from app.services.audit_reading import (
    Unreadable,
    as_bytes,
    as_id,
    as_moment,
    as_number,
    content_of_line,
    content_of_segment,
)
from app.services.audit_sealing import LATE_BY

LEAST_KEPT: Final = timedelta(days=365)  # the board cannot choose less


class Fault(StrEnum):
    ALTERED = "altered"
    MISSING = "missing"
    MOVED = "re-ordered"
    ADDED = "added"
    UNSEALED = "not sealed"
    UNREADABLE = "unreadable"
    DROPPED = "dropped"
    REBUILT = "another than was handed over"


@dataclass(frozen=True, kw_only=True)
class Misfit:
    """What does not fit, and where. A line that is gone may leave only its place."""

    fault: Fault
    what: str
    segment: int | None = None
    position: int | None = None
    line_id: str | None = None

    def __str__(self) -> str:
        places = [
            f"{name} {value}"
            for name, value in (("segment", self.segment), ("line", self.position), ("id", self.line_id))
            if value is not None
        ]
        return f"{', '.join(places).capitalize()}: {self.fault}. {self.what[0].upper()}{self.what[1:]}"


class DoesNotFit(Exception):
    def __init__(self, misfit: Misfit) -> None:
        super().__init__(str(misfit))
        self.misfit = misfit


@dataclass(frozen=True, kw_only=True)
class Notes:
    """What the trail says about itself."""

    now: datetime
    kept_from: datetime
    period_changed_at: datetime | None  # the board last changed how long lines are kept
    dropped: frozenset[int]
    newest_dropped_at: datetime | None  # the newest line that was dropped: notes from before it are gone too
    sealed_late: frozenset[int]


@dataclass
class Chain:
    """The chain as far as it has been made again."""

    notes: Notes
    number: int = 0
    hash: bytes = START
    lines: int = 0
    dropped: int = 0
    newest_line_at: datetime | None = None
    late: list[int] = field(default_factory=list)

    def add(self, rows: Sequence[Row[Any]]) -> None:
        """Check the rows of one segment, in the order of their positions, and go on from there. Raises DoesNotFit."""
        head = rows[0]
        if head.number != self.number + 1:
            raise DoesNotFit(
                Misfit(fault=Fault.MISSING, segment=self.number + 1, what=f"the next one there is {head.number}.")
            )
        try:
            self.check_segment(head, [row for row in rows if row.sealed_line_id is not None])
        except Unreadable as unreadable:
            raise DoesNotFit(Misfit(fault=Fault.ALTERED, segment=head.number, what=f"{unreadable}.")) from unreadable
        self.number, self.hash = head.number, head.hash

    def check_segment(self, head: Row[Any], rows: list[Row[Any]]) -> None:
        if head.previous_hash != self.hash:
            raise self.altered(head, "it does not begin with the hash of the one before.")
        if head.dropped_at is None:
            Lines(head, rows).check()
        if link(as_bytes(head.lines_hash), content_of_segment(head)) != head.hash:
            raise self.altered(head, "its number, times, count or hash are not those that were sealed.")
        if head.dropped_at is None:
            self.check_dates(head)
            self.lines += len(rows)
        else:
            self.check_dropped(head, rows)
            self.dropped += 1
        self.newest_line_at = max(as_moment(head.last_line_at), self.newest_line_at or as_moment(head.last_line_at))

    def check_dates(self, head: Row[Any]) -> None:
        """A line dated long before what was sealed already: the sealer takes such lines only when it is told to."""
        if self.newest_line_at is None:
            return
        if as_moment(head.first_line_at) >= min(self.newest_line_at, as_moment(head.sealed_at)) - LATE_BY:
            return
        if head.number not in self.notes.sealed_late:
            what = "it is dated long before lines that were sealed earlier, and nothing says that it was sealed late."
            raise DoesNotFit(Misfit(fault=Fault.ADDED, segment=head.number, position=1, what=what))
        self.late.append(head.number)

    def check_dropped(self, head: Row[Any], rows: list[Row[Any]]) -> None:
        """Dropped when it was old enough, and written down: by a line that may have been dropped since, in its turn."""
        at, notes = as_moment(head.dropped_at), self.notes
        what = ""
        if rows:
            what = "it is marked as dropped, but its lines are there."
        elif not self.was_old_enough(as_moment(head.last_line_at), at):
            what = "it was not old enough."
        elif head.number not in notes.dropped and not (notes.newest_dropped_at and at <= notes.newest_dropped_at):
            what = "no line of the trail says so."
        if what:
            raise DoesNotFit(Misfit(fault=Fault.DROPPED, segment=head.number, what=what))

    def was_old_enough(self, last_line_at: datetime, dropped_at: datetime) -> bool:
        """Under the period that runs now; or under a shorter one, when the board has changed it since.

        Nobody has sealed when it was dropped. It must at least be possible.
        """
        notes = self.notes
        if not last_line_at + LEAST_KEPT <= dropped_at <= notes.now:
            return False
        was_changed_since = notes.period_changed_at is not None and dropped_at < notes.period_changed_at
        return last_line_at < notes.kept_from or was_changed_since

    @staticmethod
    def altered(head: Row[Any], what: str) -> DoesNotFit:
        return DoesNotFit(Misfit(fault=Fault.ALTERED, segment=head.number, what=what))


class Lines:
    """The lines of one segment against their seals."""

    def __init__(self, head: Row[Any], rows: list[Row[Any]]) -> None:
        self.head = head
        self.rows = rows

    def check(self) -> None:
        """Raises DoesNotFit, naming the first line that does not; Unreadable when the segment itself cannot be read."""
        before = previous = as_bytes(self.head.previous_hash)
        for index, row in enumerate(self.rows):
            if row.position != index + 1:
                raise self.misfit(Fault.MISSING, index, "the line that was sealed here is gone.", is_gone=True)
            if row.line_id is None:
                raise self.misfit(Fault.MISSING, index, "the line that was sealed here is gone.")
            try:
                here = link(previous, content_of_line(row))
            except Unreadable as unreadable:
                raise self.misfit(Fault.UNREADABLE, index, f"{unreadable}.") from unreadable
            if here != row.line_hash:
                raise self.diagnosis(index, previous, before)
            before, previous = previous, here
        self.check_end(previous)

    def check_end(self, last: bytes) -> None:
        count = as_number(self.head.line_count)
        if len(self.rows) < count:
            raise self.misfit(Fault.MISSING, len(self.rows), "the line that was sealed here is gone.", is_gone=True)
        if len(self.rows) > count:
            raise self.misfit(Fault.ADDED, count, "it was not there when the segment was sealed.")
        if last != self.head.lines_hash:
            what = "it does not end with the hash that was sealed: the line was altered and its seal with it."
            raise self.misfit(Fault.ALTERED, len(self.rows) - 1, what)

    def diagnosis(self, index: int, previous: bytes, before: bytes) -> DoesNotFit:
        """What most likely happened to a line that does not fit its seal."""
        row, count = self.rows[index], self.head.line_count
        if index and self.fits(row, before, row.line_hash):
            return self.misfit(Fault.ADDED, index - 1, "without it the next line fits.")
        if len(self.rows) > count:
            return self.misfit(Fault.ADDED, index, "it was not there when the segment was sealed.")
        if len(self.rows) < count:
            return self.misfit(Fault.MISSING, index, "the line that was sealed here is gone.", is_gone=True)
        if any(
            other is not row
            and (self.fits(other, previous, other.line_hash) or self.fits(other, previous, row.line_hash))
            for other in self.rows[index:]
        ):
            return self.misfit(Fault.MOVED, index, "another line of the segment was sealed here.")
        return self.misfit(Fault.ALTERED, index, "it is not what was sealed.")

    @staticmethod
    def fits(row: Row[Any], previous: bytes, line_hash: bytes) -> bool:
        try:
            return link(previous, content_of_line(row)) == line_hash
        except Unreadable:
            return False

    def misfit(self, fault: Fault, index: int, what: str, *, is_gone: bool = False) -> DoesNotFit:
        line_id = None if is_gone else written(self.rows[index].sealed_line_id)
        return DoesNotFit(Misfit(fault=fault, segment=self.head.number, position=index + 1, line_id=line_id, what=what))


def written(line_id: Any) -> str:
    """An id as people write it, on both databases."""
    try:
        return str(as_id(line_id))
    except Unreadable:
        return str(line_id)
