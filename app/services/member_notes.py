"""What members write for others: somebody who works here reads each first, and passes it on or says why not.

It waits with everything else that members write (member_queue.py). Others read it without a name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.extensions import db
from app.models import Alert, Base, MemberNote, Person, utc_now
from app.models.codes import Event, NoteAbout, NoteState
from app.services import auditing, clocks, due_next, powers, publishing, raising, settings, telling
from app.services.clocks import Period
from app.services.errors import RuleBroken
from app.services.powers import Power

MOST: Final = 200
REPORT_DAYS: Final = 1  # working days until what was reported is looked at


@dataclass(frozen=True)
class Noticed:
    """What a member noticed in the figures of one period, as the board reads it: without a name."""

    words: str
    passed_on: date
    period: str


def write(
    person: Person,
    about: NoteAbout,
    words: str,
    *,
    once: str,
    period: Period | None = None,
    subject: Base | None = None,
) -> MemberNote:
    """Keep it with its read clock, and with an alert when a worrying word is in it. Sent again it is there once.

    A report comes first, is to be read within REPORT_DAYS, and whoever reads it is told at once.

    `period`: of the figures that it is about. `subject`: the row that it is about.
    """
    now, place, is_report = utc_now(), due_next.place_of_members(words), about is NoteAbout.REPORT
    note = MemberNote(
        person_id=person.id,
        about=about,
        words=words,
        place=due_next.FIRST if is_report else place,
        first_day=period.first_day if period else None,
        last_day=period.last_day if period else None,
        subject_table=subject.__tablename__ if subject else None,
        subject_id=subject.id if subject else None,
        sent_at=now,
        read_due_at=clocks.due_by(now, REPORT_DAYS if is_report else settings.current().read_days),
        once=once,
    )
    try:
        with db.session.begin_nested():
            db.session.add(note)
            db.session.flush()
            if place == due_next.FIRST:
                raising.raise_alert(now, note_id=note.id)
            if is_report:
                telling.tell(telling.everybody_who(Power.READ_VIEWS), Event.MEMBER_REPORTED, note)
    except IntegrityError:
        sent = db.session.scalar(select(MemberNote).where(MemberNote.once == once))
        if sent is None or sent.person_id != person.id:
            raise
        return sent
    return note


# Who reads it first.


def get_note(note_id: UUID, *, for_change: bool = False) -> MemberNote:
    """One of them, with who wrote it and its alert. Raises NoResultFound when there is none."""
    query = select(MemberNote).where(MemberNote.id == note_id)
    if for_change:
        db.session.scalars(query.with_for_update(key_share=True)).one()
    with_all = query.options(joinedload(MemberNote.person), joinedload(MemberNote.alert))
    return db.session.scalars(with_all.execution_options(populate_existing=True)).one()


def open_note(reader: Person, note: MemberNote) -> None:
    """Whoever opens it is written down, and from now on it is read."""
    if not powers.may(reader.role, Power.READ_VIEWS):
        raise RuleBroken("Only a participation worker or a safeguarding lead reads this.")
    note.read_at = note.read_at or utc_now()
    auditing.note(reader, "opened what a member wrote", note)
    db.session.flush()


def is_read(note_id: UUID) -> bool:
    return db.session.scalar(select(MemberNote.read_at).where(MemberNote.id == note_id)) is not None


def decide(note: MemberNote, by: Person, state: NoteState, *, because: str | None = None) -> None:
    """Pass it on, keep it back, or say what was done about a report. For a note that was got `for_change`.

    Again changes nothing. Raises RuleBroken when somebody decided otherwise, when its alert is open, and when it is
    kept back or dealt with and nobody says why.
    """
    if note.state is state:
        return
    if note.state is not NoteState.WAITING:
        raise RuleBroken("Somebody has decided on this already.")
    if (note.about is NoteAbout.REPORT) is not (state is NoteState.DEALT_WITH):
        raise RuleBroken("A report is dealt with; everything else is passed on or kept back.")
    if state is not NoteState.PASSED_ON and not because:
        raise RuleBroken("Write to them what you did, or why you keep it back.")
    if state is NoteState.PASSED_ON:
        raising.check_no_open_alert(Alert.note_id == note.id)
    now = utc_now()
    note.read_at = note.read_at or now
    note.state, note.decided_at, note.decided_by_id = state, now, by.id
    note.because = because if state is not NoteState.PASSED_ON else None
    auditing.note(by, f"what a member wrote: {state.value}", note)
    db.session.flush()


# Who wrote it, and those it is passed on to.


def written_by(person: Person, about: NoteAbout | None = None, *, most: int | None = MOST) -> Sequence[MemberNote]:
    """What this person wrote, the newest first: as many as a page shows; all of it with `most=None`."""
    query = select(MemberNote).where(MemberNote.person_id == person.id)
    if about is not None:
        query = query.where(MemberNote.about == about)
    return db.session.scalars(query.order_by(MemberNote.sent_at.desc(), MemberNote.id).limit(most)).all()


def noticed_in(period: Period) -> list[Noticed]:
    """What members noticed in the figures of this period and was passed on, the newest first. Without names."""
    return as_noticed(MemberNote.first_day == period.first_day, MemberNote.last_day == period.last_day)


def noticed_lately() -> list[Noticed]:
    """The same of every period, the newest first."""
    return as_noticed()


def as_noticed(*conditions: ColumnElement[bool]) -> list[Noticed]:
    """What was passed on about the figures, the newest first. Without names."""
    query = (
        select(MemberNote)
        .where(MemberNote.about == NoteAbout.FIGURES, MemberNote.state == NoteState.PASSED_ON, *conditions)
        .order_by(MemberNote.decided_at.desc(), MemberNote.id)
        .limit(MOST)
    )
    return [
        Noticed(note.words, clocks.london_day(note.decided_at or note.sent_at), period_of(note))
        for note in db.session.scalars(query)
    ]


def period_of(note: MemberNote) -> str:
    """Which figures it is about, as a reader knows them."""
    return publishing.period_of(note.first_day, note.last_day).label if note.first_day and note.last_day else ""


def passed_on(about: NoteAbout, subject_ids: Sequence[UUID]) -> dict[UUID, list[str]]:
    """What was passed on of this kind about these rows, by the row, the oldest first. One query."""
    query = (
        select(MemberNote)
        .where(
            MemberNote.subject_id.in_(subject_ids),
            MemberNote.about == about,
            MemberNote.state == NoteState.PASSED_ON,
        )
        .order_by(MemberNote.decided_at, MemberNote.id)
    )
    found: dict[UUID, list[str]] = {}
    for note in db.session.scalars(query):
        if note.subject_id is not None:
            found.setdefault(note.subject_id, []).append(note.words)
    return found
