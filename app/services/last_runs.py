"""When work that must go on by itself was done last: one row each, so that its standing still can be seen."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import LastRun
from app.models.codes import Work
from app.services.adding import add_if_new

NOTED_EVERY: Final = timedelta(minutes=1)  # what runs every few seconds need not write every few seconds


def last(work: Work) -> datetime | None:
    """When this work was done last; None when it never was."""
    return db.session.scalar(select(LastRun.at).where(LastRun.work == work))


def note(work: Work, now: datetime) -> None:
    """This work was done."""
    before = last(work)
    if before is None or not timedelta(0) <= now - before < NOTED_EVERY:
        add_if_new(LastRun, {"work": work, "at": now, "created_at": now}, key="work", otherwise={"at": now})
