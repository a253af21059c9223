"""What would go is found, and what goes is cleared: some at a time, each some in a transaction of its own.

However many machines do this at once: what one of them holds the others pass by, and what is gone is gone. Whoever is
killed has cleared whole batches, and the next run goes on.
"""

import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from app.extensions import db
from app.models import AuditLine, Person
from app.models.codes import Work
from app.services import auditing, last_runs, settings
from app.services.errors import RuleBroken
from app.services.retention.catalogue import CATALOGUE, Kind
from app.services.retention.rule import Reason

BATCH_DEED: Final = "cleared what was kept long enough"
RUN_DEED: Final = "ran retention"
SURE: Final = "--the-clock-is-right"
BEHIND: Final = timedelta(minutes=5)  # machines that work together may differ by so much


@dataclass
class Found:
    """How many of one kind go, and which stay although their time is over."""

    over: int = 0
    blocked: dict[uuid.UUID, list[Reason]] = field(default_factory=dict)

    @property
    def reasons(self) -> Counter[Reason]:
        """How many each reason keeps. One that is kept by two reasons counts for both."""
        return Counter(why for reasons in self.blocked.values() for why in reasons)


def check_clock(now: datetime, *, is_sure: bool = False) -> None:
    """Raises RuleBroken when this machine's clock stands before something that is written down already; and, unless
    somebody is sure of it, when it stands far ahead of the last run, or of all that was done where there was none.

    What is cleared because a clock was wrong does not come back. The last run counts before anything else: whatever
    has happened since may have been written down by the same wrong clock.
    """
    newest = db.session.scalar(select(func.max(AuditLine.created_at)))
    if newest is not None and newest > now + BEHIND:
        raise RuleBroken(f"The clock says {now:%Y-%m-%d %H:%M}Z, and there are later lines in the audit trail. Set it.")
    ran_at = last_runs.last(Work.RETENTION)
    before, most = ran_at or newest, settings.current().retention_ahead_days
    if before is not None and now - before > timedelta(days=most) and not is_sure:
        what = "this was last run" if ran_at else "the last thing was done here"
        raise RuleBroken(
            f"The clock says {now:%Y-%m-%d %H:%M}Z, and {what} on {before:%Y-%m-%d}, more than {most} days before. "
            f"Look at the clock. If it is right: flask retention run {SURE}"
        )


def preview(kind: Kind, now: datetime) -> Found:
    """What a run would do now with this kind. It changes nothing."""
    keeping, found, after = CATALOGUE[kind].keeping, Found(), None
    while batch := keeping.batch(now, after, for_change=False):
        found.over += len(batch.over)
        found.blocked |= batch.blocked
        after = batch.last
    return found


def run(
    kind: Kind, now: datetime, run_id: uuid.UUID, commit: Callable[[], None], by: Person | None = None
) -> Iterator[Found]:
    """Clear what is over of one kind, batch after batch: what came of each, once it is committed.

    Each batch that clears anything writes a line into the audit trail, in its own transaction.
    """
    keeping, after = CATALOGUE[kind].keeping, None
    while batch := keeping.batch(now, after, for_change=True):
        cleared = keeping.clear(batch, now)
        if cleared:
            note(BATCH_DEED, run_id, f"{kind}: {cleared}", by)
        commit()
        after = batch.last
        yield Found(cleared, batch.blocked)
    commit()


def note_run(run_id: uuid.UUID, now: datetime, cleared: dict[Kind, int], by: Person | None = None) -> None:
    """A run is over, with so many of each kind. No person: by the command."""
    note(RUN_DEED, run_id, ", ".join(f"{kind}: {number}" for kind, number in cleared.items()), by)
    last_runs.note(Work.RETENTION, now)


def note(deed: str, run_id: uuid.UUID, counts: str, by: Person | None = None) -> None:
    """Counts only: which were cleared, and when, they say themselves."""
    auditing.note_about(by, deed, "retention", run_id, reason=counts)
    db.session.flush()


def newest_run() -> AuditLine | None:
    """The line of the newest run: when, by whom (None: by the command), and how many of each kind."""
    return next(iter(auditing.find_lines(deed=RUN_DEED).lines), None)
