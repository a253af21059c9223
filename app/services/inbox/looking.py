"""What is new to somebody since they last looked: at the inbox, or as a member at their own page."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from app.extensions import db
from app.models import InboxLook, Person
from app.services.adding import add_if_new

SAME_LOOK: Final = timedelta(minutes=30)  # pages opened no further apart than this are one look


def look(person: Person, now: datetime, *, first: datetime | None = None) -> datetime:
    """Note that they look. Returns since when what came is new to them.

    Turning a page, coming back from a view or loading again within half an hour is the same look, and wipes no mark.
    To somebody who has never looked before nothing is new: they see all of it for the first time. With `first`, what
    came since that moment is.
    """
    query = select(InboxLook).where(InboxLook.person_id == person.id)
    before = db.session.scalar(query)
    if before is None:
        since = now if first is None else first
        looked = {"created_at": now, "person_id": person.id, "new_since": since, "looked_at": now}
        add_if_new(InboxLook, looked, key="person_id")
        return since
    if now - before.looked_at > SAME_LOOK:
        before.new_since = before.looked_at
    before.looked_at = max(now, before.looked_at)
    db.session.flush()
    return before.new_since


def has_looked_before(person: Person) -> bool:
    """Whether this is not the first look there was."""
    kept = db.session.scalar(select(InboxLook).where(InboxLook.person_id == person.id))
    return kept is not None and kept.new_since >= kept.created_at


def new_since(person: Person, now: datetime) -> datetime:
    """The same without noting anything: for pages that are not the inbox."""
    return db.session.scalar(select(InboxLook.new_since).where(InboxLook.person_id == person.id)) or now
