"""A run of retention from a page: some seconds of it, batch after batch, each committed."""

import time
import uuid
from dataclasses import dataclass, field
from typing import Final

from app import logs
from app.extensions import db
from app.models import Person, utc_now
from app.services.retention import running
from app.services.retention.catalogue import Kind

SECONDS: Final = 20.0  # what is left after that waits for the next run: no request takes longer


@dataclass
class Run:
    """How many of each kind were cleared, whether that was all there was, and which kinds failed."""

    cleared: dict[Kind, int] = field(default_factory=dict)
    is_all: bool = True
    failed: list[Kind] = field(default_factory=list)

    @property
    def came_to(self) -> str:
        """What the next page says (shown.DONE)."""
        if self.failed:
            return "not all"
        return "cleared" if self.is_all else "cleared some"


def clear(by: Person, *, seconds: float = SECONDS) -> Run:
    """Clear what has been kept long enough, and write down who did.

    Raises RuleBroken when this machine's clock cannot be right.
    """
    now, run_id, done, until = utc_now(), uuid.uuid4(), Run(), time.monotonic() + seconds
    running.check_clock(now)
    for kind in Kind:
        done.cleared[kind] = 0
        try:
            for step in running.run(kind, now, run_id, db.session.commit, by):
                done.cleared[kind] += step.over
                if time.monotonic() > until:
                    done.is_all = False
                    break
        except Exception:
            logs.log.error("retention failed", kind=kind.value, exc_info=True)
            db.session.rollback()
            done.failed.append(kind)
    running.note_run(run_id, now, done.cleared, by)
    db.session.commit()
    return done
