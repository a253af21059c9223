"""Everything that members of the shadow board write for others waits in one queue until somebody has read it.

Whoever opens a row reads it and decides: what members write for each other (moderating.py), what they noticed, saw or
report (member_notes.py), what they want on the agenda (reading_proposals.py). A word of the list of worrying words
raises an alert at once, whichever it stands in: nothing on their forms asks whether they are safe.
"""

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    exists,
    func,
    literal,
    not_,
    select,
    type_coerce,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.extensions import db
from app.models import AgendaProposal, Alert, MemberNote, MemberText, Person
from app.models.codes import ClockName, MemberTextState, NoteAbout
from app.services import due_next, overdue, proposing

PAGE: Final = 25
AN_AGENDA_ITEM: Final = "an agenda item"


class Kept(NamedTuple):
    """Where what members write is kept: the columns that the queue is read by."""

    model: Any
    kind: ColumnElement[str]
    clock: ClockName
    about: InstrumentedAttribute[Any]  # of its alert
    writer: InstrumentedAttribute[Any]
    sent_at: InstrumentedAttribute[Any]
    ended_at: InstrumentedAttribute[Any]


PLACES: Final = {
    "text": Kept(
        MemberText,
        type_coerce(MemberText.kind, String),
        ClockName.MEMBER_TEXT_READ,
        Alert.text_id,
        MemberText.written_by_id,
        MemberText.sent_at,
        MemberText.read_at,
    ),
    "note": Kept(
        MemberNote,
        type_coerce(MemberNote.about, String),
        ClockName.MEMBER_NOTE_READ,
        Alert.note_id,
        MemberNote.person_id,
        MemberNote.sent_at,
        MemberNote.decided_at,
    ),
    "proposal": Kept(
        AgendaProposal,
        literal(AN_AGENDA_ITEM),
        ClockName.PROPOSAL_SETTLED,
        Alert.proposal_id,
        AgendaProposal.person_id,
        AgendaProposal.created_at,
        AgendaProposal.settled_at,
    ),
}


def rows(*, is_waiting: bool) -> Select[Any]:
    """Of everything that waits, or does not any more: what it is, never a word of it."""
    parts: list[Select[Any]] = []
    for place, kept in PLACES.items():
        waits = and_(*overdue.runs(kept.clock))
        part = select(
            literal(place).label("place_kept"),
            kept.model.id.label("id"),
            kept.kind.label("kind"),
            type_coerce(kept.model.state, String).label("state"),
            kept.model.place.label("place"),
            kept.sent_at.label("sent_at"),
            kept.model.read_due_at.label("read_due_at"),
            kept.ended_at.label("ended_at"),
            kept.writer.label("writer_id"),
            exists().where(kept.about == kept.model.id, Alert.closed_at.is_(None)).label("is_alerted"),
        )
        parts.append(part.where(waits if is_waiting else not_(waits)))
    found = union_all(*parts).subquery()
    return select(*found.c, Person).join(Person, Person.id == found.c.writer_id)


def queue(*, is_waiting: bool = True, page: int = 1) -> tuple[Sequence[Row[Any]], bool]:
    """One page of what waits, and whether there is more: what has an alert first, what was
    reported next, then what is due first.

    Or of what was decided, the newest first.
    """
    query = rows(is_waiting=is_waiting)
    column = query.selected_columns
    order = (column.is_alerted.desc(), column.place, column.read_due_at) if is_waiting else (column.ended_at.desc(),)
    found = db.session.execute(query.order_by(*order, column.id).offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    return found[:PAGE], len(found) > PAGE


def how_many_wait() -> int:
    """How much waits to be read, of every kind."""
    waiting = union_all(*(select(kept.model.id).where(*overdue.runs(kept.clock)) for kept in PLACES.values()))
    return db.session.scalars(select(func.count()).select_from(waiting.subquery())).one()


def note_alert_closed(alert: Alert) -> None:
    """The alert of what a member wrote is over: it stands where all others do, and goes if that is what it waited for.

    An alert about anything else changes nothing.
    """
    about: dict[Any, UUID | None] = {
        MemberText: alert.text_id,
        MemberNote: alert.note_id,
        AgendaProposal: alert.proposal_id,
    }
    for model, row_id in about.items():
        if row_id is not None:
            written = db.session.scalars(select(model).where(model.id == row_id).with_for_update(key_share=True)).one()
            written.place = due_next.FIRST if is_reported(written) else due_next.USUAL
            db.session.flush()
            if isinstance(written, AgendaProposal):
                proposing.clear_if_over(written)


def is_reported(written: MemberText | MemberNote | AgendaProposal) -> bool:
    """Whether a member says that something is not right: with it, or in it."""
    if isinstance(written, MemberText):
        return written.state is MemberTextState.REPORTED
    return isinstance(written, MemberNote) and written.about is NoteAbout.REPORT
