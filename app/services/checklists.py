"""Quality checks: members fill in a checklist of their own on a visit, and the board reads what they saw.

What is counted is about places. No name goes with it, and nothing is counted for anybody before three members have
filled it in, however often each did: of one or two, each member's own would be known.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from app.extensions import db
from app.models import Check, Checklist, ChecklistWish, MemberNote, Person, Seen, utc_now
from app.models.codes import ChecklistState, CheckMark, NoteAbout, NoteState, PlaceKind
from app.services import auditing, clocks, member_notes
from app.services.checklist_templates import MOST_WISHES
from app.services.errors import RuleBroken

FEWEST_MEMBERS: Final = 3
MOST: Final = 50
SEEN: Final = {
    CheckMark.YES: "yes",
    CheckMark.PARTLY: "partly",
    CheckMark.NO: "no",
    CheckMark.NOT_SEEN: "did not see",
}


@dataclass(frozen=True)
class Line:
    """One wish, and how many saw it: yes, partly, no, could not see it."""

    wish: str
    counted: tuple[int, ...]

    @property
    def in_words(self) -> list[tuple[str, int]]:
        """What was seen at all, and how often."""
        return [(SEEN[mark], number) for mark, number in zip(CheckMark, self.counted, strict=True) if number]


@dataclass(frozen=True)
class Results:
    """What members saw, as the board and they themselves read it. No lines while too few of them filled it in."""

    checklist: Checklist
    checks: int
    first: date | None
    last: date | None
    places: tuple[str, ...]
    lines: tuple[Line, ...]
    said: tuple[str, ...]  # what they wrote beside it, once it was read and passed on


def make(by: Person, *, title: str, wishes: Sequence[str], once: str) -> Checklist:
    """A new checklist. One that a member made waits until somebody has read it; sent again it is there once.

    Raises RuleBroken without a wish, and with more than 15.
    """
    if not 1 <= len(wishes) <= MOST_WISHES:
        raise RuleBroken(f"Choose at least one wish, and {MOST_WISHES} at most.")
    state = ChecklistState.WAITING if by.role.is_young else ChecklistState.OPEN
    checklist = Checklist(title=title, made_by_id=by.id, state=state, once=once)
    try:
        with db.session.begin_nested():
            db.session.add(checklist)
            for position, wish in enumerate(wishes, start=1):
                db.session.add(ChecklistWish(checklist_id=checklist.id, position=position, wish=wish))
            db.session.flush()
    except IntegrityError:
        made = db.session.scalar(select(Checklist).where(Checklist.once == once, Checklist.made_by_id == by.id))
        if made is None:
            raise
        return made
    if by.role.is_young:
        words = "\n".join([title, *(f"- {wish}" for wish in wishes)])
        member_notes.write(by, NoteAbout.CHECKLIST, words, once=once, subject=checklist)
    else:
        auditing.note(by, "made a checklist", checklist)
    return checklist


def follow(note: MemberNote) -> None:
    """What somebody decided about a member's checklist holds for the list itself."""
    if note.about is NoteAbout.CHECKLIST and note.state is not NoteState.WAITING:
        checklist = db.session.get_one(Checklist, note.subject_id)
        passed_on = note.state is NoteState.PASSED_ON
        checklist.state = ChecklistState.OPEN if passed_on else ChecklistState.CLOSED
        db.session.flush()


def close(by: Person, checklist_id: UUID) -> None:
    """Nobody fills it in any more. What was seen stays. Raises NoResultFound when it is not open."""
    checklist = get_open(checklist_id)
    checklist.state = ChecklistState.CLOSED
    auditing.note(by, "closed a checklist", checklist)
    db.session.flush()


def open_checklists() -> Sequence[Checklist]:
    """Those that can be filled in, the newest first."""
    query = select(Checklist).where(Checklist.state == ChecklistState.OPEN)
    return db.session.scalars(query.order_by(Checklist.created_at.desc(), Checklist.id).limit(MOST)).all()


def get_open(checklist_id: UUID) -> Checklist:
    """One that can be filled in, with its wishes. Raises NoResultFound for any other: it was not read, or is closed."""
    query = select(Checklist).where(Checklist.id == checklist_id, Checklist.state == ChecklistState.OPEN)
    return db.session.scalars(query.options(selectinload(Checklist.wishes))).one()


