"""Notes of staff to each other about a view. No young person ever reads them; they go when the view is cleared."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Note, Person, View
from app.services import auditing
from app.services.errors import RuleBroken


def notes_of(view: View) -> Sequence[Note]:
    """The oldest first, each with who wrote it."""
    return db.session.scalars(
        select(Note)
        .where(Note.view_id == view.id)
        .options(joinedload(Note.written_by))
        .order_by(Note.created_at, Note.id)
    ).all()


def add_note(view: View, by: Person, *, text: str, once: str) -> None:
    """Keep a note. The same form sent twice keeps one.

    For a view that was got `for_change`. Raises RuleBroken when its words are cleared: nothing else is left.
    """
    if db.session.scalar(select(Note.id).where(Note.once == once)) is not None:
        return
    if view.cleared_at is not None:
        raise RuleBroken("Nothing of this is left to write about.")
    db.session.add(Note(view_id=view.id, text=text, written_by_id=by.id, once=once))
    auditing.note(by, "wrote a note about view", view)
    db.session.flush()