def made_by(person: Person) -> list[tuple[Checklist, MemberNote]]:
    """What this member made, and what became of it, the newest first."""
    query = (
        select(Checklist, MemberNote)
        .join(MemberNote, MemberNote.subject_id == Checklist.id)
        .where(Checklist.made_by_id == person.id, MemberNote.about == NoteAbout.CHECKLIST)
        .order_by(Checklist.created_at.desc(), Checklist.id)
        .limit(MOST)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def fill_in(
    person: Person,
    checklist: Checklist,
    *,
    place: PlaceKind,
    visited_on: date,
    marks: dict[UUID, CheckMark],
    more: str | None,
    once: str,
) -> None:
    """What a member saw. `more`, in their own words, is read before others see it. Sent again it is there once.

    Raises RuleBroken for a day that is still to come, and when a wish of the list has no mark.
    """
    if visited_on > clocks.london_day(utc_now()):
        raise RuleBroken("Choose a day that is over.")
    if marks.keys() != {wish.id for wish in checklist.wishes}:
        raise RuleBroken("Choose an answer for each wish.")
    check = Check(checklist_id=checklist.id, person_id=person.id, place=place, visited_on=visited_on, once=once)
    try:
        with db.session.begin_nested():
            db.session.add(check)
            db.session.flush()
            db.session.add_all([Seen(check_id=check.id, wish_id=wish_id, mark=mark) for wish_id, mark in marks.items()])
            db.session.flush()
    except IntegrityError:
        if db.session.scalar(select(Check.id).where(Check.once == once, Check.person_id == person.id)) is None:
            raise
        return
    if more:
        member_notes.write(person, NoteAbout.CHECK, more, once=once, subject=checklist)


def filled_in_by(person: Person, *, most: int | None = MOST) -> Sequence[Check]:
    """What this member filled in, with its marks, the newest first: as many as a page shows; all with `most=None`."""
    query = (
        select(Check)
        .where(Check.person_id == person.id)
        .options(
            joinedload(Check.checklist).selectinload(Checklist.wishes),
            selectinload(Check.marks),
        )
        .order_by(Check.visited_on.desc(), Check.id)
        .limit(most)
    )
    return db.session.scalars(query).all()


def all_results() -> list[Results]:
    """Of every checklist that somebody has read, the newest first. Six queries, however many there are."""
    query = (
        select(Checklist)
        .where(Checklist.state != ChecklistState.WAITING, has_been_used())
        .options(selectinload(Checklist.wishes))
        .order_by(Checklist.created_at.desc(), Checklist.id)
        .limit(MOST)
    )
    return results_of(db.session.scalars(query).all())


def has_been_used() -> ColumnElement[bool]:
    return select(Check.id).where(Check.checklist_id == Checklist.id).exists()


def results_of(checklists: Sequence[Checklist]) -> list[Results]:
    ids = [checklist.id for checklist in checklists]
    counted = count_marks(ids)
    said = member_notes.passed_on(NoteAbout.CHECK, ids)
    spans, members = spans_of(ids), count_members(ids)
    found = []
    for checklist in checklists:
        checks, first, last, places = spans.get(checklist.id, (0, None, None, ()))
        is_shown = members[checklist.id] >= FEWEST_MEMBERS
        lines = tuple(Line(wish.wish, tuple(counted[wish.id, mark] for mark in CheckMark)) for wish in checklist.wishes)
        found.append(
            Results(
                checklist,
                checks,
                first if is_shown else None,
                last if is_shown else None,
                places if is_shown else (),
                lines if is_shown else (),
                tuple(said.get(checklist.id, ())) if is_shown else (),
            )
        )
    return found


def count_marks(checklist_ids: Sequence[UUID]) -> Counter[tuple[UUID, CheckMark]]:
    query = (
        select(Seen.wish_id, Seen.mark, func.count())
        .join(ChecklistWish, ChecklistWish.id == Seen.wish_id)
        .where(ChecklistWish.checklist_id.in_(checklist_ids))
        .group_by(Seen.wish_id, Seen.mark)
    )
    return Counter({(wish_id, mark): number for wish_id, mark, number in db.session.execute(query)})


def count_members(checklist_ids: Sequence[UUID]) -> Counter[UUID]:
    """How many members filled in each of them, however often each did."""
    query = select(Check.checklist_id, func.count(Check.person_id.distinct())).group_by(Check.checklist_id)
    found = db.session.execute(query.where(Check.checklist_id.in_(checklist_ids)))
    return Counter({checklist_id: number for checklist_id, number in found})


Span = tuple[int, date | None, date | None, tuple[str, ...]]


def spans_of(checklist_ids: Sequence[UUID]) -> dict[UUID, Span]:
    """Of each: how many checks, the first day and the last, and which kinds of places."""
    query = (
        select(Check.checklist_id, Check.place, func.count(), func.min(Check.visited_on), func.max(Check.visited_on))
        .where(Check.checklist_id.in_(checklist_ids))
        .group_by(Check.checklist_id, Check.place)
        .order_by(Check.place)
    )
    found: dict[UUID, Span] = {}
    for checklist_id, place, number, first, last in db.session.execute(query):
        checks, before, after, places = found.get(checklist_id, (0, first, last, ()))
        span = (checks + number, min(before or first, first), max(after or last, last), (*places, place.value))
        found[checklist_id] = span
    return found
